"""A parser child that misbehaves on command: what a content orders, its parser does. Only for tests."""

import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from mozaik.intake import Entry
from mozaik.triage import child, examine, members
from mozaik.triage.content import Content, Say
from mozaik.triage.text import Tally

_parse = examine._parse
_entries = examine.inner_entries


def misbehave(order: bytes, say: Say) -> None:
    """Do what the content orders."""
    if order.startswith(b"!hang"):
        time.sleep(3600)
    elif order.startswith(b"!spin"):
        while True:
            pass
    elif order.startswith(b"!crash"):
        os.kill(os.getpid(), 11)
    elif order.startswith(b"!exit"):
        os._exit(0)
    elif order.startswith(b"!memory"):
        bytearray(1 << 40)
    elif order.startswith(b"!nonsense"):
        say({"say": "picture", "pdq": "not hex"})
    elif order.startswith(b"!lie"):
        say({"say": "begin", "at": [10_000, 0], "path": "x", "container": ""})
    elif order.startswith(b"!early end"):
        say({"say": "done", "listed": 1})
    elif order.startswith(b"!kernels"):
        say({"say": "kernels"})
    elif order.startswith(b"!print"):
        print("a library that prints", flush=True)
        os.write(1, b"and writes\n")
    elif order.startswith(b"!flood"):
        while True:
            say({"say": "found", "rows": [["email", "a@example.org", "x", 1]] * 500})
    elif order.startswith(b"!write"):
        target = Path(order.split(b" ", 1)[1].decode().strip())
        with target.open("wb") as stream:
            stream.write(b"seized content on the disk")


def parse(content: Content, tally: Tally, say: Say) -> Iterator[str]:
    """The parser, after what the content orders."""
    misbehave(bytes(content.data or b"")[:4096], say)
    yield from _parse(content, tally, say)


def entries(entry: Entry, mime: str, stream: BinaryIO) -> Iterator[Entry]:
    """The reader of archives, which breaks down before the member `!listing`."""
    for member in _entries(entry, mime, stream):
        if member.name == "!listing":
            os.kill(os.getpid(), 11)
        yield member


def main() -> None:
    """The real child, with a parser that obeys contents."""
    examine._parse = parse
    members.inner_entries = entries  # type: ignore[attr-defined]
    child.main()


if __name__ == "__main__":
    main()
