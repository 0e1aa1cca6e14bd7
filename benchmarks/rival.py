"""Rivals: programs of others, each in its own locked environment, spoken to by files."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

RIVALS = Path(__file__).resolve().parent / "rivals"


def run_rival(name: str, folder: Path, *arguments: str) -> dict[str, Any]:
    """Run `rivals/<name>/run.py` on a folder of .npy and .json files, and read its `answer.json`.

    The environment is made first where it is missing. Raises CalledProcessError when the rival fails.
    """
    python = environment(name)
    subprocess.run([str(python), str(RIVALS / name / "run.py"), str(folder), *arguments], check=True)
    answer: dict[str, Any] = json.loads((folder / "answer.json").read_text())
    return answer


def environment(name: str) -> Path:
    """The Python of a rival's environment, made from its locked requirements if they are newer."""
    home = RIVALS / name
    python, stamp, locked = home / ".venv/bin/python", home / ".venv/.ready", home / "requirements.txt"
    if stamp.exists() and stamp.stat().st_mtime >= locked.stat().st_mtime:
        return python
    uv = Path(sys.executable).with_name("uv")
    subprocess.run(
        [str(uv), "venv", "-q", "--clear", "--python", sys.executable, str(home / ".venv")], check=True
    )
    subprocess.run(
        [str(uv), "pip", "install", "-q", "--require-hashes", "-r", str(locked)],
        check=True,
        env={**os.environ, "VIRTUAL_ENV": str(home / ".venv")},
    )
    stamp.touch()
    return python
