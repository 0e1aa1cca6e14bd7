"""The check finds nothing in the site as it is, and every fault that is planted in it."""

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from mozaik.campaign import Severity, Site, build_site, check_inputs, check_site
from mozaik.campaign.build import SUMS
from mozaik.campaign.check_inputs import check_catalogues, check_facts
from mozaik.campaign.markup import parse_page
from mozaik.wording import check_wording, checked_languages
from tests.campaign.support import OWN_TAGS, country_facts, country_row, invented_site, small_copy

ROOT = Path(__file__).parents[2]
Plant = Callable[[str, str, str], list[str]]
"""Puts a new text for an old one into one file, and says what the check then finds."""


@pytest.fixture(scope="module")
def own(small: tuple[Site, Path], tmp_path_factory: pytest.TempPathFactory) -> tuple[Site, Path]:
    """The small site, and a copy of its folder for the tests of this file."""
    return small_copy(small, tmp_path_factory.mktemp("own"))


@pytest.fixture
def planted(own: tuple[Site, Path]) -> Iterator[Plant]:
    """A way to plant a fault into one file of the small site, put right again at the end."""
    site, folder = own
    saved = {}

    def plant(path: str, old: str, new: str) -> list[str]:
        content = (folder / path).read_bytes()
        saved[path] = content
        assert old.encode() in content
        changed = content.replace(old.encode(), new.encode(), 1)
        (folder / path).write_bytes(changed)
        listing = (folder / SUMS).read_text()
        saved.setdefault(SUMS, listing.encode())
        before, after = (hashlib.sha256(one).hexdigest() for one in (content, changed))
        (folder / SUMS).write_text(listing.replace(f"{before}  {path}", f"{after}  {path}"))
        return [f"{one.where}: {one.what}" for one in check_site(folder, site)]

    yield plant
    for path, content in saved.items():
        (folder / path).write_bytes(content)


def test_the_whole_site_has_no_error(built: Path, site: Site) -> None:
    assert check_site(built, site) == []
    assert [one for one in check_inputs(site) if one.severe] == []


def test_what_keeps_the_site_from_being_final_is_told_by_country_and_language(site: Site) -> None:
    found = check_inputs(site)
    assert not any(one.severe for one in found)
    left = [one for one in found if one.severity is Severity.NOT_FINAL]
    assert sum("awaiting native review" in one.what for one in left) == len(OWN_TAGS) - 1
    unchecked = {one.where for one in left if "no person has dialled or opened it" in one.what}
    assert unchecked == {f"country {country.code}" for country in site.countries}
    missing = {(one.where, one.what.partition(":")[0]) for one in left if "no fact is known" in one.what}
    police = {"ES", "LT", "MD", "MT", "PL", "PT", "RO", "SK"}
    assert missing == {("country BA", "emergency")} | {(f"country {code}", "police") for code in police}
    assert sum("shows sr-Latn" in one.what for one in found) == 1


def test_a_fact_checked_too_long_ago_keeps_the_site_from_being_final(site: Site) -> None:
    (country,) = [one for one in site.countries if one.code == "SI"]
    old = tuple(replace(fact, checked_on=date(2026, 1, 1)) for fact in site.facts)
    found = list(check_facts(replace(site, countries=(country,), facts=old)))
    assert sum("checked 323 days ago, more than 180" in one.what for one in found) == 3


@pytest.mark.parametrize("page", ["CONTRIBUTING.md", "docs/campaign.md"])
def test_the_example_of_a_new_country_gives_no_error(tmp_path: Path, page: str) -> None:
    """Campaign review, item 12: the rows as they are printed for newcomers."""
    printed = re.findall(r"^ +(IS,.*\n)", (ROOT / page).read_text(encoding="utf-8"), re.MULTILINE)
    countries = [row for row in printed if row.count(",") == 4]
    facts = [row for row in printed if row.count(",") == 14]
    assert (len(countries), len(facts)) == (1, 3)
    site = invented_site(tmp_path, country_facts(), *facts, countries=(country_row(), *countries))
    build_site(site, tmp_path / "site", with_film=False)
    found = [*check_inputs(site), *check_site(tmp_path / "site", site)]
    assert [one for one in found if one.severe] == []
    assert [one.what for one in found if one.where == "language is"] == ["it has no catalogue and shows en"]


