"""A view that was kept tells what one made anew tells, and nothing that has ended since."""

import stat
from datetime import date, timedelta
from pathlib import Path

import pytest

from mozaik.release import Page, Reading, Verdict, Work, judge, read_hits
from mozaik.terms import Disclosure, Handling, ReaderDisclosure, Use
from tests.release.support import (
    NOW,
    TRUST,
    Coverage,
    Hit,
    Holder,
    Set,
    World,
    asks,
    key_of,
    terms,
    write_work,
)

SI, HR, HU = "SI-GPD", "HR-MUP", "HU-NNI"
FULL, HIT, SILENT = Disclosure.FULL, Disclosure.HIT, Disclosure.SILENT
SETS = (Set("si", SI), Set("hr", HR), Set("hu", HU))


def files(*holders: Holder, number: int = 1) -> Hit:
    return Hit("digest", bytes([number]) * 32, holders)


def opened(folder: Path, *hits: Hit) -> Work:
    coverage = (Coverage("si", "files", terms(SI, HIT)),)
    return Work.open(write_work(folder / "work", World(SETS, hits, coverage)), TRUST)


def read(
    work: Work, reader: str = SI, days: int = 0, page: Page | None = None, use: Use = Use.ANALYSIS
) -> Reading:
    return read_hits(work, asks(work, reader, now=NOW + timedelta(days), use=use), page or Page())


def some_hits() -> tuple[Hit, ...]:
    mine, yours, theirs = Holder("si", "I-1", terms(SI, FULL)), terms(HR, HIT), terms(HU, SILENT)
    return (
        files(mine, Holder("hr", "K-1", yours)),
        files(mine, Holder("hr", "K-1", terms(HR, FULL)), Holder("hu", "L-1", theirs), number=2),
        files(Holder("si", "I-22", terms(SI, SILENT)), Holder("hu", "L-2", terms(HU, FULL)), number=3),
    )


@pytest.mark.parametrize("reader", [SI, HR, HU, "RS-MUP"])
def test_a_second_reading_tells_what_the_first_told(tmp_path: Path, reader: str) -> None:
    work = opened(tmp_path, *some_hits())
    first = read(work, reader)
    assert first.total
    assert len(list(work.views.iterdir())) == 1
    assert read(work, reader) == first
    pages = [read(work, reader, page=Page(limit=1))]
    while pages[-1].next_after:
        pages.append(read(work, reader, page=Page(limit=1, after=pages[-1].next_after)))
    assert tuple(hit for page in pages for hit in page.hits) == first.hits


def test_what_is_told_until_a_day_is_not_told_from_the_view_of_that_day(tmp_path: Path) -> None:
    until = ReaderDisclosure(SI, FULL, date(2023, 11, 20))
    told = terms(HR, SILENT, disclosures=(until,))
    work = opened(tmp_path, files(Holder("si", "I-1", terms(SI, FULL)), Holder("hr", "K-1", told)))
    assert read(work).total == 1
    assert read(work, days=1).total == 0
    assert read(work, days=2).total == 0
    assert sorted(view.name.split()[1] for view in work.views.iterdir()) == ["2023-11-21", "2023-11-22"]


def test_a_note_that_was_read_makes_another_view(tmp_path: Path) -> None:
    noted = terms(HR, FULL, handling=frozenset({Handling.H0, Handling.H3}), handling_note="only for the case")
    work = opened(tmp_path, files(Holder("si", "I-1", terms(SI, FULL)), Holder("hr", "K-1", noted)))
    before = read(work).hits[0]
    judge(work, before.reference, Verdict.CONFIRM, key_of(f"{SI}/ana"), "seen", NOW, acknowledge_h3=True)
    after = read(work).hits[0]
    assert [holder.level for holder in before.holders if not holder.own] == [HIT]
    assert [holder.level for holder in after.holders if not holder.own] == [FULL]


def test_one_use_is_not_served_from_the_view_of_another(tmp_path: Path) -> None:
    barred = terms(HR, FULL, handling=frozenset({Handling.H0, Handling.H1}))
    work = opened(tmp_path, files(Holder("si", "I-1", terms(SI, FULL)), Holder("hr", "K-1", barred)))
    assert read(work).total == 1
    assert read(work, use=Use.COURT).total == 0
    assert read(work).total == 1


def test_a_reading_stands_where_its_view_cannot_be_kept(tmp_path: Path) -> None:
    work = opened(tmp_path, *some_hits())
    work.views.write_bytes(b"")
    assert read(work) == read(work)
    assert read(work).total == 3


def test_a_view_is_private_and_whole(tmp_path: Path) -> None:
    work = opened(tmp_path, *some_hits())
    read(work)
    kept = [work.views, *work.views.rglob("*")]
    assert len(kept) == 6
    for place in kept:
        assert stat.S_IMODE(place.stat().st_mode) == (0o700 if place.is_dir() else 0o600)
