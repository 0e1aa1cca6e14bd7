"""Catalogues are complete, say that they await review, and survive export, change and import."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mozaik.campaign import (
    Catalogue,
    Site,
    catalogue_folder,
    catalogue_path,
    coverage,
    export_catalogue,
    import_catalogue,
    read_catalogue,
    sign_off,
)
from mozaik.campaign.catalogue import review_path
from mozaik.campaign.source import Message, faults_of, messages, placeholders
from mozaik.campaign.texts import Texts
from mozaik.campaign.translate import AWAITING, export_template, new_catalogue
from mozaik.errors import InvalidInputError, RefusedError
from mozaik.seal import SigningKey, TrustStore
from mozaik.wording.po import read_po
from tests.campaign.support import OWN_TAGS, TAGS, catalogues

MOMENT = datetime(2026, 11, 20, 9, tzinfo=UTC)


def test_the_site_has_the_35_languages_of_its_countries(site: Site) -> None:
    assert sorted(site.catalogues) == TAGS


@pytest.mark.parametrize("tag", OWN_TAGS)
def test_every_language_is_complete(site: Site, tag: str) -> None:
    assert not site.catalogues[tag].faults
    assert set(site.catalogues[tag].texts) == set(messages())


def test_montenegrin_falls_back_openly_to_serbian_latin(site: Site) -> None:
    montenegrin = site.catalogues["cnr"]
    assert montenegrin.falls_back
    assert montenegrin.text("start.title") == site.catalogues["sr-Latn"].text("start.title")


@pytest.mark.parametrize("tag", [tag for tag in OWN_TAGS if tag != "en"])
def test_a_catalogue_says_that_it_awaits_review(tag: str) -> None:
    po = read_po(catalogue_path(catalogue_folder(), tag))
    assert AWAITING in po.header
    assert not review_path(catalogue_folder(), tag).exists()
    assert po.metadata["Language"] == tag


@pytest.mark.parametrize("tag", [tag for tag in OWN_TAGS if tag != "en"])
def test_export_changes_nothing_while_nothing_changed(tag: str) -> None:
    path = catalogue_path(catalogue_folder(), tag)
    assert export_catalogue(catalogue_folder(), tag) == path.read_text(encoding="utf-8")


def test_the_template_has_every_text_once(tmp_path: Path) -> None:
    path = tmp_path / "campaign.pot"
    path.write_text(export_template(), encoding="utf-8")
    assert [entry.msgctxt for entry in read_po(path)] == list(messages())


def test_changed_english_makes_a_text_fuzzy_and_the_page_shows_english_marked_as_such(tmp_path: Path) -> None:
    folder = catalogues(tmp_path, "sl")
    path = catalogue_path(folder, "sl")
    path.write_text(
        path.read_text(encoding="utf-8").replace('msgid "Start"', 'msgid "Begin"'), encoding="utf-8"
    )
    found = read_catalogue(folder, "sl")
    assert found.faults == {"nav.start": "the English text has changed since"}
    assert Texts(found)("nav.start") == '<span lang="en">Start</span>'
    path.write_text(export_catalogue(folder, "sl"), encoding="utf-8")
    entry = next(entry for entry in read_po(path) if entry.msgctxt == "nav.start")
    assert (entry.flags, entry.previous_msgid, entry.msgid) == (["fuzzy"], "Begin", "Start")
    assert read_catalogue(folder, "sl").faults == {"nav.start": "it is marked fuzzy"}


def test_a_new_language_begins_as_an_empty_catalogue_and_is_taken_back_in_parts(tmp_path: Path) -> None:
    folder = catalogues(tmp_path, "sl")
    path = tmp_path / "is.po"
    path.write_text(
        export_catalogue(folder, "is").replace('msgid "Start"\nmsgstr ""', 'msgid "Start"\nmsgstr "Byrja"')
    )
    row = import_catalogue(path, folder)
    assert (row.tag, row.name, row.done) == ("is", "íslenska", 1)
    assert read_catalogue(folder, "is").text("nav.start") == ("Byrja", "is")
    assert [one.tag for one in coverage(folder)] == ["en", "is", "sl"]


def test_import_keeps_what_the_site_has_where_the_file_has_nothing(tmp_path: Path) -> None:
    folder = catalogues(tmp_path, "sl")
    before = read_catalogue(folder, "sl").texts
    path = tmp_path / "sl.po"
    path.write_text(new_catalogue("sl", {"nav.start": "Prva stran"}), encoding="utf-8")
    assert import_catalogue(path, folder).done == len(messages())
    assert read_catalogue(folder, "sl").texts == {**before, "nav.start": ("Prva stran",)}


def test_words_of_a_text_that_is_gone_are_kept_as_obsolete(tmp_path: Path) -> None:
    folder = catalogues(tmp_path, "sl")
    path = catalogue_path(folder, "sl")
    path.write_text(path.read_text() + '\nmsgctxt "nav.gone"\nmsgid "Gone"\nmsgstr "Stran je šla"\n')
    for _ in range(2):
        path.write_text(export_catalogue(folder, "sl"))
    assert [(entry.msgctxt, entry.msgstr) for entry in read_po(path).obsolete_entries()] == [
        ("nav.gone", "Stran je šla")
    ]
    assert not read_catalogue(folder, "sl").faults


@pytest.mark.parametrize(
    ("key", "text", "reason"),
    [
        ("video.length", "Film traja {minute} minut.", "placeholders"),
        ("start.three_1", "Ustavi se.", "stars"),
        ("start.title", "Reci <b>ne</b>", "a mark that no text needs"),
    ],
)
def test_a_catalogue_that_is_wrong_in_form_is_refused_with_the_reason(
    tmp_path: Path, key: str, text: str, reason: str
) -> None:
    path = tmp_path / "sl.po"
    path.write_text(new_catalogue("sl", {key: text}), encoding="utf-8")
    with pytest.raises(InvalidInputError, match=f"{key}: .*{reason}"):
        import_catalogue(path, tmp_path / "locale")
    assert not (tmp_path / "locale").exists()


def test_a_catalogue_with_other_plural_forms_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "sl.po"
    path.write_text(new_catalogue("sl", {}).replace("nplurals=4", "nplurals=2"), encoding="utf-8")
    with pytest.raises(InvalidInputError, match="Plural-Forms"):
        import_catalogue(path, tmp_path / "locale")


def test_what_is_no_catalogue_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "sl.po"
    path.write_text("this is no catalogue\n", encoding="utf-8")
    with pytest.raises(InvalidInputError, match="cannot be read"):
        import_catalogue(path, tmp_path)


def signed(folder: Path) -> tuple[SigningKey, TrustStore]:
    """A reviewer's key that is trusted, and their review of the Slovenian catalogue in the folder."""
    key, trust = SigningKey.generate("SI-GPD", "ana"), TrustStore()
    trust.add(key.trusted(MOMENT))
    sign_off(folder, "sl", "Ana Primer", MOMENT.date(), key)
    return key, trust


