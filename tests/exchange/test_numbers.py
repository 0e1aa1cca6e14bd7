"""What came and what is missing, and what receipts confirm: the same in any order, doubled or late."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mozaik.errors import InvalidInputError
from mozaik.exchange import (
    Numbered,
    Progress,
    Receipt,
    RefusedNumber,
    confirmed_by,
    named_gaps,
    progress_of,
    said_of,
)
from mozaik.parties import Authority

SI = Authority("SI-GPD")


def series(*numbers: int) -> list[Numbered]:
    """A sender's deliveries, each after the one before it."""
    return [
        Numbered(number, before, f"{number:064x}")
        for before, number in zip((0, *numbers), numbers, strict=False)
    ]


def test_seventeen_of_nineteen_received_and_which_did_not_come() -> None:
    came = [each for each in series(*range(1, 20)) if each.number not in (12, 15)]
    progress = progress_of(came)
    assert said_of(progress) == "17 of 19 received; not come: no. 12, 15"
    assert (progress.unbroken, progress.beyond) == (11, (13, 14, 16, 17, 18, 19))
    assert said_of(progress_of(series(*range(1, 20)))) == "19 of 19 received"
    assert progress_of(()) == Progress(0, (), (), ())


def test_numbers_that_were_never_given_are_no_gap() -> None:
    """A sender that came back from a backup goes on a thousand higher, after the last that it knows."""
    before, after = series(*range(1, 20)), [Numbered(1018, 17, "f" * 64), Numbered(1019, 1018, "e" * 64)]
    whole = progress_of([*before, *after])
    assert (whole.unbroken, whole.missing, whole.expected) == (1019, (), 21)
    lost = progress_of([*before[:10], *after])
    assert lost.missing == ((11, 17),)
    assert progress_of([*before, after[1]]).missing == ((20, 1018),)


def test_two_files_under_one_number_are_named() -> None:
    other = Numbered(2, 1, "f" * 64)
    assert progress_of([*series(1, 2, 3), other]).doubled == (2,)
    assert progress_of(series(1, 2, 3) * 2).doubled == ()


def test_gaps_are_named_as_people_write_them() -> None:
    assert named_gaps(((3, 3), (5, 7))) == "3, 5 to 7"
    assert named_gaps(tuple((at, at) for at in range(1, 40, 2))).endswith("19, ...")


@given(st.sets(st.integers(1, 30)), st.integers(2, 30), st.randoms())
@settings(max_examples=200)
def test_any_order_and_any_repetition_give_what_counting_gives(
    lost: set[int], last: int, rolled: random.Random
) -> None:
    came = [each for each in series(*range(1, last + 1)) if each.number not in lost]
    shuffled = [*came, *rolled.choices(came, k=5)] if came else []
    rolled.shuffle(shuffled)
    progress = progress_of(shuffled)
    numbers = {each.number for each in came}
    highest = max(numbers, default=0)
    named = {at for first, end in progress.missing for at in range(first, end + 1)}
    assert named == set(range(1, highest + 1)) - numbers
    assert progress.unbroken == next(at for at in range(31 + 1) if at + 1 not in numbers)
    assert set(progress.came) == numbers
    assert progress.expected == highest


@given(st.lists(st.sets(st.integers(1, 20)), min_size=1, max_size=6), st.randoms())
@settings(max_examples=200)
def test_receipts_confirm_what_any_of_them_says_in_any_order(
    steps: list[set[int]], rolled: random.Random
) -> None:
    came: set[int] = set()
    receipts = []
    for step in steps:
        came |= step
        progress = progress_of(each for each in series(*range(1, 21)) if each.number in came)
        receipts.append(Receipt(SI, progress.unbroken, progress.beyond))
    late = rolled.sample(receipts, len(receipts)) + receipts[:1]
    told = confirmed_by(range(1, 21), late)
    assert set(told.confirmed) == came
    assert set(told.open) == set(range(1, 21)) - came


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: Receipt(SI, -1),
        lambda: Receipt(SI, 3, (3, 5)),
        lambda: Receipt(SI, 3, (6, 5)),
        lambda: Receipt(SI, 3, (5, 5)),
        lambda: Receipt(SI, 3, format=2),
        lambda: Receipt(SI, 3, (), (RefusedNumber(2, "late"), RefusedNumber(1, "late"))),
        lambda: RefusedNumber(0, "late"),
        lambda: RefusedNumber(1, ""),
        lambda: RefusedNumber(1, "late\nor not"),
    ],
)
def test_a_receipt_that_contradicts_itself_is_refused(wrong: object) -> None:
    with pytest.raises(InvalidInputError):
        wrong()  # type: ignore[operator]
