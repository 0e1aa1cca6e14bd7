"""Pure codecs of coins that check their addresses in a way of their own: CashAddr and Monero's base58.

Sources: the CashAddr specification of Bitcoin Cash (bitcoincashorg, spec/cashaddr.md), the Monero standard
on address formats (monero-project, docs/ADDRESSES; CryptoNote base58). No keys, no network.
"""

from mozaik.selectors.codec import BASE58, BECH32, keccak_256

_GENERATOR = (0x98F2BC8E61, 0x79B76D99E2, 0xF33E5FB3C4, 0xAE2EABE2A8, 0x1E4F43E470)
_BLOCK, _LETTERS = 8, 11
_BYTES_OF = {2: 1, 3: 2, 5: 3, 6: 4, 7: 5, 9: 6, 10: 7, 11: 8}
"""How many bytes a block of so many letters stands for."""


def cashaddr_decode(prefix: str, text: str) -> tuple[int, bytes] | None:
    """The type (0 key, 1 script, +2 with tokens) and hash of a CashAddr without its prefix, or None."""
    if not 42 <= len(text) <= 112:
        return None
    values = [BECH32.find(letter) for letter in text]
    if -1 in values or _polymod([*(ord(letter) & 31 for letter in prefix), 0, *values]):
        return None
    bits = "".join(format(value, "05b") for value in values[:-8])
    spare = len(bits) % 8
    if spare >= 5 or bits[len(bits) - spare :].strip("0"):
        return None
    raw = int(bits[: len(bits) - spare], 2).to_bytes(len(bits) // 8, "big")
    sizes = (20, 24, 28, 32, 40, 48, 56, 64)
    is_sized = raw[0] < 0x80 and len(raw) - 1 == sizes[raw[0] & 7]
    return (raw[0] >> 3, raw[1:]) if is_sized else None


def _polymod(values: list[int]) -> int:
    check = 1
    for value in values:
        top = check >> 35
        check = (check & 0x07FFFFFFFF) << 5 ^ value
        for place, generator in enumerate(_GENERATOR):
            if top >> place & 1:
                check ^= generator
    return check ^ 1


def monero_decode(text: str) -> bytes | None:
    """Network byte and keys of a Monero address whose checksum is right, or None."""
    raw = b""
    for at in range(0, len(text), _LETTERS):
        block = text[at : at + _LETTERS]
        number, size = 0, _BYTES_OF.get(len(block), 0)
        for letter in block:
            index = BASE58.find(letter)
            if index < 0:
                return None
            number = number * 58 + index
        if not size or number >> 8 * size:
            return None
        raw += number.to_bytes(size, "big")
    return raw[:-4] if len(raw) > 4 and keccak_256(raw[:-4])[:4] == raw[-4:] else None
