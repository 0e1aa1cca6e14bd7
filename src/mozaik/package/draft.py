"""Drafting a package: read through the release room, number it, render it, and write it unsigned."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from mozaik import __version__
from mozaik.canonical import JsonValue, to_canonical
from mozaik.errors import RefusedError
from mozaik.moments import utc_text
from mozaik.package.content import make_document
from mozaik.package.model import FORMAT, Custody, Document, Drafting, Json
from mozaik.package.paper import package_pdf
from mozaik.package.tables import hits_csv, leads_csv
from mozaik.package.transfer import WITHOUT_TERRITORY
from mozaik.release import Asking, Pointer, Work, read_for_package, read_pointers, record_draft
from mozaik.seal import Kind, Manifest, write_sealed


@dataclass(frozen=True, slots=True)
class Draft:
    """A package that was drafted: where it lies, its manifest, and its document."""

    path: Path
    manifest: Manifest
    document: Document


def draft_package(work: Work, drafting: Drafting, target: Path) -> Draft:
    """Draft the package of one authority from a WORK folder and write it, unsigned, to `target`.

    Reading and draft are logged in the recipient's chain first. Raises RefusedError as the release room
    does, and what sealing raises; `target` is then as it was before.
    """
    if target.exists():
        raise RefusedError(
            "a draft is never overwritten",
            where=str(target),
            why="it may be signed already",
            remedy="name another file with --output",
        )
    recipient, now = drafting.recipient, drafting.now
    reading = read_for_package(work, recipient, drafting.reason, drafting.person, now)
    country = recipient.country
    pointers: tuple[Pointer, ...] = ()
    if country not in WITHOUT_TERRITORY:
        found = read_pointers(work, recipient, country, drafting.reason, drafting.person, now)
        pointers = found.pointers
    custody = take_number(work, drafting)
    return write_draft(make_document(reading, drafting, custody, pointers), drafting, target)


def take_number(work: Work, drafting: Drafting) -> Custody:
    """The next number for the recipient, taken by an entry in its chain, and that chain's head."""
    asking = Asking(drafting.recipient, drafting.person, drafting.reason, drafting.now, drafting=True)
    details = {"expires_on": str(drafting.expires_on), "transfer_ground": drafting.transfer_ground}
    taken = record_draft(work, asking, details)
    return Custody(taken.number, taken.head.seq, taken.head.hash)


def write_draft(document: Document, drafting: Drafting, target: Path) -> Draft:
    """Render a document to all its forms and write them as a package without signatures."""
    members = render(document, drafting)
    manifest = write_sealed(target, _manifest(document.body, drafting, members), members, ())
    return Draft(target, manifest, document)


def render(document: Document, drafting: Drafting) -> dict[str, bytes]:
    """The four forms of a package by member name; the same document gives the same bytes."""
    return {
        "package.json": to_canonical(document.body),
        "leads.csv": leads_csv(document.body),
        "hits.csv": hits_csv(document.body),
        "package.pdf": package_pdf(document.body, drafting.now),
    }


def _manifest(body: Mapping[str, Json], drafting: Drafting, members: Mapping[str, bytes]) -> Manifest:
    """The manifest: recipient, number, audit head, expiry and ground stand inside the signed bytes."""
    custody, handling = (
        cast("dict[str, int]", body["custody"]),
        cast("dict[str, JsonValue]", body["handling"]),
    )
    grade = body["grade"]
    digest = hashlib.sha256(members["package.json"]).hexdigest()
    return Manifest(
        kind=Kind.PACKAGE,
        id=f"{drafting.recipient}.package.{custody['sequence']:04d}.{digest[:8]}",
        edition=str(body["edition"]),
        sender=drafting.sender,
        recipients=(drafting.recipient,),
        created_at=utc_text(drafting.now),
        synthetic=bool(body["synthetic"]),
        versions={"mozaik": __version__, "package": str(FORMAT)},
        default_terms={
            "handling": handling["codes"],
            "grade": grade["worst"] if isinstance(grade, dict) else None,
        },
        properties={
            "operation": str(body["operation"]),
            "sequence": str(custody["sequence"]),
            "audit_sequence": str(custody["audit_sequence"]),
            "audit_head": str(custody["audit_head"]),
            "expires_on": str(drafting.expires_on),
            "transfer_ground": drafting.transfer_ground or "",
        },
    )
