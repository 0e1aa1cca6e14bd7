"""One picture in the hand, hashed in a child of its own: nothing of it is kept but the hash."""

import os
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from mozaik.errors import InvalidInputError
from mozaik.triage import protocol
from mozaik.triage.forking import SERVER, Started
from mozaik.triage.process import Child, ChildLostError
from mozaik.triage.protocol import Message, NonsenseError
from mozaik.triage.workers import MEMORY

SECONDS = 60.0
"""Longest time for one picture."""


@dataclass(frozen=True, slots=True)
class PictureHash:
    """The PDQ of a picture, 32 bytes, and its quality from 0 to 100."""

    pdq: bytes
    quality: int


def hash_picture(path: Path, *, command: tuple[str, ...] | None = None) -> PictureHash:
    """The hash of a picture file, decoded in a child; InvalidInputError where it cannot be decoded.

    `command` starts the child; only tests give another one.
    """
    allowed = int(SECONDS) + 1
    process = (
        Started((*command, str(MEMORY), str(allowed)))
        if command
        else SERVER.fork("picture", MEMORY, allowed, kernels=True)
    )
    with closing(_Ended(Child(process, kernels=True))) as ended:
        try:
            return _hash_of(_answer(ended.child, path))
        except ChildLostError as error:
            raise _not_hashed(path, str(error)) from error
        except NonsenseError as error:
            raise _not_hashed(path, "its parser answered nonsense") from error


@dataclass(frozen=True, slots=True)
class _Ended:
    """A child that is ended when it is closed."""

    child: Child

    def close(self) -> None:
        self.child.end()


def _answer(child: Child, path: Path) -> Message:
    child.greeted()
    source = os.fsencode(path.absolute()).decode("utf-8", "surrogateescape")
    child.tell({"say": "job", "source": source})
    message = child.hear(time.monotonic() + SECONDS)
    if message["say"] == "failed":
        raise _not_hashed(path, protocol.line(message, "why", 300))
    if message["say"] != "hash":
        raise NonsenseError("no hash")
    return message


def _hash_of(message: Message) -> PictureHash:
    quality = protocol.count(message, "quality")
    if quality > 100:
        raise NonsenseError("quality above 100")
    return PictureHash(protocol.digest(message, "pdq", 32), quality)


def _not_hashed(path: Path, why: str) -> InvalidInputError:
    return InvalidInputError(
        "this picture cannot be searched for",
        where=str(path),
        why=why,
        remedy="give a picture (JPEG, PNG, GIF, WebP, BMP, TIFF), or its hash with --pdq",
    )
