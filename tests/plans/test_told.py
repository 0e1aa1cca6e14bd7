"""Conflicts through release: both owners are told by what of their own, and nobody else is told anything."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from mozaik.acts import Acts, details_of_events
from mozaik.errors import RefusedError
from mozaik.operation import Expert, Skill
from mozaik.parties import PersonRef
from mozaik.plans import Outcome, PlannedPerson, PlannedSelector, PlanState
from mozaik.terms import Disclosure, Purpose, ReaderDisclosure, Subject
from tests.operation.support import OPERATION
from tests.plans.support import EC3, HR, HU, NOW, SI, Place, action, of, plan_terms, window
from tests.release.support import TRUST

SELECTOR = PlannedSelector("email", "ana@x.example")
ANA = PlannedPerson(("Ana Novak",), "", date(1980, 1, 1), ("AB1234",))


@pytest.fixture
def place(tmp_path: Path) -> Place:
    experts = tuple(
        Expert(PersonRef(f"{HR}/{name}"), (Skill.DARKNET,), ("hr",), f"+385 {name}", since, None)
        for name, since in (("iva", date(2023, 11, 1)), ("ivo", None))
    )
    return Place(tmp_path, replace(OPERATION, experts=experts))


def test_both_owners_are_told_and_nobody_else(place: Place) -> None:
    place.enter(SI, action("S1", "SI041", selectors=(SELECTOR,)))
    place.enter(HR, action("H1", "SI041/061"), action("H2", "HR", selectors=(SELECTOR,)))
    assert place.told(SI) == [("event", "S1", HR), ("selector", "S1", HR)]
    assert place.told(HR) == [("event", "H1", SI), ("selector", "H2", SI)]
    assert [place.told(other) for other in (HU, EC3)] == [[], []]


def test_what_is_told_is_ones_own_and_whom_to_call(place: Place) -> None:
    place.enter(SI, action("S1", "SI04", persons=(ANA,), series=("blue room",)))
    other = PlannedPerson(("Anna Nowak", "Ana Novak"), "", date(1980, 1, 1), ("XY9876",))
    hours = window("06T07", "06T08", "Europe/Zagreb")
    place.enter(HR, action("H1", "SI041/061", persons=(other,), window=hours, series=("blue room",)))
    told = place.read(SI).conflicts
    assert [each.matters for each in told] == [("SI04",), ("blue room",), ("Ana Novak",)]
    assert {each.window for each in told} == {window()}
    assert {each.contact for each in told} == {"duty desk"}
    assert [expert.contact for expert in told[0].experts] == ["+385 iva"]
    said = repr(told)
    assert not any(theirs in said for theirs in ("H1", "061", "XY9876", "Nowak", "Zagreb", "T07", "T08"))


def test_how_many_actions_the_other_has_is_not_told(place: Place) -> None:
    place.enter(SI, action("S1"))
    place.enter(HR, action("H1"))
    before = place.read(SI)
    place.enter(HR, action("H2"), action("H3"))
    assert place.read(SI) == before


def logged(place: Place, reader: str) -> list[object]:
    """What the chain of a reader holds, event by event."""
    return list(details_of_events(Acts.beside(place.work), of(reader), "read-conflicts"))


def world(folder: Path, *silent: str) -> dict[str, object]:
    """What each reader is told, and what lies in its chain, where some owners have silent plans, too."""
    folder.mkdir()
    place = Place(folder)
    place.enter(SI, action("S1", selectors=(SELECTOR,)))
    place.enter(HR, action("H1", selectors=(SELECTOR,)))
    for owner in silent:
        hidden = plan_terms(owner, Disclosure.SILENT)
        actions = action("X1", "SI", selectors=(SELECTOR,), window=window(None, None), persons=(ANA,))
        place.enter(owner, actions, terms=hidden)
        withdrawn = place.seal(owner, action("X2"), terms=hidden)
        place.plans.enter([withdrawn], TRUST)
    readers = [reader for reader in (SI, HR, HU, EC3) if reader not in silent]
    told = {reader: place.read(reader) for reader in readers}
    chains = {reader: logged(place, reader) for reader in readers}
    return {reader: (told[reader], chains[reader]) for reader in readers}


def test_a_silent_plan_changes_nothing_for_anybody_but_its_owner(tmp_path: Path) -> None:
    without, with_silent = world(tmp_path / "one"), world(tmp_path / "two", HU, "RS-MUP")
    assert {reader: without[reader] for reader in with_silent} == with_silent


def test_the_owner_of_a_silent_plan_is_told_of_open_ones(place: Place) -> None:
    place.enter(SI, action("S1"), terms=plan_terms(SI, Disclosure.SILENT))
    place.enter(HR, action("H1"))
    assert place.told(SI) == [("event", "S1", HR)]
    assert place.told(HR) == []


def test_terms_by_reader_and_day_hold_for_plans(place: Place) -> None:
    until = ReaderDisclosure(SI, Disclosure.HIT, date(2023, 11, 5))
    place.enter(SI, action("S1"))
    place.enter(HR, action("H1"), terms=plan_terms(HR, Disclosure.SILENT, disclosures=(until,)))
    assert place.told(SI) == [("event", "S1", HR)]
    assert place.told(SI, NOW + timedelta(hours=13)) == []
    assert place.told(HR) == [("event", "H1", SI)]


def test_after_its_day_of_review_a_plan_meets_nobody(place: Place) -> None:
    place.enter(SI, action("S1", selectors=(SELECTOR,)))
    due = plan_terms(HR, review_on=date(2023, 11, 5))
    place.enter(HR, action("H1", selectors=(SELECTOR,), window=window("01T01", "30T01")), terms=due)
    assert len(place.told(SI)) == 2
    assert place.told(SI, NOW + timedelta(days=1)) == place.told(HR, NOW + timedelta(days=1)) == []


def test_events_that_are_over_are_told_no_more_and_persons_are(place: Place) -> None:
    place.enter(SI, action("S1", persons=(ANA,)))
    place.enter(HR, action("H1", persons=(ANA,)))
    assert [kind for kind, _, _ in place.told(SI)] == ["event", "subject"]
    assert [kind for kind, _, _ in place.told(SI, NOW + timedelta(days=2))] == ["subject"]


def test_a_plan_that_is_replaced_or_withdrawn_meets_nobody_and_never_comes_back(place: Place) -> None:
    place.enter(SI, action("S1"))
    old = place.enter(HR, action("H1"))
    first = place.plans.read(TRUST)[0]
    (line,) = (sealed.manifest.id for sealed in first if sealed.owner == HR)
    place.enter(HR, supersedes=(line,))
    assert place.told(SI) == place.told(HR) == []
    with pytest.raises(RefusedError, match="replaced or withdrawn"):
        place.plans.enter([old], TRUST)
    assert len(place.plans.digests()) == 2


def test_nobody_replaces_anothers_plan(place: Place) -> None:
    place.enter(HR, action("H1"))
    (sealed,) = place.plans.read(TRUST)[0]
    claiming = place.seal(SI, action("S1"), supersedes=(sealed.manifest.id,))
    with pytest.raises(RefusedError, match="another owner's"):
        place.plans.enter([claiming], TRUST)
    assert place.plans.read(TRUST)[0] == (sealed,)


def test_a_key_that_is_revoked_takes_its_plan_away(place: Place) -> None:
    place.enter(SI, action("S1"))
    place.enter(HR, action("H1"))
    trust = type(TRUST)(
        {name: key for name, key in ((k.key_id, k) for k in TRUST.keys) if key.authority != HR}
    )
    plans, unread = place.plans.read(trust)
    assert [sealed.owner for sealed in plans] == [SI]
    assert len(unread) == 1


@pytest.mark.parametrize("changes", [{"edition": "Mozaik 2022"}, {"synthetic": False}])
def test_a_plan_of_another_edition_or_sort_meets_nobody(place: Place, changes: dict[str, object]) -> None:
    place.enter(SI, action("S1"))
    place.enter(HR, action("H1"), **changes)
    assert place.told(SI) == []


def test_every_reading_is_logged_without_a_value(place: Place) -> None:
    place.enter(SI, action("S1", selectors=(SELECTOR,)))
    place.enter(HR, action("H1", selectors=(SELECTOR,)))
    references = [each.reference for each in place.read(SI).conflicts]
    details = logged(place, SI)
    assert str(references[0]) in repr(details)
    assert "ana@x.example" not in repr(details)


@pytest.mark.parametrize(
    "changes",
    [
        {"disclosure": Disclosure.FULL},
        {"disclosures": (ReaderDisclosure(HR, Disclosure.FULL),)},
        {"purposes": frozenset({Purpose.EXCHANGE})},
        {"subject": Subject.VICTIM, "necessity": "to protect"},
        {"review_on": date(2023, 11, 4)},
    ],
)
def test_terms_that_tell_more_or_meet_nobody_are_refused(place: Place, changes: dict[str, Any]) -> None:
    with pytest.raises(RefusedError):
        place.seal(SI, action("S1"), terms=plan_terms(SI, **changes))


def test_persons_do_not_stand_under_terms_about_none(place: Place) -> None:
    with pytest.raises(RefusedError, match="about no person"):
        place.seal(SI, action("S1", persons=(ANA,)), terms=plan_terms(SI, subject=Subject.NO_PERSON))


def test_what_was_carried_out_is_in_nobodys_way(place: Place) -> None:
    place.enter(SI, action("S1"))
    place.enter(HR, action("H1", outcomes=(Outcome(PlanState.CALLED_OFF, date(2023, 11, 4)),)))
    assert place.told(SI) == place.told(HR) == []


def test_a_reference_is_the_readers_own_and_outlives_a_new_issue(place: Place) -> None:
    place.enter(SI, action("A"))
    place.enter(HR, action("A"))
    references = {reader: [each.reference for each in place.read(reader).conflicts] for reader in (SI, HR)}
    assert references[SI] != references[HR]
    (line,) = (sealed.manifest.id for sealed in place.plans.read(TRUST)[0] if sealed.owner == HR)
    place.enter(HR, action("A", "SI"), action("B"), supersedes=(line,))
    assert [each.reference for each in place.read(SI).conflicts] == references[SI]
    (own,) = (sealed.manifest.id for sealed in place.plans.read(TRUST)[0] if sealed.owner == SI)
    place.enter(SI, action("A", "SI04"), supersedes=(own,))
    assert [each.reference for each in place.read(SI).conflicts] == references[SI]
