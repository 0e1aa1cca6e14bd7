"""Acts that persons sign: what counts, and that nothing written or moved by hand does."""

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from mozaik import chain
from mozaik.acts import Act, Acts, Said, acts_of, all_heard, append_event, prepare_act, receive_act, sign_act
from mozaik.canonical import to_canonical
from mozaik.errors import InvalidInputError, MozaikError, RefusedError
from mozaik.moments import utc_text
from mozaik.parties import Authority, PersonRef
from mozaik.seal import (
    BadSignatureError,
    SignedStatement,
    UnknownKeyError,
    WrongSenderError,
    attach_signature,
    bytes_to_sign,
    sign_statement,
)
from tests.acts.support import acts_in
from tests.release.support import NOW, TRUST, key_of

SI = Authority("SI-GPD")
ANA = PersonRef("SI-GPD/ana")
CONTENT = {"hit": "ab" * 16, "reference": "H-AAAAAAAAAAAAAAAA", "verdict": "confirm"}


def judge(acts: Acts, verdict: str = "confirm", person: str = ANA) -> chain.Head:
    content = {**CONTENT, "verdict": verdict}
    return sign_act(acts, Act.JUDGEMENT, SI, key_of(person), "looked at it", content, NOW, TRUST)


def verdicts(acts: Acts) -> list[object]:
    return [said.content["verdict"] for said in acts_of(acts, SI, TRUST, Act.JUDGEMENT)]


def test_acts_are_read_as_they_were_said_among_other_events(tmp_path: Path) -> None:
    acts = acts_in(tmp_path)
    judge(acts)
    append_event(acts, SI, "read-hits", {"references": []}, NOW)
    judge(acts, "reject", "SI-GPD/ivo")
    assert verdicts(acts) == ["confirm", "reject"]
    assert [said.person for said in all_heard(acts, SI, TRUST, Act.JUDGEMENT)] == [ANA, "SI-GPD/ivo"]
    assert list(acts_of(acts, SI, TRUST, Act.ACKNOWLEDGEMENT)) == []
    assert list(acts_of(acts, "HR-MUP", TRUST, Act.JUDGEMENT)) == []


def prepared(acts: Acts) -> Said:
    return prepare_act(acts, Act.JUDGEMENT, SI, ANA, "looked at it", CONTENT, NOW)


def test_an_act_that_its_person_signs_elsewhere_counts(tmp_path: Path) -> None:
    """The receiver prepares the bytes, the person's own machine signs, the receiver attaches and checks."""
    acts, key = acts_in(tmp_path), key_of(ANA)
    judge(acts, "reject")
    said = prepared(acts)
    assert bytes_to_sign(said.statement()).startswith(b"mozaik statement 1\nowner\n")
    signature = sign_statement(said.statement(), key).signature
    signed = attach_signature(said.statement(), ANA, key.key_id, signature, TRUST)
    receive_act(acts, signed, TRUST, NOW)
    assert verdicts(acts) == ["reject", "confirm"]
    with pytest.raises(chain.HeadError):
        receive_act(acts, signed, TRUST, NOW)
    with pytest.raises(chain.HeadError):
        receive_act(acts, sign_statement(prepared(acts).statement(), key), TRUST, NOW + timedelta(1))
    assert verdicts(acts) == ["reject", "confirm"]


@pytest.mark.parametrize(
    "change",
    [
        lambda said: {**said.statement(), "content": {**CONTENT, "verdict": "perhaps"}},
        lambda said: {**said.statement(), "content": {**CONTENT, "hit": "x"}},
        lambda said: {**said.statement(), "content": {}},
        lambda said: {**said.statement(), "content": {**CONTENT, "more": 1}},
        lambda said: {**said.statement(), "authority": "HR-MUP"},
        lambda said: {**said.statement(), "person": "HR-MUP/ana"},
        lambda said: {**said.statement(), "reason": " "},
        lambda said: {**said.statement(), "act": "erased"},
        lambda said: {**said.statement(), "act": "draft-package"},
        lambda said: {**said.statement(), "after": None},
        lambda said: {"act": "judge"},
    ],
)
def test_what_is_no_sound_act_is_not_received(tmp_path: Path, change: Callable[[Said], Any]) -> None:
    acts = acts_in(tmp_path)
    with pytest.raises((InvalidInputError, RefusedError)):
        receive_act(acts, sign_statement(change(prepared(acts)), key_of(ANA)), TRUST, NOW)
    draft: dict[str, Any] = {"sequence": 1, "expires_on": "2024-01-01", "transfer_ground": None}
    said = replace(prepared(acts), act=Act.DRAFT, content=draft)
    with pytest.raises(RefusedError, match="not signed elsewhere"):
        receive_act(acts, sign_statement(said.statement(), key_of(ANA)), TRUST, NOW)
    assert not acts.chain_of(SI).exists()


