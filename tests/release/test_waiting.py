"""What waits for an authority is what its readings, the acts and its own terms say, and nothing of others."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from mozaik import chain
from mozaik.acts import Act, sign_act
from mozaik.canonical import JsonValue
from mozaik.package import Drafting, draft_package, release_draft
from mozaik.parties import Authority, PersonRef
from mozaik.release import HitsWaiting, Status, Verdict, Waiting, Work, judge, read_hits, read_waiting
from mozaik.seal import SigningKey
from mozaik.terms import Disclosure, Terms
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

SI, HR, HU, EC3 = "SI-GPD", "HR-MUP", "HU-NNI", "EU-EC3"
FULL, HIT, SILENT = Disclosure.FULL, Disclosure.HIT, Disclosure.SILENT
SETS = (Set("si", SI), Set("si.2", SI), Set("hr", HR), Set("hu", HU))
MARIA, IVO = SigningKey.generate(EC3, "maria"), SigningKey.generate(EC3, "ivo")
for releaser in (MARIA, IVO):
    TRUST.add(releaser.trusted(NOW))
FAR = terms(SI, FULL)


def hit(number: int, *others: Holder, own: Terms = FAR, kind: str = "digest") -> Hit:
    return Hit(kind, bytes([number]) * 32, (Holder("si", "I-1", own), *others))


def theirs(level: Disclosure = FULL) -> Holder:
    return Holder("hr", "K-1", terms(HR, level))


def opened(folder: Path, *hits: Hit, unshared: tuple[Holder, ...] = ()) -> Work:
    coverage = (Coverage("si", "files", terms(SI, HIT)),)
    return Work.open(write_work(folder, World(SETS, hits, coverage, unshared=unshared)), TRUST)


def waits(work: Work, reader: str = SI, days: int = 30) -> Waiting:
    asking = asks(work, reader)
    return read_waiting(work, asking, asking.day + timedelta(days))


def test_hits_wait_that_a_reading_shows_unjudged_or_disputed(tmp_path: Path) -> None:
    silent = Holder("hu", "L-1", terms(HU, SILENT))
    work = opened(tmp_path / "work", *(hit(number, theirs()) for number in range(1, 5)), hit(5, silent))
    first, second, third, _ = (told.reference for told in read_hits(work, asks(work, SI)).hits)
    for person, reference, verdict in (
        ("ana", first, Verdict.CONFIRM), ("ana", second, Verdict.REJECT),
        ("ana", third, Verdict.CONFIRM), ("ivo", third, Verdict.REJECT),
    ):  # fmt: skip
        judge(work, reference, verdict, key_of(f"{SI}/{person}"), "seen", NOW)
    for reader in (SI, HR, HU, EC3):
        told = Counter((told.kind, told.status) for told in read_hits(work, asks(work, reader)).hits)
        open_ones = {key: count for key, count in told.items() if key[1] in ("unjudged", "disputed")}
        assert {(line.kind, line.status): line.count for line in waits(work, reader).hits} == open_ones
    assert [(line.status, line.count) for line in waits(work).hits] == [
        (Status.DISPUTED, 1), (Status.UNJUDGED, 1)
    ]  # fmt: skip


def test_a_draft_waits_until_two_of_its_people_released_it(tmp_path: Path) -> None:
    work = opened(tmp_path / "work", hit(1, theirs()))
    key, who = key_of(f"{EC3}/una"), PersonRef(f"{EC3}/una")

    def draft(name: str, recipient: str = SI, last: date | None = None) -> Path:
        drafting = Drafting(Authority(recipient), "days", who, NOW, expires_on=last)
        return draft_package(work, drafting, key, tmp_path / name).path

    draft("first")
    for_si, for_hr = draft("second"), draft("third", HR, NOW.date())
    assert [(waiting.recipient, waiting.sequence) for waiting in waits(work, EC3).drafts] == [
        (HR, 1),
        (SI, 2),
    ]
    assert waits(work, SI).drafts == waits(work, HR).drafts == ()
    release_draft(for_si, MARIA, NOW, work)
    (signed,) = (waiting for waiting in waits(work, EC3).drafts if waiting.recipient == SI)
    assert (signed.signed_by, signed.missing, signed.drafted_by) == ((MARIA.reference,), 1, who)
    release_draft(for_si, IVO, NOW, work)
    assert [waiting.recipient for waiting in waits(work, EC3).drafts] == [HR]
    tomorrow = replace(asks(work, EC3), now=NOW + timedelta(1))
    assert read_waiting(work, tomorrow, tomorrow.day).drafts == ()
    release_draft(for_hr, MARIA, NOW, work)
    content: dict[str, JsonValue] = {"sequence": 2, "package": "x", "missing": 0}
    sign_act(work.acts, Act.RELEASE, Authority(HR), IVO, "of another number", content, NOW, TRUST)
    assert [waiting.missing for waiting in waits(work, EC3).drafts] == [1]


def test_own_terms_wait_that_come_due_or_allow_nothing(tmp_path: Path) -> None:
    today = NOW.date()
    due = terms(SI, FULL, name="due", review_on=today + timedelta(30))
    later = terms(SI, FULL, name="later", review_on=today + timedelta(31))
    over = terms(SI, FULL, name="over", review_on=today - timedelta(1))
    unsorted = terms(SI, SILENT, name="quarantine", purposes=frozenset())
    foreign = terms(HR, FULL, name="foreign", review_on=today)
    rows = tuple(
        Holder("si.2", "I-2", stated, table="selectors", fields={"kind": "phone", "normal": "+386"})
        for stated in (later, over, unsorted)
    )
    work = opened(tmp_path / "work", hit(1, Holder("hr", "K-1", foreign), own=due), unshared=rows)
    assert [(line.set_id, line.terms, line.is_quarantine) for line in waits(work).terms] == [
        ("si.2", "over", False), ("si", "due", False), ("si.2", "quarantine", True),
    ]  # fmt: skip
    assert [line.terms for line in waits(work, HR).terms] == ["foreign"]
    assert "later" in [line.terms for line in waits(work, days=31).terms]


@pytest.mark.parametrize("reader", [SI, HR])
def test_what_is_silent_to_an_authority_does_not_wait_for_it(tmp_path: Path, reader: str) -> None:
    """Two worlds that differ in rows silent to the reader: one answer, and one entry in its chain."""
    silent = terms(HU, SILENT, review_on=NOW.date())
    rows = tuple(Holder("hu", f"L-{number}", silent) for number in range(3))
    poor = opened(tmp_path / "poor" / "work", hit(1, theirs()))
    rich = opened(tmp_path / "rich" / "work", hit(1, theirs(), rows[0]), hit(2, rows[1]), hit(3, *rows))
    asked = [waits(work, reader) for work in (poor, rich)]
    assert asked[0] == asked[1]
    assert asked[0].hits == (HitsWaiting(asked[0].hits[0].kind, Status.UNJUDGED, 1),)
    said = [list(chain.entries_of(work.acts.chain_of(reader), "read-tasks")) for work in (poor, rich)]
    assert said[0][0][1] == said[1][0][1] is not None
