"""Releasing a draft: one person signs, a second signs, and only then it is a package.

Before each signature the terms of the day are asked again: what the draft tells is compared with what a draft
of that day would tell, and a draft with anything that lapsed in between is refused.
"""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from mozaik.canonical import JsonValue
from mozaik.errors import RefusedError
from mozaik.files import one_at_a_time, refuse_folder
from mozaik.moments import utc_day
from mozaik.package.content import package_of
from mozaik.package.draft import read_all
from mozaik.package.drafting import Drafting
from mozaik.package.lapse import LapsedError, lapses_of
from mozaik.package.model import FORMAT, Package
from mozaik.package.reading import read_package
from mozaik.parties import PersonRef
from mozaik.release import Work, record_release
from mozaik.seal import (
    Kind,
    Manifest,
    Role,
    SigningKey,
    Verified,
    add_signature,
    check_may_sign,
    inspect_draft,
    signatures_needed,
)
from mozaik.terms import Use
from mozaik.wording import in_english


@dataclass(frozen=True, slots=True)
class Released:
    """What a signature made of a draft: the file written, and how many persons are still missing."""

    path: Path
    manifest: Manifest
    signers: tuple[str, ...]
    missing: int


@in_english
def release_draft(
    draft: Path, key: SigningKey, now: datetime, work: Work, target: Path | None = None
) -> Released:
    """Add a person's signature to a draft; the last one needed writes the package.

    While persons are missing the draft itself gets the signature. The last signature writes `target`, by
    default the draft's name with `.package`; the draft stays. The signature covers the manifest, and with
    it every byte, so nothing may change in between. What the recipient may know on the day `now` is read
    from `work`, and logged, before each signature; so is the release, by an act that the person signs.

    Raises RefusedError for a file that is not a package, is complete or has expired or would be overwritten,
    or was not drafted from this `work`; SignerError for a key that may not release it, such as the same
    person's a second time; LapsedError when it tells what may not be told that day.
    """
    with one_at_a_time(draft):  # or of two who sign at once one would be lost
        return _signed(draft, key, now, work, target)


@dataclass(frozen=True, slots=True)
class Releasing:
    """A draft that may be released: as it stands, who signed it, who is missing after the next signature.

    `target` is the file that the next signature writes.
    """

    inspected: Verified
    signers: tuple[PersonRef, ...]
    missing: int
    target: Path


def releasing(draft: Path, now: datetime, work: Work, target: Path | None = None) -> Releasing:
    """How a draft stands before the next signature; RefusedError where it takes none, as `release_draft`."""
    inspected = inspect_draft(draft, work.trust)
    _require_releasable(inspected.manifest, draft, utc_day(now))
    needed = signatures_needed(Kind.PACKAGE)
    signers = tuple(sorted(signed.key.reference for signed in inspected.signatures))
    if len(signers) >= needed:
        raise RefusedError(
            "two persons have released it already", where=str(draft), remedy="send the .package file"
        )
    missing = needed - len(signers) - 1
    path = draft if missing else target or package_path(draft)
    refuse_folder(path)
    if not missing and path.exists():
        raise RefusedError(
            "a package is never overwritten", where=str(path), remedy="name another file with --output"
        )
    return Releasing(inspected, signers, missing, path)


def _signed(draft: Path, key: SigningKey, now: datetime, work: Work, target: Path | None) -> Released:
    trust = work.trust
    asked = releasing(draft, now, work, target)
    check_may_sign(draft, key, Role.RELEASER, trust)
    told = require_current(asked, key.reference, now, work)
    content = content_of_release(told, asked)
    record_release(work, told.recipient.authority, key, reason_of_release(told), content, now)
    manifest = add_signature(draft, key, Role.RELEASER, asked.target, trust)
    return Released(asked.target, manifest, tuple(sorted((*asked.signers, key.reference))), asked.missing)


def content_of_release(told: Package, asked: Releasing) -> dict[str, JsonValue]:
    """What the act of a release says: which package, under which number, how many persons are missing."""
    return {
        "sequence": told.custody.sequence,
        "package": asked.inspected.manifest.id,
        "missing": asked.missing,
    }


def require_current(asked: Releasing, person: PersonRef, now: datetime, work: Work) -> Package:
    """What the draft tells; LapsedError when anything of it would not be told in the same way today."""
    draft = asked.inspected.path
    told = read_package(asked.inspected.read_member("package.json"), str(draft))
    if told.format < FORMAT:
        raise RefusedError(
            "the draft is of an older format", where=str(draft), why="it lacks what a package says today",
            remedy="draft the package again",
        )  # fmt: skip
    if (told.operation, told.edition) != (work.description.operation, work.description.edition):
        raise RefusedError(
            "the draft was not made from this WORK", where=str(draft), why="operation or edition differ",
            remedy="give the WORK folder from which it was drafted with --work",
        )  # fmt: skip
    drafting = drafting_of_today(told, person, reason_of_release(told), now)
    read = read_all(work, drafting)
    if lapses := lapses_of(told, package_of(read, drafting, told.custody)):
        raise LapsedError(lapses, str(draft))
    return told


def drafting_of_today(told: Package, person: PersonRef, reason: str, now: datetime) -> Drafting:
    """The drafting of today for the same recipient on the same conditions, by a person, for a reason."""
    return Drafting(
        told.recipient.authority, reason, person, now, told.transfer_ground, told.expires_on,
        told.use or Use.ANALYSIS,
    )  # fmt: skip


def reason_of_release(told: Package) -> str:
    """Why a person reads and signs at the release of a draft."""
    return f"release of draft no. {told.custody.sequence}: {told.drafted.reason}"


def package_path(draft: Path) -> Path:
    """Where the package of a draft is written, unless somebody says otherwise."""
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
