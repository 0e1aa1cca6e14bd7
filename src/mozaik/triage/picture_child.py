"""The child of `fork_server` that hashes one picture: its bytes live in this process, and end with it."""

import os
import sys
from pathlib import Path

from mozaik import __version__
from mozaik.triage import protocol
from mozaik.triage.confined import Say, allow, lay_limits, open_channel
from mozaik.triage.picture import NotDecodableError, read_picture

LARGEST = 256 << 20
"""A larger file is no picture to search for."""


def run(memory: int, seconds: int) -> None:
    """Serve one job from standard input, with so many bytes of memory and seconds."""
    say = open_channel()
    lay_limits(memory)
    say({"say": "ready", "versions": {"mozaik": __version__}})
    job = protocol.decode(sys.stdin.buffer.readline())
    source = job["source"]
    if isinstance(source, str):
        allow(seconds)
        serve(Path(os.fsdecode(source.encode("utf-8", "surrogateescape"))), say)


def serve(path: Path, say: Say) -> None:
    """Say the hash and quality of a picture, or why there is none."""
    try:
        with path.open("rb") as stream:
            content = stream.read(LARGEST + 1)
        if len(content) > LARGEST:
            raise NotDecodableError("picture not decodable: the file is larger than allowed")
        facts = read_picture(content).facts
        say({"say": "hash", "pdq": facts.pdq.hex(), "quality": facts.quality})
    except NotDecodableError as error:
        say({"say": "failed", "why": str(error)})
    except OSError as error:
        say({"say": "failed", "why": error.strerror or "input/output error"})
