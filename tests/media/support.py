"""Harmless drawn pictures and skewed codes with planted neighbours."""

import numpy as np
import numpy.typing as npt

Pixels = npt.NDArray[np.uint8]
Luma = npt.NDArray[np.float32]
Codes = npt.NDArray[np.uint64]


def drawn_picture(seed: int, height: int = 200, width: int = 260) -> Pixels:
    """Overlapping coloured boxes and waves, uint8[h, w, 3]."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[0:height, 0:width].astype(np.float64)
    picture = np.zeros((height, width, 3))
    for _ in range(6):
        wave = np.sin(x / rng.uniform(8, 60) + y / rng.uniform(8, 60) + rng.uniform(0, 6))
        picture += wave[..., None] * rng.uniform(10, 40, 3)
    for _ in range(25):
        top, left = rng.integers(0, height), rng.integers(0, width)
        picture[top : top + rng.integers(5, 80), left : left + rng.integers(5, 80)] += rng.uniform(-90, 90, 3)
    return np.clip(picture + 128, 0, 255).astype(np.uint8)


def turned(picture: npt.NDArray[np.generic], form: str) -> npt.NDArray[np.generic]:
    """The pixels of a picture [h, w, ...] in one dihedral form, by plain array operations."""
    transposed = picture.swapaxes(0, 1)
    forms = {
        "original": picture,
        "rotate90": np.rot90(picture, 1),
        "rotate180": np.rot90(picture, 2),
        "rotate270": np.rot90(picture, 3),
        "flip_x": picture[::-1],
        "flip_y": picture[:, ::-1],
        "flip_plus1": transposed,
        "flip_minus1": transposed[::-1, ::-1],
    }
    return np.ascontiguousarray(forms[form])


def bits_apart(left: bytes, right: bytes) -> int:
    """The Hamming distance of two hashes."""
    return (int.from_bytes(left) ^ int.from_bytes(right)).bit_count()


def skewed_codes(count: int, seed: int) -> Codes:
    """Codes uint64[count, 4] as unlike uniform ones as real pictures: bits depend on few hidden causes."""
    rng = np.random.default_rng(seed)
    causes = rng.normal(size=(count, 24)) @ rng.normal(size=(24, 256)) + 2.5 * rng.normal(size=(count, 256))
    bits = causes + 1.5 * rng.normal(size=256) > 0
    return np.packbits(bits, axis=1).view(np.uint64)


def neighbour(code: Codes, distance: int, rng: np.random.Generator) -> Codes:
    """A code uint64[4] exactly `distance` bits away from another."""
    bits = np.unpackbits(code.view(np.uint8))
    bits[rng.choice(256, distance, replace=False)] ^= 1
    return np.packbits(bits).view(np.uint64)


def plain_box(values: Luma, window: int) -> Luma:
    """The slow twin of a running mean along the rows of float32[h, w], as the reference describes it."""
    width, half = values.shape[1], (window + 2) // 2
    result, total, size = np.empty_like(values), np.zeros(len(values), np.float32), 0
    for place in range(width + half - 1):
        if place < width:
            total, size = total + values[:, place], size + 1
        if place >= window:
            total, size = total - values[:, place - window], size - 1
        if place >= half - 1:
            result[:, place - half + 1] = total / np.float32(size)
    return result


def plain_shrink(luma: Luma) -> Luma:
    """The slow twin of blurring and shrinking float32[h, w] to its 64x64 block centres."""
    height, width = luma.shape
    for _ in range(2):
        luma = plain_box(luma, (width + 127) // 128)
        luma = plain_box(luma.T, (height + 127) // 128).T
    rows = [int((i + 0.5) * height / 64) for i in range(64)]
    columns = [int((j + 0.5) * width / 64) for j in range(64)]
    return luma[np.ix_(rows, columns)]
