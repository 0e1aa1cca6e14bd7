"""Keys that are made elsewhere, such as in a browser, and the word of a colleague for them."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from mozaik.errors import RefusedError
from mozaik.moments import utc_text
from mozaik.operation import Operation, SignedVouch, Vouch, keys_of, prepare_vouch, require_vouch
from mozaik.parties import PersonRef
from mozaik.seal import (
    Role,
    SignedStatement,
    Statement,
    TrustedKey,
    TrustStore,
    changing_trust,
    check_statement,
    key_id_of,
)


def key_made_elsewhere(
    operation: Operation, person: PersonRef, public_key: bytes, roles: Sequence[Role], now: datetime
) -> TrustedKey:
    """The entry of a raw Ed25519 public key of 32 bytes; nobody vouches for it yet.

    What is encrypted to the person is encrypted to its authority. RefusedError for an authority that takes
    no part or has no recipient in the operation file, TrustStoreError for a key that nobody may have.
    """
    participant = operation.named(person.authority)
    if participant is None or not participant.age_recipients:
        raise RefusedError(
            "the operation file names nothing to encrypt to for this authority",
            where=person.authority,
            remedy="have lead and coordinator add its age recipient to the operation file",
        )
    return TrustedKey(
        key_id=key_id_of(public_key),
        public_key=public_key.hex(),
        authority=person.authority,
        person=person.name,
        roles=tuple(roles),
        age_recipient=participant.age_recipients[0],
        added_at=utc_text(now),
    )


def possession_to_sign(key: TrustedKey, now: datetime) -> Statement:
    """What the person signs with a new key, to show that it is at hand."""
    return {"says": "this key is mine", "person": key.reference, "key": key.key_id, "at": utc_text(now)}


def require_possession(key: TrustedKey, signed: SignedStatement) -> None:
    """Raise what `check_statement` raises unless the key signed this statement."""
    only = TrustStore({key.key_id: key})
    check_statement(signed, key.reference, only, where="the new key", role=key.roles[0])


def vouch_to_sign(
    operation: Operation,
    key: TrustedKey,
    by: PersonRef,
    reason: str,
    now: datetime,
    *,
    withdraws: bool = False,
) -> Vouch:
    """What a person signs elsewhere: that a colleague's key counts, or that it counts no more."""
    return prepare_vouch(operation, key, by, reason, now, withdraws=withdraws)


def take_vouch(operation: Operation, vouch: SignedVouch, trust: Path) -> None:
    """Take a signed vouch into a trust store; raises as `require_vouch`, and TrustStoreError."""
    require_vouch(operation, vouch, "the vouch")
    with changing_trust(trust) as store:
        store.take_in(keys_of(operation, [vouch]))
