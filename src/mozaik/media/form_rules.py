"""Which codes that meet in a slice make a pair there, in any form: near, and found by no earlier one.

Compiled by Numba like `join_kernels`; `form_meeting` brings the codes together.
"""

from typing import NamedTuple

import numpy as np
from numba import njit

from mozaik.media.form_kernels import smallest_of_four
from mozaik.media.forms import ALONE, PAIRS
from mozaik.media.join_kernels import Numbers, Words
from mozaik.media.popcount import popcount


class FormRules(NamedTuple):
    """What counts as found: radii and limits as in `Rules`, for upright and for transposed left codes.

    The slices of the third word are no place to meet transposed: what meets there meets in those of the
    fourth, with left and right exchanged; these have the larger radius and limit of the two.
    """

    radii: Numbers
    limits: Words
    turned_radii: Numbers
    turned_limits: Words
    distance: int


@njit(cache=True, nogil=True)
def swapped(word: np.uint64) -> np.uint64:
    """One of the first two words of a code as the transposed code has it."""
    up = (word << np.uint64(1)) & (PAIRS << np.uint64(1))
    return up | ((word >> np.uint64(1)) & PAIRS) | (word & ALONE)


@njit(cache=True, nogil=True)
def meets(different: np.uint64, place: int, radius: int, limit: np.uint64, both: bool) -> bool:
    """Whether two words that differ so meet in one of their slices, or would if one were complemented."""
    apart = popcount(different)
    in_slice = int(popcount((different >> np.uint64(16 * place)) & np.uint64(0xFFFF)))
    if apart <= limit and in_slice <= radius:
        return True
    return bool(both and np.uint64(64) - apart <= limit and 16 - in_slice <= radius)


@njit(cache=True, nogil=True)
def is_first_upright(left: Words, right: Words, number: int, rules: FormRules) -> bool:
    """Whether two codes are near in a form that transposes nothing, and no earlier slice finds them so."""
    a, b, c, d = left[0] ^ right[0], left[1] ^ right[1], left[2] ^ right[2], left[3] ^ right[3]
    apart = popcount(a) + smallest_of_four(popcount(b), popcount(c), popcount(d))
    if apart > np.uint64(rules.distance):
        return False
    for earlier in range(number):
        word = earlier >> 2
        if rules.radii[earlier] >= 0 and meets(
            left[word] ^ right[word], earlier & 3, rules.radii[earlier], rules.limits[word], word > 0
        ):
            return False
    return True


@njit(cache=True, nogil=True)
def meets_turned(left: Words, right: Words, number: int, rules: FormRules) -> bool:
    """Whether a code, transposed, meets another in a slice that is such a place."""
    word, radius = number >> 2, rules.turned_radii[number]
    if radius < 0:
        return False
    mine = left[3] if word == 3 else swapped(left[word])
    other = right[2] if word == 3 else right[word]
    return meets(mine ^ other, number & 3, radius, rules.turned_limits[word], word > 0)


@njit(cache=True, nogil=True)
def is_first_turned(left: Words, right: Words, number: int, rules: FormRules) -> bool:
    """Whether two codes are near in a form that transposes, and no earlier slice finds them so."""
    a, b = swapped(left[0]) ^ right[0], swapped(left[1]) ^ right[1]
    c, d = left[3] ^ right[2], left[2] ^ right[3]
    apart = popcount(a) + smallest_of_four(popcount(b), popcount(c), popcount(d))
    if apart > np.uint64(rules.distance):
        return False
    for earlier in range(number):
        if meets_turned(left, right, earlier, rules):
            return False
        if earlier >= 12 and meets_turned(right, left, earlier, rules):
            return False
    return True


@njit(cache=True, nogil=True)
def is_found_here(codes: Words, pair: tuple[int, int], number: int, turned: bool, rules: FormRules) -> bool:
    """Whether a pair that meets in a slice is to be written down there: near, once, and by no earlier one."""
    row, other = pair
    left, right = codes[row], codes[other]
    if row == other:
        return False
    if not turned:
        return is_first_upright(left, right, number, rules)
    word, shift, low = number >> 2, np.uint64(16 * (number & 3)), np.uint64(0xFFFF)
    if word < 2:
        alike = (left[word] >> shift) & low == (right[word] >> shift) & low
        if alike and row > other:
            return False
    elif row > other and meets_turned(right, left, number, rules):
        return False
    return is_first_turned(left, right, number, rules)
