"""The golden vectors: today's program writes and reads the very bytes of format 1."""

import json
from pathlib import Path

import pytest

from mozaik.seal import TrustStore, decrypt, verify_sealed
from tests.seal.make_vectors import BOR, VECTORS, make
from tests.seal.support import node_verdicts

SEALED = ("small.contribution", "small.package", "small.announcement")


def test_the_generator_still_makes_the_same_bytes(tmp_path: Path) -> None:
    make(tmp_path)
    names = {path.name for path in VECTORS.iterdir()}
    assert names == {*SEALED, "small.contribution.age", "trust.json", "expected.json"}
    for name in names - {"small.contribution.age"}:
        assert (tmp_path / name).read_bytes() == (VECTORS / name).read_bytes()


@pytest.mark.parametrize("name", SEALED)
def test_a_vector_verifies_and_holds_what_it_should(name: str) -> None:
    expected = json.loads((VECTORS / "expected.json").read_text(encoding="utf-8"))[name]
    found = verify_sealed(VECTORS / name, TrustStore.load(VECTORS / "trust.json"))
    assert found.sha256 == expected["sha256"]
    assert [signature.key.key_id for signature in found.signatures] == expected["signed_by"]
    assert list(found.names) == list(expected["members"])


def test_the_node_verifier_accepts_the_vectors(tmp_path: Path) -> None:
    for name in SEALED:
        (tmp_path / name).write_bytes((VECTORS / name).read_bytes())
    found = node_verdicts(VECTORS / "trust.json", "files", str(tmp_path))
    assert found == dict.fromkeys(SEALED, "sound")


def test_a_file_encrypted_long_ago_still_opens(tmp_path: Path) -> None:
    decrypt(VECTORS / "small.contribution.age", tmp_path / "out", BOR)
    assert (tmp_path / "out").read_bytes() == (VECTORS / "small.contribution").read_bytes()
