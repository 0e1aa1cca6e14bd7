"""All eight forms of a picture in one comparison: codes whose words are only complemented by a mirroring.

Mirroring or turning a picture complements the bits of whole rows or columns of its hash, and may transpose it
(`dihedral.py`). Sort the 256 bits by the parity of their row and column: every class is one word of 64 bits,
and each of the four masks complements a class as a whole or leaves it. So the distances of the four words of
two codes give their distances in four forms at once, and the transposed code gives those in the other four.
"""

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from mozaik.media.bits import Hashes, checked_hashes, planes_from_hashes
from mozaik.media.dihedral import dihedral_forms

Column: TypeAlias = npt.NDArray[np.uint64]
ParityCodes: TypeAlias = tuple[Column, Column, Column, Column]
"""A word uint64[n] for each parity of row and column: odd odd, even even, even odd, odd even."""

_PARITIES = ((1, 1), (0, 0), (0, 1), (1, 0))
_TRANSPOSED = 6
"""Where `DIHEDRAL_FORMS` has the form that transposes and complements nothing."""
_HASHES_AT_ONCE = 1 << 16
_ROWS_OF_A_TASK = 1 << 20


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


def transposed_codes(hashes: Hashes) -> ParityCodes:
    """The `parity_codes` of the transposed hashes."""
    return parity_codes(dihedral_forms(hashes)[_TRANSPOSED])


def near_picture(picture: bytes, codes: ParityCodes, distance: int, *, threads: int = 1) -> NearRows:
    """The rows of codes within `distance` of one hash in any of the eight forms: every row is looked at.

    Nothing is kept beside the codes, which may lie in a mapped file. InvalidInputError for what is no hash.
    """
    from mozaik.media.form_kernels import rows_near  # the compiler takes longer to import than most commands

    asked = checked_hashes(np.frombuffer(picture, np.uint8).reshape(1, -1))
    plain, turned = (np.concatenate(form) for form in (parity_codes(asked), transposed_codes(asked)))
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
    classes = [planes[:, row::2, column::2].reshape(-1, 64) for row, column in _PARITIES]
    return np.packbits(np.stack(classes), axis=2).view(np.uint64)[:, :, 0]


def _some(codes: ParityCodes, start: int, stop: int) -> ParityCodes:
    first, second, third, fourth = codes
    return first[start:stop], second[start:stop], third[start:stop], fourth[start:stop]
