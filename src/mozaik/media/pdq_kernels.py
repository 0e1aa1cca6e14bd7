"""The inner loops of PDQ, compiled by Numba at the first call and kept in its cache.

Every operation is in float32 and in the order of the C++ reference, so that the same pixels give the same
bits (facebook/ThreatExchange pdq/cpp, BSD-3-Clause). No fast-math, no fused multiply-add: they change bits.
"""

import numpy as np
import numpy.typing as npt
from numba import njit

Floats = npt.NDArray[np.float32]

SIDE = 64


@njit(cache=True, nogil=True)
def luma_from_rgb(rgb: npt.NDArray[np.uint8]) -> Floats:
    """Luma float32[h, w] of uint8[h, w, 3]: 0.299 R + 0.587 G + 0.114 B, added from the left."""
    height, width = rgb.shape[0], rgb.shape[1]
    red, green, blue = np.float32(0.299), np.float32(0.587), np.float32(0.114)
    luma = np.empty((height, width), np.float32)
    for i in range(height):
        for j in range(width):
            pixel = red * np.float32(rgb[i, j, 0]) + green * np.float32(rgb[i, j, 1])
            luma[i, j] = pixel + blue * np.float32(rgb[i, j, 2])
    return luma


@njit(cache=True, nogil=True)
def box_along_rows(source: Floats, target: Floats, window: int) -> None:
    """A running mean of `window` pixels along each row of float32[h, w]."""
    height, width = source.shape
    half = (window + 2) // 2
    for i in range(height):
        total = np.float32(0)
        size = 0
        for j in range(half - 1):
            total += source[i, j]
            size += 1
        out = 0
        for j in range(half - 1, window):
            total += source[i, j]
            size += 1
            target[i, out] = total / np.float32(size)
            out += 1
        for j in range(window, width):
            total += source[i, j]
            total -= source[i, j - window]
            target[i, out] = total / np.float32(size)
            out += 1
        for j in range(width - window, width - window + half - 1):
            total -= source[i, j]
            size -= 1
            target[i, out] = total / np.float32(size)
            out += 1


@njit(cache=True, nogil=True)
def box_along_columns(source: Floats, target: Floats, window: int) -> None:
    """A running mean of `window` pixels along each column of float32[h, w], all columns side by side."""
    height, width = source.shape
    half = (window + 2) // 2
    total = np.zeros(width, np.float32)
    for i in range(half - 1):
        for j in range(width):
            total[j] += source[i, j]
    size = half - 1
    out = 0
    for i in range(half - 1, window):
        size += 1
        for j in range(width):
            total[j] += source[i, j]
            target[out, j] = total[j] / np.float32(size)
        out += 1
    for i in range(window, height):
        for j in range(width):
            total[j] = (total[j] + source[i, j]) - source[i - window, j]
            target[out, j] = total[j] / np.float32(size)
        out += 1
    for i in range(height - window, height - window + half - 1):
        size -= 1
        for j in range(width):
            total[j] -= source[i, j]
            target[out, j] = total[j] / np.float32(size)
        out += 1


@njit(cache=True, nogil=True)
def shrink(luma: Floats) -> Floats:
    """Blur float32[h, w] with the Jarosz filter (two passes) and take its 64x64 block centres."""
    height, width = luma.shape
    along_rows = (width + 2 * SIDE - 1) // (2 * SIDE)
    along_columns = (height + 2 * SIDE - 1) // (2 * SIDE)
    first = np.empty((height, width), np.float32)
    second = np.empty((height, width), np.float32)
    box_along_rows(luma, first, along_rows)
    box_along_columns(first, second, along_columns)
    box_along_rows(second, first, along_rows)
    box_along_columns(first, second, along_columns)
    small = np.empty((SIDE, SIDE), np.float32)
    for i in range(SIDE):
        row = int(((i + 0.5) * height) / SIDE)
        for j in range(SIDE):
            small[i, j] = second[row, int(((j + 0.5) * width) / SIDE)]
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
