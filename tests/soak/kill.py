"""Kill real commands at random moments, run them again, and compare with an undisturbed run.

`python -m tests.soak.kill [ROUNDS] [SEED]`: each round kills triage, crosscheck, hits and a node once.
"""

import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from mozaik.work import current_generation
from tests.operation.support import put_operation

PROGRAM = str(Path(sys.executable).with_name("mozaik"))
NOW = "2023-11-20T09:00:00Z"


def run(arguments: list[str], home: Path, seconds: float | None = None) -> None:
    """One command; killed with its children after `seconds`, else it must end well."""
    environment = {
        **os.environ, "MOZAIK_HOME": str(home), "MOZAIK_NOW": NOW, "MOZAIK_EDITION": "mozaik-2023",
    }  # fmt: skip
    with subprocess.Popen(
        [PROGRAM, *arguments], env=environment, stdout=subprocess.DEVNULL, start_new_session=True
    ) as command:
        try:
            code = command.wait(seconds)
        except subprocess.TimeoutExpired:
            command.kill()
            return
    if code:
        raise SystemExit(f"{arguments[0]} ended with {code}")


def content(work: Path, part: str) -> bytes:
    """The bytes of a table of the generation that counts."""
    return (current_generation(work) / f"{part}.parquet").read_bytes()


def tree(node: Path) -> dict[str, bytes]:
    """The store of a node and how its files stand."""
    files = (path for path in (node / "store").rglob("*") if path.is_file())
    return {str(path.relative_to(node)): path.read_bytes() for path in files}


def main(rounds: int, seed: int) -> None:
    """Do the rounds; SystemExit at the first difference."""
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for owner in ("SI-GPD", "HR-MUP"):
            run(["keys", "new", owner, "ana"], folder / "home")
        for number in range(20):
            for owner in ("SI-GPD", "HR-MUP"):
                (folder / owner).mkdir(exist_ok=True)
                (folder / owner / f"{number}.txt").write_text(f"mail user{number}@example.org {owner}")
        triage = {
            owner: ["triage", str(folder / owner), "--owner", owner, "--item", "I-1", "--rehearsal-terms",
                    "--replace", "-o", str(folder / f"{owner}.contribution")]
            for owner in ("SI-GPD", "HR-MUP")
        }  # fmt: skip
        work = folder / "WORK"
        sealed = [str(folder / f"{owner}.contribution") for owner in triage]
        file = put_operation(folder / "home", folder / "m.operation", "mozaik-2023")
        check = ["crosscheck", *sealed, "--operation", str(file), "-o", str(work), "--replace"]
        hits = ["hits", str(work), "--as", "SI-GPD", "--reason", "soak"]
        steps = [*triage.values(), check, hits]
        lengths = []
        for step in steps:
            began = time.monotonic()
            run(step, folder / "home")
            lengths.append(time.monotonic() - began)
        key = (folder / "WORK.secrets" / "operation.key").read_bytes()
        node = folder / "node"
        run(["node", "init", str(node), "--as", "EU-EC3", "--operation", str(file)], folder / "home")
        receive = ["receive", *sealed, "--node", str(node)]
        lengths_of_node = []
        for step in (receive, ["node", "run", str(node), "--once"]):
            began = time.monotonic()
            run(step, folder / "home")
            lengths_of_node.append((step, time.monotonic() - began))
        stored = tree(node)
        known = {part: content(work, part) for part in ("hits", "holders", "coverage")}
        for number in range(rounds):
            for step, length in zip(steps, lengths, strict=True):
                run(step, folder / "home", chance.uniform(0.2, 1) * length)
                run(step, folder / "home")
            if (folder / "WORK.secrets" / "operation.key").read_bytes() != key:
                raise SystemExit("the key of the operation changed")
            if changed := [part for part in known if content(work, part) != known[part]]:
                raise SystemExit(f"{', '.join(changed)} differ from the undisturbed run")
            shutil.rmtree(node)
            run(["node", "init", str(node), "--as", "EU-EC3", "--operation", str(file)], folder / "home")
            for step, length in lengths_of_node:
                run(step, folder / "home", chance.uniform(0.2, 1) * length)
                run(step, folder / "home")
            if tree(node) != stored or content(node / "work", "hits") != known["hits"]:
                raise SystemExit("the node differs from the one that was not killed")
            if left := [child.name for child in folder.iterdir() if child.name.startswith(".")]:
                raise SystemExit(f"left behind: {', '.join(left)}")
            print(f"round {number + 1} of {rounds}: same result, nothing left behind")


if __name__ == "__main__":
    main(*(int(given) for given in (*sys.argv[1:], "20", "1")[:2]))
