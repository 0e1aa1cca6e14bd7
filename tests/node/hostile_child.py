"""A child that dies or lies: `hostile_child.py HOW MEMORY SECONDS`."""

import hashlib
import json
import os
import sys
import zipfile
from pathlib import Path


def main(how: str) -> None:
    """Answer every job in one hostile way."""
    _say({"say": "ready", "versions": {"mozaik": "0"}})
    for line in sys.stdin:
        job = json.loads(line)
        if how == "dies":
            os._exit(9)
        if how == "another":
            with zipfile.ZipFile(job["file"]) as sealed:
                _say({"say": "manifest", "part": sealed.read("manifest.json").decode()})
        while how == "endless":
            _say({"say": "manifest", "part": "x"})
        _say(
            {
                "nonsense": {"say": "perhaps"},
                "another": {"say": "sound", "sha256": "0" * 64},
                "no-manifest": {"say": "sound", "sha256": _digest(job["file"])},
                "long": {"say": "refused", "what": "x" * 100_000, "why": "", "remedy": ""},
                "foreign": {"say": "refused", "what": "a\u202eb", "why": "a\nb", "remedy": ""},
            }[how]
        )


def _digest(path: str) -> str:
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()


def _say(message: object) -> None:
    print(json.dumps(message), flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
