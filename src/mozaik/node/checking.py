"""Asking a child process whether a file is sound: its answers are checked, and it may die of any file."""

import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from mozaik.errors import MozaikError
from mozaik.seal import Manifest, manifest_from_bytes
from mozaik.triage import Child, ChildLostError, Message, NonsenseError, Started
from mozaik.visible import visible_line

MEMORY = 6 << 30
"""Address space of the child, in bytes."""
SECONDS = 900.0
"""Processor seconds for one file, and the wait for its answer."""
COMMAND = (sys.executable, "-I", "-B", "-m", "mozaik.node.child")
_LONGEST, MOST_PIECES = 400, 50


@dataclass(frozen=True, slots=True)
class Sound:
    """A file that is sound by the trust store: its manifest."""

    manifest: Manifest


@dataclass(frozen=True, slots=True)
class Unsound:
    """A file that is refused at the door, and why in one sentence with what to do about it."""

    why: str


@dataclass(slots=True)
class Checker:
    """One child after another: a new one after each file of which the old one died. End it with `close`."""

    trust: Path
    command: tuple[str, ...] = COMMAND
    seconds: float = SECONDS
    _child: Child | None = field(default=None)

    def check(self, path: Path, sha256: str) -> Sound | Unsound:
        """Whether the file, whose bytes have this SHA-256, is sound."""
        try:
            if self._child is None:
                self._child = Child(Started((*self.command, str(MEMORY), str(int(self.seconds)))))
            self._child.greeted()
            self._child.tell(
                {"say": "job", "file": str(path.absolute()), "trust": str(self.trust.absolute())}
            )
            return _answer(self._child, time.monotonic() + self.seconds, sha256)
        except (ChildLostError, NonsenseError, KeyError, UnicodeError) as error:
            self.close()
            why = str(error) if isinstance(error, ChildLostError) else "its parser said something strange"
            return Unsound(f"the file cannot be read: {why}; ask its sender for a copy of it")

    def close(self) -> None:
        """End the child, if there is one."""
        if self._child is not None:
            self._child.end()
            self._child = None


def _answer(child: Child, deadline: float, sha256: str) -> Sound | Unsound:
    """What the child says of a file; NonsenseError for anything else."""
    parts: list[str] = []
    while (said := child.hear(deadline))["say"] == "manifest":
        parts.append(_text(said.get("part")))
        if len(parts) > MOST_PIECES:
            raise NonsenseError("a manifest without end")
    if said == {"say": "sound", "sha256": sha256}:
        try:
            return Sound(manifest_from_bytes("".join(parts).encode(), "a sealed file"))
        except MozaikError as error:
            raise NonsenseError("not a manifest") from error
    if parts:
        raise NonsenseError("a manifest and no verdict")
    return _refusal(said)


def _refusal(said: Message) -> Unsound:
    if set(said) == {"say", "what", "why", "remedy"} and said["say"] == "refused":
        what, why, remedy = (_line(said[name]) for name in ("what", "why", "remedy"))
        return Unsound("; ".join(filter(None, (f"{what}: {why}" if why else what, remedy))))
    raise NonsenseError("another message")


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise NonsenseError("not a text")
    return value


def _line(value: object) -> str:
    """A short text that does nothing on a screen."""
    if len(text := _text(value)) > _LONGEST or visible_line(text) != text:
        raise NonsenseError("not a line")
    return text
