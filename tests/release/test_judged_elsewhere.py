"""A judgement that its person signs elsewhere counts as one made here; nothing else that comes back does."""

from dataclasses import replace
from pathlib import Path

import pytest

from mozaik import chain
from mozaik.acts import Said
from mozaik.errors import MozaikError, RefusedError
from mozaik.release import Asking, Status, Verdict, Work, prepare_judgement, receive_judgement
from mozaik.seal import SignedStatement, sign_statement
from mozaik.terms import Handling
from tests.release.support import asks, key_of, terms
from tests.release.test_judge import YES, events, say, status
from tests.release.test_read import FULL, HR, SI, digest, hr, opened, read, si

ANA = f"{SI}/ana"


def asking(work: Work) -> Asking:
    return asks(work, SI, "looked at it", ANA)


def signed(said: Said, person: str = ANA) -> SignedStatement:
    return sign_statement(said.statement(), key_of(person), said.act.role)


def one_hit(tmp_path: Path) -> tuple[Work, str]:
    work = opened(tmp_path, digest(1, si(), hr()))
    return work, read(work).hits[0].reference


def test_it_counts_as_one_made_here(tmp_path: Path) -> None:
    work, mine = one_hit(tmp_path)
    to_sign = prepare_judgement(work, asking(work), mine, YES)
    assert (to_sign.is_judgement, to_sign.following, to_sign.note) == (True, 0, None)
    receive_judgement(work, asking(work), mine, YES, signed(to_sign.said))
    assert status(work) is Status.CONFIRMED
    (tmp_path / "here").mkdir()
    here = opened(tmp_path / "here", digest(1, si(), hr()))
    say(here, read(here).hits[0].reference)
    assert events(here)[1:] == events(work)[1:-1] == ["judge"]


def test_each_note_is_acknowledged_in_an_act_of_its_own(tmp_path: Path) -> None:
    strict = terms(HR, FULL, handling=frozenset({Handling.H0, Handling.H3}), handling_note="ask first")
    work = opened(tmp_path, digest(1, si(), hr(terms=strict)))
    mine = read(work).hits[0].reference
    first = prepare_judgement(work, asking(work), mine, YES)
    assert (first.is_judgement, first.following, first.note) == (False, 1, "ask first")
    receive_judgement(work, asking(work), mine, YES, signed(first.said))
    assert read(work).hits[0].holders[1].level is FULL
    second = prepare_judgement(work, asking(work), mine, YES)
    assert (second.is_judgement, second.following, second.note) == (True, 0, None)
    receive_judgement(work, asking(work), mine, YES, signed(second.said))
    assert status(work) is Status.CONFIRMED


@pytest.mark.parametrize(
    "forge",
    [
        lambda said: replace(said, content={**said.content, "verdict": "reject"}),
        lambda said: replace(said, content={**said.content, "hit": "0" * 32}),
        lambda said: replace(said, reason="another reason"),
        lambda said: replace(said, at="2023-01-01T00:00:00Z"),
    ],
    ids=["verdict", "hit", "reason", "time"],
)
def test_what_was_not_asked_for_does_not_count(tmp_path: Path, forge: object) -> None:
    work, mine = one_hit(tmp_path)
    assert callable(forge)
    said = forge(prepare_judgement(work, asking(work), mine, YES).said)
    with pytest.raises(RefusedError, match="not what was asked for"):
        receive_judgement(work, asking(work), mine, YES, signed(said))
    assert status(work) is Status.UNJUDGED


def test_the_signature_of_somebody_else_does_not_count(tmp_path: Path) -> None:
    work, mine = one_hit(tmp_path)
    said = prepare_judgement(work, asking(work), mine, YES).said
    for person in (f"{SI}/ivo", f"{HR}/iva"):
        with pytest.raises(MozaikError):
            receive_judgement(work, asking(work), mine, YES, signed(said, person))
    assert status(work) is Status.UNJUDGED


def test_a_chain_that_has_grown_asks_for_a_new_signature(tmp_path: Path) -> None:
    work, mine = one_hit(tmp_path)
    said = prepare_judgement(work, asking(work), mine, YES).said
    read(work)
    with pytest.raises(chain.HeadError):
        receive_judgement(work, asking(work), mine, YES, signed(said))
    again = prepare_judgement(work, asking(work), mine, YES).said
    receive_judgement(work, asking(work), mine, YES, signed(again))
    assert status(work) is Status.CONFIRMED


def test_a_reference_of_nobody_is_refused_before_anything_is_signed(tmp_path: Path) -> None:
    work, _ = one_hit(tmp_path)
    with pytest.raises(RefusedError, match="no hit of yours"):
        prepare_judgement(work, asking(work), "H-AAAAAAAAAAAAAAAA", Verdict.REJECT)
    assert events(work)[-1] == "judge-refused"
