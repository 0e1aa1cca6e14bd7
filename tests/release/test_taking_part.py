"""Readers are participants of the operation in force, for a use of their role (hub, sections 1 and 2)."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from mozaik.errors import MozaikError, RefusedError
from mozaik.operation import NotTakingPartError, Operation, OperationRole, next_version
from mozaik.package import Drafting, draft_package
from mozaik.parties import Authority, PersonRef
from mozaik.release import (
    Asking,
    Status,
    Verdict,
    Work,
    bring_into_force,
    judge,
    log_figures,
    read_for_package,
    read_hits,
    read_pointer_countries,
)
from mozaik.terms import Disclosure, Handling, Use
from tests.operation.support import DAY, OPERATION, signed_operation, takes_part, with_participants
from tests.package.support import file_hit
from tests.release.support import (
    NOW,
    TRUST,
    Hit,
    Holder,
    Set,
    World,
    asks,
    drafts_for,
    key_of,
    terms,
    write_work,
)

SI, HR, RS, EC3 = "SI-GPD", "HR-MUP", "RS-MUP", "EU-EC3"
SETS = tuple(Set(f"{owner}.1", owner) for owner in (SI, HR, RS))
LEFT = takes_part(HR, until=DAY - timedelta(1))
V1 = signed_operation().sha256
AFTER = with_participants(next_version(OPERATION, V1), LEFT)


def held(owner: str, level: Disclosure = Disclosure.FULL, **changes: object) -> Holder:
    return Holder(f"{owner}.1", f"{owner}-1", terms(owner, level, **changes), fields={"path": "a.jpg"})


def opened(folder: Path, *hits: Hit) -> Work:
    return Work.open(write_work(folder / "work", World(SETS, hits)), TRUST)


def now_under(work: Work, operation: Operation = AFTER) -> Work:
    """The same WORK after the next version of the operation file came into force."""
    bring_into_force(work, signed_operation(operation), NOW)
    return Work.open(work.path, TRUST)


def refusal(step: Callable[[], object]) -> str:
    """Everything that a refusal says, but for the nearest names in its remedy."""
    with pytest.raises(NotTakingPartError) as refused:
        step()
    return re.sub(r"did you mean [^?]*\? If not, ", "", str(refused.value))


def test_who_left_reads_nothing_new_and_gets_the_words_of_an_invented_authority(tmp_path: Path) -> None:
    work = opened(tmp_path, file_hit(1, held(SI), held(HR)))
    before = asks(work, HR)
    assert read_hits(work, before).total == 1
    work = now_under(work)
    assert refusal(lambda: asks(work, HR)) == refusal(lambda: asks(work, "ZZ-NOBODY"))
    assert refusal(lambda: asks(work, HR)) == refusal(lambda: asks(work, "AT"))
    left = refusal(lambda: drafts_for(work, HR, "x", "EU-EC3/maria"))
    assert left == refusal(lambda: drafts_for(work, "ZZ-NOBODY", "x", "EU-EC3/maria"))
    with pytest.raises(NotTakingPartError):
        judge(work, "H-AAAAAAAAAAAAAAAA", Verdict.CONFIRM, key_of(f"{HR}/ana"), "x", NOW)
    logged = work.acts.chains_folder / HR
    length = sum(path.stat().st_size for path in logged.rglob("*"))
    for step in (read_hits, read_for_package, read_pointer_countries):
        with pytest.raises(RefusedError):
            step(work, before)
    with pytest.raises(RefusedError):
        log_figures(work, before, (), None)
    assert sum(path.stat().st_size for path in logged.rglob("*")) == length


def test_what_its_people_judged_before_it_left_stays(tmp_path: Path) -> None:
    """Also where others tell it only as one of everyone."""
    work = opened(tmp_path, file_hit(1, held(SI), held(HR), held(RS)))
    reference = read_hits(work, asks(work, HR)).hits[0].reference
    judge(work, reference, Verdict.CONFIRM, key_of(f"{HR}/ana"), "same file", NOW)
    (seen,) = read_hits(work, asks(work, RS)).hits
    (again,) = read_hits(now_under(work), asks(now_under(work), RS)).hits
    assert seen == again
    assert again.status is Status.CONFIRMED


def test_who_joined_reads_and_everyone_means_it_too(tmp_path: Path) -> None:
    work = opened(tmp_path, file_hit(1, held(SI), held(HR)))
    with pytest.raises(NotTakingPartError):
        asks(work, "ME-UP")
    joined = with_participants(next_version(OPERATION, V1), takes_part("ME-UP"))
    work = now_under(work, joined)
    assert read_hits(work, asks(work, "ME-UP")).total == 1


def test_a_recipient_learns_by_name_alone(tmp_path: Path) -> None:
    """A unit may be a recipient: it is no participant, and everyone is not said to it."""
    unit = with_participants(next_version(OPERATION, V1), takes_part("DE-BKA", OperationRole.RECIPIENT))
    work = now_under(opened(tmp_path, file_hit(1, held(SI), held(HR))), unit)
    told = read_for_package(work, drafts_for(work, "DE-BKA", "x", "EU-EC3/maria")).reading
    assert (told.total, told.coverage.authorities) == (0, ())


@pytest.mark.parametrize(("drafter", "recipient", "may"), [
    (SI, RS, True), (EC3, RS, True), (EC3, "AT", True), (RS, RS, True), (RS, HR, False), (RS, "AT", False),
])  # fmt: skip
def test_lead_and_coordinator_draft_for_all_and_a_participant_for_itself(
    tmp_path: Path, drafter: str, recipient: str, may: bool
) -> None:
    work = opened(tmp_path)
    drafting = Drafting(
        Authority(recipient), "action days", PersonRef(f"{drafter}/ana"), NOW, "derogation: decision 12"
    )
    if may:
        draft_package(work, drafting, key_of(drafting.person), tmp_path / "x.draft")
        return
    with pytest.raises(RefusedError, match="lead and coordinator draft for all"):
        draft_package(work, drafting, key_of(drafting.person), tmp_path / "x.draft")
    assert not (tmp_path / "x.draft").exists()
    assert not work.acts.chains_folder.exists()


def test_a_participant_of_another_operation_is_refused(tmp_path: Path) -> None:
    work = opened(tmp_path, file_hit(1, held(SI), held(HR)))
    stranger = Asking(takes_part("IT-PP"), PersonRef("IT-PP/ugo"), "review", NOW)
    promoted = Asking(takes_part(RS, OperationRole.LEAD), PersonRef(f"{RS}/ana"), "review", NOW)
    recipient = Asking(takes_part("AT", OperationRole.RECIPIENT), PersonRef("AT/ana"), "review", NOW)
    for asking in (stranger, promoted, recipient):
        with pytest.raises(RefusedError):
            read_hits(work, asking)
    assert not work.acts.chains_folder.exists()


def test_nobody_reads_a_work_without_an_operation_file_or_with_one_of_another_edition(tmp_path: Path) -> None:
    work = opened(tmp_path)
    with pytest.raises(RefusedError, match="mozaik operation use"):
        _ = replace(work, versions=()).operation
    other = replace(work.description, edition="Mozaik 2024")
    with pytest.raises(RefusedError, match="not the one of this WORK"):
        _ = replace(work, description=other).operation
    pinned = replace(work.description, operation_digest="ab" * 32)
    with pytest.raises(RefusedError, match="not the one of this WORK"):
        _ = replace(work, description=pinned).operation
    assert replace(work, description=replace(pinned, operation_digest=V1)).operation == OPERATION
    with pytest.raises(RefusedError, match="does not fit"):
        bring_into_force(work, replace(signed_operation(AFTER), synthetic=False), NOW)


@pytest.mark.parametrize(("name", "use", "may"), [
    (RS, Use.COURT, True), (SI, Use.OVERSIGHT, True), (EC3, Use.OVERSIGHT, True), (EC3, Use.COURT, False),
])  # fmt: skip
def test_a_role_reads_for_its_uses_alone(tmp_path: Path, name: str, use: Use, may: bool) -> None:
    work = opened(tmp_path)
    if may:
        assert read_hits(work, asks(work, name, use=use)).use is use
        return
    with pytest.raises(RefusedError, match="does not read for court"):
        asks(work, name, use=use)


def test_what_may_not_come_before_a_court_leaves_no_trace_in_what_is_read_for_one(tmp_path: Path) -> None:
    not_in_court = held(HR, handling=frozenset({Handling.H0, Handling.H1}))
    work = opened(tmp_path, file_hit(1, held(SI), not_in_court), file_hit(2, held(SI), held(RS)))
    told = {use: read_hits(work, asks(work, SI, use=use)) for use in Use}
    assert {use: reading.total for use, reading in told.items()} == {
        Use.ANALYSIS: 2, Use.PROTECTION: 2, Use.OVERSIGHT: 2, Use.COURT: 1,
    }  # fmt: skip
    assert HR not in {name for hit in told[Use.COURT].hits for name in hit.authorities}
    levels = {
        use: {h.level for hit in reading.hits for h in hit.holders if not h.own}
        for use, reading in told.items()
    }
    assert levels[Use.OVERSIGHT] == {Disclosure.HIT}
    assert levels[Use.COURT] == {Disclosure.FULL}
    with pytest.raises(MozaikError):
        drafts_for(work, "AT", "x", "EU-EC3/maria", NOW, Use.OVERSIGHT)
