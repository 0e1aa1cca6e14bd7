"""Generations of WORK: each an immutable folder with a number, and a pointer to the one that counts.

    WORK/current                    the number of the generation that counts, eight digits and a line feed
    WORK/generations/00000001/      a generation

The pointer is flipped by a rename. Who reads holds a generation and keeps it, whatever comes after; who
writes waits for no reader. An earlier generation that nobody holds goes with the next
reader or writer who comes by. The number says nothing to anybody but this room.
"""

import fcntl
import os
import re
import shutil
import weakref
from contextlib import suppress
from pathlib import Path

from mozaik.aside import Aside, aside_of, is_at, sweep
from mozaik.errors import InvalidInputError
from mozaik.files import written_whole
from mozaik.work.layout import DESCRIPTION

POINTER = "current"
GENERATIONS = "generations"
_NUMBER = re.compile(r"[0-9]{8}", re.ASCII)


class Hold:
    """A generation kept in its place for as long as somebody has this value."""

    __slots__ = ("__weakref__",)

    def __init__(self, descriptor: int) -> None:
        weakref.finalize(self, os.close, descriptor)


def has_generations(work: Path) -> bool:
    """Whether a folder is a WORK with a pointer."""
    return (work / POINTER).is_file()


def current_generation(work: Path) -> Path:
    """The generation that counts now; it may go at any time. InvalidInputError where there is none."""
    try:
        text = (work / POINTER).read_text(encoding="ascii")
    except (FileNotFoundError, NotADirectoryError, UnicodeDecodeError):
        text = ""
    if not text.endswith("\n") or not _NUMBER.fullmatch(text[:-1]):
        raise InvalidInputError(
            "not a complete WORK folder",
            where=str(work),
            why=f"{POINTER} is missing or names no generation",
            remedy="run mozaik crosscheck again",
        )
    return work / GENERATIONS / text[:-1]


def hold_current(work: Path) -> tuple[Path, Hold]:
    """The generation that counts, held; InvalidInputError where there is none, or it is not complete."""
    while True:
        generation = current_generation(work)
        try:
            descriptor = os.open(generation / DESCRIPTION, os.O_RDONLY | os.O_CLOEXEC)
        except FileNotFoundError as error:
            if current_generation(work) != generation:
                continue  # replaced and removed between the two steps
            raise InvalidInputError(
                "not a complete WORK folder",
                where=str(generation),
                why=f"{DESCRIPTION} is missing",
                remedy="run mozaik crosscheck again",
            ) from error
        hold = Hold(descriptor)
        fcntl.flock(descriptor, fcntl.LOCK_SH)
        if is_at(descriptor, generation / DESCRIPTION):
            return generation, hold


def next_generation(work: Path) -> Path:
    """Where the next generation goes: its number was never used in this folder."""
    folder = work / GENERATIONS
    numbers = [int(place.name) for place in folder.glob("*") if _NUMBER.fullmatch(place.name)]
    return folder / f"{max(numbers, default=0) + 1:08d}"


def point_at(work: Path, generation: Path) -> None:
    """Let a complete generation count from now on, on the disk when this returns."""
    with written_whole(work / POINTER) as stream:
        stream.write(f"{generation.name}\n".encode())


def remove_earlier(work: Path) -> None:
    """Remove the generations that do not count and nobody holds; what the system does not let go stays."""
    folder, current = work / GENERATIONS, current_generation(work)
    names = os.listdir(folder)  # noqa: PTH208
    if names == [current.name]:
        return
    sweep(folder)
    for name in sorted(names):
        if _NUMBER.fullmatch(name) and name != current.name:
            with suppress(OSError):
                _remove_unheld(work, folder / name)


def _remove_unheld(work: Path, generation: Path) -> None:
    """Take a generation away under a name of its own first: a crash in between leaves no half of one.

    A writer holds its new one until it counts: what nobody holds counts already, or never will.
    """
    gone = aside_of(generation, Aside.SCRATCH)
    descriptor = os.open(generation / DESCRIPTION, os.O_RDONLY | os.O_CLOEXEC)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if current_generation(work) == generation:
            return
        generation.rename(gone)
    finally:
        os.close(descriptor)
    shutil.rmtree(gone)
