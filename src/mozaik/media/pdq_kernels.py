"""The inner loops of PDQ, compiled by Numba at the first call and kept in its cache.

Every operation is in float32 and in the order of the C++ reference, so that the same pixels give the same
bits (facebook/ThreatExchange pdq/cpp, BSD-3-Clause). No fast-math, no fused multiply-add: they change bits.
"""

import numpy as np
import numpy.typing as npt
from numba import njit

Floats = npt.NDArray[np.float32]

Pixels = npt.NDArray[np.uint8] | Floats

SIDE = 64
LINES = 4
"""Rows that are blurred side by side: a running sum waits for itself, four of them do not."""


@njit(cache=True, nogil=True)
def luma_lines(picture: Pixels, first: int, target: Floats) -> None:
    """Luma of the rows from `first` on, as many as float32[k, w] has room for and the picture still has.

    Of uint8[h, w, 3] it is 0.299 R + 0.587 G + 0.114 B, added from the left; float32[h, w] is taken as it is.
    """
    red, green, blue = np.float32(0.299), np.float32(0.587), np.float32(0.114)
    for i in range(min(target.shape[0], picture.shape[0] - first)):
        if picture.ndim == 3:
            row = picture[first + i]
            for j in range(row.shape[0]):
                pixel = red * np.float32(row[j, 0]) + green * np.float32(row[j, 1])
                target[i, j] = pixel + blue * np.float32(row[j, 2])
        else:
            target[i] = picture[first + i]


@njit(cache=True, nogil=True)
def box_lines(source: Floats, target: Floats, window: int) -> None:
    """A running mean of `window` pixels along each of four rows float32[4, w]."""
    width = source.shape[1]
    half = (window + 2) // 2
    a = b = c = d = np.float32(0)
    for j in range(window):
        a, b, c, d = a + source[0, j], b + source[1, j], c + source[2, j], d + source[3, j]
        out = j - (half - 1)
        if out >= 0:
            size = np.float32(j + 1)
            target[0, out], target[1, out] = a / size, b / size
            target[2, out], target[3, out] = c / size, d / size
    full = window - (half - 1)
    for j in range(width - window):
        a = (a + source[0, j + window]) - source[0, j]
        b = (b + source[1, j + window]) - source[1, j]
        c = (c + source[2, j + window]) - source[2, j]
        d = (d + source[3, j + window]) - source[3, j]
        target[0, full + j], target[1, full + j] = a, b
        target[2, full + j], target[3, full + j] = c, d
    # Divided apart: here the compiler can take many at once.
    for line in range(LINES):
        divide(target[line, full : full + width - window], np.float32(window))
    for k in range(half - 1):
        j, out, size = width - window + k, full + width - window + k, np.float32(window - 1 - k)
        a, b, c, d = a - source[0, j], b - source[1, j], c - source[2, j], d - source[3, j]
        target[0, out], target[1, out] = a / size, b / size
        target[2, out], target[3, out] = c / size, d / size


@njit(cache=True, nogil=True)
def divide(values: Floats, size: np.float32) -> None:
    """Divide float32[n] in place."""
    for i in range(values.size):
        values[i] = values[i] / size


@njit(cache=True, nogil=True)
def slide(total: Floats, ring: Floats, place: int, window: int, height: int) -> int:
    """Move a running sum over rows on by one place, and give how many rows it holds then.

    `total` float32[w] is the sum, `ring` the last of `height` rows; places beyond the last row only drop.
    """
    if place < height:
        add = ring[place % ring.shape[0]]
        for j in range(total.size):
            total[j] = total[j] + add[j]
    if place >= window:
        drop = ring[(place - window) % ring.shape[0]]
        for j in range(total.size):
            total[j] = total[j] - drop[j]
    return min(place + 1, window, window - (place - height + 1))


@njit(cache=True, nogil=True)
def centre(block: int, length: int) -> int:
    """The pixel that stands for one of 64 blocks along a side of `length` pixels."""
    return int(((block + 0.5) * length) / SIDE)


@njit(cache=True, nogil=True)
def shrink(picture: Pixels) -> Floats:
    """Blur uint8[h, w, 3] or float32[h, w] (Jarosz filter, two passes) and take its 64x64 block centres.

    The rows stream through: of the first pass only as many are kept as the window is high, and of the second
    pass only the columns that are block centres.
    """
    height, width = picture.shape[0], picture.shape[1]
    along_rows = (width + 2 * SIDE - 1) // (2 * SIDE)
    along_columns = (height + 2 * SIDE - 1) // (2 * SIDE)
    half = (along_columns + 2) // 2
    lines = np.zeros((LINES, width), np.float32)
    ring = np.zeros((along_columns // LINES * LINES + 2 * LINES, width), np.float32)
    total = np.zeros(width, np.float32)
    blurred = np.zeros((LINES, width), np.float32)
    narrow = np.empty((height + LINES, SIDE), np.float32)
    for place in range(height + half - 1):
        if place < height and place % LINES == 0:
            start = place % ring.shape[0]
            luma_lines(picture, place, lines)
            box_lines(lines, ring[start : start + LINES], along_rows)
        size = slide(total, ring, place, along_columns, height)
        done = place - (half - 1)
        if done >= 0:
            blurred[done % LINES] = total
            divide(blurred[done % LINES], np.float32(size))
            if done % LINES == LINES - 1 or done == height - 1:
                box_lines(blurred, lines, along_rows)
                first = done - done % LINES
                for block in range(SIDE):
                    narrow[first : first + LINES, block] = lines[:, centre(block, width)]
    return centres_along_columns(narrow, along_columns, height)


@njit(cache=True, nogil=True)
def centres_along_columns(narrow: Floats, window: int, height: int) -> Floats:
    """The running mean along the columns of float32[h.., 64], at the 64 block centres."""
    small = np.empty((SIDE, SIDE), np.float32)
    total = np.zeros(SIDE, np.float32)
    half, block = (window + 2) // 2, 0
    for place in range(height + half - 1):
        size = slide(total, narrow, place, window, height)
        while block < SIDE and centre(block, height) == place - (half - 1):
            small[block] = total
            divide(small[block], np.float32(size))
            block += 1
    return small


@njit(cache=True, nogil=True)
def gradient_quality(small: Floats) -> int:
    """The quality 0..100 of float32[64, 64]: how many clear steps there are between neighbours."""
    total = 0
    hundred, full = np.float32(100), np.float32(255)
    for i in range(SIDE):
        for j in range(SIDE):
            if i + 1 < SIDE:
                total += abs(int(((small[i, j] - small[i + 1, j]) * hundred) / full))
            if j + 1 < SIDE:
                total += abs(int(((small[i, j] - small[i, j + 1]) * hundred) / full))
    return min(total // 90, 100)


@njit(cache=True, nogil=True)
def dct_16(small: Floats, matrix: Floats) -> Floats:
    """The coefficients (1..16) x (1..16) of float32[64, 64]: D A transposed(D), summed term by term."""
    half = np.zeros((16, SIDE), np.float32)
    for i in range(16):
        for k in range(SIDE):
            for j in range(SIDE):
                half[i, j] += matrix[i, k] * small[k, j]
    result = np.empty((16, 16), np.float32)
    for i in range(16):
        for j in range(16):
            total = np.float32(0)
            for k in range(SIDE):
                total += half[i, k] * matrix[j, k]
            result[i, j] = total
    return result
