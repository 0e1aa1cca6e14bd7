"""The sealed file of an operation: written as a draft, signed by lead and coordinator, read once verified."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from mozaik import __version__
from mozaik.canonical import from_canonical
from mozaik.errors import InvalidInputError, RefusedError
from mozaik.files import one_at_a_time, refuse_folder
from mozaik.moments import utc_text
from mozaik.operation.faults import OperationError
from mozaik.operation.model import FORMAT, Operation
from mozaik.seal import (
    COORDINATOR,
    Kind,
    Manifest,
    Role,
    SigningKey,
    TrustStore,
    Verified,
    add_signature,
    inspect_draft,
    signatures_needed,
    verify_sealed,
    write_sealed,
)
from mozaik.typed_json import from_json

MEMBER = "operation.json"


class NewerOperationError(InvalidInputError):
    """An operation file has a format that this program does not know."""


@dataclass(frozen=True, slots=True)
class SignedOperation:
    """An operation file that was verified: its content, id, digest, and who signed it so far."""

    path: Path
    operation: Operation
    file_id: str
    sha256: str
    created_at: str
    synthetic: bool
    signers: tuple[str, ...]

    @property
    def is_complete(self) -> bool:
        """Whether lead and coordinator have both signed."""
        return len(self.signers) == signatures_needed(Kind.OPERATION)


def write_operation_draft(path: Path, operation: Operation, now: datetime, *, synthetic: bool) -> Manifest:
    """Write an operation as a draft that nobody signed; raises as `write_sealed`."""
    content = operation.to_bytes()
    lead, digest = operation.lead.authority, hashlib.sha256(content).hexdigest()
    manifest = Manifest(
        kind=Kind.OPERATION,
        id=f"{lead}.operation.{operation.version:04d}.{digest[:8]}",
        edition=operation.edition,
        sender=lead,
        created_at=utc_text(now),
        synthetic=synthetic,
        versions={"mozaik": __version__, "operation": str(FORMAT)},
        properties={COORDINATOR: operation.coordinator.authority},
    )
    return write_sealed(path, manifest, {MEMBER: content}, ())


def read_operation(path: Path, trust: TrustStore) -> SignedOperation:
    """The operation in a file that lead and coordinator signed; raises as `verify_sealed` and below.

    NewerOperationError for a later format; OperationError or ShapeError for a content that breaks a rule.
    """
    return _read(verify_sealed(path, trust))


def inspect_operation(path: Path, trust: TrustStore) -> SignedOperation:
    """The operation in a draft or a signed file; those signatures that it has must count."""
    return _read(inspect_draft(path, trust))


def sign_operation(
    draft: Path, key: SigningKey, trust: TrustStore, target: Path | None = None
) -> SignedOperation:
    """Add a person's signature to a draft; the second one writes `target`.

    By default that is the name without `.draft`.

    RefusedError for a file that is complete or would be overwritten; raises as `add_signature`.
    """
    with one_at_a_time(draft):  # or of two who sign at once one would be lost
        inspected = inspect_operation(draft, trust)
        if inspected.is_complete:
            raise RefusedError(
                "lead and coordinator have signed it already", where=str(draft), remedy="hand the file out"
            )
        path = (target or _signed_path(draft)) if inspected.signers else draft
        refuse_folder(path)
        if path != draft and path.exists():
            raise RefusedError(
                "a signed operation file is never overwritten", where=str(path), remedy="name another with -o"
            )
        add_signature(draft, key, Role.OWNER, path, trust)
        return inspect_operation(path, trust)


@lru_cache(maxsize=64)
def operation_of(data: bytes, where: str) -> Operation:
    """The operation that the bytes of operation.json state, read once; raises as `read_operation`."""
    value = from_canonical(data, where)
    stated = value.get("format") if isinstance(value, Mapping) else None
    if type(stated) is int and stated > FORMAT:
        raise NewerOperationError(
            "an operation file of a newer format", where=where,
            why=f"it is of format {stated}, this program reads {FORMAT}",
            remedy="use a newer version of the program",
        )  # fmt: skip
    return from_json(Operation, value, where)


def _read(verified: Verified) -> SignedOperation:
    manifest, where = verified.manifest, str(verified.path)
    if manifest.kind is not Kind.OPERATION or verified.names != (MEMBER,):
        raise OperationError(
            "this is not an operation file", where=where, why=f"it is a {manifest.kind}",
            remedy="give the file that lead and coordinator signed",
        )  # fmt: skip
    data = verified.read_member(MEMBER)
    operation = operation_of(data, where)
    stated = (manifest.edition, manifest.sender, manifest.properties[COORDINATOR])
    if operation.to_bytes() != data or stated != (
        operation.edition, operation.lead.authority, operation.coordinator.authority,
    ):  # fmt: skip
        raise OperationError(
            "manifest and content of an operation file differ", where=where,
            why="edition, lead or coordinator is another, or a list is not in order",
            remedy="ask lead and coordinator for a new file",
        )  # fmt: skip
    signers = tuple(sorted(str(signed.key.reference) for signed in verified.signatures))
    return SignedOperation(
        verified.path,
        operation,
        manifest.id,
        verified.sha256,
        manifest.created_at,
        manifest.synthetic,
        signers,
    )


def _signed_path(draft: Path) -> Path:
    return draft.with_name(draft.name.removesuffix(".draft"))
