"""Private keys stay private, and the trust store never lets one key be two things."""

from dataclasses import replace
from pathlib import Path

import pytest

from mozaik.parties import Authority
from mozaik.seal import (
    KeyFileError,
    Role,
    SigningKey,
    TrustedKey,
    TrustStore,
    TrustStoreError,
    UnknownKeyError,
    changing_trust,
    default_person,
    home_folder,
    key_path,
    load_public_key,
    save_public_key,
)
from tests.seal.support import NOW, store_of

ANA = SigningKey.generate("SI-GPD", "ana")
TRUSTED = ANA.trusted(NOW)


def same_key(left: SigningKey, right: SigningKey) -> bool:
    return (left.reference, left.key_id, left.age_recipient, left.sign(Role.OWNER, b"x")) == (
        right.reference,
        right.key_id,
        right.age_recipient,
        right.sign(Role.OWNER, b"x"),
    )


def test_a_key_file_comes_back_and_only_the_owner_reads_it(tmp_path: Path) -> None:
    ANA.save(tmp_path / "ana.key")
    assert (tmp_path / "ana.key").stat().st_mode & 0o777 == 0o600
    assert same_key(SigningKey.load(tmp_path / "ana.key"), ANA)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660])
def test_a_key_file_that_others_can_read_is_refused(tmp_path: Path, mode: int) -> None:
    ANA.save(tmp_path / "ana.key")
    (tmp_path / "ana.key").chmod(mode)
    with pytest.raises(KeyFileError, match="others can read"):
        SigningKey.load(tmp_path / "ana.key")


def test_a_passphrase_protects_the_whole_file(tmp_path: Path) -> None:
    ANA.save(tmp_path / "ana.key", "correct horse")
    data = (tmp_path / "ana.key").read_bytes()
    assert b"PRIVATE" not in data
    assert b"SI-GPD" not in data
    assert same_key(SigningKey.load(tmp_path / "ana.key", "correct horse"), ANA)
    for wrong in (None, "", "wrong"):
        with pytest.raises(KeyFileError, match="passphrase"):
            SigningKey.load(tmp_path / "ana.key", wrong)


@pytest.mark.parametrize("damage", [b"", b"hello", b"\xff\xfe", b"Mozaik private key 1: keep it secret\n"])
def test_what_is_no_key_file_is_refused(tmp_path: Path, damage: bytes) -> None:
    (tmp_path / "x.key").write_bytes(damage)
    (tmp_path / "x.key").chmod(0o600)
    with pytest.raises(KeyFileError):
        SigningKey.load(tmp_path / "x.key")
    with pytest.raises(KeyFileError):
        SigningKey.load(tmp_path / "absent.key")


def test_a_key_does_not_print_its_secret(tmp_path: Path) -> None:
    ANA.save(tmp_path / "ana.key")
    secret = (tmp_path / "ana.key").read_text().splitlines()[-1]
    assert secret not in repr(ANA)
    assert "object at" not in repr(ANA)


@pytest.mark.parametrize(("authority", "person"), [("si", "ana"), ("SI-GPD", "Ana"), ("SI-GPD", "SI-GPD/ana"),
    ("../SI", "ana"), ("SI-GPD", "../ana"), ("SI-GPD", ""), ("SI-GPD", "ana\n")])  # fmt: skip
def test_a_key_needs_a_plain_authority_and_person(authority: str, person: str, tmp_path: Path) -> None:
    with pytest.raises(KeyFileError):
        SigningKey.generate(authority, person)
    with pytest.raises(KeyFileError):
        key_path(tmp_path, authority, person)


def test_a_store_comes_back_the_same(tmp_path: Path) -> None:
    store = store_of(ANA, SigningKey.generate("HR-MUP", "ivo"))
    store.revoke(ANA.key_id[:8], NOW, "laptop lost")
    store.save(tmp_path / "trust.json")
    assert TrustStore.load(tmp_path / "trust.json").keys == store.keys
    assert TrustStore.load(tmp_path / "absent.json").keys == ()


@pytest.mark.parametrize(
    "other",
    [
        replace(TRUSTED, authority=Authority("HR-MUP")),
        replace(TRUSTED, person="bor"),
        replace(TRUSTED, roles=(Role.OWNER,)),
        replace(TRUSTED, age_recipient=SigningKey.generate("SI-GPD", "ana").age_recipient),
    ],
)
def test_one_key_cannot_be_listed_for_another(other: TrustedKey) -> None:
    store = store_of(ANA)
    store.add(TRUSTED)
    with pytest.raises(TrustStoreError):
        store.add(other)


def test_a_revoked_key_never_comes_back() -> None:
    store = store_of(ANA)
    store.revoke(ANA.key_id, NOW, "laptop lost")
    with pytest.raises(TrustStoreError, match="never comes back"):
        store.add(TRUSTED)
    with pytest.raises(TrustStoreError):
        store.revoke(ANA.key_id, NOW, "again")


def test_revoking_needs_a_reason_and_a_listed_key() -> None:
    with pytest.raises(TrustStoreError):
        store_of(ANA).revoke(ANA.key_id, NOW, " ")
    with pytest.raises(UnknownKeyError):
        TrustStore().revoke(ANA.key_id, NOW, "lost")
    with pytest.raises(UnknownKeyError):
        store_of(ANA).pick(ANA.key_id[:7])


@pytest.mark.parametrize(
    "changes",
    [{"key_id": "0" * 64}, {"public_key": ANA.public_key.hex().upper()}, {"authority": "x"}, {"roles": ()},
     {"age_recipient": "age1"}, {"added_at": "today"}, {"revoked_at": "2023-11-20T09:00:00Z"}],
)  # fmt: skip
def test_an_entry_that_cannot_stand_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(TrustStoreError):
        replace(TRUSTED, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize("data", [b"", b"[]", b'{"format":2,"keys":[]}', b'{"format":1,"keys":{}}',
    b'{"format":1,"keys":[{}]}', b'{"format":1, "keys":[]}', b'{"format":1,"keys":[],"more":1}'])  # fmt: skip
def test_a_damaged_store_is_refused(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "trust.json").write_bytes(data)
    with pytest.raises(TrustStoreError):
        TrustStore.load(tmp_path / "trust.json")
    with pytest.raises(TrustStoreError):
        load_public_key(tmp_path / "trust.json")


def test_a_failed_change_leaves_the_store_as_it_was(tmp_path: Path) -> None:
    store_of(ANA).save(tmp_path / "trust.json")
    before = (tmp_path / "trust.json").read_bytes()
    with pytest.raises(UnknownKeyError):
        add_and_fail(tmp_path / "trust.json")
    assert (tmp_path / "trust.json").read_bytes() == before


def add_and_fail(path: Path) -> None:
    with changing_trust(path) as store:
        store.add(SigningKey.generate("HR-MUP", "ivo").trusted(NOW))
        store.revoke("0" * 64, NOW, "lost")


def test_a_public_key_file_holds_no_secret_and_comes_back(tmp_path: Path) -> None:
    save_public_key(TRUSTED, tmp_path / "ana.pub")
    assert load_public_key(tmp_path / "ana.pub") == TRUSTED


def test_the_home_folder_and_person_follow_the_environment() -> None:
    assert home_folder({"MOZAIK_HOME": "/x"}) == Path("/x")
    assert home_folder({}).parts[-3:] == (".local", "share", "mozaik")
    assert default_person({"LOGNAME": "Ana Čeh"}) == "ana--eh"
    assert default_person({}) == "user"
