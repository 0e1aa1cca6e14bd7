"""Run in a bare environment, without extras and development packages: the main job must work there.

Not a pytest module: pytest itself is absent. `scripts/check-minimal` calls it; any failure is an exit code.
"""

import json
import os
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

MOZAIK = Path(sys.executable).with_name("mozaik")


def run(*arguments: str, code: int = 0) -> str:
    """Run the program; stop the check when its exit code is another than `code`."""
    done = subprocess.run([str(MOZAIK), *arguments], capture_output=True, text=True, check=False)
    if done.returncode != code:
        sys.exit(f"mozaik {arguments[0]}: exit code {done.returncode}, not {code}\n{done.stderr}")
    return done.stdout + done.stderr


def package(folder: Path, work: str) -> None:
    """Judge the address, draft a package of it, release it by two persons, and take the document out."""
    reading = ("--as", "HR-MUP", "--by", "HR-MUP/ana", "--reason", "check")
    hits = json.loads(run("hits", work, *reading, "--kind", "selector", "--json"))["hits"]
    said = ("--by", "HR-MUP/ana", "--reason", "check")
    run("judge", work, hits[0]["reference"], "confirm", *said)
    run("keys", "new", "HR-MUP", "ben")
    draft = str(folder / "si.draft")
    run("package", work, "--for", "SI-GPD", *said, "-o", draft)
    for person in ("HR-MUP/ana", "HR-MUP/ben"):
        run("release", draft, "--work", work, "--by", person)
    document = folder / "package.pdf"
    run("show", str(folder / "si.package"), "--extract", "package.pdf", "-o", str(document))
    if not document.read_bytes().startswith(b"%PDF"):
        sys.exit("the document of the package is none")


def main() -> None:
    """Triage two folders of two authorities, cross-check them, and read the hit as one of them."""
    for absent in ("pytest", "pytsk3", "hypothesis", "stix2", "requests"):
        if find_spec(absent):
            sys.exit(f"the environment is not bare: {absent} is installed")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ.update(MOZAIK_HOME=str(folder / "home"), MOZAIK_EDITION="mozaik-2023")
        for owner in ("SI-GPD", "HR-MUP"):
            source = folder / owner
            source.mkdir()
            (source / "note.txt").write_text("Synthetic: write to maple@mail.example\n")
            run("keys", "new", owner, "ana")
            sealed = str(folder / f"{owner}.contribution")
            run("triage", str(source), "--owner", owner, "--item", "1", "--rehearsal-terms", "-o", sealed)
            run("verify", sealed)
        run("campaign", "build", "-o", str(folder / "site"), "--without-film")
        if "[video]" not in run("campaign", "build", "-o", str(folder / "other"), code=3):
            sys.exit("a missing encoder is not named")
        work, draft = str(folder / "work"), str(folder / "m.operation.draft")
        days = ("--series", "Mozaik", "--from", "2023-11-06", "--to", "2023-11-17", "--synthetic")
        heads = ("--lead", "SI-GPD", "--coordinator", "HR-MUP")
        run("operation", "new", "mozaik-2023", *days, *heads, "-o", draft)
        for person in ("SI-GPD/ana", "HR-MUP/ana"):
            run("operation", "sign", draft, "--by", person)
        sets = [str(path) for path in sorted(folder.glob("*.contribution"))]
        run("crosscheck", *sets, "--operation", str(folder / "m.operation"), "-o", work)
        told = json.loads(run("hits", work, "--as", "SI-GPD", "--reason", "check", "--json"))
        if told["total"] != 2:
            sys.exit(f"expected the file and the address as hits, was told of {told['total']}")
        package(folder, work)
        (folder / "disk.E01").write_bytes(b"EVF\x09\x0d\x0a\xff\x00" + bytes(64))
        missing = (
            "triage",
            str(folder / "disk.E01"),
            "--owner",
            "SI-GPD",
            "--item",
            "2",
            "--rehearsal-terms",
        )
        if "images" not in run(*missing, "-o", str(folder / "x.contribution"), code=3):
            sys.exit("a missing extra is not named")
    print("minimal install: ok")


main()
