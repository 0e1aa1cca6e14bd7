"""The region and beyond: countries without a contribution get what points to them, and no more."""

import csv
import io
import json
from pathlib import Path

import pytest
from pypdf import PdfReader

from mozaik.errors import RefusedError
from mozaik.package import Drafting, Topic, countries_beyond, draft_beyond
from mozaik.parties import Authority, PersonRef
from mozaik.release import Work
from mozaik.seal import TrustStore, inspect_draft
from mozaik.terms import Disclosure
from tests.package.support import pointing, pointing_work
from tests.release.support import NOW, asks, key_of

AUSTRIA = Drafting(Authority("AT"), "joint action days", PersonRef("EU-EC3/maria"), NOW)
FULL, HIT, SILENT = Disclosure.FULL, Disclosure.HIT, Disclosure.SILENT


@pytest.fixture
def work(tmp_path: Path) -> Work:
    return pointing_work(
        tmp_path,
        pointing("HR-MUP", "phone", "+4366012345678", FULL),
        pointing("RS-MUP", "phone", "+4366012345678", HIT),
        pointing("RS-MUP", "email", "ана@example.at", FULL),
        pointing("SI-GPD", "phone", "+4366012345679", HIT),
        pointing("SI-GPD", "phone", "+4366012345670", SILENT),
        pointing("HR-MUP", "email", "office@example.at", FULL, noise="a role address"),
        pointing("HR-MUP", "phone", "+41791234567", FULL),
        pointing("HR-MUP", "phone", "+38640123456", FULL),
    )


def members_of(path: Path) -> dict[str, bytes]:
    found = inspect_draft(path, TrustStore())
    return {name: found.read_member(name) for name in found.names}


def test_countries_beyond_are_those_without_a_contribution(work: Work) -> None:
    found = countries_beyond(work, asks(work, "EU-EC3"))
    assert [
        (entry.country, entry.name, entry.pointers, entry.needs_ground, entry.is_named) for entry in found
    ] == [
        ("AT", "Austria", 4, False, True),
        ("BA", "Bosnia and Herzegovina", 1, True, False),
        ("CH", "Switzerland", 1, True, False),
    ]  # fmt: skip


def test_the_package_tells_what_each_owner_discloses(work: Work, tmp_path: Path) -> None:
    draft = draft_beyond(work, AUSTRIA, key_of(AUSTRIA.person), tmp_path / "at.draft")
    body = json.loads(members_of(draft.path)["package.json"])
    assert body["hits"] == []
    told = {pointer["value"]: pointer for pointer in body["pointers"]}
    assert set(told) == {"+4366012345678", "ана@example.at", "office@example.at", None}
    both = told["+4366012345678"]
    assert [holder["authority"] for holder in both["told"]] == ["HR-MUP"]
    assert [ask["authority"] for ask in both["ask"]] == ["RS-MUP"]
    assert told[None]["told"] == []
    assert body["grade"]["worst"] == "A1"


def test_silent_facts_are_in_no_form(work: Work, tmp_path: Path) -> None:
    members = members_of(draft_beyond(work, AUSTRIA, key_of(AUSTRIA.person), tmp_path / "at.draft").path)
    for name, data in members.items():
        assert b"4366012345679" not in data, name
        assert b"4366012345670" not in data, name


def test_leads_ask_with_tickets_and_common_values_come_last(work: Work, tmp_path: Path) -> None:
    leads = draft_beyond(work, AUSTRIA, key_of(AUSTRIA.person), tmp_path / "at.draft").package.leads
    assert [lead.topic for lead in leads] == [Topic.POINTER, Topic.POINTER, Topic.POINTER, Topic.COMMON]
    first = leads[0]
    assert first.title == "Phone number in Austria, known to HR-MUP and RS-MUP"
    assert first.next_steps[1].startswith("Ask RS-MUP for what it holds, quoting ticket T-")
    assert "not a hit" in first.why
    (only_asked,) = [lead for lead in leads if lead.authorities == ("SI-GPD",)]
    assert [step[:10] for step in only_asked.next_steps] == ["Ask SI-GPD"]


def test_paper_and_tables_hold_the_pointers(work: Work, tmp_path: Path) -> None:
    members = members_of(draft_beyond(work, AUSTRIA, key_of(AUSTRIA.person), tmp_path / "at.draft").path)
    pages = PdfReader(io.BytesIO(members["package.pdf"])).pages
    text = " ".join(" ".join(page.extract_text() for page in pages).split())
    assert "Points to Austria" in text
    assert "ана@example.at" in text
    assert "No confirmed hit for you" not in text
    rows = list(csv.DictReader(io.StringIO(members["hits.csv"].decode("utf-8-sig"), newline="")))
    assert {row["kind"] for row in rows} == {"pointer"}
    assert "'+4366012345678" in {row["value"] for row in rows}


def test_a_country_outside_the_union_needs_a_ground() -> None:
    with pytest.raises(RefusedError, match="transfer ground"):
        Drafting(Authority("CH"), "x", PersonRef("EU-EC3/maria"), NOW)


@pytest.mark.parametrize(("recipient", "said"), [("SI-GPD", "for a recipient"), ("EU", "take part")])
def test_beyond_is_for_recipients(work: Work, tmp_path: Path, recipient: str, said: str) -> None:
    drafting = Drafting(Authority(recipient), "x", PersonRef("EU-EC3/maria"), NOW)
    with pytest.raises(RefusedError, match=said):
        draft_beyond(work, drafting, key_of(drafting.person), tmp_path / "x.draft")


def test_a_country_that_may_be_told_nothing_gets_the_same_answer_as_one_nothing_points_to(
    work: Work, tmp_path: Path
) -> None:
    bodies = []
    for country in ("DE", "FR"):
        drafting = Drafting(Authority(country), "x", PersonRef("EU-EC3/maria"), NOW)
        body = draft_beyond(work, drafting, key_of(drafting.person), tmp_path / f"{country}.draft").package
        bodies.append((body.first, body.leads, body.hits, body.pointers, body.statement))
    assert bodies[0] == bodies[1]
