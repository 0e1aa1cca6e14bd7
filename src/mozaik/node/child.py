"""The child that verifies sealed files, `python -I -B -m mozaik.node.child`: what harms it harms nobody else.

It limits itself, then says of each file that it is told whether it is sound. It writes nothing.

parent: job       {file, trust}
child:  ready     {versions}   once, after its limits are set
        manifest  {part}       a piece of the manifest, as often as it takes
        sound     {sha256}     of the bytes that were read
        refused   {what, why, remedy}
"""

import contextlib
import sys
from pathlib import Path

from mozaik import __version__
from mozaik.contribution import read_set
from mozaik.errors import MozaikError
from mozaik.exchange import DOCUMENTS, document_in, numbered_in, require_own_words
from mozaik.operation import read_operation
from mozaik.plans import read_plan
from mozaik.seal import Kind, TrustStore, verify_sealed
from mozaik.triage import Say, allow, decode, lay_limits, open_channel
from mozaik.visible import visible_line

LONGEST, PIECE = 400, 100_000
"""Characters of a text for people, and of a piece of a manifest: a line has a greatest length."""


def main() -> None:
    """Serve files from standard input; arguments: memory in bytes and processor seconds a file."""
    memory, seconds = int(sys.argv[1]), int(sys.argv[2])
    say = open_channel()
    lay_limits(memory)
    say({"say": "ready", "versions": {"mozaik": __version__}})
    for line in sys.stdin.buffer:
        job = decode(line)
        allow(seconds)
        _check(Path(str(job["file"])), Path(str(job["trust"])), say)


def _check(path: Path, trust_path: Path, say: Say) -> None:
    try:
        trust = TrustStore.load(trust_path)
        verified = verify_sealed(path, trust)
        match verified.manifest.kind:
            case Kind.CONTRIBUTION | Kind.LIST:
                read_set(path, trust)
            case Kind.OPERATION:
                read_operation(path, trust)
            case Kind.PLAN:
                read_plan(path, trust)
            case Kind.DELIVERY:
                numbered_in(verified.manifest, str(path))
            case Kind.PACKAGE | Kind.TALLY:
                pass
            case kind if kind in DOCUMENTS:
                require_own_words(verified, document_in(verified))
        manifest = verified.manifest.to_bytes().decode()
        for start in range(0, len(manifest), PIECE):
            say({"say": "manifest", "part": manifest[start : start + PIECE]})
        say({"say": "sound", "sha256": verified.sha256})
    except MozaikError as error:
        parts = {"what": error.what, "why": error.why, "remedy": error.remedy}
        say({"say": "refused", **{name: visible_line(text)[:LONGEST] for name, text in parts.items()}})


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt, BrokenPipeError):
        main()
