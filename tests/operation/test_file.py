"""The operation file: signed by lead and coordinator, read by both verifiers, version after version."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from mozaik.canonical import to_canonical
from mozaik.operation import (
    Clocks,
    Earlier,
    Expert,
    ListInUse,
    NewerOperationError,
    NotSucceedingError,
    Operation,
    OperationError,
    OperationRole,
    Participant,
    Skill,
    next_version,
    operation_of,
    read_operation,
    require_succession,
)
from mozaik.parties import Authority, PersonRef
from mozaik.seal import (
    Kind,
    Manifest,
    Member,
    Role,
    SigningKey,
    TooFewSignaturesError,
    TrustStore,
    WrongSenderError,
)
from mozaik.typed_json import ShapeError
from tests.house.json_pages import described, stated
from tests.operation.support import (
    DAY,
    HEADS,
    HEADS_TRUST,
    NOW,
    OPERATION,
    READING,
    sign_file,
    takes_part,
    with_participants,
)
from tests.seal.support import forged, node_verdicts

GOLDEN = Path(__file__).with_name("golden")
ANA = PersonRef("SI-GPD/ana")
EXPERT = Expert(ANA, (Skill.DARKNET,), ("sl",), "duty desk", DAY, DAY)
STRANGER = replace(EXPERT, person=PersonRef("IT-PP/ugo"))
FULL = replace(
    OPERATION,
    participants=(
        *OPERATION.participants,
        takes_part("MK-THB", vouching_keys=(SigningKey.generate("MK-THB", "head").trusted(NOW),), until=DAY),
    ),
    experts=(EXPERT,),
    lists=(ListInUse(Authority("EU-EC3"), "EU-EC3.list-known.1"),),
    clocks=Clocks(4, 2, 5),
)
DIGEST = "ab" * 32
EARLIER = {"earlier.version", "earlier.digest"}
"""Described, and stated from the second version on."""


def test_what_lead_and_coordinator_signed_is_what_is_read(tmp_path: Path) -> None:
    signed = sign_file(tmp_path / "mozaik.operation", FULL)
    assert signed.operation == FULL
    assert signed.signers == ("EU-EC3/head", "SI-GPD/head")
    assert signed.is_complete
    assert signed.file_id.startswith("SI-GPD.operation.0001.")


def test_the_golden_file_is_read_by_both_verifiers() -> None:
    trust = TrustStore.load(GOLDEN / "trust.json")
    signed = read_operation(GOLDEN / "files" / "first.operation", trust)
    assert signed.operation.lead.vouching_keys
    assert signed.operation.to_bytes() == (GOLDEN / "operation.json").read_bytes()
    assert node_verdicts(GOLDEN / "trust.json", "files", str(GOLDEN / "files")) == {
        "first.operation": "sound"
    }


def test_the_page_describes_every_field() -> None:
    assert stated([json.loads((GOLDEN / "operation.json").read_bytes())], frozenset()) | EARLIER == described(
        "operation.md", "operation.json"
    )


def test_one_signature_is_a_draft_and_two_of_the_lead_are_none(tmp_path: Path) -> None:
    path = tmp_path / "mozaik.operation"
    lead = SigningKey.generate("SI-GPD", "ivo")
    with pytest.raises(WrongSenderError, match="EU-EC3"):
        sign_file(path, keys=(HEADS[0], lead))
    with pytest.raises(TooFewSignaturesError, match="mozaik operation sign"):
        read_operation(path.with_name("mozaik.operation.draft"), HEADS_TRUST)
    stranger = SigningKey.generate("HR-MUP", "ana")
    with pytest.raises(WrongSenderError):
        sign_file(tmp_path / "other.operation", keys=(stranger,))


def signed_with(tmp_path: Path, content: bytes, **changes: object) -> Path:
    """A file truly signed by lead and coordinator, around any content and manifest."""
    names: dict[str, object] = {
        "kind": Kind.OPERATION, "id": "SI-GPD.operation.1", "edition": "Mozaik 2023", "sender": "SI-GPD",
        "created_at": "2023-11-05T09:00:00Z", "properties": {"coordinator": "EU-EC3"}, **changes,
    }  # fmt: skip
    member = Member("operation.json", len(content), hashlib.sha256(content).hexdigest())
    data = Manifest(members=(member,), **names).to_bytes()  # type: ignore[arg-type]
    signers = sorted(((key, Role.OWNER) for key in HEADS), key=lambda signer: signer[0].key_id)
    path = tmp_path / "x"
    path.write_bytes(forged(data, signers, {"operation.json": content}))
    return path


def test_a_manifest_that_says_otherwise_than_the_content_is_refused(tmp_path: Path) -> None:
    content = OPERATION.to_bytes()
    assert read_operation(signed_with(tmp_path, content), HEADS_TRUST).operation == OPERATION
    for changes in (
        {"edition": "Mozaik 2024"},
        {"sender": "EU-EC3", "properties": {"coordinator": "SI-GPD"}},
    ):
        with pytest.raises(OperationError, match="differ"):
            read_operation(signed_with(tmp_path, content, **changes), HEADS_TRUST)
    unordered = json.loads(content)
    unordered["participants"].reverse()
    with pytest.raises(OperationError, match="order"):
        read_operation(signed_with(tmp_path, to_canonical(unordered)), HEADS_TRUST)


def test_a_newer_format_is_called_newer_and_a_foreign_field_no_field() -> None:
    stated = json.loads(OPERATION.to_bytes())
    with pytest.raises(NewerOperationError, match="newer version"):
        operation_of(to_canonical({**stated, "format": 2, "novelty": 1}), "x")
    with pytest.raises(ShapeError):
        operation_of(to_canonical({**stated, "novelty": 1}), "x")


FAULTS: dict[str, Callable[[], object]] = {
    "two leads": lambda: with_participants(OPERATION, takes_part("HR-MUP", OperationRole.LEAD)),
    "no coordinator": lambda: with_participants(OPERATION, takes_part("EU-EC3")),
    "an authority twice": lambda: replace(
        OPERATION, participants=(*OPERATION.participants, takes_part("HR-MUP"))
    ),
    "a bare country that reads": lambda: takes_part("HR"),
    "a last day before the first": lambda: takes_part("HR-MUP", since=DAY, until=DAY - timedelta(1)),
    "a contact of two lines": lambda: takes_part("HR-MUP", contact="a\nb"),
    "a vouching key of another": lambda: takes_part("HR-MUP", vouching_keys=(HEADS[0].trusted(NOW),)),
    "a vouching key twice": lambda: takes_part("SI-GPD", vouching_keys=(HEADS[0].trusted(NOW),) * 2),
    "an age recipient that is none": lambda: takes_part("HR-MUP", age_recipients=("age1x",)),
    "an age recipient twice": lambda: takes_part("HR-MUP", age_recipients=(HEADS[0].age_recipient,) * 2),
    "an expert without a skill": lambda: replace(EXPERT, skills=()),
    "a skill twice": lambda: replace(EXPERT, skills=(Skill.DARKNET,) * 2),
    "a language that is no code": lambda: replace(EXPERT, languages=("slovenian language",)),
    "an expert nobody can reach": lambda: replace(EXPERT, contact=" "),
    "on call until, and from never": lambda: replace(EXPERT, on_call_since=None),
    "on call backwards": lambda: replace(EXPERT, on_call_until=DAY - timedelta(1)),
    "an expert of a stranger": lambda: replace(FULL, experts=(STRANGER,)),
    "an expert twice": lambda: replace(FULL, experts=(EXPERT, EXPERT)),
    "a list with an impossible id": lambda: ListInUse(Authority("EU-EC3"), "../x"),
    "a clock of no hours": lambda: Clocks(urgent_hours=0),
    "a clock of years": lambda: Clocks(other_days=367),
    "no series": lambda: replace(OPERATION, series=" "),
    "action days backwards": lambda: replace(OPERATION, last_day=OPERATION.first_day - timedelta(1)),
    "a second version without a first": lambda: replace(OPERATION, version=2),
    "a first version with an earlier one": lambda: replace(OPERATION, earlier=Earlier(0, DIGEST)),
    "a version left out": lambda: replace(OPERATION, version=3, earlier=Earlier(1, DIGEST)),
    "another format": lambda: replace(OPERATION, format=2),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_what_cannot_stand_is_refused_with_a_remedy(fault: str) -> None:
    with pytest.raises(OperationError) as refused:
        FAULTS[fault]()
    assert refused.value.remedy


def test_the_order_in_which_things_are_stated_changes_no_byte() -> None:
    turned = replace(FULL, participants=FULL.participants[::-1], experts=FULL.experts[::-1])
    assert turned.to_bytes() == FULL.to_bytes()


def test_experts_are_on_call_on_their_days_alone() -> None:
    assert EXPERT.is_on_call(DAY)
    assert not EXPERT.is_on_call(DAY + timedelta(1))
    assert not EXPERT.is_on_call(DAY - timedelta(1))
    assert replace(EXPERT, on_call_until=None).is_on_call(DAY + timedelta(99))
    assert not replace(EXPERT, on_call_since=None, on_call_until=None).is_on_call(DAY)
    assert EXPERT.country == "SI"


NEXT = next_version(FULL, DIGEST)


def test_the_next_version_may_hand_over_the_lead() -> None:
    require_succession(FULL, DIGEST, NEXT, "x")
    handed = with_participants(NEXT, takes_part("SI-GPD"), takes_part("HR-MUP", OperationRole.LEAD))
    require_succession(FULL, DIGEST, handed, "x")


def changed(**changes: object) -> Operation:
    return replace(NEXT, **changes)  # type: ignore[arg-type]


def both_changed() -> Operation:
    roles = (("HR-MUP", OperationRole.LEAD), ("HU-NNI", OperationRole.COORDINATOR))
    taken: list[Participant] = [takes_part(name, role) for name, role in roles]
    return with_participants(NEXT, takes_part("SI-GPD"), takes_part("EU-EC3"), *taken)


@pytest.mark.parametrize("later", [
    changed(series="Other"),
    changed(edition="Mozaik 2024"),
    FULL,
    changed(version=3, earlier=Earlier(2, DIGEST)),
    changed(earlier=Earlier(1, "cd" * 32)),
    both_changed(),
    changed(participants=tuple(each for each in NEXT.participants if each.authority != READING[0])),
    with_participants(NEXT, takes_part("MK-THB")),
])  # fmt: skip
def test_what_does_not_follow_is_refused(later: Operation) -> None:
    with pytest.raises(NotSucceedingError) as refused:
        require_succession(FULL, DIGEST, later, "x")
    assert refused.value.remedy


def test_a_vouching_key_is_revoked_once_and_for_good() -> None:
    key = FULL.named("MK-THB").vouching_keys[0]  # type: ignore[union-attr]
    gone = replace(key, revoked_at="2023-11-10T09:00:00Z", revoked_reason="lost")
    revoked = with_participants(NEXT, takes_part("MK-THB", vouching_keys=(gone,)))
    require_succession(FULL, DIGEST, revoked, "x")
    back = with_participants(next_version(revoked, DIGEST), takes_part("MK-THB", vouching_keys=(key,)))
    with pytest.raises(NotSucceedingError, match="MK-THB"):
        require_succession(revoked, DIGEST, back, "x")