def test_a_reviewer_is_recorded_by_a_signed_statement_and_by_nothing_else(tmp_path: Path) -> None:
    """Campaign review, item 10: a header that anybody can write names nobody."""
    folder = catalogues(tmp_path, "sl")
    path = catalogue_path(folder, "sl")
    path.write_text(path.read_text().replace('"Language: sl', '"X-Reviewer: Nobody\\n"\n"Language: sl'))
    assert read_catalogue(folder, "sl").reviewer == ""
    _, trust = signed(folder)
    assert read_catalogue(folder, "sl", trust).reviewer == "Ana Primer"
    found = read_catalogue(folder, "sl")
    assert (found.reviewer, "not in the trust store" in found.review_fault) == ("", True)


def changed_text(folder: Path, key: SigningKey, trust: TrustStore) -> None:
    path = catalogue_path(folder, "sl")
    path.write_text(path.read_text().replace('msgstr "Začetek"', 'msgstr "Prva stran"'))


def other_name(folder: Path, key: SigningKey, trust: TrustStore) -> None:
    path = review_path(folder, "sl")
    path.write_bytes(path.read_bytes().replace(b"Ana Primer", b"Eva Primer"))


def other_day(folder: Path, key: SigningKey, trust: TrustStore) -> None:
    path = review_path(folder, "sl")
    path.write_bytes(path.read_bytes().replace(b"2026-11-20", b"2026-11-21"))


def revoked_key(folder: Path, key: SigningKey, trust: TrustStore) -> None:
    trust.revoke(key.key_id, MOMENT, "lost")


def no_json(folder: Path, key: SigningKey, trust: TrustStore) -> None:
    review_path(folder, "sl").write_bytes(b"reviewed, believe me")


def more_fields(folder: Path, key: SigningKey, trust: TrustStore) -> None:
    path = review_path(folder, "sl")
    path.write_bytes(b'{"a":1,' + path.read_bytes()[1:])


def other_language(folder: Path, key: SigningKey, trust: TrustStore) -> None:
    review_path(folder, "sl").write_bytes(
        review_path(folder, "sl").read_bytes().replace(b'"language":"sl"', b'"language":"hr"')
    )


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (changed_text, "the texts have changed"),
        (other_name, "does not fit"),
        (other_day, "does not fit"),
        (revoked_key, "revoked"),
        (no_json, "cannot be read"),
        (more_fields, "other fields"),
        (other_language, "the texts have changed"),
    ],
)
def test_a_review_that_is_not_what_was_signed_names_nobody(
    tmp_path: Path, change: Callable[[Path, SigningKey, TrustStore], None], fault: str
) -> None:
    folder = catalogues(tmp_path, "sl")
    key, trust = signed(folder)
    change(folder, key, trust)
    found = read_catalogue(folder, "sl", trust)
    assert found.reviewer == ""
    assert fault in found.review_fault


