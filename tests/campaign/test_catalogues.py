"""Catalogues are complete, say that they await review, and survive export, change and import."""

import pytest

from mozaik.campaign import (
    catalogue_folder,
    catalogue_path,
    coverage,
    export_catalogue,
    import_catalogue,
    read_catalogue,
)
from mozaik.campaign.catalogue import REVIEWER, read_po
from mozaik.campaign.source import Message, faults_of, messages
from mozaik.campaign.texts import Texts
from mozaik.campaign.translate import AWAITING, export_template, new_catalogue
from mozaik.errors import InvalidInputError
from tests.campaign.support import OWN_TAGS, TAGS, catalogues


def test_the_site_has_the_35_languages_of_its_countries(site):
    assert sorted(site.catalogues) == TAGS


@pytest.mark.parametrize("tag", OWN_TAGS)
def test_every_language_is_complete(site, tag):
    assert not site.catalogues[tag].faults
    assert set(site.catalogues[tag].texts) == set(messages())


def test_montenegrin_falls_back_openly_to_serbian_latin(site):
    montenegrin = site.catalogues["cnr"]
    assert montenegrin.falls_back
    assert montenegrin.text("start.title") == site.catalogues["sr-Latn"].text("start.title")


@pytest.mark.parametrize("tag", [tag for tag in OWN_TAGS if tag != "en"])
def test_a_catalogue_says_that_it_awaits_review(tag):
    po = read_po(catalogue_path(catalogue_folder(), tag))
    assert AWAITING in po.header
    assert po.metadata[REVIEWER] == ""
    assert po.metadata["Language"] == tag


@pytest.mark.parametrize("tag", [tag for tag in OWN_TAGS if tag != "en"])
def test_export_changes_nothing_while_nothing_changed(tag):
    path = catalogue_path(catalogue_folder(), tag)
    assert export_catalogue(catalogue_folder(), tag) == path.read_text(encoding="utf-8")


def test_the_template_has_every_text_once(tmp_path):
    path = tmp_path / "campaign.pot"
    path.write_text(export_template(), encoding="utf-8")
    assert [entry.msgctxt for entry in read_po(path)] == list(messages())


def test_changed_english_makes_a_text_fuzzy_and_the_page_shows_english_marked_as_such(tmp_path):
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


def test_a_new_language_begins_as_an_empty_catalogue_and_is_taken_back_in_parts(tmp_path):
    folder = catalogues(tmp_path, "sl")
    path = tmp_path / "is.po"
    path.write_text(
        export_catalogue(folder, "is").replace('msgid "Start"\nmsgstr ""', 'msgid "Start"\nmsgstr "Byrja"')
    )
    row = import_catalogue(path, folder)
    assert (row.tag, row.name, row.done) == ("is", "íslenska", 1)
    assert read_catalogue(folder, "is").text("nav.start") == ("Byrja", "is")
    assert [one.tag for one in coverage(folder)] == ["en", "is", "sl"]


@pytest.mark.parametrize(
    ("key", "text", "reason"),
    [
        ("video.length", "Film traja {minute} minut.", "placeholders"),
        ("start.three_1", "Ustavi se.", "stars"),
        ("start.title", "Reci <b>ne</b>", "a mark that no text needs"),
    ],
)
def test_a_catalogue_that_is_wrong_in_form_is_refused_with_the_reason(tmp_path, key, text, reason):
    path = tmp_path / "sl.po"
    path.write_text(new_catalogue("sl", {key: text}), encoding="utf-8")
    with pytest.raises(InvalidInputError, match=f"{key}: .*{reason}"):
        import_catalogue(path, tmp_path / "locale")
    assert not (tmp_path / "locale").exists()


def test_a_catalogue_with_other_plural_forms_is_refused(tmp_path):
    path = tmp_path / "sl.po"
    path.write_text(new_catalogue("sl", {}).replace("nplurals=4", "nplurals=2"), encoding="utf-8")
    with pytest.raises(InvalidInputError, match="Plural-Forms"):
        import_catalogue(path, tmp_path / "locale")


def test_what_is_no_catalogue_is_refused(tmp_path):
    path = tmp_path / "sl.po"
    path.write_text("this is no catalogue\n", encoding="utf-8")
    with pytest.raises(InvalidInputError, match="cannot be read"):
        import_catalogue(path, tmp_path)


def test_a_reviewer_is_named_on_the_page(tmp_path):
    folder = catalogues(tmp_path, "sl")
    path = catalogue_path(folder, "sl")
    path.write_text(
        path.read_text(encoding="utf-8").replace("X-Reviewer: ", "X-Reviewer: Ana Primer"), encoding="utf-8"
    )
    assert read_catalogue(folder, "sl").reviewer == "Ana Primer"
    assert "X-Reviewer: Ana Primer" in export_catalogue(folder, "sl")


def test_a_missing_no_break_blank_or_quotation_is_no_fault_but_a_double_blank_is():
    message = Message("k", "Say {name}")
    assert faults_of(message, "Dis\u00a0{name}\u202f!") == []
    assert faults_of(message, "Dis  {name}") == ["it has needless blanks"]
    assert faults_of(message, " ") == ["it is empty"]


def test_marked_words_and_quotations_become_html_and_nothing_else_does(site):
    texts = Texts(site.catalogues["en"])
    assert "<strong>Stop.</strong>" in texts("start.three_1")
    assert "<q>No</q>" in texts("children.no_1")
    assert texts("report.country_title", country="<A&B>") == "Get help and report in &lt;A&amp;B&gt;"
