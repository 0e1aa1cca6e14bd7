"""Facts about help, one a row: a number or an address, how certain it is, its source, and who looked when.

A fact is shown only if a source names it. One that only a single source names is shown and says so. What is
known to be doubtful stays in the file, so that nobody adds it again, and on no page. Notes and evidence are
for editors. The day of the last check is filled in by a person who dialled or opened it, never by a program.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files
from pathlib import Path

from mozaik.campaign.addresses import digits, is_link, is_mail, is_messenger, is_number
from mozaik.campaign.hours import Hours, read_hours
from mozaik.campaign.languages import is_tag
from mozaik.campaign.rows import Row, read_rows
from mozaik.typeset import printable_text

EVERYWHERE = "*"
"""The country of a fact that holds in every country."""

COLUMNS = (
    "country", "region", "kind", "name", "name_lang", "value", "hours", "cost", "languages", "certainty",
    "source", "source_date", "checked_on", "evidence", "note",
)  # fmt: skip
COSTS = ("free", "anonymous", "not_on_bill", "ordinary")
"""What a row may say about the price of a call and about names, separated by `;`."""

_LINE = re.compile(r"[^<>{}]{0,80}")
_SOURCE = re.compile(r"[^<>{}/]{1,60}")
_DAY = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")
_NO_SOURCE = re.compile(r"\bmemory\b|\bcsv\b", re.IGNORECASE)


class Kind(StrEnum):
    """What a fact is for, in the order of a page."""

    EMERGENCY = "emergency"
    POLICE_EMERGENCY = "police_emergency"
    EMERGENCY_TEXT = "emergency_text"
    HELPLINE_PHONE = "helpline_phone"
    HELPLINE_CHAT = "helpline_chat"
    HELPLINE_TEXT = "helpline_text"
    HELPLINE_EMAIL = "helpline_email"
    CRISIS = "crisis"
    POLICE_PHONE = "police_phone"
    POLICE_FORM = "police_form"
    POLICE_PAGE = "police_page"
    HOTLINE = "hotline"
    REMOVAL = "removal"
    REMOVAL_ADULTS = "removal_adults"
    MISSING_CHILDREN = "missing_children"
    ADULTS_PHONE = "adults_phone"
    ADULTS_CHAT = "adults_chat"


class Group(StrEnum):
    """The part of a page in which a fact stands, in their order."""

    EMERGENCY = "emergency"
    HELPLINE = "helpline"
    CRISIS = "crisis"
    POLICE = "police"
    HOTLINE = "hotline"
    REMOVAL = "removal"
    MISSING_CHILDREN = "missing_children"
    ADULTS = "adults"


_GROUPS = {
    Group.EMERGENCY: (Kind.EMERGENCY, Kind.POLICE_EMERGENCY, Kind.EMERGENCY_TEXT),
    Group.HELPLINE: (Kind.HELPLINE_PHONE, Kind.HELPLINE_CHAT, Kind.HELPLINE_TEXT, Kind.HELPLINE_EMAIL),
    Group.CRISIS: (Kind.CRISIS,),
    Group.POLICE: (Kind.POLICE_PHONE, Kind.POLICE_FORM, Kind.POLICE_PAGE),
    Group.HOTLINE: (Kind.HOTLINE,),
    Group.REMOVAL: (Kind.REMOVAL, Kind.REMOVAL_ADULTS),
    Group.MISSING_CHILDREN: (Kind.MISSING_CHILDREN,),
    Group.ADULTS: (Kind.ADULTS_PHONE, Kind.ADULTS_CHAT),
}
_GROUP_OF = {kind: group for group, kinds in _GROUPS.items() for kind in kinds}
_PHONES = frozenset((
    Kind.EMERGENCY, Kind.POLICE_EMERGENCY, Kind.HELPLINE_PHONE, Kind.CRISIS, Kind.POLICE_PHONE,
    Kind.MISSING_CHILDREN, Kind.ADULTS_PHONE,
))  # fmt: skip
_TEXTS = frozenset((Kind.EMERGENCY_TEXT, Kind.HELPLINE_TEXT))


class Certainty(StrEnum):
    """How well a fact is known; only the first two are ever shown."""

    CONFIRMED = "confirmed"
    SINGLE = "single"
    UNCONFIRMED = "unconfirmed"
    WITHHELD = "withheld"


class Way(StrEnum):
    """How a reader uses a value."""

    CALL = "call"
    TEXT = "text"
    MAIL = "mail"
    OPEN = "open"
    READ = "read"


_PREFIXES = {Way.CALL: "tel:", Way.TEXT: "sms:", Way.MAIL: "mailto:", Way.OPEN: "", Way.READ: None}


@dataclass(frozen=True, slots=True)
class Fact:
    """One number or address. `name` is a proper name in `name_lang`; empty, the kind says enough.

    `languages` are those in which somebody answers, as far as the source says. `checked_on` is the day on
    which a person dialled or opened it, or None. `note` and `evidence` are for editors.
    """

    country: str
    region: str
    kind: Kind
    name: str
    name_lang: str
    value: str
    hours: Hours | None
    costs: tuple[str, ...]
    languages: tuple[str, ...]
    certainty: Certainty
    source: str
    source_date: str
    checked_on: date | None
    evidence: str
    note: str

    @property
    def group(self) -> Group:
        """The part of a page in which it stands."""
        return _GROUP_OF[self.kind]

    @property
    def single(self) -> bool:
        """Whether only one source names it, which every page says beside it."""
        return self.certainty is Certainty.SINGLE

    @property
    def shown(self) -> bool:
        """Whether it may stand on a page: a source names it, and there is something to dial or open."""
        return bool(self.value and self.source) and self.certainty in (Certainty.CONFIRMED, Certainty.SINGLE)

    @property
    def way(self) -> Way:
        """How a reader uses it."""
        return _way(self.kind, self.value)

    @property
    def href(self) -> str:
        """Where its link leads; empty where there is nothing but to read it."""
        prefix = _PREFIXES[self.way]
        if prefix is None:
            return ""
        return prefix + (digits(self.value) if self.way in (Way.CALL, Way.TEXT) else self.value)

    def days_unchecked(self, today: date) -> int | None:
        """How many days ago a person last looked; None if nobody has."""
        return (today - self.checked_on).days if self.checked_on else None


def facts_path() -> Path:
    """The site's own file of facts."""
    return Path(str(files("mozaik.campaign").joinpath("data", "reporting-points.csv")))


