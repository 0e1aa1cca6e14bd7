"""The build: everything in it, the same bytes again, nothing of others lost, and refused when not final."""

import hashlib
import os
import re
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from zipfile import ZipFile

import pytest

from mozaik.campaign import Inputs, Site, build_site, read_settings, read_site, require_final
from mozaik.campaign.build import SUMS
from mozaik.campaign.catalogue import catalogue_path
from mozaik.campaign.chooser import chooser_page
from mozaik.campaign.settings import settings_path
from mozaik.campaign.translate import export_catalogue, sign_off
from mozaik.errors import InvalidInputError, RefusedError
from mozaik.seal import SigningKey, TrustStore
from tests.campaign.support import (
    DAY,
    SIGNATURE,
    TAGS,
    catalogues,
    countries_file,
    country_facts,
    country_row,
    fact_row,
    facts_file,
    invented_site,
    pages_of,
    small_copy,
)

ROOT = Path(__file__).parents[2]

PAGES = ["index", "help", "children", "parents", "teachers", "video", "lesson", "handout", "about", "exit"]
PAGES += ["weather", "report/index", "takedown", "easy", "press"]


def test_every_language_has_every_page_and_every_country(built: Path, site: Site) -> None:
    for tag in TAGS:
        for name in (*PAGES, *(f"report/{country.code}" for country in site.countries)):
            assert (built / tag / f"{name}.html").is_file(), f"{tag}/{name}"
        for name in ("handout.pdf", "qr.svg", "captions.vtt", "captions.js", "chapters.vtt"):
            assert (built / tag / name).is_file()
    for country in site.countries:
        for tag in country.languages:
            assert (built / tag / f"print/{country.code}.pdf").is_file()
    assert len(site.countries) == 34
    for name in ("404.html", "robots.txt", "sitemap.xml", "film/say-no.zip"):
        assert (built / name).is_file()


def test_another_process_in_another_zone_builds_the_same_bytes(
    small: tuple[Site, Path], tmp_path: Path
) -> None:
    program = (
        "import sys; from pathlib import Path\n"
        "from mozaik.campaign import build_site; from tests.campaign.support import small_site\n"
        "build_site(small_site(Path(sys.argv[1]) / 'in'), Path(sys.argv[1]) / 'out', with_film=False)"
    )
    environment = os.environ | {"TZ": "Asia/Tokyo", "PYTHONHASHSEED": "7", "LC_ALL": "C"}
    command = [sys.executable, "-c", program, str(tmp_path)]
    subprocess.run(command, check=True, env=environment, cwd=ROOT)
    assert (tmp_path / "out" / SUMS).read_bytes() == (small[1] / SUMS).read_bytes()


def test_the_list_of_digests_is_right_and_complete(built: Path) -> None:
    lines = (line.split("  ") for line in (built / SUMS).read_text().splitlines())
    listed = {path: digest for digest, path in lines}
    present = {path.relative_to(built).as_posix() for path in built.rglob("*") if path.is_file()} - {SUMS}
    assert set(listed) == present
    assert all(
        hashlib.sha256((built / path).read_bytes()).hexdigest() == digest for path, digest in listed.items()
    )


def test_the_counts_on_the_page_are_counted(small: tuple[Site, Path]) -> None:
    _, folder = small
    page = (folder / "en/index.html").read_text()
    assert "2 countries take part" in page
    assert "4 languages" in page
    assert "Sodelujeta 2 državi" in (folder / "sl/index.html").read_text()


def test_all_34_countries_and_33_languages_are_counted(built: Path) -> None:
    page = (built / "en/index.html").read_text()
    assert "34 countries take part" in page
    assert (
        "33 languages" in page
    )  # 35 tags: Serbian has two scripts, Montenegrin has no catalogue of its own yet


def test_a_country_is_added_by_a_few_rows_and_a_language_by_one_catalogue(tmp_path: Path) -> None:
    folder = catalogues(tmp_path, "sl")
    countries = countries_file(
        tmp_path, country_row(), country_row(country="IS", name="Iceland", languages="is")
    )
    target = catalogue_path(folder, "is")
    target.parent.mkdir(parents=True)
    target.write_text(
        export_catalogue(folder, "is").replace('msgid "Start"\nmsgstr ""', 'msgid "Start"\nmsgstr "Byrja"')
    )
    inputs = Inputs(
        points=facts_file(tmp_path, country_facts(), country_facts("IS", "is")),
        countries=countries,
        catalogues=folder,
    )
    site = read_site(inputs, DAY)
    assert "Islandija" in pages_of(site, "sl")["index.html"]
    page = pages_of(site, "is")["report/IS.html"]
    assert "Byrja" not in page
    assert '<html lang="is"' in page
    assert "This translation is not complete yet" in page
    assert ">Ísland<" in chooser_page(site)


