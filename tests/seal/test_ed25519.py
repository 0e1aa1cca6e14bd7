"""Keys and signatures count in one encoding and one group only, in both verifiers (review 1, item 2)."""

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from mozaik.canonical import JsonValue, to_canonical
from mozaik.seal import SigningKey, TrustStoreError
from mozaik.seal.ed25519 import L, P, fits, is_sound_key
from mozaik.seal.recipient import is_sound_recipient
from tests.seal.eddsa_cases import HONEST, HOSTILE, SMALL_ORDER
from tests.seal.support import MEMBERS, NOW, framed, manifest, node_answers, node_pairs, store_bytes

ANA = SigningKey.generate("SI-GPD", "ana")
IDENTITY = "01" + "00" * 31
LETTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"


def by_both(cases: tuple[tuple[str, str, str], ...], tmp_path: Path) -> tuple[list[bool], list[bool]]:
    """What Python and what Node say of (key, signature, message) in hex."""
    ours = [fits(*(bytes.fromhex(part) for part in case)) for case in cases]
    return ours, node_answers("signatures", [" ".join(case) for case in cases], tmp_path)


def test_the_published_hostile_cases_are_refused_and_the_honest_ones_accepted(tmp_path: Path) -> None:
    assert by_both(HOSTILE, tmp_path) == ([False] * len(HOSTILE),) * 2
    assert by_both(HONEST, tmp_path) == ([True] * len(HONEST),) * 2


def test_a_second_writing_of_an_honest_signature_is_refused(tmp_path: Path) -> None:
    rewritten = []
    for key, signature, message in HONEST:
        later = int.from_bytes(bytes.fromhex(signature[64:]), "little") + L
        rewritten.append((key, signature[:64] + later.to_bytes(32, "little").hex(), message))
    assert by_both(tuple(rewritten), tmp_path) == ([False] * len(HONEST),) * 2


def test_nobody_signs_for_a_point_of_small_order(tmp_path: Path) -> None:
    """With A and R the identity and S = 0 the equation holds for every message; so it did before."""
    universal = IDENTITY + "00" * 32
    cases = tuple((key, key + "00" * 32, "616e79") for key in SMALL_ORDER)
    cases += ((IDENTITY, universal, "616e79"), (IDENTITY, universal, "6f74686572"))
    assert by_both(cases, tmp_path) == ([False] * len(cases),) * 2


def entry_of(public_key: str) -> dict[str, JsonValue]:
    """The trust store entry of any public key."""
    key_id = hashlib.sha256(bytes.fromhex(public_key)).hexdigest()
    return {**ANA.trusted(NOW).to_json(), "public_key": public_key, "key_id": key_id}


@pytest.mark.parametrize("public_key", SMALL_ORDER)
def test_a_point_of_small_order_is_never_trusted(public_key: str) -> None:
    key_id = hashlib.sha256(bytes.fromhex(public_key)).hexdigest()
    with pytest.raises(TrustStoreError, match="anybody could sign"):
        replace(ANA.trusted(NOW), public_key=public_key, key_id=key_id)


def test_the_node_verifier_trusts_none_of_them_either(tmp_path: Path) -> None:
    data = manifest().to_bytes()
    hostile = (*SMALL_ORDER, *(key for key, _, _ in HOSTILE if key[:4] != "442a"))
    pairs = []
    for public_key in hostile:
        entry = {"key": entry_of(public_key)["key_id"], "role": "owner", "signature": IDENTITY + "00" * 32}
        document = to_canonical({"format": 1, "signatures": [entry]})
        file = framed([("manifest.json", data), ("signatures.json", document), *MEMBERS.items()])
        pairs.append((store_bytes([entry_of(public_key)]), file))
    assert node_pairs(pairs, tmp_path) == ["TrustStoreError"] * len(hostile)
    assert not any(is_sound_key(bytes.fromhex(public_key)) for public_key in hostile)


@settings(max_examples=20, deadline=None)
@given(st.binary(min_size=32, max_size=32))
def test_every_key_that_is_made_counts(seed: bytes) -> None:
    assert is_sound_key(Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw())


@pytest.mark.parametrize("size", [0, 31, 33])
def test_a_key_of_another_length_is_none(size: int) -> None:
    assert not is_sound_key(ANA.public_key[:size].ljust(size, b"\0"))


def recipient_of(key: bytes) -> str:
    """The age recipient of a raw X25519 key, its checksum found as BIP 173 lays down."""
    bits = int.from_bytes(key, "big") << 4
    values = [bits >> (5 * at) & 31 for at in range(51, -1, -1)]
    rest = (
        checksum(
            [ord(letter) >> 5 for letter in "age"]
            + [0]
            + [ord(letter) & 31 for letter in "age"]
            + values
            + [0] * 6
        )
        ^ 1
    )
    return "age1" + "".join(
        LETTERS[value] for value in [*values, *(rest >> 5 * (5 - at) & 31 for at in range(6))]
    )


def checksum(values: list[int]) -> int:
    total = 1
    for value in values:
        top = total >> 25
        total = (total & 0x1FFFFFF) << 5 ^ value
        for at, step in enumerate((0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)):
            total ^= step if top >> at & 1 else 0
    return total


# The points of small order on Curve25519 and its twist, reduced and not (libsodium, has_small_order).
OPEN_TO_ALL = (
    0, 1, P - 1, P, P + 1,
    325606250916557431795983626356110631294008115727848805560023387167927233504,
    39382357235489614581723060781553021112529911719440698176882885853963445705823,
)  # fmt: skip


@pytest.mark.parametrize("number", OPEN_TO_ALL)
def test_a_recipient_for_whom_all_could_read_is_never_trusted(number: int, tmp_path: Path) -> None:
    """Encrypting to such a key ended the program, or hid nothing."""
    recipient = recipient_of(number.to_bytes(32, "little"))
    assert not is_sound_recipient(recipient)
    with pytest.raises(TrustStoreError, match="age_recipient"):
        replace(ANA.trusted(NOW), age_recipient=recipient)
    store = store_bytes([{**ANA.trusted(NOW).to_json(), "age_recipient": recipient}])
    assert node_pairs([(store, b"")], tmp_path) == ["TrustStoreError"]


def test_a_recipient_has_one_writing() -> None:
    honest = ANA.age_recipient
    number = honest[4:]
    assert is_sound_recipient(honest)
    assert honest == recipient_of(bytes.fromhex(f"{int_of(number):064x}"))
    for other in (honest.upper(), f" {honest}", honest[:-1], honest + "q", honest.replace("age1", "agf1")):
        assert not is_sound_recipient(other)


def int_of(letters: str) -> int:
    total = 0
    for letter in letters[:52]:
        total = total << 5 | LETTERS.index(letter)
    return total >> 4
