"""Project VIC VICS 1.1 to 2.0: case exports (`#Cases`) and hash lists (`#Media`), read as a stream.

Real exports are taken as they come: a mark of any region or none, an array at the root, keys in any case,
text in place of numbers and truth values, one file named by many entries, empty MD5. Categories are codes of
the exporter's region and stay codes. Links in the file are never followed.
"""

import io
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

from mozaik.errors import InvalidInputError
from mozaik.intake.export import (
    BadRecord,
    BadRecordError,
    FilePlace,
    MediaRecord,
    read_count,
    read_digest,
    read_flag,
)
from mozaik.intake.json_stream import UNREADABLE, Json, JsonStream
from mozaik.intake.meter import Meter
from mozaik.intake.source import bounded_name, instant, without_controls

NAME = "VICS"

_FLAGS = ("victimidentified", "offenderidentified", "isdistributed")
_DOT_NET = re.compile(r"/Date\((-?\d{1,15})([+-]\d{4})?\)/\Z")
_FRACTION = re.compile(r"(\.\d{1,6})\d*")
_MAX_PLACES = 10_000
_LONGEST = 4096

Fields = Mapping[str, Json]


def detect(head: bytes) -> bool:
    """Whether a file begins like JSON."""
    begin = head.decode(_code(head), "ignore").lstrip()
    return begin[:1] in ("{", "[")


def _code(head: bytes) -> str:
    return "utf-16" if head.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"


def records(path: Path, meter: Meter | None = None) -> Iterator[MediaRecord | BadRecord]:
    """Every media record of an export or list; InvalidInputError when the file is not a VICS JSON."""
    with path.open("rb") as raw_stream:
        code = _code(raw_stream.read(2))
    with io.TextIOWrapper((meter or Meter()).open(path), encoding=code) as stream:
        for number, raw in enumerate(_raw_records(JsonStream(stream, path.name), path.name), start=1):
            try:
                yield _record(number, raw)
            except BadRecordError as error:
                yield BadRecord(number, str(error))


def _raw_records(stream: JsonStream, where: str) -> Iterator[Json]:
    if stream.peek() == "[":
        yield from _elements(stream)
        stream.end()
        return
    any_media = False
    for key in stream.members():
        if key.lower() == "value" and stream.peek() == "[":
            any_media = True
            yield from _elements(stream)
        else:
            stream.value()
    stream.end()
    if not any_media:
        raise InvalidInputError(
            "this JSON is not a VICS file",
            where=where,
            why="it has no array 'value'",
            remedy="export it as VICS",
        )


def _elements(stream: JsonStream) -> Iterator[Json]:
    """The media records of an array of records or of an array of cases, told apart by shape."""
    for _ in stream.items():
        if stream.peek() != "{":
            yield stream.value()
            continue
        fields: dict[str, Json] = {}
        is_case = False
        for key in stream.members():
            if key.lower() == "media" and stream.peek() == "[":
                is_case = True
                for _ in stream.items():
                    yield stream.value()
            else:
                value = stream.value()
                fields[key] = value if fields.get(key, value) == value else UNREADABLE
        if not is_case:
            yield fields


def _record(number: int, raw: Json) -> MediaRecord:
    if raw is UNREADABLE:
        raise BadRecordError("it is not JSON, says one key twice, or is too deep or too long")
    if not isinstance(raw, dict):
        raise BadRecordError("it is not a JSON object")
    fields = _lowered(raw)
    hashes, photodna = _hashes(fields)
    flags = {name: read_flag(fields.get(name), name in fields) for name in _FLAGS}
    notes = [f"flag {name} is unreadable" for name, (_, how) in flags.items() if how == "unreadable"]
    size = _size(fields, notes)
    return MediaRecord(
        number=number,
        md5=hashes.get("MD5"),
        sha1=hashes.get("SHA1"),
        sha256=hashes.get("SHA256"),
        size=size,
        mime=_text(fields.get("mimetype")),
        pdq=hashes.get("PDQ"),
        quality=_quality(fields),
        category=_category(fields.get("category"), notes),
        series=_series(fields.get("series")),
        victim_identified=flags["victimidentified"][0],
        offender_identified=flags["offenderidentified"][0],
        is_distributed=flags["isdistributed"][0],
        photodna=photodna,
        places=tuple(_places(fields)),
        flags_as_written={name: how for name, (_, how) in flags.items()},
        notes=tuple(notes),
    )


_LENGTHS = {"MD5": 16, "SHA1": 20, "SHA256": 32, "PDQ": 32}


