"""Drafting a package: read through the release room, number it, render it, and write it unsigned."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from mozaik import __version__
from mozaik.errors import RefusedError
from mozaik.files import refuse_folder
from mozaik.package.content import package_of
from mozaik.package.drafting import Drafting
from mozaik.package.model import FORMAT, Custody, Package
from mozaik.package.renderings import render
from mozaik.package.transfer import WITHOUT_TERRITORY
from mozaik.release import (
    Asking,
    ForPackage,
    Work,
    read_for_package,
    record_draft,
    require_key_of,
)
from mozaik.seal import Kind, Manifest, SigningKey, write_sealed
from mozaik.wording import in_english


@dataclass(frozen=True, slots=True)
class Draft:
    """A package that was drafted: where it lies, its manifest, and what it holds."""

    path: Path
    manifest: Manifest
    package: Package


@in_english
def draft_package(work: Work, drafting: Drafting, key: SigningKey, target: Path) -> Draft:
    """Draft the package of one authority from a WORK folder and write it, unsigned, to `target`.

    Reading and draft are logged in the recipient's chain first; the draft is signed there by the key of the
    person who drafts. Raises RefusedError as the release room does, and what sealing raises; `target` is
    then as it was before.
    """
    require_new(target)
    read = read_for_draft(work, drafting, key)
    custody = take_number(work, drafting, key)
    return write_draft(package_of(read, drafting, custody), target)


def require_new(target: Path) -> None:
    """RefusedError for a draft that is there already, InvalidInputError for a folder."""
    refuse_folder(target)
    if target.exists():
        raise RefusedError(
            "a draft is never overwritten",
            where=str(target),
            why="it may be signed already",
            remedy="name another file with --output",
        )


def read_for_draft(work: Work, drafting: Drafting, key: SigningKey) -> ForPackage:
    """What a draft tells, read and logged; RefusedError unless the key is the drafting person's."""
    require_key_of(drafting.person, key, work.trust)
    return read_all(work, drafting)


def read_all(work: Work, drafting: Drafting) -> ForPackage:
    """What the recipient may know at the moment of drafting: its hits, and what points to its country."""
    country = drafting.recipient.country
    pointed_to = "" if country in WITHOUT_TERRITORY else country
    return read_for_package(work, asking_of(work, drafting), pointed_to)


def asking_of(work: Work, drafting: Drafting) -> Asking:
    """The reading that a drafting needs; RefusedError unless the operation in force allows it that day."""
    who = (drafting.recipient, drafting.person, drafting.reason, drafting.now, drafting.use)
    return Asking.for_package(work.operation, *who)


def take_number(work: Work, drafting: Drafting, key: SigningKey) -> Custody:
    """The next number for the recipient, taken by a signed entry in its chain, and that chain's head."""
    details = {"expires_on": str(drafting.last_day), "transfer_ground": drafting.transfer_ground}
    taken = record_draft(work, asking_of(work, drafting), key, details)
    return Custody(taken.number, taken.head.seq, taken.head.hash)


def write_draft(package: Package, target: Path) -> Draft:
    """Render a package to all its forms and write them sealed, without signatures."""
    members = render(package)
    manifest = write_sealed(target, _manifest(package, members), members, ())
    return Draft(target, manifest, package)


def _manifest(package: Package, members: Mapping[str, bytes]) -> Manifest:
    """The manifest: recipient, number, audit head, last days and ground stand inside the signed bytes."""
    recipient, custody, days = package.recipient.authority, package.custody, package.keep_until
    digest = hashlib.sha256(members["package.json"]).hexdigest()
    return Manifest(
        kind=Kind.PACKAGE,
        id=f"{recipient}.package.{custody.sequence:04d}.{digest[:8]}",
        edition=package.edition,
        sender=package.sender,
        recipients=(recipient,),
        created_at=package.drafted.at,
        synthetic=package.synthetic,
        versions={"mozaik": __version__, "package": str(FORMAT)},
        default_terms={
            "handling": [str(code) for code in package.handling.codes],
            "grade": package.grade.worst if package.grade else None,
        },
        properties={
            "operation": package.operation,
            "use": package.use or "",
            "sequence": str(custody.sequence),
            "audit_sequence": str(custody.audit_sequence),
            "audit_head": custody.audit_head,
            "expires_on": str(package.expires_on),
            "keep_earliest": str(days.earliest) if days else "",
            "keep_latest": str(days.latest) if days else "",
            "transfer_ground": package.transfer_ground or "",
        },
    )
