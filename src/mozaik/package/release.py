"""Releasing a draft: one person signs, a second signs, and only then it is a package."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from mozaik.errors import RefusedError
from mozaik.files import one_at_a_time
from mozaik.seal import (
    Kind,
    Manifest,
    Role,
    SigningKey,
    TrustStore,
    add_signature,
    inspect_draft,
    signatures_needed,
)


@dataclass(frozen=True, slots=True)
class Released:
    """What a signature made of a draft: the file written, and how many persons are still missing."""

    path: Path
    manifest: Manifest
    signers: tuple[str, ...]
    missing: int


def release_draft(
    draft: Path, key: SigningKey, trust: TrustStore, on: date, target: Path | None = None
) -> Released:
    """Add a person's signature to a draft; the last one needed writes the package.

    While persons are missing the draft itself gets the signature. The last signature writes `target`, by
    default the draft's name with `.package`; the draft stays. The signature covers the manifest, and with
    it every byte, so nothing may change in between. Raises RefusedError for a file that is no package, is
    complete or has expired or would be overwritten, and SignerError for a key that may not release it,
    such as the same person's a second time.
    """
    with one_at_a_time(draft):  # or of two who sign at once one would be lost
        return _signed(draft, key, trust, on, target)


def _signed(draft: Path, key: SigningKey, trust: TrustStore, on: date, target: Path | None) -> Released:
    found = inspect_draft(draft, trust)
    _require_releasable(found.manifest, draft, on)
    needed = signatures_needed(Kind.PACKAGE)
    signers = tuple(sorted(signed.key.reference for signed in found.signatures))
    if len(signers) >= needed:
        raise RefusedError(
            "two persons have released it already", where=str(draft), remedy="send the .package file"
        )
    missing = needed - len(signers) - 1
    path = draft if missing else target or _package_path(draft)
    if not missing and path.exists():
        raise RefusedError(
            "a package is never overwritten", where=str(path), remedy="name another file with --output"
        )
    manifest = add_signature(draft, key, Role.RELEASER, path, trust)
    return Released(path, manifest, tuple(sorted((*signers, key.reference))), missing)


def _package_path(draft: Path) -> Path:
    return draft.with_name(draft.name.removesuffix(".draft") + ".package")


def _require_releasable(manifest: Manifest, draft: Path, on: date) -> None:
    if manifest.kind is not Kind.PACKAGE:
        raise RefusedError(
            f"a {manifest.kind} is not released by two persons",
            where=str(draft),
            remedy="give a draft made by: mozaik package",
        )
    expires_on = manifest.properties.get("expires_on", "")
    if not expires_on or date.fromisoformat(expires_on) < on:
        raise RefusedError("the draft has expired", where=str(draft), remedy="draft the package again")
