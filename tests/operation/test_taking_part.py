"""Who takes part on a day, and that a refusal does not tell why (hub, section 1)."""

from datetime import date, timedelta

import pytest

from mozaik.operation import (
    RIGHTS,
    NotTakingPartError,
    OperationRole,
    contributors,
    may_draft_for,
    participant_on,
    reader_on,
    readers_on,
    recipient_on,
)
from tests.operation.support import BEYOND, DAY, OPERATION, READING, takes_part, with_participants

ONE = timedelta(1)
LEFT = with_participants(OPERATION, takes_part("HU-NNI", until=DAY - ONE))


def words_of(name: str, day: date = DAY) -> str:
    with pytest.raises(NotTakingPartError) as refused:
        reader_on(LEFT, name, day, "--as")
    return str(refused.value)


def test_a_participant_takes_part_from_its_first_to_its_last_day() -> None:
    for since, until in ((None, None), (DAY, None), (None, DAY), (DAY, DAY)):
        operation = with_participants(OPERATION, takes_part("HU-NNI", since=since, until=until))
        days = {day for day in (DAY - ONE, DAY, DAY + ONE) if participant_on(operation, "HU-NNI", day)}
        assert days == {
            day
            for day in (DAY - ONE, DAY, DAY + ONE)
            if not (since and day < since) and not (until and until < day)
        }
    assert participant_on(OPERATION, "ZZ-NOBODY", DAY) is None


def test_who_reads_is_whoever_takes_part_and_is_no_recipient() -> None:
    assert {each.authority for each in readers_on(OPERATION, DAY)} == {"SI-GPD", "EU-EC3", *READING}
    assert reader_on(OPERATION, "HU-NNI", DAY, "--as") == takes_part("HU-NNI")
    assert {each.authority for each in readers_on(LEFT, DAY)} == {"SI-GPD", "EU-EC3", *READING} - {"HU-NNI"}


def test_an_invented_authority_is_refused_in_the_words_that_one_gets_who_left_or_never_reads() -> None:
    """`--as ZZ-NOBODY` was told 114 hits of the demo."""
    invented = words_of("ZZ-NOBODY")
    assert "does not take part in Mozaik 2023" in invented
    assert {words_of(name) for name in ("HU-NNI", "DE", "IT-OTHER")} == {invented}


def test_the_nearest_who_read_are_named_and_nobody_else() -> None:
    assert "did you mean SI-GPD?" in words_of("SI-GDP")
    assert "did you mean BA-FUP or BA-RS?" in words_of("BA")
    assert "did you mean" not in words_of("HU-NNO")


def test_a_package_goes_to_whoever_is_listed_and_to_nobody_who_left() -> None:
    for name in ("HR-MUP", *BEYOND):
        assert recipient_on(OPERATION, name, DAY, "--for").authority == name
    for name in ("HU-NNI", "IT", "ZZ-NOBODY"):
        with pytest.raises(NotTakingPartError, match="receives packages"):
            recipient_on(LEFT, name, DAY, "--for")


def test_what_an_authority_sent_before_it_left_is_still_compared() -> None:
    assert "HU-NNI" in contributors(LEFT)
    assert not contributors(LEFT) & set(BEYOND)


def test_every_role_has_its_rights_and_who_never_reads_drafts_for_nobody() -> None:
    assert set(RIGHTS) == set(OperationRole)
    people = {
        role: takes_part("HR-MUP" if role is not OperationRole.LEAD else "SI-GPD", role) for role in RIGHTS
    }
    other = takes_part("RS-MUP")
    assert {role for role, drafter in people.items() if may_draft_for(drafter, other)} == {
        OperationRole.LEAD,
        OperationRole.COORDINATOR,
    }
    assert {role for role, drafter in people.items() if may_draft_for(drafter, drafter)} == {
        OperationRole.LEAD,
        OperationRole.COORDINATOR,
        OperationRole.PARTICIPANT,
    }
