"""Equal codes: joined once, then written out as pairs of rows."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit

from mozaik.media.bits import Codes

Rows = npt.NDArray[np.int64]
Pairs = npt.NDArray[np.uint32]

_MIXERS = np.array(
    [0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93], np.uint64
)


class Distinct(NamedTuple):
    """The distinct codes of a set, and the rows that hold each."""

    codes: Codes
    """uint64[k, 4]."""
    rows: Rows
    """All n rows, those of one code together, int64[n]."""
    offsets: Rows
    """Where the rows of each code begin, int64[k + 1]."""


def distinct(codes: Codes) -> Distinct:
    """Group the equal rows of uint64[n, 4].

    They are sorted by a mixture of their words. Should two different codes mix to one value, a code may come
    twice: the join stays right, because it finds equal codes as pairs at distance 0.
    """
    mixed = np.zeros(len(codes), np.uint64)
    for column in range(codes.shape[1]):
        mixed = (mixed ^ codes[:, column]) * _MIXERS[column]
        mixed ^= mixed >> np.uint64(29)
    order = np.argsort(mixed)
    ordered = codes[order]
    new = np.ones(len(codes), bool)
    new[1:] = (ordered[1:] != ordered[:-1]).any(axis=1)
    starts = np.flatnonzero(new)
    return Distinct(ordered[starts], order.astype(np.int64), np.append(starts, len(codes)))


@njit(cache=True, nogil=True)
def spread(pairs: Pairs, left: Distinct, right: Distinct, one_set: bool) -> Pairs:
    """Pairs uint32[k, 3] of distinct codes as pairs of the rows that hold them.

    With `one_set`, left and right are the same: a pair of a code with itself gives each two of its rows
    once, and the smaller row always stands first.
    """
    total = 0
    for k in range(pairs.shape[0]):
        u, v = pairs[k, 0], pairs[k, 1]
        count = left.offsets[u + 1] - left.offsets[u]
        alone = one_set and u == v
        total += count * (count - 1) // 2 if alone else count * (right.offsets[v + 1] - right.offsets[v])
    spread_pairs = np.empty((total, 3), np.uint32)
    place = 0
    for k in range(pairs.shape[0]):
        u, v, apart = pairs[k]
        for i in range(left.offsets[u], left.offsets[u + 1]):
            start = i + 1 if one_set and u == v else right.offsets[v]
            for j in range(start, right.offsets[v + 1]):
                a, b = left.rows[i], right.rows[j]
                spread_pairs[place, 0] = min(a, b) if one_set else a
                spread_pairs[place, 1] = max(a, b) if one_set else b
                spread_pairs[place, 2] = apart
                place += 1
    return spread_pairs


def with_equal_codes(pairs: Pairs, codes: Distinct) -> Pairs:
    """Pairs of distinct codes of one set, and each code that several rows hold paired with itself."""
    several = np.flatnonzero(np.diff(codes.offsets) > 1).astype(np.uint32)
    return np.concatenate([pairs, np.column_stack([several, several, np.zeros_like(several)])])