def _hashes(fields: Fields) -> tuple[dict[str, bytes], bool]:
    """The known hashes of a record by name, and whether it has a PhotoDNA value."""
    given = [(name, fields.get(name.lower())) for name in _LENGTHS]
    photodna = bool(fields.get("photodna"))
    for other in _objects(fields.get("alternativehashes")):
        name = re.sub(r"[^A-Z0-9]", "", str(other.get("hashname", "")).upper())
        photodna = photodna or name == "PHOTODNA"
        if name in _LENGTHS:
            given.append((name, other.get("hashvalue")))
    hashes: dict[str, bytes] = {}
    for name, value in given:
        digest = read_digest(value, name, _LENGTHS[name])
        if digest is not None and hashes.setdefault(name, digest) != digest:
            raise BadRecordError(f"it has two different values of {name}")
    return hashes, photodna


def _objects(value: Json) -> Iterator[Fields]:
    """The objects of an array, keys in lower case; anything else gives none."""
    for element in value if isinstance(value, list) else ():
        if isinstance(element, dict):
            yield _lowered(element)


def _lowered(written: Fields) -> Fields:
    """An object with its keys in lower case; BadRecordError when two keys are then one with two values."""
    fields: dict[str, Json] = {}
    for key, value in written.items():
        kept = fields.setdefault(key.lower(), value)
        if kept is not value and kept != value:
            raise BadRecordError("it has one key twice, in capitals and small letters, with two values")
    return fields


def _size(fields: Fields, notes: list[str]) -> int | None:
    try:
        return read_count(fields.get("mediasize"))
    except ValueError:
        notes.append("size is unreadable")
        return None


def _quality(fields: Fields) -> int | None:
    """The PDQ quality, which our own exports carry as a property."""
    for stated in _objects(fields.get("mediametadata")):
        if stated.get("propertyname") == "PDQQuality":
            try:
                quality = read_count(stated.get("propertyvalue"))
            except ValueError:
                return None
            return quality if quality is not None and quality <= 100 else None
    return None


def _category(value: Json, notes: list[str]) -> str | None:
    """The code as text; its meaning depends on the region and is never guessed."""
    if isinstance(value, bool | float | list | dict):
        notes.append("category is unreadable")
        return None
    if value is None:
        return None
    return (_text(str(value)) or "")[:100] or None


def _series(value: Json) -> str | None:
    """The series names as one text; some exporters write a list."""
    if isinstance(value, list):
        value = "; ".join(part for part in value if isinstance(part, str))
    return _text(value)


def _text(value: Json) -> str | None:
    if not isinstance(value, str):
        return None
    return "".join(sign if sign.isprintable() else " " for sign in value).strip()[:_LONGEST] or None


def _places(fields: Fields) -> Iterator[FilePlace]:
    """Every place of the file on a device; version 1.1 has only a name."""
    listed = 0
    for place in _objects(fields.get("mediafiles")):
        listed += 1
        if listed > _MAX_PLACES:
            raise BadRecordError("it has too many places")
        moment, known = read_time(place.get("written"))
        deleted, how = read_flag(place.get("deleted"), "deleted" in place)
        yield FilePlace(
            path=_path(place),
            container=file_name(place.get("parentfilepath")),
            source_id=_text(place.get("sourceid")),
            deleted=None if how == "unreadable" else deleted,
            modified_at=moment,
            zone_known=known,
        )
    if not listed and (name := file_name(fields.get("relativefilepath")) or file_name(fields.get("name"))):
        yield FilePlace(path=name)


def _path(place: Fields) -> str:
    """Folder and name, or the path alone when it ends with the name already."""
    path, name = file_name(place.get("filepath")), file_name(place.get("filename"))
    if not name or path == name or path.endswith(("/" + name, "\\" + name)):
        return path or name
    if not path:
        return name
    return bounded_name(path + ("" if path[-1] in "/\\" else "\\" if "\\" in path else "/") + name)


def file_name(value: Json) -> str:
    r"""A name or path as it is written, controls as `\xNN`; empty when it is not text."""
    if not isinstance(value, str):
        return ""
    return bounded_name(without_controls(value.encode("utf-8", "backslashreplace").decode()))


def read_time(value: Json) -> tuple[datetime | None, bool]:
    """A time and whether its zone is known; a time without one keeps its wall clock, written as UTC."""
    if not isinstance(value, str):
        return None, False
    if dot_net := _DOT_NET.match(value):
        moment = instant(int(dot_net[1]) / 1000)
        return moment, moment is not None
    try:
        moment = datetime.fromisoformat(_FRACTION.sub(r"\1", value.strip(), count=1))
        return (
            (moment.replace(tzinfo=UTC), False) if moment.tzinfo is None else (moment.astimezone(UTC), True)
        )
    except (ValueError, OverflowError):
        return None, False