@pytest.mark.parametrize(
    ("forge", "error"),
    [
        (lambda signed: replace(signed, signature=bytes(64)), BadSignatureError),
        (lambda signed: replace(signed, key_id="0" * 64), UnknownKeyError),
        (lambda signed: sign_statement(signed.statement, key_of("SI-GPD/ivo")), WrongSenderError),
    ],
)
def test_an_act_that_its_person_did_not_sign_is_not_received(
    tmp_path: Path, forge: Callable[[SignedStatement], SignedStatement], error: type[MozaikError]
) -> None:
    acts = acts_in(tmp_path)
    with pytest.raises(error):
        receive_act(acts, forge(signed_for(acts)), TRUST, NOW)
    assert not acts.chain_of(SI).exists()


def append_by_hand(acts: Acts, details: Any) -> None:
    """What somebody with the folder and the program, and without a person's key, can write."""
    chain.append(acts.chain_of(SI), Act.JUDGEMENT, details, NOW)


def signed_for(acts: Acts, person: str = ANA, **changes: Any) -> SignedStatement:
    said = replace(prepared(acts), **changes)
    return sign_statement(said.statement(), key_of(person))


@pytest.mark.parametrize(
    ("forge", "error"),
    [
        (
            lambda acts: {"hit_id": "ab" * 16, "person": "SI-GPD/ghost", "verdict": "confirm"},
            BadSignatureError,
        ),
        (lambda acts: {**signed_for(acts).to_json(), "signature": "00" * 64}, BadSignatureError),
        (lambda acts: {**signed_for(acts).to_json(), "key": "00" * 32}, UnknownKeyError),
        (lambda acts: signed_for(acts, "SI-GPD/ivo").to_json(), RefusedError),
        (lambda acts: signed_for(acts, after=chain.Head(0, "0" * 64)).to_json(), InvalidInputError),
        (lambda acts: signed_for(acts, at="2023-11-20T08:00:00Z").to_json(), InvalidInputError),
        (lambda acts: replayed(acts), InvalidInputError),
    ],
)
def test_what_was_written_by_hand_does_not_count(
    tmp_path: Path, forge: Callable[[Acts], Any], error: type[MozaikError]
) -> None:
    """A chain can be appended to by whoever has the folder; an act only by who has the key."""
    acts = acts_in(tmp_path)
    judge(acts)
    append_by_hand(acts, forge(acts))
    chain.verify_chain(acts.chain_of(SI))
    with pytest.raises(error):
        verdicts(acts)


def replayed(acts: Acts) -> Any:
    (entry,) = chain.entries(acts.chain_of(SI))
    return chain.details_of(acts.chain_of(SI), entry)


def test_an_entry_cannot_be_left_out_before_a_signed_act(tmp_path: Path) -> None:
    """Somebody builds the chain anew without the first entry; the act after it vouches for the old head."""
    acts, built = acts_in(tmp_path / "one"), acts_in(tmp_path / "two")
    append_event(acts, SI, "judge-refused", {"notes": 1}, NOW)
    judge(acts)
    (_, kept) = chain.entries(acts.chain_of(SI))
    chain.append(built.chain_of(SI), kept.event, chain.details_of(acts.chain_of(SI), kept) or {}, NOW)
    with pytest.raises(InvalidInputError, match="does not count"):
        verdicts(built)


def test_a_changed_detail_and_an_erased_act(tmp_path: Path) -> None:
    acts = acts_in(tmp_path / "one")
    judge(acts)
    shutil.copytree(tmp_path / "one", tmp_path / "two")
    details = acts_in(tmp_path / "two").chain_of(SI).details(1)
    value = json.loads(details.read_bytes())
    value["details"]["statement"]["content"]["verdict"] = "reject"
    details.write_bytes(to_canonical(value) + b"\n")
    with pytest.raises(chain.DetailsError):
        verdicts(acts_in(tmp_path / "two"))
    (entry,) = chain.entries(acts.chain_of(SI))
    chain.erase_details(acts.chain_of(SI), entry, "its time has come", NOW)
    assert verdicts(acts) == []
    assert utc_text(NOW) == entry.at
