"""What the tests of the public site share: days, small inputs, and built sites."""

from datetime import date
from pathlib import Path

from mozaik.campaign import Inputs, Site, build_site, catalogue_folder, catalogue_path, read_site
from mozaik.campaign.reporting import COLUMNS, points_path

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


def csv_rows(*codes: str) -> str:
    """The reporting points of some countries, as the file has them."""
    lines = points_path().read_text(encoding="utf-8").splitlines(keepends=True)
    return lines[0] + "".join(line for line in lines[1:] if line[:2] in codes)


def row(**values: str) -> str:
    """One good row of an invented country file, with some values replaced."""
    good = {
        "country_iso2": "SI",
        "country": "Slovenia",
        "languages": "sl",
        "hotline_name": "Spletno oko (sl)",
        "hotline_url": "https://hotline.example",
        "helpline_name": "TOM",
        "helpline_phone": "116 111",
        "police_report_url": "https://police.example",
        "source": "invented for a test",
        "verified": "yes",
        "checked_on": "2026-11-01",
    } | values
    return ",".join(good[column] for column in COLUMNS) + "\n"


def points_file(folder: Path, *rows: str) -> Path:
    """A file of reporting points with these rows."""
    path = folder / "points.csv"
    path.write_text(",".join(COLUMNS) + "\n" + "".join(rows), encoding="utf-8")
    return path


def catalogues(folder: Path, *tags: str) -> Path:
    """A folder of catalogues with copies of some of the site's own."""
    for tag in tags:
        target = catalogue_path(folder / "locale", tag)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(catalogue_path(catalogue_folder(), tag).read_bytes())
    return folder / "locale"


def small_site(folder: Path) -> Site:
    """A site of English and Slovenian with Slovenia and Finland, whose row is not verified."""
    folder.mkdir(parents=True, exist_ok=True)
    points = folder / "points.csv"
    points.write_text(csv_rows("SI", "FI"), encoding="utf-8")
    return read_site(Inputs(points=points, catalogues=catalogues(folder, "sl", "fi", "sv")), DAY)


def small_build(folder: Path) -> tuple[Site, Path]:
    """The small site, built without a film."""
    site = small_site(folder / "input")
    build_site(site, folder / "site", with_film=False)
    return site, folder / "site"
