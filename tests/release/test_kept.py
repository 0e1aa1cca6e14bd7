"""A view that was kept tells what one made anew tells, and nothing that has ended since."""

import shutil
import stat
from datetime import date, timedelta
from pathlib import Path

import pytest

from mozaik.files import StorageError
from mozaik.release import Page, Reading, Verdict, Work, content_hash, judge, read_hits
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


def kept_views(work: Work) -> list[str]:
    """The names of the folders of views; what they share has no day."""
    return [place.name for place in work.views.glob("*-* *-*-* *")]


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
    assert len(kept_views(work)) == 1
    again = Work.open(work.path, TRUST)
    assert read(again, reader) == first
    assert len(kept_views(work)) == 1
    pages = [read(again, reader, page=Page(limit=1))]
    while pages[-1].next_after:
        pages.append(read(again, reader, page=Page(limit=1, after=pages[-1].next_after)))
    assert tuple(hit for page in pages for hit in page.hits) == first.hits


def test_what_is_told_until_a_day_is_not_told_from_the_view_of_that_day(tmp_path: Path) -> None:
    until = ReaderDisclosure(SI, FULL, date(2023, 11, 20))
    told = terms(HR, SILENT, disclosures=(until,))
    work = opened(tmp_path, files(Holder("si", "I-1", terms(SI, FULL)), Holder("hr", "K-1", told)))
    assert read(work).total == 1
    assert read(work, days=1).total == 0
    assert read(work, days=2).total == 0
    assert sorted(view.split()[1] for view in kept_views(work)) == ["2023-11-21", "2023-11-22"]


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
    assert len(kept) == 11
    for place in kept:
        assert stat.S_IMODE(place.stat().st_mode) == (0o700 if place.is_dir() else 0o600)


@pytest.mark.parametrize("damage", ["hits.arrow", "files.arrow", "tables.json", ""])
def test_a_view_that_lost_a_part_is_made_again(tmp_path: Path, damage: str) -> None:
    work = opened(tmp_path, *some_hits())
    first = read(work)
    for folder in list(work.views.iterdir()):
        (folder / damage).unlink(missing_ok=True) if damage else shutil.rmtree(folder)
    again = Work.open(work.path, TRUST)
    assert (read(again), content_hash(again, asks(again, SI))) == (first, content_hash(work, asks(work, SI)))


def test_a_judgement_makes_no_view(tmp_path: Path) -> None:
    work = opened(tmp_path, *some_hits())
    first = read(work)
    other = content_hash(work, asks(work, SI))
    before = {place: place.stat().st_mtime_ns for place in work.views.rglob("*")}
    judge(work, first.hits[0].reference, Verdict.CONFIRM, key_of(f"{SI}/ana"), "seen", NOW)
    assert [hit.status for hit in read(work).hits] == ["confirmed", "unjudged", "unjudged"]
    assert {place: place.stat().st_mtime_ns for place in work.views.rglob("*")} == before
    assert content_hash(work, asks(work, SI)) != other


def test_a_judgement_that_another_process_signs_counts_at_the_next_page(tmp_path: Path) -> None:
    work = opened(tmp_path, *some_hits())
    first, again = read(work), read(work)
    assert first == again
    judge(
        Work.open(work.path, TRUST), first.hits[0].reference, Verdict.REJECT, key_of(f"{SI}/ivo"), "seen", NOW
    )
    assert read(work).hits[0].status == "rejected"


def test_a_view_that_would_not_fit_is_an_error_and_not_a_crash(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is told, nothing is kept, and the error names a remedy (review 1, item 12)."""
    monkeypatch.setattr("mozaik.release.kept.MOST_HOLDERS", 3)
    work = opened(tmp_path, *some_hits())
    with pytest.raises(StorageError, match="more room than there is") as refused:
        read(work)
    assert "--distance" in refused.value.remedy
    assert not kept_views(work)
