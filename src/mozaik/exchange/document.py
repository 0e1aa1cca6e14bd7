"""Documents of the exchange: a typed value as the one member of a sealed file, read once verified.

`DOCUMENTS` says which class is the content of which kind. Content, time and recipients make the id: what is
written again is the same file.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeVar, cast

from mozaik import __version__
from mozaik.canonical import JsonValue, from_canonical, to_canonical
from mozaik.errors import InvalidInputError
from mozaik.exchange.after_package import PackageOutcome
from mozaik.exchange.amendment import FORMS, Amendment, Change, Permit, TermsChange
from mozaik.exchange.faults import broken_rule
from mozaik.exchange.judgements import Judgements
from mozaik.exchange.notice import SomethingNew
from mozaik.exchange.reading import FORMAT as READING_FORMAT
from mozaik.exchange.reading import JointReading, reading_as_sealed, reading_value
from mozaik.exchange.recall import Recall
from mozaik.exchange.receipt import Receipt
from mozaik.exchange.request import Answer, Request
from mozaik.exchange.urgent import Safeguarding, Urgent
from mozaik.moments import utc_text
from mozaik.parties import Authority
from mozaik.seal import (
    Kind,
    Manifest,
    Signature,
    SigningKey,
    TrustStore,
    Verified,
    role_for,
    sealing_to_sign,
    verify_sealed,
    write_sealed,
    write_signed,
)
from mozaik.typed_json import from_json, to_json

DOCUMENTS: Mapping[Kind, type] = {
    Kind.RECEIPT: Receipt,
    Kind.READING: JointReading,
    Kind.JUDGEMENTS: Judgements,
    Kind.REQUEST: Request,
    Kind.ANSWER: Answer,
    Kind.AMENDMENT: Amendment,
    Kind.RECALL: Recall,
    Kind.OUTCOME: PackageOutcome,
    Kind.NOTICE: SomethingNew,
    Kind.URGENT: Urgent,
    Kind.SAFEGUARDING: Safeguarding,
}
"""The content of each kind; an amendment that changes terms or permits something has a form of its own."""
_KINDS: Mapping[type, Kind] = {
    **{form: kind for kind, form in DOCUMENTS.items()},
    TermsChange: Kind.AMENDMENT,
    Permit: Kind.AMENDMENT,
}
_FORMATS = {Kind.READING: READING_FORMAT}
"""The newest format of each kind that has more than one."""
T = TypeVar("T")


class NewerDocumentError(InvalidInputError):
    """A document of the exchange has a format that this program does not know."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """What is said around a document: from whom to whom, in which edition, when, whether it is invented."""

    sender: Authority
    recipients: tuple[Authority, ...]
    edition: str
    at: datetime
    synthetic: bool
    supersedes: tuple[str, ...] = ()


def member_of(kind: Kind) -> str:
    """The name of the one member of a document."""
    return f"{kind}.json"


def kind_of(content: object) -> Kind:
    """The kind of a document with this content."""
    return _KINDS[type(content)]


def write_document(path: Path, content: object, envelope: Envelope, key: SigningKey) -> Manifest:
    """Seal a document, signed by a key in the role of its kind; raises as `write_sealed`."""
    manifest, members = _sealing_of(content, envelope)
    return write_sealed(path, manifest, members, [(key, role_for(manifest.kind))])


def document_to_sign(content: object, envelope: Envelope) -> bytes:
    """What a person signs elsewhere to seal a document."""
    manifest, members = _sealing_of(content, envelope)
    return sealing_to_sign(manifest, members, role_for(manifest.kind))


def write_signed_document(
    path: Path, content: object, envelope: Envelope, signature: Signature, trust: TrustStore
) -> Manifest:
    """Seal a document by a signature that its person made elsewhere; raises as `write_signed`."""
    manifest, members = _sealing_of(content, envelope)
    return write_signed(path, manifest, members, signature, trust)


def _sealing_of(content: object, envelope: Envelope) -> tuple[Manifest, dict[str, bytes]]:
    kind, data = kind_of(content), to_canonical(_value_of(content))
    said = to_canonical([data.decode(), utc_text(envelope.at), *envelope.recipients])
    manifest = Manifest(
        kind=kind,
        id=f"{envelope.sender}.{kind}.{hashlib.sha256(said).hexdigest()[:16]}",
        edition=envelope.edition,
        sender=envelope.sender,
        recipients=envelope.recipients,
        created_at=utc_text(envelope.at),
        synthetic=envelope.synthetic,
        versions={"mozaik": __version__, str(kind): str(_FORMATS.get(kind, 1))},
        supersedes=envelope.supersedes,
    )
    return manifest, {member_of(kind): data}


def document_in(verified: Verified) -> object:
    """The content of a verified document.

    NewerDocumentError for a later format, ExchangeError or ShapeError for a content that breaks a rule.
    """
    kind, where = verified.manifest.kind, str(verified.path)
    if kind not in DOCUMENTS or verified.names != (member_of(kind),):
        raise broken_rule(where, f"it is a {kind}, and not one document")
    data = verified.read_member(member_of(kind))
    value = from_canonical(data, where)
    stated = value.get("format") if isinstance(value, Mapping) else None
    known = _FORMATS.get(kind, 1)
    if type(stated) is int and stated > known:
        raise NewerDocumentError(
            "a document of a newer format",
            where=where,
            why=f"its format is {stated}, this program reads {known}",
            remedy="use a newer version of the program",
        )
    grown = reading_value(value, where) if kind is Kind.READING and isinstance(value, Mapping) else value
    content = from_json(_form_of(kind, value), grown, where)
    if to_canonical(_value_of(content)) != data:
        raise broken_rule(where, "a list of it is not in order")
    erased = content.sets if isinstance(content, Amendment) and content.change is Change.ERASE else ()
    if kind is Kind.AMENDMENT and verified.manifest.supersedes != erased:
        raise broken_rule(where, "it does not stand in the place of what it erases, and of that alone")
    return content


def _value_of(content: object) -> JsonValue:
    """The JSON of a document, as it is sealed in its format."""
    return (
        reading_as_sealed(content) if isinstance(content, JointReading) else cast(JsonValue, to_json(content))
    )


def _form_of(kind: Kind, value: JsonValue) -> type[object]:
    """The class of a document's content: of an amendment it follows from what it changes."""
    change = value.get("change") if kind is Kind.AMENDMENT and isinstance(value, Mapping) else None
    return cast(type[object], FORMS.get(str(change), DOCUMENTS[kind]))


def read_document(path: Path, form: type[T], trust: TrustStore) -> tuple[Manifest, T]:
    """Manifest and content of a sealed document of one class; raises as `verify_sealed` and `document_in`."""
    verified = verify_sealed(path, trust)
    content = document_in(verified)
    if not isinstance(content, form):
        raise broken_rule(str(path), "it is a document of another kind", "give the file that is asked for")
    return verified.manifest, content
