"""The forms of the commands that make, look into and carry sealed files."""

from collections.abc import Mapping
from datetime import date
from typing import TypeAlias, TypedDict

from mozaik.desk import Plain
from mozaik.seal import Kind, TrustedKey
from mozaik.terms import Handling, Purpose, Subject

Counts: TypeAlias = Mapping[str, int]
Cell: TypeAlias = str | int | bool | None


class SealedFile(TypedDict):
    """What every command that seals says of its file; `doubts` look wrong and can still be right."""

    file: str
    id: str
    quarantined: bool
    review_on: date
    rejects_file: str | None
    doubts: list[str]


class ImageChecked(TypedDict):
    """A disk image with checksums: digests of its media beside those that it states; hex."""

    media_md5: str
    media_sha1: str
    media_sha256: str
    stated_md5: str | None
    stated_sha1: str | None
    chunks: int
    damaged_chunks: int
    verdict: str


class TriageAccount(TypedDict):
    """The account of one source: `read` = `accepted` + `duplicate` + `rejected`; counts and reasons."""

    item_id: str
    source_kind: str
    read: int
    accepted: int
    duplicate: int
    rejected: int
    reject_reasons: Counts
    pictures: int
    not_compared: int
    selectors: int
    deleted: int
    images: list[ImageChecked]
    not_examined: Mapping[str, Counts]
    notes: Counts
    versions: Mapping[str, str]


class ExportAccount(TypedDict):
    """The account of a case export or list: what was read, what was refused and why."""

    format: str
    read: int
    accepted: int
    duplicate: int
    rejected: int
    reject_reasons: Counts
    empty_files: int
    flags: Counts
    notes: Counts


class ItemSealed(SealedFile):
    """An item that was triaged and sealed; `exports` are the entries of each export that was asked for."""

    exports: Counts
    notes_file: str | None
    report: TriageAccount | ExportAccount


class CustodyFlagged(TypedDict):
    """One thing in the custody of an item that does not fit, and at which event."""

    item: str
    sequence: int
    fault: str


class RecordsSealed(SealedFile):
    """Records that were sealed; `tables` are their rows by table."""

    read: int
    accepted: int
    duplicate: int
    rejected: int
    tables: Counts
    custody_flags: list[CustodyFlagged]


class RecordRejected(TypedDict):
    """A row that was not accepted: its place and the reason."""

    file: str
    table: str
    row: int
    field: str
    reason: str


class RecordsChecked(TypedDict):
    """What sealing records would come to; nothing was written."""

    read: int
    accepted: int
    duplicate: int
    rejected: int
    tables: Counts
    custody_flags: list[CustodyFlagged]
    doubts: list[str]
    rejects: list[RecordRejected]


class Held(TypedDict):
    """How much would be read of one container; the empty name stands for the source itself."""

    container: str
    files: int
    bytes: int


class LeftUnread(TypedDict):
    """What would not be read, and why."""

    place: str
    reason: str


class SourceListed(TypedDict):
    """What triage would read of a source; `files` are records where it is a case export."""

    source: str
    kind: str
    reader: str
    files: int
    bytes: int
    containers: list[Held]
    unread: list[LeftUnread]


class ListSealed(SealedFile):
    """A reference list that was sealed."""

    kind: str
    report: ExportAccount


class ReaderNamed(TypedDict):
    """What one reader may know: the level, and until when."""

    reader: str
    level: str
    until: date | None


class TermsStated(TypedDict):
    """Terms as the table `terms` has them, and how many rows of each table stand under them."""

    name: str
    owner: str
    purposes: list[Purpose]
    subject: Subject
    minor: bool
    necessity: str
    handling: list[Handling]
    handling_note: str
    source: str
    information: str
    disclosure: str
    disclosures: list[ReaderNamed]
    review_on: date
    legal_basis: str
    rows: Counts


class _SealedFacts(TypedDict):
    id: str
    edition: str
    sender: str
    recipients: list[str]
    created_at: str
    synthetic: bool
    signed_by: list[str]
    missing: int
    supersedes: list[str]
    sha256: str
    size: int
    members: list[str]
    properties: Mapping[str, str]
    tables: Counts
    kinds: Mapping[str, Counts]
    terms: list[TermsStated]


class SealedShown(_SealedFacts):
    """What a sealed file is, verified, and how much it holds; `missing` signatures it still lacks."""

    file: str
    what: Kind


class SealedVerified(_SealedFacts):
    """What a sound sealed file is, and how much it holds."""

    path: str
    kind: Kind


class PlainShown(TypedDict):
    """What another file of ours is: facts by name."""

    file: str
    what: Plain
    facts: Mapping[str, str]
    keys: list[TrustedKey]


class RowsShown(TypedDict):
    """Rows of one table of one's own file."""

    table: str
    columns: list[str]
    rows: list[Mapping[str, Cell]]


class FileWritten(TypedDict):
    """A file that was written."""

    file: str


class Refused(TypedDict):
    """A file that was refused: the class of the error and its sentence."""

    path: str
    error: str
    message: str


class Verified(TypedDict):
    """The files that are sound, and those that were refused."""

    sound: list[SealedVerified]
    refused: list[Refused]


class Trimmed(TypedDict):
    """A file without the rows that were to be left out, which replaces others."""

    file: str
    id: str
    supersedes: list[str]
    dropped: Counts
    doubts: list[str]


class Encrypted(TypedDict):
    """An encrypted file, and who can open it."""

    file: str
    recipients: list[str]


class KeyNamed(TypedDict):
    """A person's key."""

    reference: str
    key_id: str


class EncryptionPlanned(TypedDict):
    """What would be encrypted to whom; nothing was written."""

    file: str
    encryption: str
    recipients: list[KeyNamed]
    content: SealedShown


class Opened(TypedDict):
    """A file that was opened and not yet verified, and what to run next."""

    file: str
    next: str


FILE_FORMS: dict[str, object] = {
    "mozaik.triage": ItemSealed,
    "mozaik.triage.list": SourceListed,
    "mozaik.record": RecordsSealed,
    "mozaik.record.check": RecordsChecked,
    "mozaik.list": ListSealed,
    "mozaik.show": SealedShown | PlainShown,
    "mozaik.show.rows": RowsShown,
    "mozaik.show.extracted": FileWritten,
    "mozaik.verify": Verified,
    "mozaik.trim": Trimmed,
    "mozaik.seal": Encrypted,
    "mozaik.seal.plan": EncryptionPlanned,
    "mozaik.open": Opened,
}
