"""What is printed for a country: its numbers stand on handout, poster and cards (campaign review, item 8)."""

import re
from pathlib import Path

import numpy as np
import pytest
from pypdf import PdfReader

from mozaik.campaign import Site
from mozaik.campaign.facts import Way
from mozaik.campaign.languages import base_language
from mozaik.campaign.numbers import numbers_of
from mozaik.campaign.paper import country_address
from tests.campaign.support import TAGS
from tests.campaign.test_handout import code_of, longest_block, rendered


def squeezed(text: str | None) -> str:
    return "".join((text or "").split())


@pytest.mark.parametrize("tag", TAGS)
def test_every_country_of_a_language_has_three_pages_with_its_numbers(
    built: Path, site: Site, tag: str
) -> None:
    for country in site.countries:
        if tag not in country.languages:
            continue
        reader = PdfReader(built / tag / f"print/{country.code}.pdf")
        pages = [squeezed(page.extract_text()) for page in reader.pages]
        assert len(pages) == 3, country.code
        assert str(reader.root_object["/Lang"]) == base_language(site.catalogues[tag].text_tag)
        numbers = numbers_of(country, site.facts, tag)
        shown = [*numbers.emergency, *numbers.helpline, *numbers.police]
        for fact in shown:
            if fact.way is Way.CALL:
                assert pages[0].count(squeezed(fact.value)) >= 1, (country.code, fact.value)
                assert squeezed(fact.value) in pages[1]
                assert pages[2].count(squeezed(fact.value)) >= 10
        address = country_address(site, tag, country.code).removeprefix("https://")
        assert all(squeezed(address) in page for page in pages)


@pytest.mark.parametrize(("tag", "code"), [("sl", "SI"), ("bs", "BA"), ("el", "GR")])
def test_looked_at_as_pictures_the_pages_are_full_within_their_margins(
    built: Path, tag: str, code: str, tmp_path: Path
) -> None:
    for number in (1, 2, 3):
        folder = tmp_path / str(number)
        folder.mkdir()
        picture = rendered(built / tag / f"print/{code}.pdf", folder, number)
        width, height = picture.size
        ink = picture.point(lambda value: 255 if value < 128 else 0).getbbox()
        assert ink is not None
        assert ink[0] > 0.05 * width
        assert ink[2] < 0.95 * width
        assert ink[1] < 0.1 * height
        assert 0.6 * height < ink[3] < 0.98 * height


def test_the_code_on_the_poster_leads_to_the_page_of_the_country(
    built: Path, site: Site, tmp_path: Path
) -> None:
    picture = rendered(built / "sl/print/SI.pdf", tmp_path, 2)
    code = np.asarray(code_of(country_address(site, "sl", "SI")))
    width, height = picture.size
    black = picture.point(lambda value: 255 if value < 60 else 0)
    part = black.crop((0, height // 2, int(0.28 * width), height))
    square = np.asarray(part.crop(longest_block(part))) > 0
    step = square.shape[1] / len(code)
    middles = ((np.arange(len(code)) + 0.5) * step).astype(int)
    assert (square[np.ix_(middles, middles)] == code).all()


def test_a_number_that_one_source_names_says_so_on_paper_too(built: Path, site: Site) -> None:
    handout, _, cards = (squeezed(page.extract_text()) for page in PdfReader(built / "bs/print/BA.pdf").pages)
    told = squeezed(site.catalogues["bs"].text("call.unconfirmed")[0])
    assert re.search(rf"080020505.*?\({told}\)", handout)
    barred = squeezed(site.catalogues["bs"].text("next.no_112")[0])
    assert barred in handout
    assert cards.count(barred) == 10
