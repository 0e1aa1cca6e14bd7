"""What a person waits for all day: small commands, in processor time, against the bare interpreter.

`--help`, `--version`, `show` and `verify` of a small file, `hits` of a small WORK, and the triage of ten text
files, each in a process of its own, as from a shell.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.outcome import Outcome, Timing, median, our_versions

RUNS = 3
PROMISED = {"--help": 0.25, "--version": 0.25, "show": 0.35, "verify": 0.35, "hits": 0.8, "triage": 1.5}
"""Seconds of processor time that each may take."""
MOZAIK = str(Path(sys.executable).with_name("mozaik"))


def measure() -> Outcome:
    """Time each command, and say beside each what was promised."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        env = {**os.environ, "MOZAIK_HOME": str(folder / "home"), "MOZAIK_EDITION": "bench"}
        commands = _prepared(folder, env)
        timings = {word: median([_timed(call, env) for _ in range(RUNS)]) for word, call in commands.items()}
        bare = median([_timed([sys.executable, "-c", "pass"], env) for _ in range(RUNS)])
    told = {word: f"{timing.processor:.2f} s (<= {PROMISED[word]})" for word, timing in timings.items()}
    slowest = max(timings.values(), key=lambda timing: timing.processor)
    return Outcome(
        name="small-commands",
        ours=slowest,
        theirs=bare,
        target="each command within the seconds beside it",
        versions=our_versions(),
        facts={**told, "runs": RUNS},
    )


def _prepared(folder: Path, env: dict[str, str]) -> dict[str, list[str]]:
    """A small operation of invented data, and the commands to time."""
    item, sealed, work = folder / "item", folder / "a.contribution", folder / "WORK"
    item.mkdir()
    for number in range(10):
        (item / f"{number}.txt").write_text(f"write to leaf{number}@mail.example\n", encoding="utf-8")

    def mozaik(*words: str) -> None:
        subprocess.run([MOZAIK, *words], check=True, env=env, capture_output=True)

    draft, operation = str(folder / "m.operation.draft"), str(folder / "m.operation")
    parties = ("--lead", "SI-GPD", "--coordinator", "HR-MUP")
    days = ("--series", "Mozaik", "--from", "2023-11-06", "--to", "2023-11-17", "--synthetic")
    for owner in ("SI-GPD", "HR-MUP"):
        mozaik("keys", "new", owner, "ana")
    mozaik("operation", "new", "bench", *days, *parties, "-o", draft)
    for owner in ("SI-GPD", "HR-MUP"):
        mozaik("operation", "sign", draft, "--by", f"{owner}/ana")
    triage = ["triage", str(item), "--owner", "SI-GPD", "--item", "I-1", "--rehearsal-terms", "--replace"]
    other = ["triage", str(item), "--owner", "HR-MUP", "--item", "I-2", "--rehearsal-terms"]
    mozaik(*triage, "-o", str(sealed))
    mozaik(*other, "-o", str(folder / "b.contribution"))
    mozaik(
        "crosscheck", str(sealed), str(folder / "b.contribution"), "--operation", operation, "-o", str(work)
    )
    calls = {
        "--help": ["--help"],
        "--version": ["--version"],
        "show": ["show", str(sealed)],
        "verify": ["verify", str(sealed)],
        "hits": ["hits", str(work), "--as", "SI-GPD", "--by", "ana", "--reason", "benchmark"],
        "triage": [*triage, "-o", str(sealed)],
    }
    return {word: [MOZAIK, *call] for word, call in calls.items()}


def _timed(command: list[str], env: dict[str, str]) -> Timing:
    """One run; the processor time is that of the process and of its children."""
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, check=True, env=env, capture_output=True)
    after, wall = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter() - begun
    processor = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
    return Timing(wall, processor)


if __name__ == "__main__":
    print(json.dumps(measure().as_json(), indent=2))
