"""All eight forms of a picture in one comparison: codes whose words are only complemented by a mirroring.

Mirroring or turning a picture complements the bits of whole rows or columns of its hash, and may transpose it
(`dihedral.py`). Sort the 256 bits by the parity of their row and column: every class is one word of 64 bits,
and each of the four masks complements a class as a whole or leaves it. So the distances of the four words of
two codes give their distances in four forms at once, and the transposed code gives those in the other four.
The bits of a word are in such an order that transposing swaps neighbours in the first two words (each 16-bit
slice stays by itself), and swaps the last two words with each other.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from mozaik.media.bits import Hashes, checked_hashes, planes_from_hashes

Column: TypeAlias = npt.NDArray[np.uint64]
ParityCodes: TypeAlias = tuple[Column, Column, Column, Column]
"""A word uint64[n] for each parity of row and column: odd odd, even even, even odd, odd even."""

PAIRS, ALONE = np.uint64(0x1555155515551555), np.uint64(0xC000C000C000C000)
"""Of the first two words the lower bits of the pairs that transposing swaps, and what it leaves."""
_HASHES_AT_ONCE = 1 << 16
_ROWS_OF_A_TASK = 1 << 20


def _symmetric() -> list[tuple[int, int]]:
    """The places of an 8x8 matrix in four slices that transposing keeps: 7 pairs, 2 of the diagonal each."""
    above = [(row, column) for row in range(8) for column in range(row + 1, 8)]
    slices = []
    for number in range(4):
        pairs = above[7 * number : 7 * number + 7]
        slices += [place for row, column in pairs for place in ((row, column), (column, row))]
        slices += [(2 * number, 2 * number), (2 * number + 1, 2 * number + 1)]
    return slices


def _of_parity(row: int, column: int, places: Sequence[tuple[int, int]]) -> tuple[list[int], list[int]]:
    """The rows and columns of the hash at places of the matrix of one parity."""
    return [2 * at + row for at, _ in places], [2 * at + column for _, at in places]


_IN_ROWS = [(row, column) for row in range(8) for column in range(8)]
_PLACES = (
    _of_parity(1, 1, _symmetric()),
    _of_parity(0, 0, _symmetric()),
    _of_parity(0, 1, _IN_ROWS),
    _of_parity(1, 0, [(row, column) for column, row in _IN_ROWS]),
)
"""Rows and columns of the bits of each word, the lowest bit first."""


class NearRows(NamedTuple):
    """Rows near a picture, in order: the smallest distance over its forms, and the form that gives it."""

    rows: npt.NDArray[np.int64]
    distance: npt.NDArray[np.int16]
    form: npt.NDArray[np.int8]
    """Index into `DIHEDRAL_FORMS`, the first of equal ones: the picture so turned is at that distance."""


def parity_codes(hashes: Hashes) -> ParityCodes:
    """Hashes uint8[n, 32] by the parity of their bits; distances stay. InvalidInputError for other arrays."""
    checked = checked_hashes(hashes)
    starts = range(0, max(1, len(checked)), _HASHES_AT_ONCE)
    parts = [_words(checked[start : start + _HASHES_AT_ONCE]) for start in starts]
    first, second, third, fourth = np.concatenate(parts, axis=1)
    return first, second, third, fourth


def transposed_codes(codes: ParityCodes) -> ParityCodes:
    """The codes of the transposed hashes."""
    first, second, third, fourth = codes
    return _swapped(first), _swapped(second), fourth, third


def near_picture(picture: bytes, codes: ParityCodes, distance: int, *, threads: int = 1) -> NearRows:
    """The rows of codes within `distance` of one hash in any of the eight forms: every row is looked at.

    Nothing is kept beside the codes, which may lie in a mapped file. InvalidInputError for what is no hash.
    """
    from mozaik.media.form_kernels import rows_near  # the compiler takes longer to import than most commands

    asked = parity_codes(np.frombuffer(picture, np.uint8).reshape(1, -1))
    plain, turned = (np.concatenate(code) for code in (asked, transposed_codes(asked)))
    starts = range(0, len(codes[0]), _ROWS_OF_A_TASK)
    steps = [
        partial(rows_near, _some(codes, start, start + _ROWS_OF_A_TASK), plain, turned, distance)
        for start in starts
    ]
    with ThreadPoolExecutor(threads) as pool:
        parts = list(pool.map(lambda step: step(), steps))
    near = [part + np.array([start, 0, 0]) for part, start in zip(parts, starts, strict=True)]
    rows = np.concatenate([np.empty((0, 3), np.int64), *near])
    return NearRows(rows[:, 0], rows[:, 1].astype(np.int16), rows[:, 2].astype(np.int8))


def _words(hashes: Hashes) -> Column:
    """The four words of some hashes, uint64[4, n]."""
    planes = planes_from_hashes(hashes)
    classes = [planes[:, rows, columns] for rows, columns in _PLACES]
    packed = np.packbits(np.stack(classes), axis=2, bitorder="little")
    words: Column = packed.view(np.dtype("<u8"))[:, :, 0].astype(np.uint64, copy=False)
    return words


def _swapped(words: Column) -> Column:
    """Words with each of seven pairs of neighbouring bits of a slice swapped."""
    low = (words << np.uint64(1)) & (PAIRS << np.uint64(1))
    swapped: Column = low | ((words >> np.uint64(1)) & PAIRS) | (words & ALONE)
    return swapped


def _some(codes: ParityCodes, start: int, stop: int) -> ParityCodes:
    first, second, third, fourth = codes
    return first[start:stop], second[start:stop], third[start:stop], fourth[start:stop]
