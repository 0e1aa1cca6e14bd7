"""Whose keys count inside an operation, and what becomes of earlier acts when a key ends."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from mozaik.errors import InvalidInputError, MozaikError
from mozaik.operation import (
    Operation,
    SignedVouch,
    VouchError,
    keys_of,
    next_version,
    prepare_vouch,
    read_vouch,
    require_vouch,
    sign_vouch,
    write_vouch,
)
from mozaik.seal import (
    BadSignatureError,
    RevokedKeyError,
    SigningKey,
    attach_signature,
    bytes_to_sign,
    require_signer,
    sign_statement,
)
from tests.operation.support import NOW, OPERATION, takes_part, with_participants

HEAD, SECOND, FOREIGN = (
    SigningKey.generate(*who) for who in (("HR-MUP", "head"), ("HR-MUP", "deputy"), ("RS-MUP", "head"))
)
ANA = SigningKey.generate("HR-MUP", "ana")
HOUR = timedelta(hours=1)
LISTED = with_participants(
    OPERATION,
    takes_part("HR-MUP", vouching_keys=(HEAD.trusted(NOW), SECOND.trusted(NOW))),
    takes_part("RS-MUP", vouching_keys=(FOREIGN.trusted(NOW),)),
)
BEFORE, AFTER = "2023-11-05T09:30:00Z", "2023-11-05T12:00:00Z"


def vouch(by: SigningKey = HEAD, hours: int = 0, withdraws: bool = False) -> SignedVouch:
    said = prepare_vouch(
        LISTED, ANA.trusted(NOW), by.reference, "compared by voice", NOW + hours * HOUR, withdraws=withdraws
    )
    return sign_vouch(LISTED, said, by)


def revoked(operation: Operation, gone: SigningKey) -> Operation:
    """The next version, in which a vouching key was revoked at ten."""
    held = operation.named(gone.authority)
    assert held is not None
    keys = tuple(
        replace(key, revoked_at="2023-11-05T10:00:00Z", revoked_reason="lost")
        if key.key_id == gone.key_id
        else key
        for key in held.vouching_keys
    )
    return with_participants(next_version(operation, "ab" * 32), replace(held, vouching_keys=keys))


def test_a_key_counts_when_a_vouching_key_of_its_authority_vouched_for_it() -> None:
    assert keys_of(LISTED, ()).find(ANA.key_id) is None
    found = keys_of(LISTED, [vouch()]).find(ANA.key_id)
    assert found == ANA.trusted(NOW)
    assert keys_of(LISTED, ()).find(HEAD.key_id) == HEAD.trusted(NOW)


def test_nobody_else_vouches_for_it() -> None:
    said = prepare_vouch(LISTED, ANA.trusted(NOW), HEAD.reference, "x", NOW)
    for by in (SigningKey.generate("HR-MUP", "head"), FOREIGN, ANA):
        forged = SignedVouch(said, sign_statement(said.statement(), by))
        with pytest.raises(VouchError, match="vouches for nobody"):
            keys_of(LISTED, [forged])
    with pytest.raises(InvalidInputError, match="not a vouch"):
        prepare_vouch(LISTED, ANA.trusted(NOW), FOREIGN.reference, "x", NOW)
    with pytest.raises(VouchError, match="another edition"):
        keys_of(replace(LISTED, edition="Mozaik 2024"), [vouch()])


def test_a_vouch_can_be_signed_on_the_persons_own_machine() -> None:
    said = prepare_vouch(LISTED, ANA.trusted(NOW), HEAD.reference, "compared by voice", NOW)
    elsewhere = HEAD._private.sign(bytes_to_sign(said.statement()))
    signed = attach_signature(said.statement(), HEAD.reference, HEAD.key_id, elsewhere, keys_of(LISTED, ()))
    require_vouch(LISTED, SignedVouch(said, signed), "x")


def test_a_withdrawn_key_signs_nothing_new_and_what_it_signed_stays() -> None:
    store = keys_of(LISTED, [vouch(), vouch(hours=1, withdraws=True)])
    require_signer(ANA.key_id, ANA.reference, store, at=BEFORE, where="x")
    for at in (AFTER, None):
        with pytest.raises(RevokedKeyError):
            require_signer(ANA.key_id, ANA.reference, store, at=at, where="x")
    again = keys_of(LISTED, [vouch(hours=2), vouch(hours=1, withdraws=True), vouch()])
    require_signer(ANA.key_id, ANA.reference, again, where="x")


def test_of_one_moment_the_withdrawal_is_the_last_word() -> None:
    found = keys_of(LISTED, [vouch(withdraws=True), vouch()]).find(ANA.key_id)
    assert found is not None
    assert found.revoked_at is not None


def test_a_revoked_vouching_key_ends_the_keys_that_it_alone_vouched_for() -> None:
    later = revoked(LISTED, HEAD)
    store = keys_of(later, [vouch()])
    require_signer(ANA.key_id, ANA.reference, store, at=BEFORE, where="x")
    with pytest.raises(RevokedKeyError):
        require_signer(ANA.key_id, ANA.reference, store, where="x")
    require_signer(ANA.key_id, ANA.reference, keys_of(later, [vouch(), vouch(SECOND)]), where="x")
    with pytest.raises(RevokedKeyError):
        require_vouch(later, vouch(), "x")


def test_who_stole_a_vouching_key_cannot_undo_earlier_acts() -> None:
    later = revoked(LISTED, SECOND)
    stolen = vouch(SECOND, withdraws=True)
    require_signer(ANA.key_id, ANA.reference, keys_of(later, [vouch(), stolen]), where="x")
    assert keys_of(later, [stolen]).find(ANA.key_id) is None


def test_a_vouch_file_is_read_as_it_was_written_and_a_changed_one_does_not_count(tmp_path: Path) -> None:
    path = tmp_path / "ana.vouch"
    for said in (vouch(), vouch(withdraws=True)):
        write_vouch(said, path)
        assert read_vouch(path) == said
    data = path.read_bytes()
    path.write_bytes(data.replace(b"compared by voice", b"compared by Voice"))
    with pytest.raises(BadSignatureError):
        require_vouch(LISTED, read_vouch(path), str(path))
    changes = {
        b'"format":1': b'"format":2',
        b'"says":"withdraw-vouch"': b'"says":"judge"',
        b'"by":"HR-MUP/head"': b'"by":"RS-MUP/head"',
        b'"edition"': b'"editiom"',
    }
    for old, new in changes.items():
        path.write_bytes(data.replace(old, new))
        with pytest.raises(MozaikError):
            read_vouch(path)
