"""What the tests of the public site share: days, small inputs, and built sites."""

import csv
import io
import shutil
from datetime import date
from pathlib import Path

from mozaik.campaign import Inputs, Site, catalogue_folder, catalogue_path, fact_rows, read_site
from mozaik.campaign import countries as countries_module
from mozaik.campaign.pages import FilmPage, language_pages

DAY = date(2026, 11, 20)
# fmt: off
OWN_TAGS = [
    "bg", "bs", "cs", "cy", "da", "de", "el", "en", "es", "et", "fi", "fr", "ga", "hr", "hu", "it", "lt",
    "lv", "mk", "mt", "nb", "nl", "nn", "pl", "pt", "rm", "ro", "sk", "sl", "sq", "sr-Cyrl", "sr-Latn",
    "sv", "uk",
]
# fmt: on
TAGS = sorted([*OWN_TAGS, "cnr"])
"""The 35 tags of the 34 countries."""

SIGNATURE = """
[signature]
publisher = "Invented Publisher"
contact = "campaign@publisher.example"
imprint = "Invented Street 1"
licence = "CC BY-ND 4.0"
accessibility = "Meets WCAG 2.2 AA"
partners = "Police of Nowhere"
"""


def rows_of(path: Path, *codes: str) -> str:
    """The header of a table and its rows of some countries, as the site's own file has them."""
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    return lines[0] + "".join(line for line in lines[1:] if line.partition(",")[0] in codes)


def fact_row(**values: str) -> str:
    """One good row of invented facts, with some values replaced."""
    good = {
        "country": "SI",
        "kind": "helpline_phone",
        "name": "TOM",
        "name_lang": "sl",
        "value": "116 111",
        "languages": "sl",
        "certainty": "confirmed",
        "source": "invented for a test",
        "source_date": "2026-10",
        "checked_on": "2026-11-01",
    }
    return _line(fact_rows.COLUMNS, good | values)


def country_facts(code: str = "SI", language: str = "sl", checked_on: str = "2026-11-01") -> str:
    """The three facts that a country needs before it is final."""
    shared = {"country": code, "languages": language, "checked_on": checked_on}
    return (
        fact_row(kind="emergency", name="", name_lang="", value="112", **shared)
        + fact_row(**shared)
        + fact_row(kind="police_phone", name="", name_lang="", value="080 1200", **shared)
    )


def facts_file(folder: Path, *rows: str) -> Path:
    """A file of facts with these rows."""
    path = folder / "facts.csv"
    path.write_text(",".join(fact_rows.COLUMNS) + "\n" + "".join(rows), encoding="utf-8")
    return path


def country_row(**values: str) -> str:
    """One good row of an invented file of countries, with some values replaced."""
    good = {"country": "SI", "name": "Slovenia", "languages": "sl", "operation": "yes"}
    return _line(countries_module.COLUMNS, good | values)


def countries_file(folder: Path, *rows: str) -> Path:
    """A file of countries with these rows; Slovenia if there are none."""
    path = folder / "countries.csv"
    content = "".join(rows) or country_row()
    path.write_text(",".join(countries_module.COLUMNS) + "\n" + content, encoding="utf-8")
    return path


def catalogues(folder: Path, *tags: str) -> Path:
    """A folder of catalogues with copies of some of the site's own."""
    for tag in tags:
        target = catalogue_path(folder / "locale", tag)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(catalogue_path(catalogue_folder(), tag).read_bytes())
    return folder / "locale"


def invented_site(folder: Path, *rows: str, countries: tuple[str, ...] = ()) -> Site:
    """A site of English and Slovenian with these facts."""
    folder.mkdir(parents=True, exist_ok=True)
    inputs = Inputs(
        points=facts_file(folder, *rows),
        countries=countries_file(folder, *countries),
        catalogues=catalogues(folder, "sl"),
    )
    return read_site(inputs, DAY)


def small_site(folder: Path) -> Site:
    """A site of English, Slovenian, Finnish and Swedish with the facts of Slovenia and Finland."""
    folder.mkdir(parents=True, exist_ok=True)
    facts, countries = folder / "facts.csv", folder / "countries.csv"
    facts.write_text(rows_of(fact_rows.facts_path(), "SI", "FI", "*"), encoding="utf-8")
    countries.write_text(rows_of(countries_module.countries_path(), "SI", "FI"), encoding="utf-8")
    return read_site(
        Inputs(points=facts, countries=countries, catalogues=catalogues(folder, "sl", "fi", "sv")), DAY
    )


def pages_of(site: Site, tag: str) -> dict[str, str]:
    """Every page of one language by its path, without writing any file."""
    return dict(language_pages(site, site.catalogues[tag], FilmPage(False, True, 2, (), ())))


def small_copy(small: tuple[Site, Path], folder: Path) -> tuple[Site, Path]:
    """The small site and a copy of its folder, for tests that change something in it."""
    site, built = small
    return site, shutil.copytree(built, folder / "site")


def _line(columns: tuple[str, ...], values: dict[str, str]) -> str:
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerow([values.get(column, "") for column in columns])
    return stream.getvalue()
