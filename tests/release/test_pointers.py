"""Pointers: facts that name a country, at the level their owners disclose to its reader, and logged."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mozaik import chain
from mozaik.errors import InvalidInputError, RefusedError
from mozaik.parties import Authority
from mozaik.release import (
    Pointer,
    Verdict,
    Work,
    judge,
    read_for_package,
    read_hits,
    read_pointer_countries,
)
from mozaik.release.kept import view_for
from mozaik.release.pointers import pointers_to
from mozaik.selectors import country_of
from mozaik.terms import (
    Disclosure,
    Handling,
    Purpose,
    Reader,
    ReaderDisclosure,
    Subject,
    Terms,
    Use,
    cross_check_obstacle,
    disclosed,
)
from tests.release.support import (
    NOW,
    TRUST,
    Hit,
    Holder,
    Set,
    World,
    asks,
    drafts_for,
    key_of,
    terms,
    write_work,
)

SETS = (Set("SI-GPD.1", "SI-GPD"), Set("HR-MUP.1", "HR-MUP"), Set("EU-EC3.known", "EU-EC3", "known"))
DRAFTER = "EU-EC3/maria"
PHONES = ("+4366012345678", "+4366012345679", "+38640123456")


def selector(
    owner: str, kind: str, value: str, stated: Terms, unit: str = "ITEM-1", noise: str | None = None
) -> Holder:
    fields = {"kind": kind, "normal": value, "found": value, "path": "chat.db", "noise": noise}
    return Holder(f"{owner}.1", unit, stated, table="selectors", fields=fields)


def person(owner: str, person_id: str, stated: Terms, country: str | None = None) -> Holder:
    return Holder(f"{owner}.1", person_id, stated, table="persons",
                  fields={"person_id": person_id, "full_name": "Ana Novak", "country": country})  # fmt: skip


def fact(
    owner: str, person_id: str, kind: str, value: str, stated: Terms, selector_kind: str | None = None
) -> Holder:
    fields = {"person_id": person_id, "kind": kind, "value": value, "selector_kind": selector_kind}
    return Holder(f"{owner}.1", person_id, stated, table="person_facts", fields=fields)


def opened(folder: Path | str, *rows: Holder) -> Work:
    return Work.open(write_work(Path(folder) / "work", World(SETS, (), unshared=rows)), TRUST)


def austrian(work: Work, reader: str = "AT", country: str = "AT") -> tuple[Pointer, ...]:
    """The pointers alone, as a reading for a package gives them beside the hits."""
    return pointers_to(view_for(work, drafts_for(work, reader, "joint action days", DRAFTER)), country)


def open_to(owner: str, level: Disclosure = Disclosure.FULL, reader: str = "AT", **changes: Any) -> Terms:
    return terms(owner, Disclosure.SILENT, disclosures=(ReaderDisclosure(reader, level),), **changes)


def test_a_full_fact_is_told_with_its_fields(tmp_path: Path) -> None:
    (pointer,) = austrian(opened(tmp_path, selector("SI-GPD", "phone", PHONES[0], open_to("SI-GPD"))))
    (holder,) = pointer.holders
    assert (pointer.kind, pointer.value, pointer.noisy) == ("phone", PHONES[0], False)
    assert (holder.authority, holder.level, holder.unit) == ("SI-GPD", Disclosure.FULL, "ITEM-1")
    assert holder.fields is not None
    assert holder.fields["path"] == "chat.db"
    assert holder.ticket is None
    assert holder.row is None


def test_a_fact_at_hit_level_tells_existence_and_a_ticket(tmp_path: Path) -> None:
    stated = open_to("SI-GPD", Disclosure.HIT, handling=frozenset({Handling.H0, Handling.H1}))
    (pointer,) = austrian(opened(tmp_path, selector("SI-GPD", "phone", PHONES[0], stated)))
    (holder,) = pointer.holders
    assert pointer.value is None
    assert pointer.reference.startswith("P-")
    assert pointer.handling == (Handling.H0, Handling.H1)
    assert holder.ticket is not None
    assert (holder.fields, holder.unit, holder.value, holder.table) == (None, None, None, None)


def test_persons_and_their_facts_point_by_residence_and_by_selector(tmp_path: Path) -> None:
    suspects = open_to("SI-GPD", subject=Subject.SUSPECT)
    work = opened(
        tmp_path,
        person("SI-GPD", "P-1", suspects, "AT"),
        fact("SI-GPD", "P-1", "residence", "at", suspects),
        fact("SI-GPD", "P-2", "selector", PHONES[1], suspects, "phone"),
        fact("SI-GPD", "P-3", "nationality", "AT", suspects),
        person("SI-GPD", "P-4", suspects, "SI"),
    )
    found = austrian(work)
    assert sorted((pointer.kind, pointer.value) for pointer in found) == [
        ("phone", PHONES[1]), ("residence", None)
    ]  # fmt: skip
    (residence,) = [pointer for pointer in found if pointer.kind == "residence"]
    assert sorted(str(holder.table) for holder in residence.holders) == ["person_facts", "persons"]


@pytest.mark.parametrize("level", [Disclosure.FULL, Disclosure.HIT])
def test_two_persons_of_one_number_are_two_pointers(tmp_path: Path, level: Disclosure) -> None:
    """A person's number is its set's; two sets of an owner mean two persons (review 1, item 5)."""
    suspects = open_to("SI-GPD", level, subject=Subject.SUSPECT)
    ana = person("SI-GPD", "P-1", suspects, "AT")
    jan = replace(ana, fields={**ana.fields, "full_name": "Jan Kos"})
    home = fact("SI-GPD", "P-1", "residence", "AT", suspects)
    told = []
    for number, (first, second) in enumerate((("a", "b"), ("z", "b"))):
        rows = [
            replace(row, set_id=f"SI-GPD.{name}")
            for row, name in ((ana, first), (home, first), (jan, second))
        ]
        sets = tuple(Set(f"SI-GPD.{name}", "SI-GPD") for name in (first, second))
        folder = write_work(tmp_path / str(number), World(sets, (), unshared=tuple(rows)))
        told.append(austrian(Work.open(folder, TRUST)))
    assert told[0] == told[1], "another id of a set changes nothing"
    assert len({pointer.reference for pointer in told[0]}) == len(told[0]) == 2
    names = [
        {
            str(holder.fields["full_name"])
            for holder in pointer.holders
            if holder.fields and "full_name" in holder.fields
        }
        for pointer in told[0]
    ]
    full = [{"Ana Novak"}, {"Jan Kos"}]
    assert sorted(map(sorted, names)) == (list(map(sorted, full)) if level is Disclosure.FULL else [[], []])
    assert sum(len(pointer.holders) for pointer in told[0]) == (3 if level is Disclosure.FULL else 2)


@pytest.mark.parametrize(
    "stated",
    [
        terms("SI-GPD", Disclosure.SILENT),
        open_to("SI-GPD", reader="HR-MUP"),
        open_to("SI-GPD", purposes=frozenset({Purpose.EXCHANGE})),
        open_to("SI-GPD", subject=Subject.VICTIM, necessity="identification"),
        open_to("SI-GPD", review_on=NOW.date().replace(year=2022)),
    ],
    ids=["silent", "open to another", "other purpose", "victim", "expired"],
)
def test_what_may_not_be_told_is_absent(tmp_path: Path, stated: Terms) -> None:
    assert austrian(opened(tmp_path, selector("SI-GPD", "phone", PHONES[0], stated))) == ()


def test_minors_are_existence_only(tmp_path: Path) -> None:
    stated = open_to("SI-GPD", subject=Subject.SUSPECT, minor=True, necessity="needed")
    (pointer,) = austrian(opened(tmp_path, person("SI-GPD", "P-1", stated, "AT")))
    assert [holder.level for holder in pointer.holders] == [Disclosure.HIT]


def test_common_values_come_last_and_web_addresses_not_at_all(tmp_path: Path) -> None:
    stated = open_to("SI-GPD")
    work = opened(
        tmp_path,
        selector("SI-GPD", "email", "office@example.at", stated, noise="a role address"),
        selector("SI-GPD", "url", "https://example.at/", stated),
        selector("SI-GPD", "phone", PHONES[0], stated),
    )
    assert [(pointer.kind, pointer.noisy) for pointer in austrian(work)] == [
        ("phone", False), ("email", True)
    ]  # fmt: skip


def test_the_readers_own_facts_do_not_point(tmp_path: Path) -> None:
    work = opened(tmp_path, selector("SI-GPD", "phone", PHONES[2], terms("SI-GPD", Disclosure.FULL)))
    assert austrian(work, "SI-GPD", "SI") == ()
    assert len(austrian(work, "HR-MUP", "SI")) == 1


def test_countries_are_counted_from_what_the_reader_sees_in_full(tmp_path: Path) -> None:
    everyone = terms("SI-GPD", Disclosure.FULL)
    work = opened(
        tmp_path,
        selector("SI-GPD", "phone", PHONES[0], everyone),
        selector("SI-GPD", "phone", PHONES[0], everyone, unit="ITEM-2"),
        selector("SI-GPD", "phone", PHONES[2], everyone),
        selector("SI-GPD", "email", "a@example.de", everyone, noise="a role address"),
        selector("HR-MUP", "email", "a@example.hu", terms("HR-MUP", Disclosure.HIT)),
    )
    found = read_pointer_countries(work, asks(work, "EU-EC3", "planning", DRAFTER, NOW))
    assert found.pointers == {"AT": 1, "SI": 1}
    assert found.contributors == ("HR-MUP", "SI-GPD")


def test_every_reading_is_logged_with_the_reader_and_the_drafter(tmp_path: Path) -> None:
    work = opened(tmp_path, selector("SI-GPD", "phone", PHONES[0], open_to("SI-GPD")))
    (pointer,) = read_for_package(work, drafts_for(work, "AT", "joint action days", DRAFTER), "AT").pointers
    hits, entry = chain.entries(work.acts.chain_of("AT"))
    assert (hits.event, entry.event) == ("read-for-package", "read-pointers")
    details = chain.details_of(work.acts.chain_of("AT"), entry)
    assert details == {"reader": "AT", "person": DRAFTER, "use": "analysis", "reason": "joint action days",
                       "country": "AT", "references": [pointer.reference]}  # fmt: skip
    assert [e.event for e in chain.entries(work.acts.chain_of("EU-EC3"))] == ["read-for-other"]


def test_a_reading_needs_a_reason_and_a_country(tmp_path: Path) -> None:
    work = opened(tmp_path)
    with pytest.raises(RefusedError, match="reason"):
        read_for_package(work, drafts_for(work, "AT", " ", DRAFTER), "AT")
    with pytest.raises(InvalidInputError, match="two capital letters"):
        read_for_package(work, drafts_for(work, "AT", "x", DRAFTER), "Austria")
    with pytest.raises(RefusedError, match="does not belong"):
        read_pointer_countries(work, asks(work, "EU-EC3", "x", "SI-GPD/ana", NOW))


def test_terms_without_a_row_tell_of_no_contribution(tmp_path: Path) -> None:
    """A sheet states terms that no row of the set uses; the rows are silent."""
    row = selector("HR-MUP", "phone", PHONES[0], terms("HR-MUP", Disclosure.SILENT))
    world = World(SETS, (), extra_terms=(("HR-MUP.1", terms("HR-MUP", Disclosure.FULL)),), unshared=(row,))
    work = Work.open(write_work(tmp_path / "work", world), TRUST)
    assert read_pointer_countries(work, asks(work, "EU-EC3", "planning", DRAFTER, NOW)).contributors == ()


def test_the_country_of_a_silent_value_is_never_worked_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = set()

    def noted(kind: str, value: str) -> str | None:
        asked.add(value)
        return country_of(kind, value)

    monkeypatch.setattr("mozaik.selectors.country_of", noted)
    work = opened(
        tmp_path,
        selector("SI-GPD", "phone", PHONES[0], open_to("SI-GPD")),
        selector("SI-GPD", "phone", PHONES[1], terms("SI-GPD", Disclosure.SILENT)),
        fact("SI-GPD", "P-1", "selector", PHONES[1], terms("SI-GPD", Disclosure.SILENT), "phone"),
    )
    assert len(austrian(work)) == 1
    assert asked == {PHONES[0]}


def test_noise_is_a_property_of_a_value_and_told_with_it_alone(tmp_path: Path) -> None:
    stated = open_to("SI-GPD", Disclosure.HIT)
    noisy = selector("SI-GPD", "email", "office@example.at", stated, noise="a role address")
    assert [pointer.noisy for pointer in austrian(opened(tmp_path, noisy))] == [False]


def test_web_addresses_of_persons_do_not_point_either(tmp_path: Path) -> None:
    row = fact("SI-GPD", "P-1", "selector", "https://example.at/", open_to("SI-GPD"), "url")
    assert austrian(opened(tmp_path, row)) == ()


levels = st.sampled_from(list(Disclosure))
stated_terms = st.builds(
    lambda owner, default, to_at, everybody, minor: terms(
        owner,
        default,
        disclosures=tuple(
            ReaderDisclosure(reader, level)
            for reader, level in (("*", everybody), ("AT", to_at))
            if level is not None
        ),
        minor=minor,
        necessity="needed" if minor else "",
    ),
    st.sampled_from(["SI-GPD", "HR-MUP"]), levels, st.none() | levels, st.none() | levels, st.booleans(),
)  # fmt: skip
rows = st.lists(
    st.builds(
        lambda stated, value, unit: selector(stated.owner, "phone", value, stated, unit),
        stated_terms, st.sampled_from(PHONES), st.sampled_from(["ITEM-1", "ITEM-2"]),
    ),
    max_size=8,
    unique_by=repr,
)  # fmt: skip


AUSTRIA = Reader("AT", takes_part=False)


@settings(max_examples=15, deadline=None)
@given(rows)
def test_the_engine_tells_what_the_rule_row_by_row_tells(found: list[Holder]) -> None:
    expected: dict[str, dict[Authority, set[Disclosure]]] = defaultdict(lambda: defaultdict(set))
    for row in found:
        level = disclosed(row.terms, AUSTRIA, Use.ANALYSIS, NOW.date())
        silent = level is Disclosure.SILENT or cross_check_obstacle(row.terms, NOW.date())
        if not silent and country_of("phone", row.fields["normal"]) == "AT":
            expected[row.fields["normal"]][row.terms.owner].add(level)
    with TemporaryDirectory() as folder:
        told = austrian(opened(folder, *found))
    seen = []
    for pointer in told:
        levels_of = defaultdict(set)
        for holder in pointer.holders:
            levels_of[holder.authority].add(holder.level)
        seen.append(dict(levels_of))
    assert sorted(map(repr, map(_plain, seen))) == sorted(map(repr, map(_plain, expected.values())))


def _plain(levels_of: Mapping[Authority, Iterable[Disclosure]]) -> list[tuple[Authority, list[Disclosure]]]:
    return sorted((authority, sorted(found)) for authority, found in levels_of.items())


@settings(max_examples=15, deadline=None)
@given(rows)
def test_silent_rows_leave_no_trace_in_pointers(found: list[Holder]) -> None:
    visible = [
        row for row in found if disclosed(row.terms, AUSTRIA, Use.ANALYSIS, NOW.date()) > Disclosure.SILENT
    ]
    used = {row.set_id for row in visible}
    again = tuple(replace(entry, set_id=f"{entry.set_id}.again") for entry in SETS if entry.set_id in used)
    moved = tuple(replace(row, set_id=f"{row.set_id}.again") for row in visible)
    with TemporaryDirectory() as full, TemporaryDirectory() as bare:
        whole = austrian(opened(full, *found))
        work = Work.open(write_work(Path(bare) / "work", World(again, (), unshared=moved)), TRUST)
        assert austrian(work) == whole


PHONE = PHONES[2]


def shared(mine: Terms, theirs: Terms, value: str = PHONE) -> Hit:
    """A selector hit of Slovenia and Croatia, whose rows both name Slovenia."""
    found = [
        selector(owner, "phone", value, stated) for owner, stated in (("SI-GPD", mine), ("HR-MUP", theirs))
    ]
    return Hit("selector", value.encode(), tuple(found), value_kind="phone")


def judged(
    folder: Path, hit: Hit, *verdicts: Verdict, reader: str = "SI-GPD", more: tuple[Holder, ...] = ()
) -> tuple[Work, tuple[Pointer, ...]]:
    """The pointers to Slovenia after the reader's people judged the only hit."""
    work = Work.open(write_work(Path(folder) / "work", World(SETS, (hit,), unshared=more)), TRUST)
    for number, verdict in enumerate(verdicts):
        person = f"{reader}/judge{number}"
        (seen,) = read_hits(work, asks(work, reader, "review", person, NOW)).hits
        judge(work, seen.reference, verdict, key_of(person), "seen", NOW)
    return work, austrian(work, "SI-GPD", "SI")


