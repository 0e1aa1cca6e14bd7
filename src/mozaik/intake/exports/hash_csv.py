"""Tables of hashes as text: CSV of any common separator, the ICSE baseline list, hashdeep and md5sum lists.

Every line stands for itself, so that one stray quotation mark costs one line. The record number is the line
number. A 64-digit column without a heading is taken as SHA-256, never as a perceptual hash.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO

from mozaik.errors import InvalidInputError
from mozaik.intake.columns import (
    BY_LENGTH,
    cell_of,
    field_of,
    is_type_of_file,
    mime_of,
    moment_of,
    name_of,
    places_of,
    unused_notes,
    with_kind_of_hash,
)
from mozaik.intake.export import (
    BadRecord,
    BadRecordError,
    FilePlace,
    MediaRecord,
    read_count,
    read_digest,
    read_flag,
)
from mozaik.intake.meter import Meter
from mozaik.intake.source import without_controls

NAME = "CSV"

MAX_LINE = 1 << 18
"""Longest line, in characters."""
_HASHES = {"md5": 16, "sha1": 20, "sha256": 32, "pdq": 32}
_SUM_LINE = re.compile(r"\\?([0-9A-Fa-f]{32}|[0-9A-Fa-f]{40}|[0-9A-Fa-f]{64}) [ *](.+)\Z")
_UNREADABLE = {
    "mime": "the type of the file is no media type, not kept",
    "modified_at": "the time of the file has no zone or another form, not kept",
}
_COMMENT = ("#", "%%%%")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def detect(head: bytes) -> bool:
    """Whether a file begins like text with a hash or a heading of one."""
    text = head.decode("utf-16" if head.startswith(_UTF16) else "latin-1", "ignore").lower()
    if "\x00" in text.split("\n", 1)[0]:
        return False
    known = re.search(r"md5|sha-?_?1|sha-?_?256|pdq|hashdeep", text)
    return bool(
        known or re.search(r"(?<![0-9a-f])([0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64})(?![0-9a-f])", text)
    )


def records(path: Path, meter: Meter | None = None) -> Iterator[MediaRecord | BadRecord]:
    """Every line as a record; InvalidInputError when no column holds hashes."""
    with path.open("rb") as stream:
        encoding = "utf-16" if stream.read(2) in _UTF16 else ""
    content: IO[bytes] = (meter or Meter()).open(path)
    opened: IO[bytes] | IO[str]
    opened = io.TextIOWrapper(content, encoding, "replace") if encoding else content
    with opened as stream:
        layout: _Layout | None = None
        unused: tuple[str, ...] = ()
        for number, line in _lines(stream):
            if line is None:
                yield BadRecord(number, "the line is longer than allowed")
                continue
            if line.startswith(_COMMENT):
                if layout is None and (layout := _commented_heading(line)) is not None:
                    unused = _unused(line.lstrip("%# "), layout)
                continue
            if layout is None:
                layout, is_heading = _layout(line, path.name)
                if is_heading:
                    unused = _unused(line, layout)
                    continue
            record = _record(number, line, layout)
            if unused and isinstance(record, MediaRecord):
                record, unused = replace(record, notes=(*record.notes, *unused)), ()
            yield record


def _lines(stream: IO[bytes] | IO[str]) -> Iterator[tuple[int, str | None]]:
    """Line number and text of each line that is not blank; None for one that is too long."""
    number = 0
    while line := stream.readline(MAX_LINE):
        number += 1
        end = b"\n" if isinstance(line, bytes) else "\n"
        too_long = len(line) == MAX_LINE and line[-1:] != end
        while too_long and (rest := stream.readline(MAX_LINE)) and rest[-1:] != end:
            continue
        text = _decode(line).strip("\r\n\ufeff")
        if too_long:
            yield number, None
        elif text.strip():
            yield number, text


def _decode(line: bytes | str) -> str:
    if isinstance(line, str):
        return line
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("latin-1")


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where each field stands: separator and position by field name; no columns means md5sum lines.

    `plain` counts the fields of a hashdeep line, which quotes nothing and ends with the name; 0 for CSV.
    `again` names the columns that repeat a hash.
    """

    separator: str
    columns: Mapping[str, int]
    plain: int = 0
    again: tuple[tuple[str, int], ...] = ()


def _commented_heading(line: str) -> _Layout | None:
    """The layout by a comment before the first record; None for one that is no heading."""
    text = line.lstrip("%# ")
    separator = _separator(text)
    cells = text.split(separator)
    columns = _heading(cells)
    plain = len(cells) if line.startswith("%%%%") else 0
    return _Layout(separator, columns, plain) if columns else None


def _layout(line: str, where: str) -> tuple[_Layout, bool]:
    """The layout by the first line that is no comment, and whether that line is a heading."""
    if _SUM_LINE.match(line):
        return _Layout("", {}), False
    separator = _separator(line)
    cells = _cells(line, separator)
    if columns := _heading(cells):
        return _Layout(separator, columns, again=_repeated(cells, columns)), True
    for position, cell in enumerate(cells):
        if re.fullmatch(r"[0-9A-Fa-f]+", cell.strip()) and (name := BY_LENGTH.get(len(cell.strip()))):
            columns.setdefault(name, position)
    if not columns:
        raise InvalidInputError(
            "no column with hashes",
            where=where,
            why="the first line is neither a heading with MD5, SHA-1, SHA-256 or PDQ nor a hash",
            remedy="name the columns in the first line",
        )
    return _Layout(separator, columns), False


