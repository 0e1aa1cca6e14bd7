"""Leads: what belongs together, unknown first, with a reason and a next step in plain words."""

from dataclasses import replace
from pathlib import Path

import pytest

from mozaik.kinds import HitKind
from mozaik.package import Drafting, Topic, make_leads
from mozaik.parties import Authority, PersonRef
from mozaik.release import OwnRow, RankReason, ReleasedHit, Work, read_for_package
from mozaik.terms import Disclosure, Handling
from mozaik.wording import check_wording, explain_hit, say
from tests.package.support import confirmed_reading, pointing, pointing_work, sample_work
from tests.release.support import NOW, TRUST, drafts_for


@pytest.fixture(scope="module")
def hits(tmp_path_factory: pytest.TempPathFactory) -> tuple[ReleasedHit, ...]:
    return confirmed_reading(sample_work(tmp_path_factory.mktemp("world"))).hits


def test_unknown_material_comes_first_and_known_last(hits: tuple[ReleasedHit, ...]) -> None:
    leads = make_leads(hits, "SI-GPD")
    assert [lead.topic for lead in leads] == [
        Topic.UNKNOWN, Topic.UNKNOWN, Topic.OWN_UNKNOWN, Topic.CONTACT, Topic.KNOWN
    ]  # fmt: skip
    assert [lead.number for lead in leads] == [1, 2, 3, 4, 5]


def test_every_hit_is_in_exactly_one_lead(hits: tuple[ReleasedHit, ...]) -> None:
    told = [reference for lead in make_leads(hits, "SI-GPD") for reference in lead.references]
    assert sorted(told) == sorted(hit.reference for hit in hits)


def test_a_lead_names_the_authority_to_ask_with_its_ticket(hits: tuple[ReleasedHit, ...]) -> None:
    (lead,) = [lead for lead in make_leads(hits, "SI-GPD") if "HR-MUP" in lead.authorities]
    (ask,) = lead.ask
    assert (ask.authority, len(ask.tickets)) == ("HR-MUP", 1)
    assert any(
        f"Ask HR-MUP for what it holds, quoting ticket {ask.tickets[0]}." == step for step in lead.next_steps
    )


def test_a_lead_carries_the_union_of_handling_and_the_worst_grade(hits: tuple[ReleasedHit, ...]) -> None:
    (lead,) = [lead for lead in make_leads(hits, "SI-GPD") if "HR-MUP" in lead.authorities]
    assert lead.handling == (Handling.H0, Handling.H1)
    assert lead.grade == "B3"


def test_identifiers_hang_together_by_own_items(hits: tuple[ReleasedHit, ...]) -> None:
    (contact,) = [lead for lead in make_leads(hits, "SI-GPD") if lead.topic is Topic.CONTACT]
    assert contact.own_units == ("ITEM-2",)
    assert contact.title == "Account at a service and phone number shared with RS-MUP"
    first, second = [hit for hit in hits if hit.kind == "selector"]
    elsewhere = tuple(replace(h, unit="ITEM-9") if h.own else h for h in second.holders)
    parted = make_leads((first, replace(second, holders=elsewhere)), "SI-GPD")
    assert [lead.own_units for lead in parted] in ([("ITEM-2",), ("ITEM-9",)], [("ITEM-9",), ("ITEM-2",)])


def test_an_item_and_persons_of_one_number_share_no_lead(hits: tuple[ReleasedHit, ...]) -> None:
    """Two sets of an owner each have a person 7, and there is an item 7 (review 1, item 5)."""
    contact = next(hit for hit in hits if hit.kind == "selector")
    changed = []
    for place, (set_id, table) in enumerate(
        (
            ("SI-GPD.1", "selectors"),
            ("SI-GPD.1", "person_facts"),
            ("SI-GPD.2", "persons"),
            ("SI-GPD.2", "files"),
        )
    ):
        holders = tuple(
            replace(h, unit="7", table=table, row=OwnRow(set_id, table, 0)) if h.own else h
            for h in contact.holders
        )
        changed.append(replace(contact, reference=f"H-{place}", holders=holders))
    leads = make_leads(changed, "SI-GPD")
    assert sorted(sorted(lead.references) for lead in leads) == [["H-0", "H-3"], ["H-1"], ["H-2"]]


