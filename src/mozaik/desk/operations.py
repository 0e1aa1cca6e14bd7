"""The operation file at the desk: begun, changed while nobody has signed it, signed, and read.

A draft without a signature is changed in its place. What somebody has signed is never changed: a change
begins a new draft, and after the second signature that is the next version.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from mozaik.errors import InvalidInputError, RefusedError
from mozaik.files import one_at_a_time, refuse_folder
from mozaik.moments import utc_text
from mozaik.operation import (
    Expert,
    Operation,
    OperationError,
    Participant,
    SignedOperation,
    SignedVouch,
    inspect_operation,
    keys_of,
    next_version,
    prepare_vouch,
    read_operation,
    sign_vouch,
    write_operation_draft,
)
from mozaik.parties import Authority
from mozaik.seal import SigningKey, TrustedKey, TrustStore

Change = Callable[[Operation], Operation]
"""What becomes of an operation: the same value with something else in it."""


def begin_operation(
    path: Path, operation: Operation, trust: TrustStore, now: datetime, *, synthetic: bool
) -> SignedOperation:
    """Write the first version of an edition as a draft; refuses a path that exists."""
    _refuse_taken(path)
    write_operation_draft(path, operation, now, synthetic=synthetic)
    return inspect_operation(path, trust)


def change_operation(
    source: Path, change: Change, trust: TrustStore, now: datetime, output: Path | None = None
) -> SignedOperation:
    """Change a draft in its place, or begin a new draft `output` from what somebody has signed.

    From a file that lead and coordinator signed the draft is the next version. RefusedError for a signed file
    without `output`, and for an `output` that exists; raises as reading and the rules of the format do.
    """
    target = output or source
    with one_at_a_time(target):
        known = inspect_operation(source, trust)
        if known.signers and output is None:
            raise RefusedError(
                "somebody has signed this file",
                where=str(source),
                why="a change would make the signature void",
                remedy="name a new draft with -o FILE.draft",
            )
        if target != source:
            _refuse_taken(target)
        begun = next_version(known.operation, known.sha256) if known.is_complete else known.operation
        write_operation_draft(target, change(begun), now, synthetic=known.synthetic)
        return inspect_operation(target, trust)


def with_participant(operation: Operation, participant: Participant) -> Operation:
    """The operation with this participant, in the place of the one with its id."""
    others = (each for each in operation.participants if each.authority != participant.authority)
    return replace(operation, participants=(*others, participant))


def with_expert(operation: Operation, expert: Expert) -> Operation:
    """The operation with this expert, in the place of the one with its name."""
    others = (each for each in operation.experts if each.person != expert.person)
    return replace(operation, experts=(*others, expert))


def with_last_day(operation: Operation, authority: Authority, until: date | None) -> Operation:
    """The operation in which an authority takes part until a day, or, with None, without an end."""
    return with_participant(operation, replace(listed(operation, authority), until=until))


def without_participant(operation: Operation, authority: Authority) -> Operation:
    """The first version without a participant and its experts; RefusedError in a later version."""
    gone = listed(operation, authority)
    if operation.earlier is not None:
        raise RefusedError(
            "who was listed once stays listed",
            where=gone.authority,
            why="an earlier version may name it, and what it did must still be verified",
            remedy="state its last day with mozaik operation until; if it was added by mistake, begin the "
            "draft again from the signed file",
        )
    return replace(
        operation,
        participants=tuple(each for each in operation.participants if each != gone),
        experts=tuple(each for each in operation.experts if each.person.authority != authority),
    )


def with_revoked_key(operation: Operation, key_id: str, reason: str, now: datetime) -> Operation:
    """The operation in which the vouching key whose id begins so is revoked from now on, for a reason."""
    if not reason.strip():
        raise InvalidInputError("a revocation needs a reason", remedy="state it with --reason")
    held = TrustStore({key.key_id: key for each in operation.participants for key in each.vouching_keys})
    known = held.pick(key_id)
    revoked = replace(known, revoked_at=utc_text(now), revoked_reason=reason.strip())
    participant = listed(operation, known.authority)
    keys = tuple(revoked if key.key_id == known.key_id else key for key in participant.vouching_keys)
    return with_participant(operation, replace(participant, vouching_keys=keys))


def listed(operation: Operation, authority: str) -> Participant:
    """The participant with this id; OperationError where the file does not list it."""
    if (participant := operation.named(authority)) is None:
        raise OperationError(
            "the operation file does not list this authority",
            where=operation.edition,
            remedy="see who is listed with mozaik operation show, or add it with mozaik operation add",
        )
    return participant


def vouch_for(
    operation_file: Path,
    key: TrustedKey,
    by: SigningKey,
    reason: str,
    trust: TrustStore,
    now: datetime,
    *,
    withdraws: bool = False,
) -> SignedVouch:
    """The word of the holder of a vouching key that a colleague's key counts, or counts no more.

    Raises as `read_operation` and `require_vouch`.
    """
    operation = read_operation(operation_file, trust).operation
    vouch = prepare_vouch(operation, key, by.reference, reason, now, withdraws=withdraws)
    return sign_vouch(operation, vouch, by)


def keys_inside(operation_file: Path, vouches: Sequence[SignedVouch], trust: TrustStore) -> TrustStore:
    """The keys that count in an operation by its file and these vouches; raises as `keys_of`."""
    return keys_of(read_operation(operation_file, trust).operation, vouches)


def _refuse_taken(path: Path) -> None:
    refuse_folder(path)
    if path.exists():
        raise RefusedError(
            "a draft is never written over", where=str(path), remedy="name another file with -o"
        )
