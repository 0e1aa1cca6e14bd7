"""Nothing is told that is not logged: full disks, places that cannot be written, many readers at once."""

import resource
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta, timezone
from pathlib import Path

import pytest

from mozaik import chain
from mozaik.errors import RefusedError
from mozaik.release import Verdict, Work, judge, read_hits, read_pointer_countries
from mozaik.terms import Disclosure
from tests.release.support import NOW, asks, key_of, terms
from tests.release.test_read import HR, SI, digest, hr, opened, read, si


@contextmanager
def full_disk() -> Iterator[None]:
    """No file of this process may grow."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def entries_of(work: Work, reader: str = SI) -> list[chain.Entry]:
    return list(chain.entries(work.acts.chain_of(reader)))


def test_a_full_disk_tells_nothing_and_leaves_the_chain_whole(tmp_path: Path) -> None:
    work = opened(tmp_path, digest(1, si(), hr()))
    mine = read(work).hits[0].reference
    steps = (
        lambda: read(work),
        lambda: judge(work, mine, Verdict.CONFIRM, key_of(f"{SI}/ana"), "seen", NOW),
        lambda: judge(work, "H-AAAAAAAAAAAAAAAA", Verdict.CONFIRM, key_of(f"{SI}/ana"), "seen", NOW),
        lambda: read_pointer_countries(work, asks(work, SI, "planning", f"{SI}/ana", NOW)),
    )
    for step in steps:
        with full_disk(), pytest.raises(RefusedError, match="cannot be logged") as caught:
            step()
        assert mine not in str(caught.value)
    assert len(entries_of(work)) == 1
    assert read(work).total == 1
    chain.verify_chain(work.acts.chain_of(SI))


def test_a_place_that_cannot_be_written_tells_nothing(tmp_path: Path) -> None:
    work = opened(tmp_path, digest(1, si(), hr()))
    (work.acts.folder / "chains").write_text("in the way")
    with pytest.raises(RefusedError, match="nothing is told"):
        read(work)


def test_readers_at_one_time_get_the_same_and_are_all_logged(tmp_path: Path) -> None:
    work = opened(tmp_path, digest(1, si(), hr()), digest(2, si(), hr()))
    with ThreadPoolExecutor(4) as pool:
        readings = list(pool.map(lambda reader: read(work, reader), [SI, HR] * 4))
    assert all(reading == readings[place % 2] for place, reading in enumerate(readings))
    for reader in (SI, HR):
        assert len(entries_of(work, reader)) == 4
        chain.verify_chain(work.acts.chain_of(reader))


def test_a_reading_too_large_for_one_entry_is_logged_in_several(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mozaik.release.log.MOST_REFERENCES", 2)
    work = opened(tmp_path, *(digest(n, si(), hr()) for n in range(1, 6)))
    told = [hit.reference for hit in read(work).hits]
    path = work.acts.chain_of(SI)
    logged = [(chain.details_of(path, entry) or {})["references"] for entry in entries_of(work)]
    assert logged == [told[:2], told[2:4], told[4:]]


def test_terms_count_on_the_day_in_utc(tmp_path: Path) -> None:
    """Half past midnight on the 21st in a zone east of Greenwich is still the 20th."""
    last_day = terms(SI, Disclosure.HIT, review_on=NOW.date())
    work = opened(tmp_path, digest(1, si(terms=last_day), hr()))
    moment = NOW.replace(hour=23, minute=30).astimezone(timezone(timedelta(hours=2)))
    assert read_hits(work, asks(work, SI, "review", f"{SI}/ana", moment)).total == 1
