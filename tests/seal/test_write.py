"""Writing: whole or not at all, never by the wrong key, and never more in memory than a block."""

import hashlib
import tracemalloc
from pathlib import Path

import pytest

from mozaik.files import StorageError
from mozaik.seal import (
    BadManifestError,
    ChangedError,
    Kind,
    MissingMemberError,
    NotASealedFileError,
    NotForUsError,
    Role,
    SamePersonError,
    SignerError,
    SigningKey,
    TooFewSignaturesError,
    UnknownKeyError,
    WrongRoleError,
    WrongSenderError,
    add_signature,
    decrypt,
    encrypt_to,
    verify_sealed,
    write_sealed,
)
from mozaik.seal import write as write_module
from tests.seal.support import MEMBERS, NOW, Signer, manifest, sealed_by, store_of

ANA, BOR, CRO = (
    SigningKey.generate(*who) for who in (("SI-GPD", "ana"), ("SI-GPD", "bor"), ("HR-MUP", "ivo"))
)
OWN, RELEASE = Role.OWNER, Role.RELEASER
BIG = 24 * 1024 * 1024


@pytest.fixture(scope="module")
def big(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("big") / "big.bin"
    path.write_bytes(bytes(range(256)) * (BIG // 256))
    return path


@pytest.mark.parametrize(
    ("kind", "signers", "error"),
    [
        (Kind.CONTRIBUTION, [], TooFewSignaturesError),
        (Kind.CONTRIBUTION, [(CRO, OWN)], WrongSenderError),
        (Kind.CONTRIBUTION, [(ANA, RELEASE)], WrongRoleError),
        (Kind.PACKAGE, [(ANA, RELEASE), (ANA, RELEASE)], SamePersonError),
        (Kind.PACKAGE, [(ANA, RELEASE), (CRO, RELEASE)], WrongSenderError),
        (Kind.PACKAGE, [(ANA, OWN)], WrongRoleError),
    ],
)
def test_a_wrong_signer_writes_nothing(
    tmp_path: Path, kind: Kind, signers: list[Signer], error: type[SignerError]
) -> None:
    with pytest.raises(error):
        write_sealed(tmp_path / "x", manifest(kind), MEMBERS, signers)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "name", ["../x", "/x", "a\\b", "", "Ž", "manifest.json", "REPORT.json", "report.json/x"]
)
def test_a_bad_name_writes_nothing(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadManifestError):
        write_sealed(tmp_path / "x", manifest(), {**MEMBERS, name: b""}, [(ANA, OWN)])
    assert list(tmp_path.iterdir()) == []


def test_a_failure_in_the_middle_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = sealed_by(tmp_path / "x", ANA)
    before, copied = path.read_bytes(), []

    def failing(*arguments: object) -> None:
        copied.append(arguments)
        if len(copied) == 3:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(write_module, "_copy", failing)
    with pytest.raises(StorageError, match="No space"):
        sealed_by(path, ANA, edition="Mozaik 2024")
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_a_member_that_changes_while_it_is_sealed_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    member = tmp_path / "growing"
    member.write_bytes(b"1")
    real = write_module._copy
    monkeypatch.setattr(write_module, "_copy", lambda *a: (member.write_bytes(b"2"), real(*a)))
    with pytest.raises(ChangedError, match="while it was being sealed"):
        write_sealed(tmp_path / "x", manifest(), {"growing": member}, [(ANA, OWN)])
    assert not (tmp_path / "x").exists()


def test_signing_a_draft_refuses_strangers_and_the_same_person(tmp_path: Path) -> None:
    draft, store = tmp_path / "draft", store_of(ANA, BOR, CRO)
    again = SigningKey.generate("SI-GPD", "ana")
    store.add(again.trusted(NOW))
    write_sealed(draft, manifest(Kind.PACKAGE), MEMBERS, [(ANA, RELEASE)])
    before = draft.read_bytes()
    for key, role, error in (
        (ANA, RELEASE, SamePersonError),
        (again, RELEASE, SamePersonError),
        (CRO, RELEASE, WrongSenderError),
        (BOR, OWN, WrongRoleError),
        (SigningKey.generate("SI-GPD", "eva"), RELEASE, UnknownKeyError),
    ):
        with pytest.raises(error):
            add_signature(draft, key, role, draft, store)
        assert draft.read_bytes() == before
    add_signature(draft, BOR, RELEASE, draft, store)
    assert len(verify_sealed(draft, store).signatures) == 2


def test_a_changed_draft_gets_no_signature(tmp_path: Path) -> None:
    draft, store = tmp_path / "draft", store_of(ANA, BOR)
    write_sealed(draft, manifest(Kind.PACKAGE), MEMBERS, [])
    draft.write_bytes(draft.read_bytes().replace(b"not really", b"NOT really"))
    with pytest.raises(ChangedError):
        add_signature(draft, ANA, RELEASE, tmp_path / "signed", store)
    assert not (tmp_path / "signed").exists()


def test_what_changes_after_verification_is_not_read(tmp_path: Path) -> None:
    path = sealed_by(tmp_path / "x", ANA)
    found = verify_sealed(path, store_of(ANA))
    data = path.read_bytes().replace(b"not really", b"NOT really")
    with path.open("r+b") as stream:
        stream.write(data)
    for read in (found.read_member, found.open_member):
        with pytest.raises(ChangedError):
            read("tables/files.parquet")
    with pytest.raises(ChangedError):
        found.extract("tables/files.parquet", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_member_that_is_not_there_is_named(tmp_path: Path) -> None:
    found = verify_sealed(sealed_by(tmp_path / "x", ANA), store_of(ANA))
    with pytest.raises(MissingMemberError, match=r"hits\.csv"):
        found.read_member("hits.csv")


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(NotASealedFileError, match="absent"):
        verify_sealed(tmp_path / "absent", store_of(ANA))


def test_large_members_pass_through_in_blocks(tmp_path: Path, big: Path) -> None:
    tracemalloc.start()
    write_sealed(tmp_path / "x", manifest(), {"big.bin": big}, [(ANA, OWN)])
    found = verify_sealed(tmp_path / "x", store_of(ANA))
    found.extract("big.bin", tmp_path / "out")
    encrypt_to(tmp_path / "x", tmp_path / "x.age", [BOR.age_recipient, CRO.age_recipient])
    decrypt(tmp_path / "x.age", tmp_path / "y", ANA, CRO)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < BIG / 3
    assert (tmp_path / "out").read_bytes() == big.read_bytes()
    assert hashlib.sha256((tmp_path / "y").read_bytes()).hexdigest() == found.sha256


@pytest.mark.parametrize("at", [0, 30, 200, -40_000, -1])
def test_a_changed_or_cut_encrypted_file_leaves_nothing(tmp_path: Path, big: Path, at: int) -> None:
    source = tmp_path / "in"
    source.write_bytes(big.read_bytes()[:200_000])
    encrypt_to(source, tmp_path / "x.age", [ANA.age_recipient])
    data = bytearray((tmp_path / "x.age").read_bytes())
    cut = bytes(data[:at])
    data[at] ^= 1
    for damaged in (bytes(data), cut):
        (tmp_path / "x.age").write_bytes(damaged)
        with pytest.raises(NotForUsError):
            decrypt(tmp_path / "x.age", tmp_path / "out", ANA)
        assert {path.name for path in tmp_path.iterdir()} == {"in", "x.age"}


def test_progress_reaches_the_whole_file(tmp_path: Path, big: Path) -> None:
    told: list[tuple[int, ...]] = []
    encrypt_to(big, tmp_path / "x.age", [ANA.age_recipient], lambda *amounts: told.append(amounts))
    assert told[-1] == (1, 1, BIG, BIG)
    assert len(told) < 100
