"""Plural forms are those of CLDR, in every language of the site."""

from gettext import c2py

import pytest

from mozaik.campaign import Site
from mozaik.campaign.catalogue import catalogue_folder, catalogue_path
from mozaik.campaign.plurals import plural_categories, plural_category, plural_header
from mozaik.wording.po import read_po
from tests.campaign.support import OWN_TAGS, TAGS

COUNTS = [*range(1_200), 1_000_000, 1_000_001, 3_000_000]


@pytest.mark.parametrize("tag", TAGS)
def test_the_header_says_for_every_count_what_cldr_says(tag: str) -> None:
    choose = c2py(plural_header(tag).partition("plural=")[2].rstrip(";"))
    assert all(plural_categories(tag)[choose(count)] == plural_category(tag, count) for count in COUNTS)


@pytest.mark.parametrize(
    ("tag", "forms"),
    [("en", 2), ("hr", 3), ("bs", 3), ("sr-Cyrl", 3), ("sl", 4), ("mt", 5), ("ga", 5), ("cy", 6), ("pl", 3)],
)
def test_languages_have_as_many_forms_as_their_grammar(tag: str, forms: int) -> None:
    assert len(plural_categories(tag)) == forms
    assert plural_header(tag).startswith(f"nplurals={forms};")


@pytest.mark.parametrize("tag", [tag for tag in OWN_TAGS if tag != "en"])
def test_catalogues_carry_the_header_and_all_forms(tag: str) -> None:
    po = read_po(catalogue_path(catalogue_folder(), tag))
    assert po.metadata["Plural-Forms"] == plural_header(tag)
    counted = [entry for entry in po if entry.msgid_plural]
    assert counted
    assert all(set(entry.msgstr_plural) == set(range(len(plural_categories(tag)))) for entry in counted)


def test_slovenian_counts_countries_in_four_ways(site: Site) -> None:
    said = [site.catalogues["sl"].counted("site.countries", count)[0] for count in (1, 2, 3, 5)]
    assert len(set(said)) == 4
    assert site.catalogues["sl"].counted("site.countries", 101)[0] == said[0]
