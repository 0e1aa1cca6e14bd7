"""Skewed picture codes with planted neighbours: uniform codes would test and time nothing real."""

import numpy as np
import numpy.typing as npt

Codes = npt.NDArray[np.uint64]

CAUSES = 24
NOISE = 2.5
BIAS = 1.5
LARGEST_PLANTED = 40


def skewed_codes(count: int, seed: int) -> Codes:
    """Codes uint64[count, 4] whose bits depend on 24 hidden causes and lean to one side each.

    All seeds share the causes, so that different sets look alike, as pictures do. Two codes are about 122
    bits apart with a deviation of 15 (uniform ones: 128 and 8), and codes are equal in a 16-bit slice five
    times as often.
    """
    model = np.random.default_rng(0)
    loads = model.normal(size=(CAUSES, 256)).astype(np.float32)
    leaning = (BIAS * model.normal(size=256)).astype(np.float32)
    rng = np.random.default_rng(seed)
    parts = []
    for start in range(0, count, 1 << 15):
        rows = min(1 << 15, count - start)
        values = rng.standard_normal((rows, CAUSES), dtype=np.float32) @ loads
        values += NOISE * rng.standard_normal((rows, 256), dtype=np.float32) + leaning
        parts.append(np.packbits(values > 0, axis=1).view(np.uint64))
    return np.concatenate(parts)


def plant_neighbours(left: Codes, right: Codes, count: int, seed: int) -> Codes:
    """The right codes, `count` of them replaced by left codes with 0 to 40 bits changed."""
    rng = np.random.default_rng(seed)
    sources, targets = rng.choice(len(left), count), rng.choice(len(right), count, replace=False)
    planted = np.unpackbits(left[sources].view(np.uint8), axis=1)
    order = rng.random((count, 256)).argsort(axis=1)
    distances = rng.integers(0, LARGEST_PLANTED + 1, count)
    planted ^= (order.argsort(axis=1) < distances[:, None]).astype(np.uint8)
    result = right.copy()
    result[targets] = np.packbits(planted, axis=1).view(np.uint64)
    return result
