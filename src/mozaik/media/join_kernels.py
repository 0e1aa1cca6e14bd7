"""The inner loops of the exact join, compiled by Numba at the first call and kept in its cache.

They run without the interpreter's lock, so that plain threads share the work.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit

from mozaik.media.popcount import popcount

Words = npt.NDArray[np.uint64]
Places = npt.NDArray[np.uint32]
Numbers = npt.NDArray[np.int64]

KEYS = 1 << 16
LANES = 32
"""Words that the compiled inner loop takes at once; blocks are filled up to a multiple of it."""
STRIP = 16
"""Words that are looked through one by one when one of them is near."""
CHUNK = 1024
"""Words that stay in the first-level cache while all codes of a bucket are compared with them."""


class Rules(NamedTuple):
    """What counts as found: the plan of a join in the form that the kernels read."""

    radii: Numbers
    """Radius of each of the sixteen slices, int64[16]; -1 leaves a slice out."""
    limits: Words
    """Largest distance within each of the four words, uint64[4]; only words with a used slice are asked."""
    distance: int
    """Largest distance of a pair, in bits."""
    one_set: bool
    """Whether both sides are the same codes, so that each pair of rows comes once."""


class Ordered(NamedTuple):
    """Codes in the order of one slice."""

    words: Words
    """The word that holds the slice, uint64[n]."""
    rows: Places
    """The row of each in the codes, uint32[n]."""
    offsets: Numbers
    """Where each value of the slice begins, int64[65537]."""


@njit(cache=True, nogil=True)
def ordered_by_slice(codes: Words, number: int) -> Ordered:
    """Order uint64[n, 4] by one of its sixteen 16-bit slices (a counting sort)."""
    column, shift, low = number >> 2, np.uint64(16 * (number & 3)), np.uint64(0xFFFF)
    count = codes.shape[0]
    offsets = np.zeros(KEYS + 1, np.int64)
    for i in range(count):
        offsets[int((codes[i, column] >> shift) & low) + 1] += 1
    for key in range(KEYS):
        offsets[key + 1] += offsets[key]
    following = offsets[:-1].copy()
    words = np.empty(count, np.uint64)
    rows = np.empty(count, np.uint32)
    for i in range(count):
        word = codes[i, column]
        value = int((word >> shift) & low)
        place = following[value]
        following[value] = place + 1
        words[place] = word
        rows[place] = i
    return Ordered(words, rows, offsets)


@njit(cache=True, nogil=True)
def masks_within(radius: int) -> Numbers:
    """All 16-bit masks with at most `radius` bits, the empty one first."""
    masks = np.empty(KEYS, np.int64)
    count = 0
    for bits in range(radius + 1):
        for mask in range(KEYS):
            if popcount(np.uint64(mask)) == np.uint64(bits):
                masks[count] = mask
                count += 1
    return masks[:count].copy()


@njit(cache=True, nogil=True)
def nearest(words: Words, word: np.uint64) -> np.uint64:
    """The smallest distance of any of some words to one; the loop that nearly all time is spent in."""
    smallest = np.uint64(64)
    for i in range(words.size):
        smallest = min(smallest, popcount(words[i] ^ word))
    return smallest


@njit(cache=True, nogil=True)
def nearest_code(columns: Words, code: Words) -> np.uint64:
    """The smallest distance of any of uint64[4, n] codes to one code uint64[4]."""
    first, second, third, fourth = columns[0], columns[1], columns[2], columns[3]
    a, b, c, d = code[0], code[1], code[2], code[3]
    smallest = np.uint64(256)
    for i in range(first.size):
        bits = popcount(first[i] ^ a) + popcount(second[i] ^ b)
        smallest = min(smallest, bits + popcount(third[i] ^ c) + popcount(fourth[i] ^ d))
    return smallest


@njit(cache=True, nogil=True)
def distance_if_first(left: Words, right: Words, number: int, rules: Rules) -> int:
    """The distance of two codes uint64[4], or -1 when it is too large or an earlier slice finds the pair."""
    total = np.uint64(0)
    for column in range(4):
        total += popcount(left[column] ^ right[column])
    if total > np.uint64(rules.distance):
        return -1
    for earlier in range(number):
        if rules.radii[earlier] < 0:
            continue
        column, shift = earlier >> 2, np.uint64(16 * (earlier & 3))
        different = left[column] ^ right[column]
        in_slice = int(popcount((different >> shift) & np.uint64(0xFFFF)))
        if in_slice <= rules.radii[earlier] and popcount(different) <= rules.limits[column]:
            return -1
    return int(total)


@njit(cache=True, nogil=True)
def kept(pairs: Places, count: int, pair: tuple[int, int, int]) -> tuple[Places, int]:
    """Write one pair into the table, making the table twice as long when it is full."""
    if count == pairs.shape[0]:
        longer = np.empty((2 * count, 3), np.uint32)
        longer[:count] = pairs
        pairs = longer
    pairs[count, 0], pairs[count, 1], pairs[count, 2] = pair
    return pairs, count + 1


@njit(cache=True, nogil=True)
def gather(side: Ordered, keys: Numbers, words: Words, ends: Numbers) -> int:
    """Put the buckets of some keys one after another into `words`, and give their joint size.

    `ends` receives where each bucket ends in the block, so that `row_at` finds a code's row again.
    """
    size = 0
    for which in range(keys.size):
        start = side.offsets[keys[which]]
        length = side.offsets[keys[which] + 1] - start
        for i in range(length):
            words[size + i] = side.words[start + i]
        size += length
        ends[which] = size
    return size


@njit(cache=True, nogil=True)
def row_at(side: Ordered, keys: Numbers, ends: Numbers, place: int) -> int:
    """The row of the code at a place of a gathered block."""
    which = np.searchsorted(ends, place, side="right")
    from_end = ends[which] - place
    return int(side.rows[side.offsets[keys[which] + 1] - from_end])


@njit(cache=True, nogil=True)
def size_of(side: Ordered, keys: Numbers) -> int:
    """How many codes some buckets hold together."""
    size = 0
    for key in keys:
        size += side.offsets[key + 1] - side.offsets[key]
    return size
