"""The inner loops over the eight forms, compiled by Numba at the first call and kept in its cache."""

import numpy as np
import numpy.typing as npt
from numba import njit

from mozaik.media.popcount import popcount

Words = npt.NDArray[np.uint64]
Codes = tuple[Words, Words, Words, Words]
Rows = npt.NDArray[np.int64]

CHUNK = 512
"""Codes of which the smallest distance is asked before one of them is looked at by itself."""


@njit(cache=True, nogil=True)
def smallest_of_four(b: np.uint64, c: np.uint64, d: np.uint64) -> np.uint64:
    """The smallest sum of three words' distances when none, or two of the words, are complemented."""
    far = np.uint64(128)
    return min(b + c + d, far + d - b - c, far + c - b - d, far + b - c - d)


@njit(cache=True, nogil=True)
def smallest_distance(codes: Codes, plain: Words, turned: Words) -> np.uint64:
    """The smallest distance of any codes to a picture, given plain and transposed, over the eight forms."""
    first, second, third, fourth = codes
    p0, p1, p2, p3 = plain[0], plain[1], plain[2], plain[3]
    t0, t1, t2, t3 = turned[0], turned[1], turned[2], turned[3]
    smallest = np.uint64(256)
    for i in range(first.size):
        a, b, c, d = first[i], second[i], third[i], fourth[i]
        upright = popcount(a ^ p0) + smallest_of_four(popcount(b ^ p1), popcount(c ^ p2), popcount(d ^ p3))
        turning = popcount(a ^ t0) + smallest_of_four(popcount(b ^ t1), popcount(c ^ t2), popcount(d ^ t3))
        smallest = min(smallest, upright, turning)
    return smallest


@njit(cache=True, nogil=True)
def first_form(code: Words, plain: Words, turned: Words) -> tuple[int, int]:
    """The smallest distance over the forms, and the first in the order of `DIHEDRAL_FORMS` that gives it."""
    best, form = 257, 0
    for index in range(8):
        transposes = index == 1 or index == 3 or index >= 6
        rows = index == 1 or index == 2 or index == 4 or index == 7
        columns = index == 2 or index == 3 or index == 5 or index == 7
        picture = turned if transposes else plain
        apart = int(popcount(code[0] ^ picture[0]))
        for word in range(1, 4):
            bits = int(popcount(code[word] ^ picture[word]))
            # The second word is of even rows and columns, the third of even rows, the fourth of even columns.
            complemented = (rows and word != 3) != (columns and word != 2)
            apart += 64 - bits if complemented else bits
        if apart < best:
            best, form = apart, index
    return best, form


@njit(cache=True, nogil=True)
def rows_near(codes: Codes, plain: Words, turned: Words, distance: int) -> Rows:
    """The rows int64[k, 3] (row, distance, form) of codes within a distance in any form."""
    first, second, third, fourth = codes
    near, count = np.empty((16, 3), np.int64), 0
    code = np.empty(4, np.uint64)
    for start in range(0, first.size, CHUNK):
        stop = min(first.size, start + CHUNK)
        some = (first[start:stop], second[start:stop], third[start:stop], fourth[start:stop])
        if smallest_distance(some, plain, turned) > np.uint64(distance):
            continue
        for row in range(start, stop):
            code[0], code[1], code[2], code[3] = first[row], second[row], third[row], fourth[row]
            apart, form = first_form(code, plain, turned)
            if apart > distance:
                continue
            if count == near.shape[0]:
                longer = np.empty((2 * count, 3), np.int64)
                longer[:count] = near
                near = longer
            near[count, 0], near[count, 1], near[count, 2] = row, apart, form
            count += 1
    return near[:count].copy()
