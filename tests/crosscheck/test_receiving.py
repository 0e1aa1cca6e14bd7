"""What was superseded or withdrawn never comes back, and nothing leaves WORK without a word."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from mozaik import __version__
from mozaik.acts import Acts, ReceivedSet, Register, Step, append_sets, read_register
from mozaik.chain import BrokenChainError
from mozaik.contribution import Admitted, NotCurrentError, SealedSet, admit
from mozaik.crosscheck import (
    Confirmed,
    CrosscheckSummary,
    Leaving,
    Left,
    checked_in,
    compared_in,
    crosscheck,
    kept_out_of,
)
from mozaik.errors import RefusedError
from mozaik.work import DESCRIPTION, Description, current_generation
from tests.acts.support import acts_in
from tests.crosscheck.support import Maker, entry_row, file_row

Run = Callable[..., CrosscheckSummary]


@pytest.fixture
def work(tmp_path: Path) -> Path:
    return tmp_path / "WORK"


@pytest.fixture
def run(work: Path, now: datetime) -> Run:
    """Replace WORK, or make the first one, from sets; `drop` and `withdrawn` confirm what leaves."""

    def run(*sets: SealedSet, drop: str = "", withdrawn: str = "") -> CrosscheckSummary:
        confirmed = Confirmed(frozenset(drop.split()), frozenset(withdrawn.split()))
        contributions, lists = ([s for s in sets if s.is_list is kind] for kind in (False, True))
        return crosscheck(contributions, lists, work, now=now, replace=work.exists(), confirmed=confirmed)

    return run


def line(make: Maker, length: int, owner: str = "SI-GPD") -> list[SealedSet]:
    """Sets 1, 2, 3 ... of one owner; each names the one before as replaced, and only that one."""
    return [
        make(
            f"{owner}.{number}",
            {"files": [file_row(b"%d" % number)]},
            supersedes=(f"{owner}.{number - 1}",) if number > 1 else (),
        )
        for number in range(1, length + 1)
    ]


def compared(work: Path) -> list[str]:
    return [entry.set_id for entry in Description.read(current_generation(work) / "work.json").inputs]


def test_a_superseded_set_is_refused_for_ever(make: Maker, run: Run, work: Path) -> None:
    """Rollback: across any number of replacements (review 1, item 4)."""
    first, second, third = line(make, 3)
    assert run(first).left == ()
    for later in (second, third):
        assert [left.why for left in run(later).left] == [Leaving.SUPERSEDED]
        with pytest.raises(NotCurrentError, match="superseded earlier"):
            run(first)
        with pytest.raises(NotCurrentError, match="superseded"):
            run(later, first)
    with pytest.raises(NotCurrentError, match="superseded earlier"):
        run(second)
    assert compared(work) == ["SI-GPD.3"]


def test_what_a_lost_link_replaced_is_known_to_who_received_it(make: Maker, run: Run) -> None:
    """1 with 3, where 3 replaces 2 and 2 replaces 1 (review 1, item 4)."""
    first, second, third = line(make, 3)
    run(second)
    with pytest.raises(NotCurrentError, match="superseded earlier"):
        run(first, third)


@pytest.mark.parametrize("held", [0, 1], ids=["the first was never here", "WORK holds the first"])
def test_a_link_that_came_too_late_still_says_what_it_replaced(
    make: Maker, work: Path, now: datetime, held: int
) -> None:
    """3 names 2 alone, and 2 comes after it and is refused: 1 has ended all the same (review 1, item 4)."""
    first, second, third = line(make, 3)
    other = line(make, 1, "HR-MUP")[0]
    run_all(make, work, now, *([first, other] if held else [other]))
    for given in ((third, second, other), (third, other), (first, third, other)):
        admitted = run_all(make, work, now, *given)
        assert [sealed.set_id for sealed in admitted.contributions] == ["SI-GPD.3", "HR-MUP.1"]
    assert compared(work) == ["HR-MUP.1", "SI-GPD.3"]
    assert read_register(Acts.beside(work)).superseded == {
        ("SI-GPD", "SI-GPD.1"): "SI-GPD.2", ("SI-GPD", "SI-GPD.2"): "SI-GPD.3"
    }  # fmt: skip


def run_all(make: Maker, work: Path, now: datetime, *sets: SealedSet) -> Admitted:
    """Let sets through the door and replace WORK by those that are admitted, as the command does."""
    admitted = admit([sealed.path for sealed in sets], [], make.trust, ended=kept_out_of(work, Confirmed()))
    crosscheck(admitted.contributions, [], work, now=now, replace=work.exists(), ended=admitted.ended)
    return admitted


def test_a_set_that_was_left_out_may_come_back_and_a_withdrawn_one_never(make: Maker, run: Run) -> None:
    kept, other = line(make, 1)[0], line(make, 1, "HR-MUP")[0]
    run(kept, other)
    assert run(kept, drop="HR-MUP.1").left == (Left("HR-MUP.1", "HR-MUP", Leaving.LEFT_OUT),)
    assert run(kept, other).left == ()
    assert run(kept, withdrawn="HR-MUP.1").left == (Left("HR-MUP.1", "HR-MUP", Leaving.WITHDRAWN),)
    for _ in range(2):
        with pytest.raises(NotCurrentError, match="withdrawn"):
            run(kept, other)
        run(kept)
    with pytest.raises(NotCurrentError, match="withdrawn"):
        run(kept, withdrawn="SI-GPD.1")
    with pytest.raises(RefusedError, match="never received"):
        run(kept, withdrawn="SI-GPD.9")


def test_nothing_leaves_unconfirmed_and_each_is_named(make: Maker, run: Run, work: Path) -> None:
    """Two of seven files, and no list, are refused with the five and the list (review 1, item 28)."""
    sets = [make(f"SI-GPD.s{n}", {"files": [file_row(b"%d" % n)]}) for n in range(7)]
    known = make("XX-INT.known", {"entries": [entry_row(b"x")]}, list_kind="known")
    run(*sets, known)
    before = compared(work)
    gone = [f"SI-GPD.s{n}" for n in range(2, 7)]
    with pytest.raises(RefusedError, match="6 of the sets") as caught:
        run(*sets[:2])
    assert all(f"{name} of SI-GPD" in str(caught.value) for name in gone)
    assert "XX-INT.known of XX-INT" in str(caught.value)
    with pytest.raises(RefusedError, match=r"would leave it: XX-INT\.known of XX-INT\. Remedy"):
        run(*sets[:2], drop=" ".join(gone))
    assert compared(work) == before
    summary = run(*sets[:2], drop=" ".join([*gone, "XX-INT.known"]))
    assert [left.set_id for left in summary.left] == [*gone, "XX-INT.known"]
    assert compared(work) == ["SI-GPD.s0", "SI-GPD.s1"]


@pytest.mark.parametrize("drop", ["SI-GPD.1", "HR-MUP.1", "SI-GPD.9"])
def test_a_confirmation_of_what_does_not_leave_is_refused(make: Maker, run: Run, drop: str) -> None:
    first, second = line(make, 2)
    other = line(make, 1, "HR-MUP")[0]
    run(first, other)
    with pytest.raises(RefusedError, match="cannot be dropped"):
        run(second, other, drop=drop)


def test_one_owner_cannot_end_the_set_of_another(make: Maker, run: Run) -> None:
    """Not by a claim that comes before the set, beside it, or after it."""
    victim = line(make, 1)[0]
    claim = make("HR-MUP.claim", {"files": [file_row(b"y")]}, supersedes=("SI-GPD.1",))
    for given in ((victim, claim), (claim, victim)):
        with pytest.raises(NotCurrentError, match="another owner"):
            run(*given)
    run(claim)
    run(victim, drop="HR-MUP.claim")
    with pytest.raises(NotCurrentError, match="another owner"):
        run(claim, drop="SI-GPD.1")


def test_one_id_with_two_contents_is_refused(make: Maker, run: Run) -> None:
    run(make("SI-GPD.1", {"files": [file_row(b"x")]}))
    with pytest.raises(NotCurrentError, match="another one that was received earlier"):
        run(make("SI-GPD.1", {"files": [file_row(b"y")]}))


def test_a_register_that_was_changed_by_hand_stops_the_cross_check(make: Maker, run: Run, work: Path) -> None:
    first, second = line(make, 2)
    run(first)
    run(second)
    register = Acts.beside(work).register_chain().lines(1)
    register.write_text(register.read_text().replace("received", "left-out"))
    with pytest.raises(BrokenChainError):
        run(second)


def test_a_cross_check_that_fails_leaves_the_register_as_it_was(
    make: Maker, work: Path, now: datetime
) -> None:
    first, second = line(make, 2)
    crosscheck([first], [], work, now=now)
    before = read_register(Acts.beside(work))

    def stop(done: int, total: int, done_bytes: int = 0, total_bytes: int = 0) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        crosscheck([second], [], work, now=now, replace=True, step=stop)
    assert read_register(Acts.beside(work)) == before
    assert before.superseded == {}


def test_many_sets_are_registered_in_several_entries(
    tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mozaik.acts.received.MOST_SETS", 2)
    sets = [ReceivedSet(f"SI-GPD.{n}", "SI-GPD", "0" * 64, (f"SI-GPD.{n}.old",)) for n in range(5)]
    append_sets(acts_in(tmp_path), Step.RECEIVED, sets, now)
    found = read_register(acts_in(tmp_path))
    assert list(found.received.values()) == sets
    assert len(found.superseded) == 5
    assert read_register(Acts.beside(tmp_path / "none")) == Register()


def test_rows_are_known_to_be_checked_by_this_version_of_the_program_alone(
    make: Maker, tmp_path: Path, now: datetime
) -> None:
    """(The cross-check at scale, section 2.)"""
    sealed = make("SI-GPD.1", {"files": [file_row(b"a")]})
    work = tmp_path / "WORK"
    assert checked_in(work) == frozenset()
    crosscheck([sealed], [], work, now=now)
    assert checked_in(work) == {sealed.sha256}
    described = current_generation(work) / DESCRIPTION
    described.write_bytes(described.read_bytes().replace(f'"{__version__}"'.encode(), b'"0.0"'))
    assert compared_in(work) == {sealed.sha256}
    assert checked_in(work) == frozenset()