@pytest.mark.parametrize("verdict", [Verdict.CONFIRM, Verdict.REJECT])
@pytest.mark.parametrize("level", [Disclosure.FULL, Disclosure.HIT])
def test_a_value_that_is_a_settled_hit_is_no_pointer(
    tmp_path: Path, verdict: Verdict, level: Disclosure
) -> None:
    """One value, one reader, one statement (review 1, item 22)."""
    hit = shared(terms("SI-GPD"), terms("HR-MUP", level))
    other = selector("HR-MUP", "phone", "+38640999999", terms("HR-MUP", Disclosure.FULL))
    _, pointers = judged(tmp_path, hit, verdict, more=(other,))
    assert [pointer.value for pointer in pointers] == ["+38640999999"]


@pytest.mark.parametrize("verdicts", [(), (Verdict.CONFIRM, Verdict.REJECT)], ids=["unjudged", "disputed"])
def test_a_pointer_names_the_hit_that_is_not_settled(tmp_path: Path, verdicts: tuple[Verdict, ...]) -> None:
    hit = shared(terms("SI-GPD"), terms("HR-MUP", Disclosure.FULL))
    work, (pointer,) = judged(tmp_path, hit, *verdicts)
    (seen,) = read_hits(work, asks(work, "SI-GPD", "review", "SI-GPD/ana", NOW)).hits
    assert pointer.hit == seen.reference
    assert pointer.value == PHONE


