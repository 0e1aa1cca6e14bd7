"""The Python and the Node verifier refuse the same files for the same cause, down to every single byte."""

from pathlib import Path

import pytest

from mozaik.seal import Kind, TrustStore, write_sealed
from tests.seal.forgeries import ALL, ANA, BOR, CRO, OWN, RELEASE, trusting_store
from tests.seal.support import manifest, node_verdicts, python_verdict

MASKS = (0x01, 0x80, 0x5A)


@pytest.fixture(scope="module")
def store() -> TrustStore:
    return trusting_store()


def test_both_give_every_forgery_the_same_verdict(tmp_path: Path, store: TrustStore) -> None:
    store.save(tmp_path / "trust.json")
    folder = tmp_path / "files"
    folder.mkdir()
    for number, (_, data) in enumerate(ALL.values()):
        (folder / f"{number:04}").write_bytes(data)
    by_node = node_verdicts(tmp_path / "trust.json", "files", str(folder))
    by_python = {path.name: python_verdict(path, store) for path in sorted(folder.iterdir())}
    named = {name: by_python[f"{number:04}"] for number, name in enumerate(ALL)}
    assert by_python == by_node
    assert named == {name: named[name] if cause == "any" else cause for name, (cause, _) in ALL.items()}
    assert all(named[name] != "sound" for name, (cause, _) in ALL.items() if cause == "any")


SIGNERS = {
    Kind.CONTRIBUTION: [(ANA, OWN)],
    Kind.PACKAGE: [(ANA, RELEASE), (BOR, RELEASE)],
    Kind.ANNOUNCEMENT: [(ANA, OWN), (CRO, OWN)],
}


@pytest.mark.parametrize("kind", SIGNERS)
def test_both_refuse_every_changed_byte(tmp_path: Path, store: TrustStore, kind: Kind) -> None:
    properties = {"approver": CRO.authority} if kind is Kind.ANNOUNCEMENT else {}
    path, trust = tmp_path / "small", tmp_path / "trust.json"
    store.save(trust)
    write_sealed(path, manifest(kind, properties=properties), {"a": b"AB"}, SIGNERS[kind])
    assert python_verdict(path, store) == "sound"
    good = path.read_bytes()
    by_node = node_verdicts(trust, "flips", str(path), *map(str, MASKS))
    for mask in MASKS:
        by_python = [refusal_of(good, at, mask, path, store) for at in range(len(good))]
        assert "sound" not in by_python
        assert by_python == list(by_node[str(mask)])


def refusal_of(good: bytes, at: int, mask: int, path: Path, store: TrustStore) -> str:
    path.write_bytes(good[:at] + bytes([good[at] ^ mask]) + good[at + 1 :])
    return python_verdict(path, store)
