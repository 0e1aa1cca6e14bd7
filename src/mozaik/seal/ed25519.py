"""Which Ed25519 keys and signatures count: one encoding for each, and only points of the prime order.

A key of small order lets anybody sign for it (with S = 0 and a fitting R), and a key with a small part of
another order lets its holder make signatures that some programs accept and others refuse. So a key counts
only if [L]A is the identity and A is not; no honest key is refused by that. Verification is without the
cofactor. Sources: RFC 8032, 5.1; Chalkias, Garillot, Nikolaenko, "Taming the many EdDSAs" (2020).
"""

from functools import lru_cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
_D = -121665 * pow(121666, -1, P) % P
_ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)
_Y_BITS = 2**255 - 1
_Point = tuple[int, int, int, int]
_IDENTITY: _Point = (0, 1, 1, 0)


@lru_cache(maxsize=4096)
def is_sound_key(public_key: bytes) -> bool:
    """Whether 32 bytes are the one encoding of a point of order L; callers raise."""
    point = _decoded(public_key)
    return point is not None and not _is_identity(point) and _is_identity(_times(L, point))


def fits(public_key: bytes, signature: bytes, message: bytes) -> bool:
    """Whether a signature is a sound key's over a message, R and S in their one encoding; callers raise."""
    if len(signature) != 64 or not is_sound_key(public_key):
        return False
    commitment = int.from_bytes(signature[:32], "little") & _Y_BITS
    if commitment >= P or int.from_bytes(signature[32:], "little") >= L:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def _decoded(encoding: bytes) -> _Point | None:
    """The point of an encoding in extended coordinates (RFC 8032, 5.1.3); None if it is not canonical."""
    number = int.from_bytes(encoding, "little")
    y, sign = number & _Y_BITS, number >> 255
    if len(encoding) != 32 or y >= P:
        return None
    u, v = (y * y - 1) % P, (_D * y * y + 1) % P
    x = u * pow(v, 3, P) * pow(u * pow(v, 7, P), (P - 5) // 8, P) % P
    if (v * x * x + u) % P == 0:
        x = x * _ROOT_OF_MINUS_ONE % P
    if (v * x * x - u) % P or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = P - x
    return x, y, 1, x * y % P


def _times(factor: int, point: _Point) -> _Point:
    total = _IDENTITY
    for bit in f"{factor:b}":
        total = _sum(total, total)
        if bit == "1":
            total = _sum(total, point)
    return total


def _sum(left: _Point, right: _Point) -> _Point:
    """The sum of two points (RFC 8032, 5.1.4)."""
    a = (left[1] - left[0]) * (right[1] - right[0]) % P
    b = (left[1] + left[0]) * (right[1] + right[0]) % P
    c = 2 * left[3] * right[3] * _D % P
    d = 2 * left[2] * right[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def _is_identity(point: _Point) -> bool:
    return point[0] % P == 0 and (point[1] - point[2]) % P == 0
