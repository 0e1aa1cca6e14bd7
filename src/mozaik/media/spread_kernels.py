"""The inner loops of `spread`, compiled by Numba: each picture meets each later one once."""

import numpy as np
import numpy.typing as npt
from numba import njit

from mozaik.media.edges import Numbers
from mozaik.media.popcount import popcount

BITS = 256

Codes = npt.NDArray[np.uint64]


@njit(cache=True, nogil=True)
def nearest_form(forms: Codes, code: Codes) -> int:
    """The smallest distance of forms uint64[8, 4] of one picture to a code uint64[4]."""
    nearest = BITS
    for form in range(forms.shape[0]):
        apart = 0
        for word in range(code.size):
            apart += int(popcount(forms[form, word] ^ code[word]))
        nearest = min(nearest, apart)
    return nearest


@njit(cache=True, nogil=True)
def spread(
    codes: Codes, forms: Codes, begins: Numbers, holders: Numbers, count: int
) -> tuple[int, npt.NDArray[np.int64]]:
    """The largest distance of two pictures, and the smallest between each two of `count` holders.

    Picture n is held by `holders[begins[n] : begins[n + 1]]`; a picture is as far from itself as 0.
    """
    farthest, nearest = 0, np.full((count, count), BITS)
    for left in range(codes.shape[0]):
        for right in range(left, codes.shape[0]):
            apart = nearest_form(forms[left], codes[right]) if right > left else 0
            farthest = max(farthest, apart)
            for place in range(begins[left], begins[left + 1]):
                for other in range(begins[right], begins[right + 1]):
                    low, high = holders[place], holders[other]
                    nearest[low, high] = min(nearest[low, high], apart)
                    nearest[high, low] = min(nearest[high, low], apart)
    return farthest, nearest
