"""PDQ, the perceptual hash: from pixels to 256 bits and a quality.

Decides nothing about pictures: it hashes what a decoder gave it. On the same pixels the hash and the quality
equal those of the C++ reference (facebook/ThreatExchange pdq/cpp, BSD-3-Clause; `formats.md` section 6). Two
decoders of one JPEG may differ by some bits, so whoever stores a hash stores the decoder and its version too.
"""

import functools
import math
from typing import cast

import numpy as np
import numpy.typing as npt

from mozaik.errors import InvalidInputError
from mozaik.media.bits import HASH_BYTES, Hashes, hashes_from_planes

ALGORITHM = "pdq"
ALGORITHM_VERSION = "pdq-1"
MINIMUM_SIDE = 5
"""Pictures with a side below five pixels get the zero hash and quality 0, as in the reference."""
SMALL_SIDE = 64
"""Pictures are shrunk to this side before their DCT; those that have it are taken as they are."""
MINIMUM_QUALITY = 50
"""Hashes below this quality are not compared: they say too little about the picture."""
DIHEDRAL_FORMS = (
    "original",
    "rotate90",
    "rotate180",
    "rotate270",
    "flip_x",
    "flip_y",
    "flip_plus1",
    "flip_minus1",
)
"""The eight forms in the order of every array of forms: turns counter-clockwise, `flip_x` turns upside down,
`flip_y` is the mirror image, `flip_plus1` and `flip_minus1` reflect in the two diagonals."""

Floats = npt.NDArray[np.float32]
Pixels = npt.NDArray[np.uint8] | Floats
"""A colour picture uint8[h, w, 3] or a grey one float32[h, w]."""


def pdq_from_rgb(rgb: npt.NDArray[np.uint8]) -> tuple[bytes, int]:
    """The PDQ hash (32 bytes) and quality (0..100) of a colour picture uint8[h, w, 3].

    Raises InvalidInputError for any other shape or type.
    """
    _check_rgb(rgb)
    return _hash_and_quality(rgb)


def pdq_from_luma(luma: Floats) -> tuple[bytes, int]:
    """The PDQ hash (32 bytes) and quality (0..100) of a grey picture float32[h, w] with values 0..255.

    Grey pictures come here directly: three equal channels through `pdq_from_rgb` round differently.
    Raises InvalidInputError for another shape or type, or when a value is not finite.
    """
    _check_luma(luma)
    return _hash_and_quality(luma)


def dihedral_from_luma(luma: Floats) -> tuple[Hashes, int]:
    """The hashes uint8[8, 32] of all forms in `DIHEDRAL_FORMS`, from one DCT, and the quality.

    As in the reference. Takes and raises what `pdq_from_luma` does. `dihedral_forms` derives the forms from a
    stored hash.
    """
    _check_luma(luma)
    if min(luma.shape) < MINIMUM_SIDE:
        return np.zeros((len(DIHEDRAL_FORMS), HASH_BYTES), np.uint8), 0
    original, quality = _coefficients(luma)
    odd = np.where(np.arange(16) % 2 == 1, np.float32(1), np.float32(-1))
    rows, columns = odd[:, None], odd[None, :]
    forms = (
        original,
        (original * columns).T,
        original * (rows * columns),
        (original * rows).T,
        original * rows,
        original * columns,
        original.T,
        (original * (rows * columns)).T,
    )
    return np.concatenate([_hash_of(form) for form in forms]), quality


def luma_from_rgb(rgb: npt.NDArray[np.uint8]) -> Floats:
    """The luma float32[h, w] of a picture uint8[h, w, 3], as the C++ reference computes it."""
    _check_rgb(rgb)
    from mozaik.media import pdq_kernels

    luma = np.empty(rgb.shape[:2], np.float32)
    pdq_kernels.luma_lines(_readable(rgb), 0, luma)
    return luma


@functools.cache
def prepare() -> None:
    """Compile the kernels, or load them from the cache: call it once before starting worker processes."""
    for side in (MINIMUM_SIDE, SMALL_SIDE):
        pdq_from_rgb(np.zeros((side, side, 3), np.uint8))
        pdq_from_luma(np.zeros((side, side), np.float32))


def is_prepared() -> bool:
    """Whether `prepare` was called in this process, or in the one that it was forked from."""
    return prepare.cache_info().currsize > 0


def _readable(picture: Pixels) -> Pixels:
    """The picture in rows, as a read-only view.

    Numba compiles a kernel anew for arrays that may be written and for those that may not; decoders give
    both. One kind means that `prepare` has compiled all there is.
    """
    view = cast(Pixels, np.ascontiguousarray(picture).view())
    view.flags.writeable = False
    return view


def _hash_and_quality(picture: Pixels) -> tuple[bytes, int]:
    """The hash and quality of checked pixels, nothing when they are too few."""
    if min(picture.shape[:2]) < MINIMUM_SIDE:
        return bytes(HASH_BYTES), 0
    coefficients, quality = _coefficients(picture)
    return _hash_of(coefficients).tobytes(), quality


def _coefficients(picture: Pixels) -> tuple[Floats, int]:
    """The DCT coefficients float32[16, 16] and the quality of a picture that is large enough."""
    from mozaik.media import pdq_kernels

    pixels = _readable(picture)
    small = np.empty((SMALL_SIDE, SMALL_SIDE), np.float32)
    if pixels.shape[:2] == small.shape:
        # Such a frame is not blurred: the reference takes it as shrunk by the decoder.
        pdq_kernels.luma_lines(pixels, 0, small)
    else:
        small = pdq_kernels.shrink(pixels)
    if not np.isfinite(small).all():
        raise InvalidInputError("these are not pixels", why="a value is not finite", remedy="give 0..255")
    coefficients: Floats = pdq_kernels.dct_16(small, _dct_matrix())
    return coefficients, int(pdq_kernels.gradient_quality(small))


def _hash_of(coefficients: Floats) -> Hashes:
    """The hash uint8[1, 32]: which of the 256 coefficients lie above the lower median."""
    median = np.partition(coefficients, 127, axis=None)[127]
    return hashes_from_planes(coefficients[None] > median)


@functools.cache
def _dct_matrix() -> Floats:
    """Rows 1..16 of the 64-point DCT, float32[16, 64], rounded once from double precision."""
    scale = float(np.float32(math.sqrt(2.0 / 64)))
    step = math.pi / 2.0 / 64
    rows = [[scale * math.cos(step * (i + 1) * (2 * j + 1)) for j in range(64)] for i in range(16)]
    return np.array(rows, np.float32)


def _check_rgb(rgb: npt.NDArray[np.uint8]) -> None:
    """Refuse what is not uint8[h, w, 3]."""
    if rgb.dtype != np.uint8 or rgb.ndim != 3 or rgb.shape[2] != 3:
        raise _wrong_pixels("uint8[h, w, 3]", rgb.dtype, rgb.shape)


def _check_luma(luma: Floats) -> None:
    """Refuse what is not float32[h, w]."""
    if luma.dtype != np.float32 or luma.ndim != 2:
        raise _wrong_pixels("float32[h, w]", luma.dtype, luma.shape)


def _wrong_pixels(expected: str, dtype: npt.DTypeLike, shape: tuple[int, ...]) -> InvalidInputError:
    """The error for an array of another shape or type."""
    return InvalidInputError(
        "these are not pixels",
        why=f"expected {expected}, got {dtype}{list(shape)}",
        remedy="decode the picture to that form first",
    )
