"""Pure codecs of address checks: base58check, bech32 and bech32m, Keccak-256. No keys, no network.

Sources: the Bitcoin wiki on Base58Check, BIP-173, BIP-350, the Keccak submission (the padding before
FIPS 202, which Ethereum kept). The tests hold them against official vectors and an independent library.
"""

import hashlib

BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"

RIPPLE58 = "rpshnaf39wBUDNEGHJKLM4PQRST7VWXYZ2bcdeCg65jkm8oFqi1tuvAxyz"
"""The alphabet of base58 on the XRP Ledger."""
_BECH32_INDEX = {letter: index for index, letter in enumerate(BECH32)}
BECH32_CONSTANT, BECH32M_CONSTANT = 1, 0x2BC830A3
_GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)


def base58_decode(text: str, alphabet: str = BASE58) -> bytes | None:
    """The bytes of a base58 text of at most 64 characters, zeros for leading first letters; or None."""
    if not 1 <= len(text) <= 64:
        return None
    number = 0
    for letter in text:
        index = alphabet.find(letter)
        if index < 0:
            return None
        number = number * 58 + index
    zeros = len(text) - len(text.lstrip(alphabet[0]))
    return bytes(zeros) + number.to_bytes((number.bit_length() + 7) // 8, "big")


def base58check_decode(text: str, alphabet: str = BASE58) -> bytes | None:
    """The payload (version byte first) of a base58check text of at most 64 characters, or None."""
    raw = base58_decode(text, alphabet) or b""
    payload, check = raw[:-4], raw[-4:]
    return payload if payload and _double_sha256(payload)[:4] == check else None


def base58check_encode(payload: bytes, alphabet: str = BASE58) -> str:
    """The base58check text of a payload whose first byte is the version."""
    raw = payload + _double_sha256(payload)[:4]
    number, letters = int.from_bytes(raw, "big"), ""
    while number:
        number, rest = divmod(number, 58)
        letters = alphabet[rest] + letters
    return alphabet[0] * (len(raw) - len(raw.lstrip(b"\0"))) + letters


def segwit_decode(prefix: str, text: str) -> tuple[int, bytes] | None:
    """Witness version and program of a segwit address of this lower-case prefix, or None (BIP-173, -350).

    Version 0 must carry the bech32 constant, versions 1 to 16 the bech32m constant; mixed case is refused.
    """
    decoded = bech32_decode(text)
    if decoded is None or decoded[0] != prefix or not decoded[1]:
        return None
    _, values, constant = decoded
    version, program = values[0], _from_five_bits(values[1:])
    if program is None or version > 16 or not 2 <= len(program) <= 40:
        return None
    if version == 0 and len(program) not in (20, 32):
        return None
    expected = BECH32_CONSTANT if version == 0 else BECH32M_CONSTANT
    return (version, program) if constant == expected else None


def segwit_encode(prefix: str, version: int, program: bytes) -> str:
    """The segwit address of a witness program, in lower case; ValueError for a program that cannot be."""
    values = [version, *_to_five_bits(program)]
    constant = BECH32_CONSTANT if version == 0 else BECH32M_CONSTANT
    checked = _polymod([*_expand(prefix), *values, 0, 0, 0, 0, 0, 0]) ^ constant
    check = [(checked >> 5 * (5 - place)) & 31 for place in range(6)]
    text = prefix + "1" + "".join(BECH32[value] for value in [*values, *check])
    if segwit_decode(prefix, text) is None:
        raise ValueError("no such witness version or program length")
    return text


def keccak_256(data: bytes) -> bytes:
    """The 32-byte Keccak-256 digest (the padding byte is 0x01, not the 0x06 of SHA3-256)."""
    rate = 136
    padded = bytearray(data) + b"\x01" + bytes(-(len(data) + 1) % rate)
    padded[-1] |= 0x80
    lanes = [0] * 25
    for start in range(0, len(padded), rate):
        for lane in range(rate // 8):
            at = start + 8 * lane
            lanes[lane] ^= int.from_bytes(padded[at : at + 8], "little")
        lanes = _keccak_f(lanes)
    return b"".join(lane.to_bytes(8, "little") for lane in lanes[:4])


def _double_sha256(data: bytes) -> bytes:
    return hashlib.sha256(hashlib.sha256(data).digest()).digest()


def bech32_decode(text: str) -> tuple[str, list[int], int] | None:
    """Prefix, five-bit values without the check, and the constant that the check gives; None if malformed."""
    if not 8 <= len(text) <= 90 or (text.lower() != text and text.upper() != text):
        return None
    prefix, mark, rest = text.lower().rpartition("1")
    if not mark or not prefix or len(rest) < 6 or any(not 33 <= ord(letter) <= 126 for letter in prefix):
        return None
    values = [_BECH32_INDEX.get(letter, -1) for letter in rest]
    if -1 in values:
        return None
    return prefix, values[:-6], _polymod([*_expand(prefix), *values])


def _expand(prefix: str) -> list[int]:
    return [ord(letter) >> 5 for letter in prefix] + [0] + [ord(letter) & 31 for letter in prefix]


def _polymod(values: list[int]) -> int:
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for place, generator in enumerate(_GENERATOR):
            if top >> place & 1:
                check ^= generator
    return check


def _from_five_bits(values: list[int]) -> bytes | None:
    """Bytes of five-bit values; None when the padding is not zero or is five bits and more."""
    number = 0
    for value in values:
        number = number << 5 | value
    spare = 5 * len(values) % 8
    if spare >= 5 or number & ((1 << spare) - 1):
        return None
    return (number >> spare).to_bytes(5 * len(values) // 8, "big")


def _to_five_bits(data: bytes) -> list[int]:
    count = (8 * len(data) + 4) // 5
    number = int.from_bytes(data, "big") << (5 * count - 8 * len(data))
    return [(number >> 5 * (count - 1 - place)) & 31 for place in range(count)]


def _round_constants() -> tuple[int, ...]:
    """The 24 iota constants, from the linear feedback shift register of the specification."""
    register, constants = 1, []
    for _ in range(24):
        constant = 0
        for power in range(7):
            if register & 1:
                constant |= 1 << ((1 << power) - 1)
            register = register << 1 ^ (0x171 if register & 0x80 else 0)
        constants.append(constant)
    return tuple(constants)


def _pi_and_rho() -> tuple[tuple[int, int], ...]:
    """For each step of the rho-pi walk: the lane that receives and the rotation of what it receives."""
    steps, x, y = [], 1, 0
    for step in range(24):
        x, y = y, (2 * x + 3 * y) % 5
        steps.append((x + 5 * y, (step + 1) * (step + 2) // 2 % 64))
    return tuple(steps)


_ROUNDS, _STEPS, _MASK = _round_constants(), _pi_and_rho(), (1 << 64) - 1


def _rotate(lane: int, places: int) -> int:
    return (lane << places | lane >> (64 - places)) & _MASK


def _keccak_f(lanes: list[int]) -> list[int]:
    """The permutation of 25 lanes of 64 bits, lane index x + 5 y."""
    for constant in _ROUNDS:
        columns = [lanes[x] ^ lanes[x + 5] ^ lanes[x + 10] ^ lanes[x + 15] ^ lanes[x + 20] for x in range(5)]
        mixed = [columns[x - 1] ^ _rotate(columns[(x + 1) % 5], 1) for x in range(5)]
        lanes = [lane ^ mixed[at % 5] for at, lane in enumerate(lanes)]
        moved = lanes[1]
        for target, places in _STEPS:
            moved, lanes[target] = lanes[target], _rotate(moved, places)
        rows = [lanes[at : at + 5] for at in range(0, 25, 5)]
        lanes = [row[x] ^ (~row[(x + 1) % 5] & _MASK & row[(x + 2) % 5]) for row in rows for x in range(5)]
        lanes[0] ^= constant
    return lanes
