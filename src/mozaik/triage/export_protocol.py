"""What the child that reads an export may say; each field is checked by the parent, as in `protocol`.

parent: job      {source}
child:  ready    {versions}
        kind     {name}
        taken    {bytes}       so much of the file was read
        record   {number, digests, what is said of the file, flags as written, notes}
        places   {rows: [[path, container, source_id, deleted, modified_at, zone_known], ...]}
        end      {}            the record is whole     refused {number, reason}  or it is none
        done     {}            the file is at its end  failed {what, where, why, remedy}  or it cannot be read
"""

import re
from collections.abc import Sequence
from typing import Final

from mozaik.intake import FilePlace, MediaRecord
from mozaik.triage import protocol
from mozaik.triage.protocol import Json, Message, NonsenseError

MAX_PLACES: Final = 8
"""Most places in one message: a path may be long."""
PLACES_A_RECORD: Final = 10_001
"""Most places of one record."""
_FLAG = re.compile(r"[a-z_]{1,40}\Z")
_WORDS = re.compile(r"[a-z ]{1,20}\Z")
_DIGESTS = {"md5": 16, "sha1": 20, "sha256": 32, "pdq": 32}
_TRUTHS = ("victim_identified", "offender_identified", "is_distributed")


def record_message(record: MediaRecord) -> Message:
    """A record as a message, without its places."""
    digests: dict[str, Json] = {
        name: digest.hex() if (digest := getattr(record, name)) is not None else None for name in _DIGESTS
    }
    return {
        "say": "record",
        "number": record.number,
        **digests,
        "size": record.size,
        "mime": record.mime,
        "quality": record.quality,
        "category": record.category,
        "series": record.series,
        **{name: getattr(record, name) for name in _TRUTHS},
        "submissions": record.submissions,
        "photodna": record.photodna,
        "flags": dict(record.flags_as_written),
        "notes": list(record.notes),
    }


def places_message(places: Sequence[FilePlace]) -> Message:
    """Some places of a record as a message."""
    rows: list[Json] = [
        [
            place.path,
            place.container,
            place.source_id,
            place.deleted,
            place.modified_at.isoformat() if place.modified_at else None,
            place.zone_known,
        ]
        for place in places
    ]
    return {"say": "places", "rows": rows}


def record_of(message: Message, places: Sequence[FilePlace]) -> MediaRecord:
    """The record in a message, with its places; NonsenseError for another shape."""
    return MediaRecord(
        number=protocol.count(message, "number"),
        md5=_digest(message, "md5"),
        sha1=_digest(message, "sha1"),
        sha256=_digest(message, "sha256"),
        pdq=_digest(message, "pdq"),
        size=_optional_count(message, "size"),
        mime=protocol.optional_line(message, "mime", 200),
        quality=_optional_count(message, "quality"),
        category=protocol.optional_line(message, "category", 200),
        series=protocol.optional_line(message, "series", 1000),
        victim_identified=_optional_flag(message.get("victim_identified")),
        offender_identified=_optional_flag(message.get("offender_identified")),
        is_distributed=_optional_flag(message.get("is_distributed")),
        submissions=_optional_count(message, "submissions"),
        photodna=protocol.flag(message, "photodna"),
        places=tuple(places),
        flags_as_written=_flags(message.get("flags")),
        notes=protocol.notes_of(message),
    )


def places_of(message: Message) -> list[FilePlace]:
    """The places in a message; NonsenseError for another shape."""
    rows = message.get("rows")
    if not isinstance(rows, list) or len(rows) > MAX_PLACES:
        raise NonsenseError("no places")
    return [_place(row) for row in rows]


def _place(row: Json) -> FilePlace:
    if not isinstance(row, list) or len(row) != 6:
        raise NonsenseError("not a place")
    path, container, source_id, deleted, modified_at, zone_known = row
    texts: Message = {"path": path, "container": container, "source_id": source_id, "zone_known": zone_known}
    return FilePlace(
        protocol.line(texts, "path", protocol.MAX_PATH),
        protocol.line(texts, "container", protocol.MAX_PATH),
        protocol.optional_line(texts, "source_id", 1000),
        _optional_flag(deleted),
        protocol.moment(modified_at),
        protocol.flag(texts, "zone_known"),
    )


def _digest(message: Message, name: str) -> bytes | None:
    return None if message.get(name) is None else protocol.digest(message, name, _DIGESTS[name])


def _optional_count(message: Message, name: str) -> int | None:
    return None if message.get(name) is None else protocol.count(message, name)


def _optional_flag(value: Json) -> bool | None:
    return None if value is None else protocol.flag({"flag": value}, "flag")


def _flags(value: Json) -> dict[str, str]:
    if not isinstance(value, dict) or len(value) > 20:
        raise NonsenseError("no flags")
    for name, how in value.items():
        if not _FLAG.match(name) or not isinstance(how, str) or not _WORDS.match(how):
            raise NonsenseError("not a flag")
    return {name: str(how) for name, how in value.items()}