def test_a_language_without_a_catalogue_shows_english_and_says_so(tmp_path: Path) -> None:
    site = invented_site(tmp_path, country_facts(), countries=(country_row(languages="sl;is"),))
    page = pages_of(site, "is")["index.html"]
    assert '<html lang="en"' in page
    assert "There is no complete text in this language yet" in page


def test_montenegrin_pages_say_that_they_are_in_serbian_latin(built: Path, site: Site) -> None:
    page = (built / "cnr/help.html").read_text()
    assert '<html lang="sr-Latn"' in page
    assert site.catalogues["sr-Latn"].text("site.fallback")[0] in page


def test_what_stands_in_the_folder_is_replaced_only_if_it_is_a_build(
    small: tuple[Site, Path], tmp_path: Path
) -> None:
    site, folder = small_copy(small, tmp_path)
    (folder / "left-over.html").write_text("x")
    build_site(site, folder, with_film=False)
    assert not (folder / "left-over.html").exists()
    other = tmp_path / "thesis"
    other.mkdir()
    (other / "chapter.txt").write_text("mine")
    with pytest.raises(RefusedError, match="something else in the folder"):
        build_site(site, other, with_film=False)
    assert (other / "chapter.txt").read_text() == "mine"


def test_a_build_that_fails_leaves_the_old_one(
    small: tuple[Site, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site, folder = small_copy(small, tmp_path)
    before = (folder / SUMS).read_bytes()
    monkeypatch.setattr("mozaik.campaign.build.chooser_page", lambda site: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        build_site(site, folder, with_film=False)
    assert (folder / SUMS).read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_final_refuses_what_nobody_signed_reviewed_or_checked_and_says_all_of_it(site: Site) -> None:
    with pytest.raises(RefusedError) as refused:
        require_final(site)
    said = str(refused.value)
    assert "nobody signs: fill in [signature] of campaign.toml (settings)" in said
    assert "emergency: no fact is known that can be shown (BA)" in said
    assert re.search(r"helpline: no person has dialled or opened it [^(]*\(AT, .*SI, .*UA\)", said)
    assert re.search(r"machine-assisted, awaiting native review \(bg, .*uk\)", said)
    assert "only one source" not in said


def final_site(folder: Path, *rows: str) -> Site:
    """A site of Slovenia that is signed, reviewed and checked."""
    folder.mkdir(parents=True, exist_ok=True)
    key = SigningKey.generate("SI-GPD", "ana")
    trust = TrustStore()
    trust.add(key.trusted(datetime(2026, 11, 1, tzinfo=UTC)))
    locale = catalogues(folder, "sl")
    sign_off(locale, "sl", "Ana Primer", DAY, key)
    (folder / "campaign.toml").write_text(settings_path().read_text() + SIGNATURE)
    inputs = Inputs(
        settings=folder / "campaign.toml",
        points=facts_file(folder, *(rows or (country_facts(),))),
        countries=countries_file(folder),
        catalogues=locale,
        trust=trust,
    )
    return read_site(inputs, DAY)


def test_final_takes_what_was_signed_reviewed_and_checked(tmp_path: Path) -> None:
    site = final_site(tmp_path)
    require_final(site)
    build_site(site, tmp_path / "site", with_film=False)
    about = (tmp_path / "site/en/about.html").read_text()
    assert "Invented Publisher" in about
    assert "This copy is a draft" not in about
    assert "Ana Primer" in (tmp_path / "site/sl/help.html").read_text()


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ((country_facts(checked_on=""),), "emergency: no person has dialled"),
        ((country_facts(checked_on="2026-01-01"),), "police: checked 323 days ago"),
        ((fact_row(),), "emergency: no fact is known"),
    ],
)
def test_final_refuses_a_country_without_three_facts_that_a_person_checked(
    tmp_path: Path, rows: tuple[str, ...], reason: str
) -> None:
    """Campaign review, item 2."""
    with pytest.raises(RefusedError, match=rf"{reason}[^(;]*\(SI\)"):
        require_final(final_site(tmp_path, *rows))


@pytest.mark.parametrize(
    ("checked", "said"),
    [
        ("", "Nobody has checked"),
        ("2026-01-01", "more than 180 days ago"),
        ("2026-11-01", "Checked on 1 November 2026"),
    ],
)
def test_pages_say_how_old_a_fact_is(tmp_path: Path, checked: str, said: str) -> None:
    site = invented_site(tmp_path, country_facts(checked_on=checked))
    assert said in pages_of(site, "en")["report/SI.html"]


def test_an_unsigned_copy_says_that_it_is_a_draft_and_claims_carry_their_sources(built: Path) -> None:
    about = (built / "en/about.html").read_text()
    assert "This copy is a draft" in about
    assert "english.nmhh.hu, 2017" in about
    assert "thinkuknow.co.uk" in (built / "sl/parents.html").read_text()


def test_the_film_is_saved_with_its_captions_in_every_language(built: Path) -> None:
    """Campaign review, item 7."""
    with ZipFile(built / "film/say-no.zip") as archive:
        names = archive.namelist()
        assert archive.read("say-no.webm") == (built / "film/say-no.webm").read_bytes()
        slovenian = archive.read("say-no.sl.srt").decode()
    assert len(names) == 35
    assert slovenian.startswith("1\n00:00:00,000 --> 00:00:05,000\n")


def test_robots_and_sitemap_name_every_page_but_the_neutral_ones(built: Path, site: Site) -> None:
    sitemap = (built / "sitemap.xml").read_text()
    assert sitemap.count("<loc>") == sum(1 for _ in built.rglob("*.html")) - len(site.catalogues) - 1
    assert "weather" not in sitemap
    assert f"Sitemap: {site.base_url}/sitemap.xml" in (built / "robots.txt").read_text()


def test_without_the_film_the_page_says_so(small: tuple[Site, Path]) -> None:
    _, folder = small
    page = (folder / "en/video.html").read_text()
    assert "<video" not in page
    assert "The film is not part of this copy" in page
    assert "Luka is fifteen" in page
    assert not (folder / "film/say-no.webm").exists()


def test_the_real_film_comes_with_its_captions(tmp_path: Path) -> None:
    site = invented_site(tmp_path, country_facts())
    real = tmp_path / "real"
    (real / "captions").mkdir(parents=True)
    (real / "film.webm").write_bytes(b"film")
    (real / "poster.png").write_bytes(b"poster")
    for tag in site.catalogues:
        (real / "captions" / f"{tag}.vtt").write_text(f"WEBVTT\n\n00:00.000 --> 00:04.000\nLine in {tag}\n")
    digest = hashlib.sha256(b"film").hexdigest()
    text = settings_path().read_text() + (
        f'[film]\nfile = "film.webm"\nsha256 = "{digest}"\nposter = "poster.png"\n'
        'captions = "captions"\nminutes = 10\n'
    )
    (real / "campaign.toml").write_text(text)
    site = replace(site, settings=read_settings(real / "campaign.toml"))
    build_site(site, tmp_path / "site")
    page = (tmp_path / "site/sl/video.html").read_text()
    assert "Line in sl" in page
    assert (
        site.catalogues["en"].text("site.synthetic_film")[0]
        not in (tmp_path / "site/en/video.html").read_text()
    )
    assert (tmp_path / "site/film/say-no.webm").read_bytes() == b"film"
    (real / "captions" / "sl.vtt").unlink()
    with pytest.raises(InvalidInputError, match=r"sl\.vtt"):
        build_site(site, tmp_path / "site")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('base_url = "http://x.example"\ntext_date = 2026-11-01\n', "base_url"),
        ('base_url = "https://x.example/"\ntext_date = 2026-11-01\n', "base_url"),
        ('base_url = "https://x.example"\n', "text_date"),
        ('base_url = "https://x.example"\ntext_date = 2026-11-01\nmax_age_days = 0\n', "max_age_days"),
        ('base_url = "https://x.example"\ntext_date = 2026-11-01\ncolour = 1\n', "colour"),
        ('base_url = "https://x.example"\ntext_date = 2026-11-01\n[film]\nfile = "a"\n', "film.sha256"),
        ("base_url = ", "cannot be read"),
        (
            'base_url = "https://x.example"\ntext_date = 2026-11-01\n[signature]\npublisher = "A"\n',
            "signature.contact",
        ),
    ],
)
def test_bad_settings_are_refused_by_name(tmp_path: Path, text: str, reason: str) -> None:
    (tmp_path / "campaign.toml").write_text(text)
    with pytest.raises(InvalidInputError, match=reason):
        read_settings(tmp_path / "campaign.toml")