@pytest.mark.parametrize("code", ["harmless", "noise", "popular"])
def test_common_values_sink_to_the_end_and_say_why(hits: tuple[ReleasedHit, ...], code: str) -> None:
    text = say(f"rank.{code}", count=hits[0].units)
    reason = RankReason(code, -2000, text)
    changed = (replace(hits[0], reasons=(reason,)), *hits[1:])
    last = make_leads(changed, "SI-GPD")[-1]
    assert last.topic is Topic.COMMON
    assert f"ranked down: {text}." in last.why
    assert last.next_steps[0].startswith("Nothing now")


def test_differing_grades_are_a_lead_of_their_own(hits: tuple[ReleasedHit, ...]) -> None:
    (graded,) = make_leads((replace(hits[0], kind=HitKind.GRADING),), "SI-GPD")
    assert graded.topic is Topic.GRADING
    assert graded.next_steps[0] == f"Compare the gradings with {graded.authorities[0]} and agree on one."


@pytest.mark.parametrize(
    "kinds",
    [[HitKind.LINK], [HitKind.NAME], [HitKind.SELECTOR], [HitKind.NAME, HitKind.LINK, HitKind.SELECTOR]],
    ids=" ".join,
)
def test_a_lead_says_the_caution_of_each_kind_of_hit_in_it_and_of_no_other(
    hits: tuple[ReleasedHit, ...], kinds: list[HitKind]
) -> None:
    contact = next(hit for hit in hits if hit.kind is HitKind.SELECTOR)
    told = tuple(replace(contact, kind=kind, reference=f"H-{kind}") for kind in kinds)
    (lead,) = make_leads(told, "SI-GPD")
    said = {kind for kind in HitKind if explain_hit(kind).caution in lead.why}
    assert said == set(kinds)


def test_the_order_of_leads_does_not_depend_on_the_order_of_hits(hits: tuple[ReleasedHit, ...]) -> None:
    assert make_leads(hits, "SI-GPD")[0].title == make_leads(tuple(reversed(hits)), "SI-GPD")[0].title


def test_a_reader_without_an_own_item_is_told_who_shares(tmp_path: Path) -> None:
    drafting = Drafting(Authority("HU-NNI"), "x", PersonRef("EU-EC3/maria"), NOW)
    leads = make_leads(confirmed_reading(sample_work(tmp_path), drafting).hits, "HU-NNI")
    assert leads[0].title.startswith("Unknown material shared by")


def test_leads_use_our_words(hits: tuple[ReleasedHit, ...]) -> None:
    text = " ".join(" ".join((lead.title, lead.why, *lead.next_steps)) for lead in make_leads(hits, "SI-GPD"))
    assert check_wording(text) == []


def test_hits_between_others_are_one_lead_at_the_end(hits: tuple[ReleasedHit, ...]) -> None:
    foreign = [replace(hit, holders=tuple(h for h in hit.holders if not h.own)) for hit in hits]
    between = [replace(hit, reference=f"H-{place}") for place, hit in enumerate(foreign)]
    leads = make_leads((*hits, *between), "SI-GPD")
    assert [lead.topic for lead in leads][-1] is Topic.ELSEWHERE
    assert len(leads) == 6
    assert set(leads[-1].references) == {hit.reference for hit in between}
    assert leads[-1].title == "Between other authorities"


def test_many_authorities_are_counted_in_the_title(hits: tuple[ReleasedHit, ...]) -> None:
    hit = next(hit for hit in hits if hit.kind == "digest")
    more = [replace(hit.holders[1], authority=Authority(f"XX-{letter}")) for letter in "ABCDE"]
    (lead,) = make_leads((replace(hit, holders=(hit.holders[0], *more)),), "SI-GPD")
    assert lead.title == "Unknown material shared with 5 authorities"
    assert len(lead.authorities) == 5


def test_a_country_that_holds_nothing_reads_its_pointers_before_hits_between_others(
    hits: tuple[ReleasedHit, ...], tmp_path: Path
) -> None:
    path = pointing_work(tmp_path, pointing("HR-MUP", "phone", "+4366012345678", Disclosure.FULL)).path
    work = Work.open(path, TRUST)
    told = read_for_package(work, drafts_for(work, "AT", "test", "EU-EC3/maria", NOW), "AT").pointers
    foreign = [replace(hit, holders=tuple(h for h in hit.holders if not h.own)) for hit in hits]
    leads = make_leads(foreign, "AT", told, "AT")
    assert leads[0].topic is Topic.POINTER
    assert [lead.topic for lead in leads].count(Topic.ELSEWHERE) == 1
    assert {lead.topic for lead in leads} <= {Topic.POINTER, Topic.ELSEWHERE, Topic.COMMON}
