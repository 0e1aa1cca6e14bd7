"""The exact join of PDQ codes: all pairs within a Hamming distance, none missed, none invented.

Decides how to search, never what counts: `picture_join_brute` compares everything with everything and must
give the same pairs. There is no approximate index here, and no cap on the number of pairs.
"""

import os
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from mozaik.errors import InvalidInputError
from mozaik.media.bits import WORDS, Codes

if TYPE_CHECKING:
    from mozaik.media.search import Task

DEFAULT_DISTANCE = 31
"""Two pictures are near when at most 31 of 256 bits differ (`formats.md` section 6)."""


class Pairs(NamedTuple):
    """Pairs of near codes, sorted by left index, then right index; three arrays of one length."""

    left: npt.NDArray[np.int64]
    """Row in the left codes."""
    right: npt.NDArray[np.int64]
    """Row in the right codes."""
    distance: npt.NDArray[np.int16]
    """Number of bits that differ, 0..256."""


def picture_join(
    left: Codes, right: Codes, distance: int = DEFAULT_DISTANCE, *, threads: int | None = None
) -> Pairs:
    """All pairs (i, j) of uint64[n, 4] and uint64[m, 4] codes with at most `distance` differing bits.

    Give distinct codes where you can: k equal codes on one side and l on the other are k * l pairs. `threads`
    defaults to the processors that this process may use. Working memory: some 60 bytes a code for two threads
    and 60 bytes a pair. Raises InvalidInputError for other arrays or a distance outside 0..256.
    """
    _check(left, distance)
    _check(right, distance)
    from mozaik.media.search import Task

    return _search(left, right, Task(distance, one_set=False, threads=threads or processors()))


def picture_self_join(codes: Codes, distance: int = DEFAULT_DISTANCE, *, threads: int | None = None) -> Pairs:
    """All pairs i < j of rows of uint64[n, 4] codes with at most `distance` differing bits.

    Half of the work of joining the codes with themselves. Raises InvalidInputError for other arrays or a
    distance outside 0..256.
    """
    _check(codes, distance)
    from mozaik.media.search import Task

    return _search(codes, codes, Task(distance, one_set=True, threads=threads or processors()))


def picture_join_brute(left: Codes, right: Codes, distance: int = DEFAULT_DISTANCE) -> Pairs:
    """The slow, obvious twin of `picture_join`: every left code against all right codes."""
    _check(left, distance)
    _check(right, distance)
    parts = [Pairs(np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0, np.int16))]
    for i, code in enumerate(left):
        distances = np.bitwise_count(right ^ code).sum(axis=1, dtype=np.int16)
        near = np.flatnonzero(distances <= distance)
        parts.append(Pairs(np.full(len(near), i, np.int64), near.astype(np.int64), distances[near]))
    return Pairs(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))


def _search(left: Codes, right: Codes, task: "Task") -> Pairs:
    """Search and sort."""
    # Here, because the compiler takes longer to import than most commands take to run.
    from mozaik.media.search import search

    triples = search(np.ascontiguousarray(left), np.ascontiguousarray(right), task)
    order = np.argsort(triples[:, 0].astype(np.uint64) << np.uint64(32) | triples[:, 1])
    columns = triples[order]
    return Pairs(
        columns[:, 0].astype(np.int64), columns[:, 1].astype(np.int64), columns[:, 2].astype(np.int16)
    )


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0))


def _check(codes: Codes, distance: int) -> None:
    """Refuse what is not uint64[n, 4], and a distance that makes no sense."""
    if codes.dtype != np.uint64 or codes.ndim != 2 or codes.shape[1] != WORDS:
        raise InvalidInputError(
            "these are not picture codes",
            why=f"expected uint64[n, 4], got {codes.dtype}{list(codes.shape)}",
            remedy="make them with codes_from_hashes",
        )
    if not 0 <= distance <= 256:
        raise InvalidInputError(
            "the distance is out of range",
            why=f"{distance} is not within 0..256",
            remedy="use a distance from 0 to 256 bits",
        )