def test_a_clean_small_site_has_no_error(small: tuple[Site, Path]) -> None:
    site, folder = small
    assert check_site(folder, site) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('href="help.html"', 'href="gone.html"', "a link leads nowhere: gone.html"),
        ('href="#countries"', 'href="#nowhere"', "a link leads to no such part: #nowhere"),
        (
            'src="../static/site.js"',
            'src="https://cdn.example/a.js"',
            "it loads what is not there or is elsewhere",
        ),
        ("<main", '<main style="color:red"', "inline style"),
        ("<main", '<main onclick="x()"', "inline script"),
        ("<h2", "<h4", "follows one that is too high"),
        ("</h1>", "</h1><h1>More</h1>", "2 first headings"),
        (' alt="', ' data-alt="', "a picture has no text instead"),
        ('<html lang="en"', '<html lang="de"', "the page says it is in de"),
        ("<!doctype html>", "", "no doctype"),
        ("default-src 'self'", "default-src *", "no content security policy"),
        ("</main>", "</section></main>", "ends where it is not open"),
        ("</main>", "<p>child pornography</p></main>", "the word child pornography is not used"),
        ("</main>", '<p lang="de">Kinderpornografie</p></main>', "the word Kinderpornografie is not used"),
        ("</main>", '<p><a href="http://plain.example">x</a></p></main>', "a link to elsewhere is malformed"),
        ("</main>", '<p><a href="tel:+3x">x</a></p></main>', "a call link is malformed"),
        ("</main>", '<iframe src="../index.html"></iframe></main>', "an element iframe"),
        ("</main>", '<p id="countries">x</p></main>', "the id countries stands twice"),
        ("</main>", f"<p>{'x' * 150_000}</p></main>", "it weighs"),
        ("</main>", "<p/onclick=x()>x</p></main>", "markup of another form"),
        ("</main>", "<!-- <script src=x></script> --></main>", "markup of another form"),
        ('hreflang="sl" href="https', 'hreflang="sl" href="ftp', "the address for sl leads to no page"),
        ('hreflang="sl" href="https', 'hreflang="is" href="https', "does not name itself in every language"),
    ],
)
def test_a_planted_fault_in_a_page_is_found(planted: Plant, old: str, new: str, said: str) -> None:
    problems = planted("en/index.html", old, new)
    assert any(said in one for one in problems)


def test_a_call_that_no_fact_gives_is_found(planted: Plant) -> None:
    problems = planted("en/report/FI.html", "</main>", '<p><a href="tel:999">999</a></p></main>')
    assert problems == ["en/report/FI.html: it offers a call that no fact gives: tel:999"]


def test_a_number_that_a_page_lost_is_found(planted: Plant) -> None:
    problems = planted("en/report/FI.html", 'href="tel:116000"', 'href="index.html"')
    assert problems == ["en/report/FI.html: it lacks a number of this country: tel:116000"]


@pytest.mark.parametrize(
    ("path", "old", "new", "said"),
    [
        (
            "sl/captions.vtt",
            "00:00:05.000 --> 00:00:10.000",
            "00:00:04.000 --> 00:00:10.000",
            "not those of the film",
        ),
        ("sl/captions.vtt", "WEBVTT", "SRT", "the captions cannot be read"),
        ("sl/handout.pdf", "/Count 1", "/Count 2", "not one printable page"),
        ("static/style.css", "@media print", "@media tv", "says nothing about printing"),
    ],
)
def test_a_planted_fault_in_another_file_is_found(
    planted: Plant, path: str, old: str, new: str, said: str
) -> None:
    assert any(said in one for one in planted(path, old, new))


def test_files_that_are_missing_changed_or_strange_are_found(own: tuple[Site, Path]) -> None:
    site, folder = own
    (folder / "strange.html").write_text("x")
    (folder / "sl/help.html").rename(folder / "kept.html")
    about = (folder / "sl/about.html").read_bytes()
    (folder / "sl/about.html").write_bytes(about + b"\n")
    found = {f"{one.where}: {one.what}" for one in check_site(folder, site)}
    (folder / "strange.html").unlink()
    (folder / "kept.html").rename(folder / "sl/help.html")
    (folder / "sl/about.html").write_bytes(about)
    assert {
        "strange.html: the file is not part of the build",
        "sl/help.html: the file is missing",
        "sl/help.html: the page is missing",
        "sl/about.html: the file is not the one that SHA256SUMS lists",
    } <= found