def test_an_incomplete_catalogue_cannot_be_signed_off(tmp_path: Path) -> None:
    folder = catalogues(tmp_path, "sl")
    path = catalogue_path(folder, "sl")
    path.write_text(path.read_text().replace('msgid "Start"', 'msgid "Begin"'))
    with pytest.raises(RefusedError, match="1 texts cannot be used"):
        signed(folder)


HOSTILE = [
    "Pomoč: {country.nic}",
    "Pomoč: {country[0]}",
    "Pomoč: {country!r}",
    "Pomoč: {country:>9}",
    "Pomoč: {}",
    "Pomoč: {0}",
    "Pomoč: {country",
    "Pomoč: country}",
    "Pomoč: {country} {country}",
    "Pomoč: {{country}}",
    "Pomoč: {nic}",
    "Pomoč: {country} 0800 123",
    "Pomoč: {country} ٩٩٩",
    "Pomoč: {country} ⁹⁹⁹",
    "Pomoč: {country} ①①②",
    "Pomoč: {country} 𝟗𝟗𝟗",
    "Pomoč: {country} t.me/elsewhere",
    "Pomoč: {country} друго.рф",
    "Pomoč: {country} elsewhere。example",
    "Pomoč: {country} elsewhere．example",
    "Pomoč: {country} @elsewhere",
    "Pomoč: {country} 求助",
    "Pomoč: {country} 🎈",
    "Pomoč: {country} " + "beseda " * 30 + "x",
    "Pomoč: {country} www.elsewhere.example",
    "Pomoč: {country} https://elsewhere",
    "Pomoč: {country} write@elsewhere",
    "Pomoč: {country} elsewhere.example",
    "Pomoč: {country} \u202eabc",
    "Pomoč: <b>{country}</b>",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_string_is_english_for_that_string_and_never_stops_the_build(
    tmp_path: Path, text: str
) -> None:
    """Campaign review, item 10."""
    folder = catalogues(tmp_path, "sl")
    path = catalogue_path(folder, "sl")
    old = read_catalogue(folder, "sl").text("report.country_title")[0]
    path.write_text(path.read_text().replace(f'msgstr "{old}"', f'msgstr "{text}"'), encoding="utf-8")
    found = read_catalogue(folder, "sl")
    assert list(found.faults) == ["report.country_title"]
    texts = Texts(found)
    assert texts("report.country_title", country="X") == '<span lang="en">Get help: X</span>'
    assert texts.plain("report.country_title", country="X") == "Get help: X"
    with pytest.raises(InvalidInputError, match=r"report\.country_title"):
        import_catalogue(path, tmp_path / "taken")


VALUES: dict[str, str | int] = {
    "name": "N",
    "country": "C",
    "languages": "L",
    "minutes": 3,
    "days": 4,
    "date": "D",
    "count": 5,
}


@pytest.mark.parametrize("tag", OWN_TAGS)
def test_every_placeholder_is_filled_in_every_language(site: Site, tag: str) -> None:
    texts = Texts(site.catalogues[tag])
    for key, message in messages().items():
        names = placeholders(message.text)
        if names and not message.counts:
            values: dict[str, Any] = {name: VALUES[name] for name in names}
            for told in (str(texts(key, **values)), texts.plain(key, **values)):
                assert "{" not in told
                assert all(str(value) in told for value in values.values()), key


@given(st.text(st.sampled_from("ab{}!:[]. 0"), max_size=12))
def test_what_the_check_takes_the_pages_can_fill(text: str) -> None:
    message = Message("k", "Say {name} and {name}")
    if not faults_of(message, text):
        catalogue = Catalogue("sl", "sl", {"report.country_title": (text,)}, "", {})
        assert Texts(catalogue).plain("report.country_title", name="N").count("N") == 2


def test_a_missing_no_break_blank_or_quotation_is_no_fault_but_a_double_blank_is() -> None:
    message = Message("k", "Say {name}")
    assert faults_of(message, "Dis\u00a0{name}\u202f!") == []
    assert faults_of(message, "Dis  {name}") == ["it has needless blanks"]
    assert faults_of(message, " ") == ["it is empty"]


def test_marked_words_and_quotations_become_html_and_nothing_else_does(site: Site) -> None:
    texts = Texts(site.catalogues["en"])
    assert "<strong>Stop.</strong>" in texts("start.three_1")
    assert "<q>No</q>" in texts("children.no_1")
    assert texts("report.country_title", country="<A&B>") == "Get help: &lt;A&amp;B&gt;"
