"""What is sealed can be verified and read, is the same bytes each time, and is a ZIP to other programs."""

import zipfile
from pathlib import Path

import pytest

from mozaik.seal import Kind, Role, SigningKey, add_signature, inspect_draft, verify_sealed, write_sealed
from mozaik.seal.errors import TooFewSignaturesError
from tests.seal.support import MEMBERS, manifest, sealed_by, store_of

ANA = SigningKey.generate("SI-GPD", "ana")
BOR = SigningKey.generate("SI-GPD", "bor")


def test_a_sealed_file_verifies_and_gives_its_members_back(tmp_path: Path) -> None:
    found = verify_sealed(sealed_by(tmp_path / "a.contribution", ANA), store_of(ANA))
    assert found.names == tuple(sorted(MEMBERS))
    assert {name: found.read_member(name) for name in found.names} == MEMBERS
    assert [signature.key.reference for signature in found.signatures] == ["SI-GPD/ana"]
    found.extract("report.json", tmp_path / "out.json")
    assert (tmp_path / "out.json").read_bytes() == MEMBERS["report.json"]
    with found.open_member("tables/files.parquet") as stream:
        stream.seek(-4, 2)
        assert stream.read() == b"PAR1"


def test_members_from_files_and_from_memory_give_the_same_bytes(tmp_path: Path) -> None:
    sealed_by(tmp_path / "memory", ANA)
    for name, data in MEMBERS.items():
        assert isinstance(data, bytes)
        (tmp_path / "in" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "in" / name).write_bytes(data)
    files = {name: tmp_path / "in" / name for name in sorted(MEMBERS, reverse=True)}
    write_sealed(tmp_path / "files", manifest(recipients=("BA", "HR-MUP")), files, [(ANA, Role.OWNER)])
    assert (tmp_path / "files").read_bytes() == (tmp_path / "memory").read_bytes()


def test_other_programs_read_the_zip(tmp_path: Path) -> None:
    path = sealed_by(tmp_path / "a.contribution", ANA)
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == ["manifest.json", "signatures.json", *sorted(MEMBERS)]
        assert all(archive.read(name) == data for name, data in MEMBERS.items())


def test_two_releasers_make_a_draft_a_package(tmp_path: Path) -> None:
    draft, half, whole = tmp_path / "a.draft", tmp_path / "b.draft", tmp_path / "c.package"
    store = store_of(ANA, BOR)
    write_sealed(draft, manifest(Kind.PACKAGE), MEMBERS, [])
    assert inspect_draft(draft, store).signatures == ()
    add_signature(draft, ANA, Role.RELEASER, half, store)
    with pytest.raises(TooFewSignaturesError):
        verify_sealed(half, store)
    add_signature(half, BOR, Role.RELEASER, whole, store)
    assert len(verify_sealed(whole, store).signatures) == 2


def test_the_order_of_the_releasers_does_not_change_the_bytes(tmp_path: Path) -> None:
    write_sealed(
        tmp_path / "1", manifest(Kind.PACKAGE), MEMBERS, [(ANA, Role.RELEASER), (BOR, Role.RELEASER)]
    )
    write_sealed(
        tmp_path / "2", manifest(Kind.PACKAGE), MEMBERS, [(BOR, Role.RELEASER), (ANA, Role.RELEASER)]
    )
    assert (tmp_path / "1").read_bytes() == (tmp_path / "2").read_bytes()
