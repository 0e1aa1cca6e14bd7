"""The operation of the tests: who takes part in it, the keys that sign its file, and the file itself."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from mozaik.operation import (
    Operation,
    OperationRole,
    Participant,
    SignedOperation,
    read_operation,
    sign_operation,
    write_operation_draft,
)
from mozaik.parties import Authority
from mozaik.seal import SigningKey, TrustStore, changing_trust

NOW = datetime(2023, 11, 5, 9, 0, tzinfo=UTC)
DAY = date(2023, 11, 20)
LEAD, COORDINATOR = "SI-GPD", "EU-EC3"
READING = ("HR-MUP", "HU-NNI", "RS-MUP", "BA-RS", "BA-FUP", "XX-INT")
BEYOND = ("AT", "DE", "FR")


def _key(authority: str, number: int) -> SigningKey:
    identity = SigningKey.generate(authority, "x").identity
    return SigningKey.from_secrets(authority, "head", bytes([number]) * 32, str(identity))


HEADS = (_key(LEAD, 101), _key(COORDINATOR, 102))
"""Who signs the file for lead and coordinator."""
HEADS_TRUST = TrustStore({key.key_id: key.trusted(NOW) for key in HEADS})


def takes_part(
    authority: str, role: OperationRole = OperationRole.PARTICIPANT, **changes: object
) -> Participant:
    """A participant of the edition."""
    return replace(Participant(Authority(authority), role, contact="duty desk"), **changes)  # type: ignore[arg-type]


OPERATION = Operation(
    series="Mozaik",
    framework="EMPACT",
    edition="Mozaik 2023",
    first_day=date(2023, 11, 6),
    last_day=date(2023, 11, 17),
    participants=(
        takes_part(LEAD, OperationRole.LEAD),
        takes_part(COORDINATOR, OperationRole.COORDINATOR),
        *(takes_part(name) for name in READING),
        *(takes_part(name, OperationRole.RECIPIENT) for name in BEYOND),
    ),
)


def with_participants(operation: Operation, *changed: Participant) -> Operation:
    """The operation with these participants, in the place of those with their ids."""
    names = {participant.authority for participant in changed}
    kept = (each for each in operation.participants if each.authority not in names)
    return replace(operation, participants=(*kept, *changed))


def operation_with(owners: Iterable[str]) -> Operation:
    """The operation, in which these authorities take part too."""
    strangers = {owner for owner in owners if OPERATION.named(owner) is None}
    return with_participants(OPERATION, *map(takes_part, sorted(strangers)))


def sign_file(
    path: Path, operation: Operation = OPERATION, keys: Iterable[SigningKey] = HEADS, synthetic: bool = True
) -> SignedOperation:
    """The operation file signed by these keys."""
    draft = path.with_name(f"{path.name}.draft")
    write_operation_draft(draft, operation, NOW, synthetic=synthetic)
    trust = TrustStore({key.key_id: key.trusted(NOW) for key in keys})
    for key in keys:
        sign_operation(draft, key, trust, path)
    draft.unlink()
    return read_operation(path, trust)


@cache
def signed_operation(operation: Operation = OPERATION) -> SignedOperation:
    """The operation as lead and coordinator signed it, made once; its file is gone."""
    with TemporaryDirectory() as folder:
        return sign_file(Path(folder) / "mozaik.operation", operation)


def put_operation(home: Path, target: Path, operation: Operation | str) -> Path:
    """An operation, or that of an edition, signed; the trust store of a home folder knows who signed it."""
    with changing_trust(home / "trust.json") as store:
        store.take_in(HEADS_TRUST)
    stated = replace(OPERATION, edition=operation) if isinstance(operation, str) else operation
    return sign_file(target, stated).path
