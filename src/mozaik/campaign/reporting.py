"""Where to report and who listens, country by country, from one CSV file that people keep.

A row is believed only as far as it says itself: a number is a call link only in a verified row, 116 111 is
shown only there, and 112 only where it is known to work. The date of the last check is filled in by a person
who opened the page, never by a program.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from pathlib import Path
from urllib.parse import urlsplit

from mozaik.campaign.languages import is_country, locale_of
from mozaik.errors import InvalidInputError

COLUMNS = (
    "country_iso2",
    "country",
    "languages",
    "hotline_name",
    "hotline_url",
    "helpline_name",
    "helpline_phone",
    "police_report_url",
    "source",
    "verified",
    "checked_on",
)
# fmt: off
EUROPEAN_UNION = frozenset((
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU",
    "IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
))
# fmt: on
"""Where 112 works by law of the Union (source: victim-support.eu)."""
EU_SOURCE = "victim-support.eu"

_SHARED_HELPLINE = "116111"
_MARKED = re.compile(r"(?P<text>.*?)(?: \((?P<tag>[a-z]{2,3}(?:-[A-Z][a-z]{3})?)\))?")
_NUMBER = re.compile(r"[0-9][0-9 ]{1,18}")
_UNCONFIRMED = re.compile(r"\b116 ?111\b")


@dataclass(frozen=True, slots=True)
class Named:
    """A name or a number, and the language it is in or serves (empty: not said, so English for a name)."""

    text: str
    tag: str = ""


@dataclass(frozen=True, slots=True)
class ReportingPoint:
    """One country: its languages, police, hotline and helpline, where that is known from, and since when.

    `checked_on` is the day on which a person last looked, or None.
    """

    code: str
    country: str
    languages: tuple[str, ...]
    hotlines: tuple[Named, ...]
    hotline_url: str
    helplines: tuple[Named, ...]
    phones: tuple[Named, ...]
    police_url: str
    source: str
    verified: bool
    checked_on: date | None

    @property
    def has_112(self) -> bool:
        """Whether 112 is confirmed: in the whole Union, elsewhere only if a verified row says so."""
        return self.code in EUROPEAN_UNION or (self.verified and "emergency 112" in self.source)

    @property
    def shown_phones(self) -> tuple[Named, ...]:
        """The numbers that may be shown: 116 111 only in a verified row."""
        return tuple(one for one in self.phones if self.verified or digits(one.text) != _SHARED_HELPLINE)

    @property
    def shown_source(self) -> str:
        """The source as the page shows it: without a 116 111 that this row does not confirm."""
        confirmed = any(digits(one.text) == _SHARED_HELPLINE for one in self.shown_phones)
        return self.source if confirmed else _UNCONFIRMED.sub("(number not confirmed)", self.source)

    def days_unchecked(self, today: date) -> int | None:
        """How many days ago a person last looked; None if nobody has."""
        return (today - self.checked_on).days if self.checked_on else None


def digits(number: str) -> str:
    """A number as it is dialled."""
    return number.replace(" ", "")


def points_path() -> Path:
    """The site's own file of reporting points."""
    return Path(str(files("mozaik.campaign").joinpath("data", "reporting-points.csv")))


def read_points(path: Path, today: date) -> tuple[ReportingPoint, ...]:
    """Every country, sorted by code; InvalidInputError lists all bad rows with their lines.

    `today` refuses dates that lie in the future.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidInputError(
            "the reporting points cannot be read", where=str(path), why=str(error)
        ) from error
    reader = csv.DictReader(io.StringIO(text), strict=True, restval="")
    try:
        columns, rows = tuple(reader.fieldnames or ()), list(reader)
    except csv.Error as error:
        raise InvalidInputError(
            "the reporting points are not readable CSV", where=f"{path}, line {reader.line_num}",
            remedy="check the quotation marks there",
        ) from error  # fmt: skip
    if columns != COLUMNS:
        raise InvalidInputError(
            "the columns are not those of reporting points",
            where=str(path),
            remedy=f"use {','.join(COLUMNS)}",
        )
    points: dict[str, ReportingPoint] = {}
    bad = []
    for line, row in enumerate(rows, start=2):
        faults = list(_row_faults(row, today))
        if row["country_iso2"] in points:
            faults.append("the country stands in two rows")
        if faults:
            bad.append(f"row {line}: {', '.join(faults)}")
        else:
            points[row["country_iso2"]] = _point(row)
    if bad or not points:
        raise InvalidInputError(
            f"{len(bad)} bad rows",
            where=str(path),
            why="; ".join(bad) or "it has no row",
            remedy="correct these rows",
        )
    return tuple(points[code] for code in sorted(points))


def _row_faults(row: Mapping[str, str], today: date) -> Iterator[str]:
    """What is wrong with one row of the file."""
    if None in row or any(row.get(column) is None for column in COLUMNS):
        yield "it has not one value for each column"
        return
    if not is_country(row["country_iso2"]):
        yield "country_iso2 is no country code"
    yield from _language_faults(row["languages"])
    for column in ("hotline_url", "police_report_url"):
        if row[column] and not is_web_address(row[column]):
            yield f"{column} is no https address"
    if not row["police_report_url"]:
        yield "police_report_url is empty"
    if not row["source"].strip():
        yield "source is empty"
    if row["verified"] not in ("yes", "no"):
        yield "verified is neither yes nor no"
    if any(not _NUMBER.fullmatch(one.text) for one in _marked(row["helpline_phone"])):
        yield "helpline_phone has something that is no number"
    yield from _date_faults(row["checked_on"], today)


def _language_faults(text: str) -> Iterator[str]:
    if not text:
        yield "languages is empty"
    for tag in text.split(";"):
        try:
            locale_of(tag)
        except InvalidInputError:
            yield "languages has an unknown tag"


def _date_faults(text: str, today: date) -> Iterator[str]:
    try:
        if text and date.fromisoformat(text) > today:
            yield "checked_on lies in the future"
    except ValueError:
        yield "checked_on is no date (YYYY-MM-DD)"


def is_web_address(text: str) -> bool:
    """Whether a text is a well-formed https address without a user, blanks or marks."""
    try:
        parts = urlsplit(text)
        named = bool(re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", parts.hostname or "")) and parts.port is None
    except ValueError:
        return False
    return parts.scheme == "https" and named and "@" not in parts.netloc and not re.search(r"[\s<>\"']", text)


def _point(row: Mapping[str, str]) -> ReportingPoint:
    known_hotline = not row["hotline_name"].startswith("none found")
    return ReportingPoint(
        code=row["country_iso2"],
        country=row["country"],
        languages=tuple(row["languages"].split(";")),
        hotlines=tuple(_marked(row["hotline_name"])) if known_hotline else (),
        hotline_url=row["hotline_url"],
        helplines=tuple(_marked(row["helpline_name"])),
        phones=tuple(_marked(row["helpline_phone"])),
        police_url=row["police_report_url"],
        source=row["source"],
        verified=row["verified"] == "yes",
        checked_on=date.fromisoformat(row["checked_on"]) if row["checked_on"] else None,
    )


def _marked(text: str) -> Iterator[Named]:
    """The parts of `Awel (nl); Écoute-Enfants (fr)` with their language marks."""
    for part in filter(None, (part.strip() for part in text.split(";"))):
        found = _MARKED.fullmatch(part)
        if found:
            yield Named(found["text"], found["tag"] or "")
