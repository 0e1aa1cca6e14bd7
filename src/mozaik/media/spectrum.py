"""Counting candidates without meeting them: sums over Hamming balls of two histograms.

A sum over all keys at Hamming distance r is a convolution on the 16-dimensional cube, so the Walsh-Hadamard
transform turns it into products with Krawtchouk polynomials (MacWilliams and Sloane, chapter 5).
"""

from math import comb

import numpy as np
import numpy.typing as npt
from numba import njit

from mozaik.media.bits import Codes

Counts = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

BITS = 16


def ball_sums(left: Counts, right: Counts, largest: int) -> tuple[Floats, Floats, Floats]:
    """For each radius 0..largest: candidates, codes gathered, and buckets visited, each float64[largest + 1].

    Candidates are pairs (left code, right code) whose slices differ in at most radius bits; right codes are
    gathered once for each left bucket that is not empty. `left` and `right` are histograms int64[65536].
    """
    weights = np.bitwise_count(np.arange(1 << BITS, dtype=np.uint16))
    used = (left > 0).astype(np.float64)
    spectra = [walsh_hadamard(side.astype(np.float64)) for side in (left, used, right)]
    by_weight = [np.bincount(weights, spectrum * spectra[2], BITS + 1) for spectrum in spectra[:2]]
    sums = [
        np.cumsum([product @ _krawtchouk(r) for r in range(largest + 1)]) / (1 << BITS)
        for product in by_weight
    ]
    balls = np.cumsum([comb(BITS, r) for r in range(largest + 1)])
    return sums[0], sums[1], used.sum() * balls


def _krawtchouk(radius: int) -> Floats:
    """The transform of the sphere of one radius, by weight of the frequency: float64[17]."""
    return np.array(
        [
            sum((-1) ** j * comb(weight, j) * comb(BITS - weight, radius - j) for j in range(radius + 1))
            for weight in range(BITS + 1)
        ],
        np.float64,
    )


@njit(cache=True, nogil=True)
def slice_histograms(codes: Codes) -> Counts:
    """How many of uint64[n, 4] codes have each value of each slice, int64[16, 65536]."""
    counts = np.zeros((16, 1 << BITS), np.int64)
    for i in range(codes.shape[0]):
        for number in range(16):
            value = (codes[i, number >> 2] >> np.uint64(16 * (number & 3))) & np.uint64(0xFFFF)
            counts[number, np.int64(value)] += 1
    return counts


@njit(cache=True, nogil=True)
def walsh_hadamard(values: Floats) -> Floats:
    """The Walsh-Hadamard transform of float64[65536], in natural order."""
    result = values.copy()
    half = 1
    while half < result.size:
        for start in range(0, result.size, 2 * half):
            for i in range(start, start + half):
                a, b = result[i], result[i + half]
                result[i] = a + b
                result[i + half] = a - b
        half *= 2
    return result
