"""What the columns of other tools' tables are called, and how their cells are read."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime

from mozaik.intake.export import BadRecordError, FilePlace, read_flag
from mozaik.intake.formula import disarmed
from mozaik.intake.source import bounded_name, without_controls

FIELDS = {
    "md5": "md5", "hashmd5": "md5", "md5hash": "md5",
    "sha1": "sha1", "sha1hash": "sha1", "hashsha1": "sha1",
    "sha256": "sha256", "sha256hash": "sha256", "hashsha256": "sha256",
    "hash": "hash", "hashvalue": "hash",
    "pdq": "pdq", "pdqhash": "pdq", "pdqquality": "quality", "quality": "quality",
    "photodna": "photodna",
    "size": "size", "filesize": "size", "mediasize": "size", "sizebytes": "size", "filesizebytes": "size",
    "logicalsize": "size", "length": "size",
    "category": "category", "categorycode": "category",
    "series": "series", "seriesname": "series",
    "victimidentified": "victim_identified", "offenderidentified": "offender_identified",
    "isdistributed": "is_distributed", "distributed": "is_distributed",
    "numberofsubmissions": "submissions", "submissions": "submissions",
    "path": "path", "filepath": "path", "fullpath": "path", "filename": "name", "name": "name",
    "container": "container", "item": "source_id", "deleted": "deleted", "isdeleted": "deleted",
    "mime": "mime", "mimetype": "mime", "contenttype": "mime", "filetype": "mime",
    "modifiedat": "modified_at", "timezoneknown": "zone_known",
}  # fmt: skip
"""The field that a column holds, by its heading in small letters and digits."""
BY_LENGTH = {32: "md5", 40: "sha1", 64: "sha256"}
"""The kind of a hash by its hexadecimal digits."""
_NOTHING = frozenset({"none", "null", "nan", "n/a", "(null)", "<null>", "nil", "undefined"})
_MIME = re.compile(r"[a-z0-9.+-]{1,40}/[a-z0-9.+-]{1,60}")
_TYPES = frozenset({
    "image", "images", "picture", "pictures", "photo", "photos", "graphic", "graphics", "video",
    "videos", "movie", "movies", "audio", "audios", "sound", "sounds", "multimedia", "media",
    "document", "documents", "pdf", "pdfs", "text", "texts", "html", "xml", "archive", "archives",
    "compressed", "database", "databases", "email", "emails", "e-mail", "e-mails", "spreadsheet",
    "spreadsheets", "presentation", "presentations", "executable", "executables", "program", "programs",
    "folder", "folders", "link", "links", "chat", "chats", "contact", "contacts", "file", "files",
    "format", "other", "others", "scanned", "temporary", "internet", "plain", "types", "type",
    "unknown", "empty", "deleted", "jpeg", "jpg", "png", "gif", "bmp", "tiff", "webp", "heic", "mp4",
    "mov", "avi",
})  # fmt: skip
"""Words of which categories are made that name a type of file."""
_LONGEST_NOTE = 280
_UNUSED = "columns not used: "


def field_of(heading: str) -> str:
    """The field that a column of this heading holds, or empty."""
    return FIELDS.get(re.sub(r"[^a-z0-9]", "", heading.lower()), "")


def cell_of(text: str) -> str:
    """A cell, empty where it is a word that a program writes for nothing."""
    return "" if text.strip().lower() in _NOTHING else text


def mime_of(text: str) -> str | None:
    """A type of content as type and subtype in small letters; None for anything else."""
    word = text.strip().lower()
    return word if _MIME.fullmatch(word) else None


def is_type_of_file(category: str) -> bool:
    """Whether a category names what kind of file it is (`Images`, `image/jpeg`), which grades nothing."""
    words = re.findall(r"[^\W\d_][\w-]*", category.lower())
    return mime_of(category) is not None or (bool(words) and all(word in _TYPES for word in words))


def with_kind_of_hash(fields: Mapping[str, str]) -> Mapping[str, str]:
    """The fields with a hash of an unnamed kind under the kind that its length tells.

    BadRecordError when its length tells none, or another column says another value.
    """
    digits = fields.get("hash", "")
    if not digits:
        return fields
    if (kind := BY_LENGTH.get(len(digits))) is None:
        raise BadRecordError("its hash is of no known length")
    if fields.get(kind) and fields[kind].lower() != digits.lower():
        raise BadRecordError(f"it has two different values of {kind.upper()}")
    return {**fields, kind: digits}


def moment_of(text: str) -> datetime | None:
    """A time that states its zone, in UTC; None for any other form: a zone is never guessed."""
    try:
        stated = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return stated.astimezone(UTC) if stated.tzinfo is not None else None


def unused_notes(headings: list[str]) -> tuple[str, ...]:
    """Notes that name every column which is not used, as many as they need."""
    notes: list[str] = []
    for heading in headings:
        name = heading.strip()[:100]
        if notes and len(notes[-1]) + len(name) + 2 <= _LONGEST_NOTE:
            notes[-1] += f", {name}"
        else:
            notes.append(_UNUSED + name)
    return tuple(notes)


def places_of(fields: Mapping[str, str]) -> tuple[FilePlace, ...]:
    """Where the file of a record lay; none where its cells name no place."""
    path = fields.get("path") or fields.get("name")
    if not path:
        return ()
    deleted, _ = read_flag(fields.get("deleted"), "deleted" in fields)
    is_zone_known, _ = read_flag(fields.get("zone_known"), "zone_known" in fields)
    modified = moment_of(fields.get("modified_at", ""))
    return (
        FilePlace(
            name_of(disarmed(path)),
            container=name_of(disarmed(fields.get("container", ""))),
            source_id=fields.get("source_id") or None,
            deleted=deleted,
            modified_at=modified,
            zone_known=modified is not None and is_zone_known is not False,
        ),
    )


def name_of(text: str) -> str:
    """A path of another program, controls shown, within the longest that is kept."""
    return bounded_name(without_controls(text))
