"""Which age recipients count: the lower-case bech32 text of an X25519 key to which a secret can be kept.

Whatever is encrypted to a point of small order is readable by everybody. Sources: age-encryption.org/v1,
BIP 173 (the text), RFC 7748, 6.1 (the check for a shared secret of zeros).
"""

import re

import pyrage
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

_LETTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_RECIPIENT = re.compile(rf"age1(?P<key>[{_LETTERS}]{{52}})[{_LETTERS}]{{6}}", re.ASCII)
_P = 2**255 - 19
_ANY = X25519PrivateKey.from_private_bytes(bytes(32))


def is_sound_recipient(text: str) -> bool:
    """Whether a text is the one writing of an age recipient whose key has no small order; callers raise."""
    written = _RECIPIENT.fullmatch(text)
    if not written:
        return False
    try:
        pyrage.x25519.Recipient.from_str(text)  # its checksum
        number = 0
        for letter in written["key"]:
            number = number << 5 | _LETTERS.index(letter)
        key = (number >> 4).to_bytes(32, "big")
        _ANY.exchange(X25519PublicKey.from_public_bytes(key))
    except (pyrage.RecipientError, ValueError):
        return False
    return int.from_bytes(key, "little") < _P
