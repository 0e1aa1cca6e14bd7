"""Tables of hashes as text: CSV of any common separator, the ICSE baseline list, hashdeep and md5sum lists.

Every line stands for itself, so that one stray quotation mark costs one line. The record number is the line
number. A 64-digit column without a heading is taken as SHA-256, never as a perceptual hash.
"""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

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
from mozaik.intake.formula import disarmed
from mozaik.intake.source import bounded_name, without_controls

NAME = "CSV"

MAX_LINE = 1 << 18
"""Longest line, in characters."""
_COLUMNS = {
    "md5": "md5", "hashmd5": "md5", "md5hash": "md5",
    "sha1": "sha1", "sha1hash": "sha1",
    "sha256": "sha256", "sha256hash": "sha256",
    "pdq": "pdq", "pdqhash": "pdq", "pdqquality": "quality", "quality": "quality",
    "photodna": "photodna",
    "size": "size", "filesize": "size", "mediasize": "size",
    "category": "category", "categorycode": "category",
    "series": "series", "seriesname": "series",
    "victimidentified": "victim_identified", "offenderidentified": "offender_identified",
    "isdistributed": "is_distributed", "distributed": "is_distributed",
    "numberofsubmissions": "submissions", "submissions": "submissions",
    "filename": "path", "path": "path", "filepath": "path",
    "container": "container", "item": "source_id", "deleted": "deleted", "mime": "mime",
}  # fmt: skip
_HASHES = {"md5": 16, "sha1": 20, "sha256": 32, "pdq": 32}
_SUM_LINE = re.compile(r"\\?([0-9A-Fa-f]{32}|[0-9A-Fa-f]{40}|[0-9A-Fa-f]{64}) [ *](.+)\Z")
_BY_LENGTH = {32: "md5", 40: "sha1", 64: "sha256"}
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


def records(path: Path) -> Iterator[MediaRecord | BadRecord]:
    """Every line as a record; InvalidInputError when no column holds hashes."""
    with path.open("rb") as stream:
        encoding = "utf-16" if stream.read(2) in _UTF16 else ""
    opened: IO[bytes] | IO[str]
    opened = path.open(encoding=encoding, errors="replace") if encoding else path.open("rb")
    with opened as stream:
        layout: _Layout | None = None
        for number, line in _lines(stream):
            if line is None:
                yield BadRecord(number, "the line is longer than allowed")
                continue
            if line.startswith(_COMMENT):
                layout = layout or _commented_heading(line)
                continue
            if layout is None:
                layout, is_heading = _layout(line, path.name)
                if is_heading:
                    continue
            yield _record(number, line, layout)


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
        if re.fullmatch(r"[0-9A-Fa-f]+", cell.strip()) and (name := _BY_LENGTH.get(len(cell.strip()))):
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
        if name := _field(cell):
            columns.setdefault(name, position)
    return columns if columns.keys() & _HASHES.keys() else {}


def _field(cell: str) -> str:
    return _COLUMNS.get(re.sub(r"[^a-z0-9]", "", cell.lower()), "")


def _repeated(cells: Sequence[str], columns: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    """The columns of a heading that name a hash which another column before them names."""
    fields = [(_field(cell), position) for position, cell in enumerate(cells)]
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
    if max(layout.columns[name] for name in layout.columns if name in _HASHES) >= len(cells):
        return BadRecord(number, "the line has too few columns")
    fields = {
        name: cells[at] if name in ("path", "container") else cells[at].strip()
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
    by_name = {_BY_LENGTH[len(line_parts[1])]: digest}
    return MediaRecord(
        number,
        md5=by_name.get("md5"),
        sha1=by_name.get("sha1"),
        sha256=by_name.get("sha256"),
        places=(FilePlace(_name(line_parts[2])),),
    )


def _media_record(number: int, fields: Mapping[str, str]) -> MediaRecord:
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
    quality = counts["quality"]
    return MediaRecord(
        number=number,
        md5=hashes["md5"],
        sha1=hashes["sha1"],
        sha256=hashes["sha256"],
        size=counts["size"],
        mime=fields.get("mime") or None,
        pdq=hashes["pdq"],
        quality=quality if quality is None or quality <= 100 else None,
        category=fields.get("category", "")[:100] or None,
        series=fields.get("series", "")[:4096] or None,
        victim_identified=flags["victim_identified"][0],
        offender_identified=flags["offender_identified"][0],
        is_distributed=flags["is_distributed"][0],
        submissions=counts["submissions"],
        photodna=bool(fields.get("photodna")),
        places=_places(fields),
        flags_as_written={name: how for name, (_, how) in flags.items()},
        notes=(
            *notes,
            *(f"flag {name} is unreadable" for name, (_, how) in flags.items() if how == "unreadable"),
        ),
    )


def _places(fields: Mapping[str, str]) -> tuple[FilePlace, ...]:
    if not fields.get("path"):
        return ()
    deleted, _ = read_flag(fields.get("deleted"), "deleted" in fields)
    return (
        FilePlace(
            _name(disarmed(fields["path"])),
            container=_name(disarmed(fields.get("container", ""))),
            source_id=fields.get("source_id") or None,
            deleted=deleted,
        ),
    )


def _name(text: str) -> str:
    """A path of another program, controls shown, within the longest that is kept."""
    return bounded_name(without_controls(text))
