"""The screen and the paper show the same of a hit and of a row told in full (The house, move 4)."""

import io
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from pypdf import PdfReader

from mozaik.cli.hit_text import reading_text
from mozaik.package import Custody, Package, make_package, render
from mozaik.release import (
    Reading,
    ReleasedHit,
    Status,
    Work,
    likeness_text,
    lines_of_row,
    nearness_text,
    read_for_package,
)
from mozaik.terms import Disclosure
from mozaik.wording import explain_value
from tests.package.support import DRAFTING, full_world
from tests.release.support import NOW, TRUST, drafts_for, write_work


@pytest.fixture(scope="module")
def reading(tmp_path_factory: pytest.TempPathFactory) -> Reading:
    work = Work.open(write_work(tmp_path_factory.mktemp("world") / "work", full_world()), TRUST)
    found = read_for_package(work, drafts_for(work, "SI-GPD", "review", "EU-EC3/maria", NOW)).reading
    return replace(found, hits=tuple(replace(hit, status=Status.CONFIRMED) for hit in found.hits))


@pytest.fixture(scope="module")
def package(reading: Reading) -> Package:
    return make_package(reading, DRAFTING, Custody(1, 2, "ab" * 32))


def _told_of(hit: ReleasedHit) -> Iterator[str | None]:
    """Everything of a hit that people read, but for its value, which paper cuts short."""
    yield hit.reference
    yield hit.grade
    yield explain_value(hit.value_kind)
    yield explain_value(hit.second_fact) if hit.second_fact else None
    yield nearness_text(hit.distance, hit.transform)
    yield likeness_text(hit.explanation)
    yield from map(str, hit.handling)
    for holder in hit.holders:
        yield holder.ticket
        if holder.level is Disclosure.FULL:
            yield holder.unit if holder.set_kind == "contribution" else None
            yield from lines_of_row(holder.fields or {}, holder.places)


def _bare(text: str) -> str:
    """The text without blanks and line ends: a page and a screen break lines at other places."""
    return re.sub(r"\s+", "", text)


def test_screen_and_paper_show_the_same_of_every_hit(reading: Reading, package: Package) -> None:
    pages = PdfReader(io.BytesIO(render(package)["package.pdf"])).pages
    paper = _bare("".join(page.extract_text() for page in pages))
    screen = _bare(reading_text(reading))
    told = {text for hit in reading.hits for text in _told_of(hit) if text}
    assert {"DCIM/7.jpg", "deleted", "12 of 256 bits differ", "series S-12", "Јован Јовић"} <= {
        part for text in told for part in (text, *text.split(", "))
    }
    assert _bare(f"until {reading.hits[0].keep_until}") in screen
    assert _bare(f"keep until {package.hits[0].keep_until}") in paper
    for text in sorted(told):
        assert _bare(text) in screen, text
        assert _bare(text) in paper, text


def test_a_near_picture_names_its_file_on_ones_own_item(reading: Reading, package: Package) -> None:
    """A lead must be able to be acted on (review 1, item 23)."""
    (hit,) = [hit for hit in reading.hits if hit.distance == 3]
    (own,) = [holder for holder in hit.holders if holder.own]
    assert [place.path for place in own.places] == ["DCIM/7.jpg"]
    (told,) = [holder for told in package.hits if told.distance == 3 for holder in told.told if holder.own]
    assert told.places == own.places
    assert "DCIM/7.jpg" in render(package)["hits.csv"].decode("utf-8-sig")
