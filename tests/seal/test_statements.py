"""Statements that one person signs: whose count, and that nothing signed elsewhere passes for one."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from mozaik.moments import utc_text
from mozaik.parties import PersonRef
from mozaik.seal import (
    BadSignatureError,
    NotCanonicalError,
    RevokedKeyError,
    Role,
    SignedStatement,
    SigningKey,
    TrustStore,
    UnknownKeyError,
    WrongRoleError,
    WrongSenderError,
    attach_signature,
    bytes_to_sign,
    check_statement,
    sign_statement,
)

NOW = datetime(2023, 11, 20, 9, 0, tzinfo=UTC)
ANA = SigningKey.generate("SI-GPD", "ana")
IVO = SigningKey.generate("SI-GPD", "ivo")
SAID = {"act": "judge", "person": "SI-GPD/ana", "verdict": "confirm"}


def store(*keys: SigningKey, roles: tuple[Role, ...] = (Role.OWNER,)) -> TrustStore:
    trust = TrustStore()
    for key in keys:
        trust.add(key.trusted(NOW, roles))
    return trust


def check(signed: SignedStatement, trust: TrustStore, at: datetime | None = None) -> None:
    person = PersonRef("SI-GPD/ana")
    key = check_statement(signed, person, trust, at=utc_text(at) if at else None, where="here")
    assert key.key_id == ANA.key_id


def test_what_is_signed_is_context_role_and_canonical_bytes() -> None:
    expected = b'mozaik statement 1\nowner\n{"a":1,"b":"\xc5\xbe"}'
    assert bytes_to_sign({"b": "ž", "a": 1}) == expected
    with pytest.raises(NotCanonicalError):
        bytes_to_sign({"a": 0.5})  # type: ignore[dict-item]


def test_a_statement_counts_that_its_person_signed_here_or_elsewhere() -> None:
    signed = sign_statement(SAID, ANA)
    check(signed, store(ANA))
    assert attach_signature(SAID, ANA.reference, ANA.key_id, signed.signature, store(ANA)) == signed
    assert SignedStatement.from_json(signed.to_json(), "here") == signed


def test_a_ghost_another_person_and_a_releaser_s_key_are_refused() -> None:
    """Nobody acts without a key of its own (review 1, item 9)."""
    with pytest.raises(UnknownKeyError):
        check(sign_statement(SAID, ANA), store(IVO))
    with pytest.raises(WrongSenderError):
        check(sign_statement(SAID, IVO), store(ANA, IVO))
    with pytest.raises(WrongRoleError):
        check(sign_statement(SAID, ANA), store(ANA, roles=(Role.RELEASER,)))


@pytest.mark.parametrize(
    "forged",
    [
        lambda signed: replace(signed, statement={**SAID, "verdict": "reject"}),
        lambda signed: replace(signed, statement={**SAID, "more": None}),
        lambda signed: replace(signed, signature=bytes(64)),
        lambda signed: replace(signed, signature=ANA.sign(Role.OWNER, b"{}")),
        lambda signed: replace(signed, signature=IVO.sign_statement(Role.OWNER, b"{}")),
        lambda signed: replace(signed, signature=signed.signature[:-1] + bytes([signed.signature[-1] ^ 1])),
    ],
)
def test_a_changed_statement_or_signature_is_refused(
    forged: Callable[[SignedStatement], SignedStatement],
) -> None:
    with pytest.raises(BadSignatureError):
        check(forged(sign_statement(SAID, ANA)), store(ANA))


def test_a_manifest_s_signature_is_no_statement_s_and_the_reverse() -> None:
    """The contexts part them even for the same bytes."""
    data = b'{"act":"judge"}'
    assert ANA.sign(Role.OWNER, data) != ANA.sign_statement(Role.OWNER, data)
    assert ANA.sign_statement(Role.OWNER, data) != ANA.sign_statement(Role.RELEASER, data)
    with pytest.raises(BadSignatureError):
        check(SignedStatement({"act": "judge"}, ANA.key_id, ANA.sign(Role.OWNER, data)), store(ANA))


def test_a_revoked_key_signs_nothing_new_and_what_it_signed_before_stands() -> None:
    trust, signed = store(ANA), sign_statement(SAID, ANA)
    trust.revoke(ANA.key_id, NOW, "lost")
    check(signed, trust, NOW - timedelta(seconds=1))
    for at in (None, NOW, NOW + timedelta(1)):
        with pytest.raises(RevokedKeyError):
            check(signed, trust, at)


@pytest.mark.parametrize(
    "value",
    [
        None, [], {}, {**sign_statement(SAID, ANA).to_json(), "more": 1},
        {**sign_statement(SAID, ANA).to_json(), "statement": "text"},
        {**sign_statement(SAID, ANA).to_json(), "key": "0"},
        {**sign_statement(SAID, ANA).to_json(), "signature": "AB" * 64},
        {**sign_statement(SAID, ANA).to_json(), "signature": 1},
    ],
)  # fmt: skip
def test_what_is_no_signed_statement_is_refused(value: object) -> None:
    with pytest.raises(BadSignatureError, match="cannot be read"):
        SignedStatement.from_json(value, "here")
