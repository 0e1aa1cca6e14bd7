"""Drafts: through the release room, numbered in the recipient's chain, complete in their signed bytes."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from mozaik import chain
from mozaik.canonical import from_canonical
from mozaik.errors import InvalidInputError, RefusedError
from mozaik.package import Custody, Drafting, draft_package, make_package, render, renderings_of
from mozaik.parties import Authority, PersonRef
from mozaik.release import Work
from mozaik.seal import TrustStore, inspect_draft
from tests.package.support import DRAFTING, confirmed_reading, sample_work
from tests.release.support import NOW, key_of


@pytest.fixture
def work(tmp_path: Path) -> Work:
    return sample_work(tmp_path)


def test_a_draft_holds_every_form_and_no_signature(work: Work, tmp_path: Path) -> None:
    draft = draft_package(work, DRAFTING, key_of(DRAFTING.person), tmp_path / "si.draft")
    found = inspect_draft(draft.path, TrustStore())
    assert found.names == tuple(sorted(each.member for each in renderings_of(draft.package)))
    assert found.signatures == ()


def test_recipient_number_head_and_expiry_stand_in_the_manifest(work: Work, tmp_path: Path) -> None:
    manifest = draft_package(work, DRAFTING, key_of(DRAFTING.person), tmp_path / "si.draft").manifest
    head = chain.head(work.acts.chain_of("SI-GPD"))
    assert manifest.recipients == ("SI-GPD",)
    assert manifest.sender == "EU-EC3"
    assert manifest.synthetic
    assert manifest.properties["sequence"] == "1"
    assert manifest.properties["audit_head"] == head.hash
    assert manifest.properties["expires_on"] == "2024-05-21"


def test_numbers_count_up_for_each_recipient(work: Work, tmp_path: Path) -> None:
    other = Drafting(Authority("HR-MUP"), "x", PersonRef("EU-EC3/maria"), NOW)
    numbers = []
    for place, drafting in enumerate((DRAFTING, DRAFTING, other, DRAFTING)):
        drafted = draft_package(work, drafting, key_of(drafting.person), tmp_path / f"{place}.draft")
        numbers.append(drafted.manifest.properties["sequence"])
    assert numbers == ["1", "2", "1", "3"]


def test_reading_and_draft_are_in_both_chains(work: Work, tmp_path: Path) -> None:
    draft_package(work, DRAFTING, key_of(DRAFTING.person), tmp_path / "si.draft")
    events = {
        name: [entry.event for entry in chain.entries(work.acts.chain_of(name))]
        for name in ("SI-GPD", "EU-EC3")
    }
    assert events["SI-GPD"] == ["read-for-package", "read-pointers", "draft-package"]
    assert set(events["EU-EC3"]) == {"read-for-other"}


def test_only_confirmed_hits_are_told_and_the_others_counted(work: Work) -> None:
    reading = confirmed_reading(work, count=2)
    body: Any = make_package(reading, DRAFTING, Custody(1, 2, "ab" * 32)).to_json()
    assert len(body["hits"]) == 2
    assert body["counts"] == {"confirmed": 2, "disputed": 0, "rejected": 0, "unjudged": 5}
    told = json.dumps(body)
    for hit in reading.hits[2:]:
        assert hit.reference not in told
        assert not any(value in told for value in hit.values)


def test_the_machine_form_is_canonical(work: Work) -> None:
    data = render(make_package(confirmed_reading(work), DRAFTING, Custody(1, 2, "ab" * 32)))["package.json"]
    assert from_canonical(data, "package.json") == json.loads(data)


def test_what_is_not_told_is_not_in_any_form(work: Work) -> None:
    members = render(make_package(confirmed_reading(work), DRAFTING, Custody(1, 2, "ab" * 32)))
    hit = next(hit for hit in json.loads(members["package.json"])["hits"] if hit["ask"])
    assert [holder["authority"] for holder in hit["told"]] == ["SI-GPD"]
    assert hit["ask"][0]["ticket"].startswith("T-")
    assert set(hit["ask"][0]) == {
        "authority", "set_kind", "ticket", "handling", "notes", "grade", "keep_until"
    }  # fmt: skip


@pytest.mark.parametrize("recipient", ["BA-MUP", "MK-MOI", "ME-UP", "RS-MUP", "XX-POL"])
def test_a_third_country_needs_a_stated_ground(recipient: str) -> None:
    with pytest.raises(RefusedError, match=r"transfer ground.*--transfer-ground"):
        Drafting(Authority(recipient), "x", PersonRef("EU-EC3/maria"), NOW)
    with pytest.raises(RefusedError, match="transfer ground"):
        Drafting(Authority(recipient), "x", PersonRef("EU-EC3/maria"), NOW, transfer_ground="  ")
    assert Drafting(
        Authority(recipient), "x", PersonRef("EU-EC3/maria"), NOW, "safeguard: agreement"
    ).transfer_ground


def test_a_draft_needs_a_reason_a_person_and_a_future() -> None:
    with pytest.raises(InvalidInputError, match="reason"):
        Drafting(Authority("SI-GPD"), " ", PersonRef("EU-EC3/maria"), NOW)
    with pytest.raises(InvalidInputError, match="AUTHORITY/name"):
        Drafting(Authority("SI-GPD"), "x", PersonRef("maria"), NOW)
    with pytest.raises(InvalidInputError, match="expired"):
        Drafting(Authority("SI-GPD"), "x", PersonRef("EU-EC3/maria"), NOW, expires_on=date(2023, 11, 19))


def test_a_draft_is_never_overwritten(work: Work, tmp_path: Path) -> None:
    path = draft_package(work, DRAFTING, key_of(DRAFTING.person), tmp_path / "si.draft").path
    before = path.read_bytes()
    with pytest.raises(RefusedError, match="never overwritten"):
        draft_package(work, DRAFTING, key_of(DRAFTING.person), path)
    assert path.read_bytes() == before


def test_nothing_is_drafted_when_it_cannot_be_logged(work: Work, tmp_path: Path) -> None:
    (work.acts.folder / "chains").write_text("in the way", encoding="utf-8")
    with pytest.raises(RefusedError, match="cannot be logged"):
        draft_package(work, DRAFTING, key_of(DRAFTING.person), tmp_path / "si.draft")
    assert not (tmp_path / "si.draft").exists()
