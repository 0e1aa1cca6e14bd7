"""The 256 bits of a PDQ hash in its three shapes: 32 bytes, 16x16 booleans, four 64-bit words.

Bit `16 * row + column` of the hash, counted from the end of its hexadecimal form, belongs to the DCT
coefficient at (row, column). Source: facebook/ThreatExchange, pdq/cpp/common/pdqhashtypes.h (BSD-3-Clause).
"""

import numpy as np
import numpy.typing as npt

from mozaik.errors import InvalidInputError

HASH_BYTES = 32
WORDS = 4

Hashes = npt.NDArray[np.uint8]
Codes = npt.NDArray[np.uint64]
Planes = npt.NDArray[np.bool_]


def planes_from_hashes(hashes: Hashes) -> Planes:
    """The sign matrices of hashes: uint8[n, 32] to bool[n, 16, 16], index (row, column)."""
    checked = checked_hashes(hashes)
    bits = np.unpackbits(checked[:, ::-1], axis=1, bitorder="little")
    return bits.astype(bool).reshape(-1, 16, 16)


def hashes_from_planes(planes: Planes) -> Hashes:
    """The inverse of `planes_from_hashes`: bool[n, 16, 16] to uint8[n, 32]."""
    packed = np.packbits(planes.reshape(-1, 256), axis=1, bitorder="little")
    return np.ascontiguousarray(packed[:, ::-1])


def codes_from_hashes(hashes: Hashes) -> Codes:
    """Hashes uint8[n, 32] as four 64-bit words each, uint64[n, 4], for the join."""
    return np.ascontiguousarray(checked_hashes(hashes)).view(np.dtype("<u8")).astype(np.uint64, copy=False)


def hashes_from_codes(codes: Codes) -> Hashes:
    """The inverse of `codes_from_hashes`: uint64[n, 4] to uint8[n, 32]."""
    return np.ascontiguousarray(codes.astype(np.dtype("<u8"), copy=False)).view(np.uint8).reshape(-1, 32)


def checked_hashes(hashes: Hashes) -> Hashes:
    """The same array if it is uint8[n, 32]; otherwise InvalidInputError."""
    if hashes.dtype != np.uint8 or hashes.ndim != 2 or hashes.shape[1] != HASH_BYTES:
        raise InvalidInputError(
            "these are not PDQ hashes",
            why=f"expected uint8[n, 32], got {hashes.dtype}{list(hashes.shape)}",
            remedy="give one row of 32 bytes for each picture",
        )
    return hashes