def test_a_hit_of_which_only_existence_is_told_does_not_take_a_full_pointer_away(tmp_path: Path) -> None:
    """Austria may read Croatia's number, and of the hit only that it exists: no link between the two."""
    named = (ReaderDisclosure("AT", Disclosure.FULL),)
    hit = Hit(
        "selector", PHONES[0].encode(),
        (selector("SI-GPD", "phone", PHONES[0], open_to("SI-GPD", Disclosure.HIT)),
         selector("HR-MUP", "phone", PHONES[0], terms("HR-MUP", Disclosure.FULL, disclosures=named))),
        value_kind="phone",
    )  # fmt: skip
    work = Work.open(write_work(tmp_path / "work", World(SETS, (hit,))), TRUST)
    (seen,) = read_hits(work, asks(work, "SI-GPD", "review", "SI-GPD/ana", NOW)).hits
    judge(work, seen.reference, Verdict.CONFIRM, key_of("SI-GPD/ana"), "seen", NOW)
    (pointer,) = austrian(work)
    assert (pointer.value, pointer.hit) == (PHONES[0], None)


def test_a_hit_that_is_silent_to_the_reader_changes_no_pointer(tmp_path: Path) -> None:
    hit = shared(terms("SI-GPD", Disclosure.SILENT), terms("HR-MUP", Disclosure.FULL))
    work = Work.open(write_work(tmp_path / "work", World(SETS, (hit,))), TRUST)
    (seen,) = read_hits(work, asks(work, "SI-GPD", "review", "SI-GPD/ana", NOW)).hits
    judge(work, seen.reference, Verdict.REJECT, key_of("SI-GPD/ana"), "seen", NOW)
    (pointer,) = austrian(work, "HU-NNI", "SI")
    assert (pointer.value, pointer.hit) == (PHONE, None)