def read_facts(path: Path, barred: Mapping[str, frozenset[str]], today: date) -> tuple[Fact, ...]:
    """Every fact in the order of the file; InvalidInputError lists all bad rows with line and country.

    `barred` gives the numbers that are not in service, by the code of every known country. `today` refuses
    days that lie in the future.
    """
    known: set[tuple[str, ...]] = set()

    def faults(row: Row) -> list[str]:
        wrong = list(_faults(row, barred, today))
        key = tuple(row[column] for column in ("country", "region", "kind", "name", "value"))
        if key in known:
            wrong.append("the same fact stands in two rows")
        if not wrong:
            known.add(key)
        return wrong

    return tuple(_fact(row) for row in read_rows(path, COLUMNS, "facts", faults))


def _faults(row: Row, barred: Mapping[str, frozenset[str]], today: date) -> Iterator[str]:
    """What is wrong with one row."""
    if row["country"] not in barred and row["country"] != EVERYWHERE:
        yield "the country has no row among the countries"
    if row["kind"] not in set(Kind):
        yield f"the kind is none of {', '.join(Kind)}"
        return
    kind = Kind(row["kind"])
    if row["country"] == EVERYWHERE and _GROUP_OF[kind] is not Group.REMOVAL:
        yield "only services that take pictures down can stand for every country"
    yield from _value_faults(kind, row["value"])
    if (
        digits(row["value"]).lstrip("+") in barred.get(row["country"], ())
        and row["certainty"] != Certainty.UNCONFIRMED
    ):
        yield "the number is not in service in this country (column not_in_service of the countries)"
    yield from _text_faults(row, today)
    yield from _source_faults(row)
    yield from _date_faults(row, today)


