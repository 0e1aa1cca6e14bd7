"""Release asks the terms of the day again: what lapsed since the draft is not released (review 1, item 6)."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from mozaik import chain
from mozaik.errors import RefusedError
from mozaik.package import Drafting, Lapse, LapsedError, Package, draft_package, release_draft
from mozaik.parties import Authority, PersonRef
from mozaik.release import Verdict, Work, judge_many, read_hits
from mozaik.seal import SamePersonError, SigningKey
from mozaik.terms import Disclosure, Handling, ReaderDisclosure, Terms
from tests.release.support import (
    KEY,
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

FULL, HIT = Disclosure.FULL, Disclosure.HIT
SI, HR = "SI-GPD", "HR-MUP"
MARCH = datetime(2024, 3, 5, 9, tzinfo=UTC)
DRAFTING = Drafting(Authority(SI), "joint action days", PersonRef("EU-EC3/maria"), NOW)
SETS = (Set("SI-GPD.1", SI), Set("HR-MUP.1", HR))
MARIA, IVO = SigningKey.generate("EU-EC3", "maria"), SigningKey.generate("EU-EC3", "ivo")
for releaser in (MARIA, IVO):
    TRUST.add(releaser.trusted(NOW))
PHONE = "+38640123456"


def until(day: date, level: Disclosure = FULL) -> Terms:
    """Croatia tells everybody of existence, and Slovenia more until a day."""
    return terms(HR, HIT, disclosures=(ReaderDisclosure(SI, level, day),))


def shared(theirs: Terms, path: str = "D/a.jpg") -> Hit:
    mine = Holder("SI-GPD.1", "ITEM-1", terms(SI, FULL), fields={"path": "DCIM/1.jpg"})
    return Hit("digest", b"\x01" * 32, (mine, Holder("HR-MUP.1", "HR-3", theirs, fields={"path": path})))


def pointing(stated: Terms) -> Holder:
    fields = {"kind": "phone", "normal": PHONE, "found": PHONE, "path": "chat.db"}
    return Holder("HR-MUP.1", "HR-3", stated, table="selectors", fields=fields)


def world(theirs: Terms, *rows: Holder) -> World:
    return World(SETS, (shared(theirs),), (Coverage("HR-MUP.1", "files", theirs),), unshared=rows)


def opened(folder: Path, content: World, name: str = "work") -> Work:
    """A WORK of that content in which Slovenia has confirmed all its hits."""
    work = Work.open(write_work(folder / name, content), TRUST)
    assert work.key == KEY
    seen = read_hits(work, asks(work, SI, "review", "SI-GPD/ana", NOW)).hits
    verdicts = {hit.reference: Verdict.CONFIRM for hit in seen}
    judge_many(work, verdicts, key_of("SI-GPD/ana"), "seen", NOW, acknowledge_h3=True)
    return work


def drafted(folder: Path, content: World) -> tuple[Work, Path, Package]:
    work = opened(folder, content)
    draft = draft_package(work, DRAFTING, key_of(DRAFTING.person), folder / "si.draft")
    return work, draft.path, draft.package


def refused(draft: Path, work: Work, now: datetime) -> LapsedError:
    before = draft.read_bytes()
    with pytest.raises(LapsedError) as caught:
        release_draft(draft, MARIA, now, work)
    assert draft.read_bytes() == before
    assert PHONE not in str(caught.value)
    assert "a.jpg" not in str(caught.value)
    assert caught.value.remedy
    return caught.value


def test_a_draft_is_released_while_nothing_has_lapsed(tmp_path: Path) -> None:
    work, draft, _ = drafted(tmp_path, world(until(date(2024, 4, 1))))
    release_draft(draft, MARIA, MARCH, work)
    assert release_draft(draft, IVO, MARCH, work).missing == 0


def test_what_was_disclosed_until_a_day_is_not_released_after_it(tmp_path: Path) -> None:
    last = date(2023, 11, 21)
    work, draft, package = drafted(tmp_path, world(until(last)))
    (hit,) = package.hits
    assert release_draft(draft, MARIA, NOW + timedelta(days=1), work).missing == 1
    error = refused_second(draft, work)
    assert [(lapse.reference, lapse.lapse, lapse.authority) for lapse in error.lapses] == [
        (hit.reference, Lapse.ROW_GONE, HR), ("rows of files", Lapse.COVERAGE_GONE, HR)
    ]  # fmt: skip


def refused_second(draft: Path, work: Work) -> LapsedError:
    """The error of the second signature, two days after the draft."""
    with pytest.raises(LapsedError) as caught:
        release_draft(draft, IVO, NOW + timedelta(days=2), work)
    assert not draft.with_suffix(".package").exists()
    return caught.value


def test_what_is_due_for_erasure_is_not_released(tmp_path: Path) -> None:
    work, draft, package = drafted(tmp_path, world(terms(HR, FULL, review_on=date(2024, 1, 31))))
    error = refused(draft, work, MARCH)
    assert error.lapses[0].lapse is Lapse.HIT_GONE
    assert error.lapses[0].reference == package.hits[0].reference


def test_what_its_owner_withdrew_is_not_released(tmp_path: Path) -> None:
    _, draft, _ = drafted(tmp_path, world(terms(HR, FULL), pointing(terms(HR, FULL))))
    left = World(SETS[:1], (), (Coverage("SI-GPD.1", "files", terms(SI)),))
    error = refused(draft, opened(tmp_path, left, "later"), MARCH)
    assert [lapse.lapse for lapse in error.lapses] == [
        Lapse.HIT_GONE, Lapse.POINTER_GONE, Lapse.COVERAGE_GONE
    ]  # fmt: skip


@pytest.mark.parametrize(
    "today",
    [
        terms(HR, FULL, handling=frozenset({Handling.H0, Handling.H1})),
        terms(HR, FULL, information="4"),
        terms(HR, FULL, review_on=date(2024, 3, 6)),
        terms(HR, HIT),
    ],
    ids=["handling", "grade", "earlier review", "existence"],
)
def test_stricter_terms_of_the_day_stop_a_draft(tmp_path: Path, today: Terms) -> None:
    _, draft, _ = drafted(tmp_path, world(terms(HR, FULL)))
    later = opened(tmp_path, world(today), "later")
    assert Lapse.ROW_GONE in {lapse.lapse for lapse in refused(draft, later, MARCH).lapses}


def test_existence_that_is_no_longer_told_stops_a_draft(tmp_path: Path) -> None:
    both = terms(SI, FULL)
    mine = tuple(Holder("SI-GPD.1", unit, both, fields={"path": unit}) for unit in ("ITEM-1", "ITEM-2"))
    silent = replace(until(date(2024, 1, 1), HIT), disclosure=Disclosure.SILENT)
    told = Hit("digest", b"\x01" * 32, (*mine, Holder("HR-MUP.1", "HR-3", silent)))
    work, draft, package = drafted(tmp_path, World(SETS, (told,)))
    assert package.hits[0].ask[0].keep_until == date(2024, 1, 1)
    assert [lapse.lapse for lapse in refused(draft, work, MARCH).lapses] == [Lapse.EXISTENCE_GONE]


def test_a_judgement_that_changed_stops_a_draft(tmp_path: Path) -> None:
    work, draft, package = drafted(tmp_path, world(terms(HR, FULL)))
    rejected = {package.hits[0].reference: Verdict.REJECT}
    judge_many(work, rejected, key_of("SI-GPD/ana"), "a mistake", MARCH)
    assert [lapse.lapse for lapse in refused(draft, work, MARCH).lapses] == [Lapse.HIT_GONE]


def test_more_that_is_told_today_does_not_stop_a_draft(tmp_path: Path) -> None:
    _, draft, _ = drafted(tmp_path, world(terms(HR, FULL)))
    more = replace(world(terms(HR, FULL), pointing(terms(HR, FULL))), sets=(*SETS, Set("HU-NNI.1", "HU-NNI")))
    assert release_draft(draft, MARIA, MARCH, opened(tmp_path, more, "later")).missing == 1


def test_ones_own_row_may_stand_at_another_place(tmp_path: Path) -> None:
    _, draft, _ = drafted(tmp_path, world(terms(HR, FULL)))
    mine = Holder("SI-GPD.1", "ITEM-0", terms(SI, FULL), fields={"path": "A.jpg"})
    moved = opened(tmp_path, world(terms(HR, FULL), mine), "later")
    assert release_draft(draft, MARIA, MARCH, moved).missing == 1


def test_every_row_says_its_last_day_and_the_package_the_earliest_and_latest(tmp_path: Path) -> None:
    near, far = date(2023, 12, 24), date(2024, 2, 1)
    _, _, package = drafted(tmp_path, world(until(near), pointing(terms(HR, FULL, review_on=far))))
    days = {holder.authority: holder.keep_until for holder in package.hits[0].told}
    assert days == {SI: package.expires_on, HR: near}
    assert package.hits[0].keep_until == near
    assert package.pointers[0].keep_until == far
    assert package.keep_until is not None
    assert (package.keep_until.earliest, package.keep_until.latest) == (near, package.expires_on)


def test_who_may_not_sign_learns_nothing_and_leaves_no_reading(tmp_path: Path) -> None:
    work, draft, _ = drafted(tmp_path, world(until(date(2023, 11, 21))))
    release_draft(draft, MARIA, NOW, work)
    log = work.acts.chain_of("SI-GPD").lines(1)
    before = log.read_bytes()
    with pytest.raises(SamePersonError):
        release_draft(draft, MARIA, MARCH, work)
    assert log.read_bytes() == before


def test_the_terms_of_the_day_are_read_and_logged(tmp_path: Path) -> None:
    work, draft, _ = drafted(tmp_path, world(terms(HR, FULL)))
    release_draft(draft, IVO, MARCH, work)
    log = work.acts.chain_of("SI-GPD")
    last = [entry for entry in chain.entries(log) if entry.event == "read-for-package"][-1]
    details = chain.details_of(log, last)
    assert details is not None
    assert details["person"] == "EU-EC3/ivo"
    assert details["reason"] == "release of draft no. 1: joint action days"


def test_a_draft_of_another_operation_is_refused(tmp_path: Path) -> None:
    _, draft, _ = drafted(tmp_path, world(terms(HR, FULL)))
    other = opened(tmp_path, world(terms(HR, FULL)), "other")
    changed = replace(other, description=replace(other.description, edition="Mozaik 2024"))
    with pytest.raises(RefusedError, match="not made from this WORK"):
        release_draft(draft, MARIA, NOW, changed)