def test_a_language_that_is_not_complete_is_an_error(small: tuple[Site, Path]) -> None:
    site, _ = small
    worse = replace(site.catalogues["sl"], faults={"nav.start": "it is missing"})
    problems = list(check_catalogues(replace(site, catalogues={"sl": worse})))
    assert any(one.severe and "nav.start: it is missing" in one.what for one in problems)


def test_a_denied_word_in_a_catalogue_is_an_error(small: tuple[Site, Path]) -> None:
    site, _ = small
    catalogue = site.catalogues["sl"]
    worse = replace(catalogue, texts=dict(catalogue.texts) | {"nav.start": ("Otroška pornografija",)})
    problems = list(check_catalogues(replace(site, catalogues={"sl": worse})))
    assert any(one.severe and "language sl, nav.start" in one.where for one in problems)


def test_every_language_of_the_campaign_has_a_list_of_denied_words() -> None:
    assert set(OWN_TAGS) <= set(checked_languages())


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "ein Fall von Kinderpornografie"),
        ("sl", "posnetki otroške pornografije"),
        ("hr", "kazneno djelo dječje pornografije"),
        ("sr-Cyrl", "приказивање дечије порнографије"),
        ("sr-Latn", "prikazivanje dečije pornografije"),
        ("mk", "детска порнографија"),
        ("fr", "la pédopornographie"),
        ("es", "pornografía infantil"),
        ("pl", "pornografia dziecięca"),
        ("uk", "дитячої порнографії"),
        ("hu", "gyermekpornográfia"),
        ("el", "παιδικής πορνογραφίας"),
        ("sv", "ett fall av barnporr"),
        ("bg", "детската порнография"),
        ("sq", "pornografi e fëmijëve"),
    ],
)
def test_the_old_word_is_found_in_every_ending(language: str, text: str) -> None:
    (finding,) = check_wording(text, language)
    assert finding.use


def test_every_country_is_one_click_from_the_start_and_every_language_from_the_root(
    built: Path, site: Site
) -> None:
    root = parse_page((built / "index.html").read_text())
    starts = {href for href, _ in root.links}
    for tag in site.catalogues:
        assert f"{tag}/index.html" in starts
        links = {href for href, _ in parse_page((built / tag / "index.html").read_text()).links}
        assert {f"report/{country.code}.html" for country in site.countries} <= links


def test_every_language_is_offered_on_every_page_by_its_own_name(built: Path, site: Site) -> None:
    for path in ("index.html", "en/help.html", "mt/report/SI.html"):
        page = (built / path).read_text()
        for tag, name in site.languages:
            assert re.search(rf'hreflang="{tag}" lang="{tag}"[^>]*>(<strong>)?{re.escape(name)}<', page), (
                path,
                tag,
            )


def test_country_names_are_those_of_the_language(built: Path) -> None:
    assert ">Slowenien<" in (built / "de/index.html").read_text()
    assert ">Macedónia do Norte<" in (built / "pt/index.html").read_text()
    assert ">Босна и Херцеговина<" in (built / "sr-Cyrl/index.html").read_text()


def test_no_page_comes_near_the_limit_of_weight(built: Path) -> None:
    sizes = {path: path.stat().st_size for path in built.rglob("*.html")}
    assert max(size for path, size in sizes.items() if path.name != "help.html") < 40_000
    assert max(sizes.values()) < 70_000  # help carries the numbers of every country


def test_a_site_of_another_input_is_not_mistaken_for_this_one(
    small: tuple[Site, Path], tmp_path: Path
) -> None:
    site, _ = small
    build_site(replace(site, countries=site.countries[1:]), tmp_path / "site", with_film=False)
    missing = [one for one in check_site(tmp_path / "site", site) if one.what == "the page is missing"]
    assert {one.where for one in missing} == {f"{tag}/report/FI.html" for tag in site.catalogues}