def _value_faults(kind: Kind, value: str) -> Iterator[str]:
    if not value:
        return
    if kind in _PHONES:
        good, wanted = is_number(value), "telephone number"
    elif kind in _TEXTS:
        good, wanted = is_number(value) or is_messenger(value), "number or name in a messenger"
    elif kind is Kind.HELPLINE_EMAIL:
        good, wanted = is_mail(value), "e-mail address"
    else:
        good = is_link(value) or (kind is Kind.POLICE_FORM and is_mail(value))
        wanted = "web address"
    if not good:
        yield f"the value is no {wanted}"


def _text_faults(row: Row, today: date) -> Iterator[str]:
    for column in ("name", "region"):
        if not _LINE.fullmatch(row[column]) or not _is_drawn(row[column]):
            yield f"{column} is too long or has a mark that no name needs"
    if (row["name"] or row["region"]) and not is_tag(row["name_lang"]):
        yield "name_lang is no language"
    hours = read_hours(row["hours"])
    if row["hours"] and (hours is None or hours.year > today.year):
        yield "hours are not like Mo-Fr 09:00-20:00 (2024), with a year that has come"
    if not set(_parts(row["cost"])) <= set(COSTS):
        yield f"cost knows only {', '.join(COSTS)}"
    if not all(is_tag(tag) for tag in _parts(row["languages"])):
        yield "languages has an unknown tag"


def _source_faults(row: Row) -> Iterator[str]:
    if row["certainty"] not in set(Certainty):
        yield f"the certainty is none of {', '.join(Certainty)}"
    elif row["certainty"] in (Certainty.CONFIRMED, Certainty.SINGLE):
        if not _SOURCE.fullmatch(row["source"]) or not _is_drawn(row["source"]):
            yield "the source is not one short name of a source (its address is evidence)"
        elif _NO_SOURCE.search(row["source"]):
            yield "memory or a table is no source"
    elif row["checked_on"]:
        yield "a fact that a person has checked is confirmed or single"


def _date_faults(row: Row, today: date) -> Iterator[str]:
    begin = _day(f"{row['source_date']}-01-01"[:10]) if _DAY.fullmatch(row["source_date"]) else None
    if row["source_date"] and (begin is None or begin > today):
        yield "source_date is no past day, month or year"
    checked_on = _day(row["checked_on"])
    if row["checked_on"] and checked_on is None:
        yield "checked_on is no date (YYYY-MM-DD)"
    elif checked_on and checked_on > today:
        yield "checked_on lies in the future"


def _day(text: str) -> date | None:
    """The day of a text such as 2026-11-20, or None for any other writing."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.isoformat() == text else None


def _is_drawn(text: str) -> bool:
    """Whether the fonts hold all letters of a text, and none of them turns it around or hides in it."""
    composed = unicodedata.normalize("NFC", text)
    return printable_text(composed) == composed


def _fact(row: Row) -> Fact:
    return Fact(
        country=row["country"],
        region=row["region"],
        kind=Kind(row["kind"]),
        name=row["name"],
        name_lang=row["name_lang"],
        value=row["value"],
        hours=read_hours(row["hours"]) if row["hours"] else None,
        costs=_parts(row["cost"]),
        languages=_parts(row["languages"]),
        certainty=Certainty(row["certainty"]),
        source=row["source"],
        source_date=row["source_date"],
        checked_on=_day(row["checked_on"]),
        evidence=row["evidence"],
        note=row["note"],
    )


@cache
def _way(kind: Kind, value: str) -> Way:
    if is_mail(value):
        return Way.MAIL
    if is_link(value):
        return Way.OPEN
    if kind in _TEXTS:
        return Way.TEXT if is_number(value) else Way.READ
    return Way.CALL


def _parts(text: str) -> tuple[str, ...]:
    return tuple(text.split(";")) if text else ()
