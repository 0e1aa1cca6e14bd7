"""Both verifiers judge mutated frames, JSON types, signer sets and stores alike (review 1, item 1)."""

from pathlib import Path

import pytest

from mozaik.seal import (
    Kind,
    Role,
    SigningKey,
    SurplusSignatureError,
    TrustStore,
    add_signature,
    verify_sealed,
    write_sealed,
)
from tests.seal.forgeries import GOOD, PACKAGE, RELEASE, STORES, by_key
from tests.seal.fuzz import disagreements
from tests.seal.support import MEMBERS, forged, manifest, node_pairs, python_pair_verdict, store_of


def test_random_cases_get_the_same_verdict_and_cause(tmp_path: Path) -> None:
    tally, different = disagreements(1, 1200, tmp_path)
    assert different == []
    assert tally["sound"] > 20  # else the cases say little
    assert len(tally) > 12


def test_both_refuse_every_malformed_store(tmp_path: Path) -> None:
    ours = {name: python_pair_verdict(store, GOOD, tmp_path) for name, (_, store) in STORES.items()}
    theirs = dict(
        zip(STORES, node_pairs([(store, GOOD) for _, store in STORES.values()], tmp_path), strict=True)
    )
    assert ours == {name: cause for name, (cause, _) in STORES.items()}
    assert theirs == ours


def three() -> tuple[SigningKey, SigningKey, SigningKey]:
    return tuple(SigningKey.generate("SI-GPD", name) for name in ("ana", "bor", "eva"))  # type: ignore[return-value]


def test_a_surplus_signature_is_neither_made_nor_accepted(tmp_path: Path) -> None:
    """Whoever carries the file could take it away unseen (review 1, item 2)."""
    ana, bor, eva = three()
    store, path = store_of(ana, bor, eva), tmp_path / "x"
    with pytest.raises(SurplusSignatureError):
        write_sealed(path, manifest(), MEMBERS, [(ana, Role.OWNER), (bor, Role.OWNER)])
    with pytest.raises(SurplusSignatureError):
        write_sealed(path, manifest(Kind.PACKAGE), MEMBERS, [(key, RELEASE) for key in (ana, bor, eva)])
    write_sealed(path, manifest(Kind.PACKAGE), MEMBERS, [(ana, RELEASE), (bor, RELEASE)])
    with pytest.raises(SurplusSignatureError):
        add_signature(path, eva, RELEASE, path, store)
    assert len(verify_sealed(path, store).signatures) == 2
    path.write_bytes(forged(PACKAGE, by_key((ana, RELEASE), (bor, RELEASE), (eva, RELEASE))))
    with pytest.raises(SurplusSignatureError, match="taken away unseen"):
        verify_sealed(path, store)


def test_a_store_with_roles_out_of_order_is_refused(tmp_path: Path) -> None:
    (tmp_path / "trust.json").write_bytes(STORES["roles out of order"][1])
    with pytest.raises(Exception, match="roles of a key"):
        TrustStore.load(tmp_path / "trust.json")
