"""Which version of the operation file governs: each accepted once, in a chain, the last one in force.

The chain `operation` holds the content and the digest of each version. A file is verified when it is
accepted: a key of the lead or the coordinator that is revoked later does not stop those who read.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from mozaik import chain
from mozaik.acts.folder import Acts
from mozaik.canonical import JsonValue, from_canonical, to_canonical
from mozaik.errors import InvalidInputError, RefusedError
from mozaik.operation import Operation, SignedOperation, operation_of, require_succession

EVENT = "operation"


@dataclass(frozen=True, slots=True)
class Governing:
    """An accepted version of the operation file: content, SHA-256 of the file, whether it is invented."""

    operation: Operation
    digest: str
    synthetic: bool


def governing_versions(acts: Acts) -> tuple[Governing, ...]:
    """The accepted versions, the last one in force; none where no file was accepted. Raises as `entries`."""
    if not acts.exist:
        return ()
    own = acts.operation_chain()
    chain.complete(own)
    return _read_versions(own, chain.mark_of(own))


@lru_cache(maxsize=16)
def _read_versions(own: chain.Chain, _mark: Hashable) -> tuple[Governing, ...]:
    """What a chain says for as long as its end is marked so: it is asked at every page, and grows seldom."""
    return tuple(_accepted(chain.details_of(own, entry), own.folder) for entry in chain.entries(own))


def require_acceptable(acts: Acts, signed: SignedOperation) -> None:
    """Raise unless the file is signed by both and is the first, the one in force, or the one after it.

    RefusedError for a draft, NotSucceedingError for a version that does not follow.
    """
    where = str(signed.path)
    if not signed.is_complete:
        raise RefusedError(
            "lead and coordinator have not both signed", where=where, remedy="mozaik operation sign"
        )
    known = governing_versions(acts)
    if known and known[-1].digest != signed.sha256:
        require_succession(known[-1].operation, known[-1].digest, signed.operation, where)


def accept_operation(acts: Acts, signed: SignedOperation, now: datetime) -> bool:
    """Take a verified file into force; false if it is in force already. Raises as `require_acceptable`."""
    require_acceptable(acts, signed)
    known = governing_versions(acts)
    if known and known[-1].digest == signed.sha256:
        return False
    content: JsonValue = from_canonical(signed.operation.to_bytes(), str(signed.path))
    details = {
        "id": signed.file_id,
        "sha256": signed.sha256,
        "synthetic": signed.synthetic,
        "signers": list(signed.signers),
        "content": content,
    }
    chain.append(acts.operation_chain(), EVENT, details, now)
    return True


def _accepted(details: Mapping[str, JsonValue] | None, path: Path) -> Governing:
    stated = details or {}
    digest, synthetic = stated.get("sha256"), stated.get("synthetic")
    if not isinstance(digest, str) or not isinstance(synthetic, bool):
        raise InvalidInputError(
            "the accepted operation files cannot be read", where=str(path),
            why="an entry is not one", remedy="put the folder of acts back from a copy",
        )  # fmt: skip
    return Governing(operation_of(to_canonical(stated.get("content")), str(path)), digest, synthetic)
