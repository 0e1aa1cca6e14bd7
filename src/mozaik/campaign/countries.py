"""The countries of the campaign: their languages, and the numbers that do not work there."""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from mozaik.campaign.addresses import is_number
from mozaik.campaign.languages import is_country, is_settable
from mozaik.campaign.rows import Row, read_rows

COLUMNS = ("country", "name", "languages", "operation", "not_in_service")


@dataclass(frozen=True, slots=True)
class Country:
    """A country by its ISO code and English name: its languages, the first one most used.

    `operation` says whether it takes part in the operation; such countries stand first in the choice.
    `barred` are numbers, as dialled, that are not in service there, so that none of them is ever shown.
    """

    code: str
    name: str
    languages: tuple[str, ...]
    operation: bool
    barred: frozenset[str]


def countries_path() -> Path:
    """The site's own file of countries."""
    return Path(str(files("mozaik.campaign").joinpath("data", "countries.csv")))


def read_countries(path: Path) -> tuple[Country, ...]:
    """Every country, sorted by code; InvalidInputError lists all bad rows."""
    known: set[str] = set()

    def faults(row: Row) -> Iterator[str]:
        if row["country"] in known:
            yield "the country stands in two rows"
        known.add(row["country"])
        yield from _faults(row)

    countries = (_country(row) for row in read_rows(path, COLUMNS, "countries", faults))
    return tuple(sorted(countries, key=lambda country: country.code))


def _faults(row: Row) -> Iterator[str]:
    if not is_country(row["country"]):
        yield "country is no country code"
    if not row["name"]:
        yield "name is empty"
    tags = row["languages"].split(";")
    if not all(is_settable(tag) for tag in tags) or len(set(tags)) < len(tags):
        yield "languages is empty, has a tag that is unknown or cannot be set, or one twice"
    if row["operation"] not in ("yes", ""):
        yield "operation is neither yes nor empty"
    if not all(is_number(number) for number in row["not_in_service"].split(";") if number):
        yield "not_in_service has something that is no number"


def _country(row: Row) -> Country:
    return Country(
        code=row["country"],
        name=row["name"],
        languages=tuple(row["languages"].split(";")),
        operation=row["operation"] == "yes",
        barred=frozenset(number.replace(" ", "") for number in row["not_in_service"].split(";") if number),
    )