def _separator(line: str) -> str:
    return max(";,\t|", key=line.count)


def _heading(cells: Sequence[str]) -> dict[str, int]:
    """Positions by field name when the cells are a heading with at least one hash; else empty."""
    columns: dict[str, int] = {}
    for position, cell in enumerate(cells):
        if name := field_of(cell):
            columns.setdefault(name, position)
    return columns if columns.keys() & {*_HASHES, "hash"} else {}


def _unused(line: str, layout: _Layout) -> tuple[str, ...]:
    """Notes that name the columns of a heading from which nothing is taken."""
    again = {position for _, position in layout.again}
    taken = {*layout.columns.values(), *again}
    cells = _cells(line, layout.separator)
    return unused_notes(
        [without_controls(cell) for place, cell in enumerate(cells) if place not in taken and cell.strip()]
    )


def _repeated(cells: Sequence[str], columns: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    """The columns of a heading that name a hash which another column before them names."""
    fields = [(field_of(cell), position) for position, cell in enumerate(cells)]
    return tuple(field for field in fields if field[0] in _HASHES and columns[field[0]] != field[1])


def _split(line: str, layout: _Layout) -> list[str]:
    if layout.plain:
        return line.split(layout.separator, layout.plain - 1)
    return _cells(line, layout.separator)


def _cells(line: str, separator: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=separator, strict=True))
    except (csv.Error, StopIteration):
        return []


def _record(number: int, line: str, layout: _Layout) -> MediaRecord | BadRecord:
    if not layout.columns:
        return _sum_record(number, line)
    cells = _split(line, layout)
    if not cells:
        return BadRecord(number, "the line is not a line of this table (a quotation mark is open?)")
    if max(at for name, at in layout.columns.items() if name in (*_HASHES, "hash")) >= len(cells):
        return BadRecord(number, "the line has too few columns")
    fields = {
        name: cell_of(cells[at]) if name in ("path", "name", "container") else cell_of(cells[at]).strip()
        for name, at in layout.columns.items()
        if at < len(cells)
    }
    try:
        _check_repeats(fields, cells, layout)
        return _media_record(number, fields)
    except BadRecordError as error:
        return BadRecord(number, str(error))


def _check_repeats(fields: Mapping[str, str], cells: Sequence[str], layout: _Layout) -> None:
    """BadRecordError when a second column of a hash says another one."""
    for name, at in layout.again:
        if at < len(cells) and cells[at].strip() and cells[at].strip().lower() != fields[name].lower():
            raise BadRecordError(f"it has two different values of {name.upper()}")


def _sum_record(number: int, line: str) -> MediaRecord | BadRecord:
    if not (line_parts := _SUM_LINE.match(line)):
        return BadRecord(number, "the line is not a hash with a file name")
    digest = bytes.fromhex(line_parts[1])
    by_name = {BY_LENGTH[len(line_parts[1])]: digest}
    return MediaRecord(
        number,
        md5=by_name.get("md5"),
        sha1=by_name.get("sha1"),
        sha256=by_name.get("sha256"),
        places=(FilePlace(name_of(line_parts[2])),),
    )


def _media_record(number: int, fields: Mapping[str, str]) -> MediaRecord:
    fields = with_kind_of_hash(fields)
    hashes = {name: read_digest(fields.get(name), name.upper(), size) for name, size in _HASHES.items()}
    notes: list[str] = []
    counts = {}
    for name in ("size", "quality", "submissions"):
        try:
            counts[name] = read_count(fields.get(name))
        except ValueError:
            counts[name] = None
            notes.append(f"{name} is unreadable")
    flags = {
        name: read_flag(fields.get(name), name in fields)
        for name in ("victim_identified", "offender_identified", "is_distributed")
    }
    for name, is_readable in (("mime", mime_of), ("modified_at", moment_of)):
        if fields.get(name) and is_readable(fields[name]) is None:
            notes.append(_UNREADABLE[name])
    quality = counts["quality"]
    category = fields.get("category", "")[:100]
    if is_type_of_file(category):
        category = ""
        notes.append("category names a type of file, which is no grading")
    return MediaRecord(
        number=number,
        md5=hashes["md5"],
        sha1=hashes["sha1"],
        sha256=hashes["sha256"],
        size=counts["size"],
        mime=mime_of(fields.get("mime", "")),
        pdq=hashes["pdq"],
        quality=quality if quality is None or quality <= 100 else None,
        category=category or None,
        series=fields.get("series", "")[:4096] or None,
        victim_identified=flags["victim_identified"][0],
        offender_identified=flags["offender_identified"][0],
        is_distributed=flags["is_distributed"][0],
        submissions=counts["submissions"],
        photodna=bool(fields.get("photodna")),
        places=places_of(fields),
        flags_as_written={name: how for name, (_, how) in flags.items()},
        notes=(
            *notes,
            *(f"flag {name} is unreadable" for name, (_, how) in flags.items() if how == "unreadable"),
        ),
    )
