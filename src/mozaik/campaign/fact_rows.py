"""The table of facts, read strictly: all bad rows are told at once, with line, country and reason."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date
from importlib.resources import files
from pathlib import Path

from mozaik.campaign.addresses import digits, is_link, is_mail, is_messenger, is_number
from mozaik.campaign.facts import EVERYWHERE, PHONES, TEXTS, Certainty, Fact, Group, Kind, group_of
from mozaik.campaign.hours import read_hours
from mozaik.campaign.languages import is_tag
from mozaik.campaign.rows import Row, read_rows
from mozaik.typeset import printable_text

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
    if row["country"] == EVERYWHERE and group_of(kind) is not Group.REMOVAL:
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
    if kind in PHONES:
        good, wanted = is_number(value), "telephone number"
    elif kind in TEXTS:
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


def _parts(text: str) -> tuple[str, ...]:
    return tuple(text.split(";")) if text else ()
