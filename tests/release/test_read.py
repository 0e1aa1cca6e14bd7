"""What a reading tells, in which order, and what it leaves out."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from mozaik import chain
from mozaik.cli.hit_text import reading_json, reading_text
from mozaik.errors import InvalidInputError, RefusedError
from mozaik.parties import Authority
from mozaik.release import Page, Reading, ReleasedHit, Work, read_hits, reading_as_json
from mozaik.terms import Disclosure, Handling
from tests.release.support import NOW, TRUST, Coverage, Hit, Holder, Set, World, asks, terms, write_work
from tests.release.test_silence import reference_of

SI, HR, HU, EC3 = "SI-GPD", "HR-MUP", "HU-NNI", "EU-EC3"
SETS = (
    Set("si", SI),
    Set("hr", HR),
    Set("hu", HU),
    Set("known", EC3, "known"),
    Set("harmless", EC3, "harmless"),
)
HIT, FULL, SILENT = Disclosure.HIT, Disclosure.FULL, Disclosure.SILENT


def si(unit: str = "ITEM-1", **changes: Any) -> Holder:
    return replace(Holder("si", unit, terms(SI, HIT)), **changes)


def hr(level: Disclosure = HIT, unit: str = "ITEM-9", **changes: Any) -> Holder:
    return replace(Holder("hr", unit, terms(HR, level)), **changes)


def opened(tmp_path: Path, *hits: Hit, coverage: tuple[Coverage, ...] = ()) -> Work:
    return Work.open(write_work(tmp_path / "work", World(SETS, hits, coverage)), TRUST)


def read(work: Work, reader: str = SI, page: Page | None = None) -> Reading:
    return read_hits(work, asks(work, reader, "review", f"{reader}/ana", NOW), page or Page())


def digest(number: int, *holders: Holder) -> Hit:
    value = bytes([number]) * 32
    stating = (
        replace(holder, fields={"sha256": value, **holder.fields}) if holder.table == "files" else holder
        for holder in holders
    )
    return Hit("digest", value, tuple(stating))


def test_hit_level_tells_existence_and_a_ticket_and_nothing_else(tmp_path: Path) -> None:
    hit = read(opened(tmp_path, digest(1, si(), hr(fields={"path": "secret.jpg"})))).hits[0]
    own, other = hit.holders
    assert own.own
    assert own.value == "01" * 32
    assert own.row
    assert (other.authority, other.level) == (HR, HIT)
    assert (other.fields, other.unit, other.value, other.row) == (None, None, None, None)
    assert other.ticket
    assert "secret" not in reading_json(read(Work.open(tmp_path / "work", TRUST)))


def test_full_level_tells_the_fields_but_no_place_in_the_set_of_another(tmp_path: Path) -> None:
    hit = read(
        opened(tmp_path, digest(1, si(), hr(FULL, fields={"path": "b.jpg", "modified_at": NOW})))
    ).hits[0]
    other = hit.holders[1]
    assert other.fields is not None
    assert (other.fields["path"], other.fields["modified_at"]) == ("b.jpg", "2023-11-20T09:00:00Z")
    assert (other.unit, other.row, other.ticket) == ("ITEM-9", None, None)
    assert not {"row_id", "terms_id"} & set(other.fields)


def test_how_often_somebody_holds_a_value_is_not_told_at_hit_level(tmp_path: Path) -> None:
    for name in ("one", "three"):
        (tmp_path / name).mkdir()
    line = opened(tmp_path / "one", digest(1, si(), hr()))
    three = opened(tmp_path / "three", digest(1, si(), hr(), hr(unit="ITEM-8"), hr(unit="ITEM-7")))
    assert reading_json(read(line)) == reading_json(read(three))


def test_references_and_tickets_are_hmacs_of_the_reader(tmp_path: Path) -> None:
    hit = digest(1, si(), hr())
    work = opened(tmp_path, hit)
    mine, theirs = read(work).hits[0], read(work, HR).hits[0]
    assert mine.reference == reference_of(work, SI, hit.hit_id)
    assert mine.reference != theirs.reference
    assert mine.holders[1].ticket != theirs.holders[1].ticket


def test_a_value_that_only_a_hit_level_fact_ties_is_not_told(tmp_path: Path) -> None:
    """My row states an MD5; a row of somebody else, told at hit level, ties it to a SHA-256."""
    tie = terms(HR, HIT)
    mine = si(
        side="weaker", support=replace(tie, owner=Authority(HR)), fields={"md5": b"\x02" * 16}, basis="md5"
    )
    world = World(SETS, (digest(1, mine, hr()),), extra_terms=(("hr", tie),))
    path = write_work(tmp_path / "work", world, support_set="hr")
    hit = read(Work.open(path, TRUST)).hits[0]
    assert hit.values == ()
    assert hit.holders[0].own
    assert hit.holders[0].fields


def test_the_order_of_two_values_does_not_show_the_hidden_one(tmp_path: Path) -> None:
    near = Hit(
        "picture", b"\x01" * 32, (hr(side="L", table="media"), si(side="R", table="media")), b"\x02" * 32,
        "pdq",
        distance=9,
    )  # fmt: skip
    hit = read(opened(tmp_path, near)).hits[0]
    assert (hit.values, hit.distance, hit.transform) == (("02" * 32,), None, None)
    assert "01" * 32 not in reading_json(read(Work.open(tmp_path / "work", TRUST)))


def test_distance_is_told_where_both_sides_are_full(tmp_path: Path) -> None:
    near = Hit(
        "picture", b"\x01" * 32, (si(side="L", table="media"), hr(FULL, side="R", table="media")),
        b"\x02" * 32,
        "pdq", distance=9,
    )  # fmt: skip
    work = opened(tmp_path, near)
    assert read(work).hits[0].distance == 9
    assert read(work, EC3).hits[0].distance is None


def test_two_spellings_are_explained_from_what_is_visible(tmp_path: Path) -> None:
    fact = terms(SI, HIT)
    near = Hit(
        "name", "Јован Јовић".encode(),
        (si(side="L", table="persons", support=fact),
         hr(FULL, side="R", table="persons", support=terms(HR, FULL))),
        b"Jovan Jovic", "name", "birth_date",
    )  # fmt: skip
    work = opened(tmp_path, near)
    explanation = read(work).hits[0].explanation
    assert explanation is not None
    assert explanation.score > 80
    assert read(work, HR).hits[0].explanation is None


def test_a_name_alone_is_shown_to_the_owner_of_both_sides_only(tmp_path: Path) -> None:
    bare = Hit(
        "name",
        b"Ana Kos",
        (si("P-1", table="persons"), si("P-2", table="persons"), hr(FULL, table="persons")),
        value_kind="name",
    )
    work = opened(tmp_path, bare)
    assert [holder.authority for holder in read(work).hits[0].holders] == [SI, SI]
    assert read(work, HR).total == 0
    assert read(work, EC3).total == 0


def test_two_lists_never_meet_over_a_silent_item(tmp_path: Path) -> None:
    listed = Holder("known", "known", terms(EC3, FULL), table="entries")
    harmless = Holder("harmless", "harmless", terms(EC3, FULL), table="entries")
    assert read(opened(tmp_path, digest(1, listed, harmless, hr(SILENT)))).total == 0


def test_unknown_material_comes_first_and_noise_last_with_the_reason(tmp_path: Path) -> None:
    known = Holder("known", "known", terms(EC3, HIT), table="entries")
    harmless = Holder("harmless", "harmless", terms(EC3, HIT), table="entries")
    noise = {"noise": "a role address"}
    work = opened(
        tmp_path,
        digest(1, si(), hr(), known),
        digest(2, si(), hr(), harmless),
        digest(3, si(), hr()),
        Hit(
            "selector",
            b"info@x.example",
            (si(table="selectors", fields=noise), hr(table="selectors")),
            value_kind="email",
        ),
        Hit("grading", b"\x04" * 32, (si(side="1", table="media"), hr(side="2", table="media"))),
    )
    found = read(work).hits
    order = [hit.reasons[0].code for hit in found]
    assert order[:3] == ["unknown", "own", "own"]
    assert [hit.kind for hit in found[:3]] == ["digest", "grading", "digest"]
    assert found[2].material == "known"
    assert set(order[3:]) == {"harmless", "noise"}
    assert all(hit.points == sum(reason.points for reason in hit.reasons) for hit in found)
    third = read(work, EC3).hits
    assert "noise" not in {reason.code for hit in third for reason in hit.reasons}


def test_a_popular_value_is_ranked_down_and_counted_exactly(tmp_path: Path) -> None:
    many = [si(f"ITEM-{n}") for n in range(60)]
    hit = read(opened(tmp_path, digest(1, *many, hr()))).hits[0]
    assert hit.units == 61
    assert "popular" in {reason.code for reason in hit.reasons}
    assert len(hit.holders) == 61


def test_pages_together_are_the_whole(tmp_path: Path) -> None:
    work = opened(tmp_path, *(digest(n, si(), hr()) for n in range(1, 8)))
    whole = read(work)
    after: str | None = None
    pages: list[ReleasedHit] = []
    while True:
        page = read(work, page=Page(limit=3, after=after))
        pages += page.hits
        assert page.total == 7
        after = page.next_after
        if after is None:
            break
    assert tuple(pages) == whole.hits


def test_an_unknown_cursor_is_refused(tmp_path: Path) -> None:
    work = opened(tmp_path, digest(1, si(), hr()))
    theirs = read(work, HR).hits[0].reference
    for cursor in (theirs, "H-AAAAAAAAAAAAAAAA", "", "§"):
        with pytest.raises(InvalidInputError, match="unknown cursor"):
            read(work, page=Page(after=cursor))


@pytest.mark.parametrize(
    ("reader", "person", "reason"),
    [
        (SI, f"{SI}/ana", "  "), (SI, f"{HR}/ana", "x"), (SI, SI, "x"), (SI, f"{SI}/", "x"),
        ("PUBLIC", "PUBLIC/ana", "x"), ("*", "*/ana", "x"), ("../x", "../x/ana", "x"),
    ],
)  # fmt: skip
def test_a_reading_without_person_or_reason_is_refused(
    tmp_path: Path, reader: str, person: str, reason: str
) -> None:
    work = opened(tmp_path, digest(1, si(), hr()))
    with pytest.raises(RefusedError):
        read_hits(work, asks(work, reader, reason, person, NOW))
    assert not (work.acts.folder / "chains").exists()


def test_every_reading_is_logged_in_the_chain_of_the_reader(tmp_path: Path) -> None:
    work = opened(tmp_path, digest(1, si(), hr()))
    reading = read(work)
    path = work.acts.chain_of(SI)
    chain.verify_chain(path)
    (entry,) = chain.entries(path)
    details = chain.details_of(path, entry) or {}
    assert (entry.event, details["person"], details["reason"]) == ("read-hits", f"{SI}/ana", "review")
    assert details["references"] == [reading.hits[0].reference]
    assert "01" * 32 not in json.dumps(details)
    assert [folder.name for folder in work.acts.chains_folder.iterdir()] == [SI]


def test_nothing_is_told_when_the_reading_cannot_be_logged(tmp_path: Path) -> None:
    work = opened(tmp_path, digest(1, si(), hr()))
    read(work)
    log = work.acts.chain_of(SI).lines(1)
    log.write_bytes(log.read_bytes().replace(b"read-hits", b"read-nothing"))
    with pytest.raises(RefusedError, match="nothing is told"):
        read(work)


def test_nothing_found_is_said_with_its_coverage(tmp_path: Path) -> None:
    lines = (
        Coverage("si", "files", terms(SI, HIT), rows=5),
        Coverage("hr", "files", terms(HR, HIT), rows=7),
        Coverage("hu", "files", terms(HU, SILENT), rows=9),
        Coverage("hr", "files", None, rows=1),
        Coverage("hr", "not_examined", terms(HR, HIT), "not_compared", "a video", 4, ""),
        Coverage("hu", "not_examined", terms(HU, SILENT), "not_compared", "a silent one", 4, ""),
        Coverage("si", "files", None, "not_compared", "could not be opened", 2),
    )
    work = opened(tmp_path, coverage=lines)
    reading = read(work)
    assert [(line.authority, line.rows) for line in reading.coverage.lines] == [
        (HR, None), (HR, None), (SI, 5), (SI, 2),
    ]  # fmt: skip
    gaps = [line for line in reading.coverage.lines if line.table == "not_examined"]
    assert [(line.authority, line.state, line.reason) for line in gaps] == [(HR, "not_compared", "a video")]
    text = reading_text(reading)
    assert "Nothing was found over the sets disclosed to you." in text
    assert HU not in text
    assert "a video" in text
    assert "a silent one" not in text
    assert reading_as_json(reading)["total"] == 0


def test_expired_facts_take_no_part_even_for_their_owner(tmp_path: Path) -> None:
    old = replace(terms(SI, HIT), review_on=NOW.date().replace(day=19))
    work = opened(tmp_path, digest(1, si(terms=old), hr(FULL)))
    assert read(work).total == read(work, HR).total == 0


def test_terms_of_another_owner_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidInputError, match="another owner"):
        read(opened(tmp_path, digest(1, si(terms=terms(HR, HIT)), hr())))


def test_handling_adds_up_and_the_worst_grade_holds(tmp_path: Path) -> None:
    strict = terms(HR, HIT, handling=frozenset({Handling.H0, Handling.H1}), source="B", information="4")
    hit = read(opened(tmp_path, digest(1, si(), hr(terms=strict)))).hits[0]
    assert hit.handling == (Handling.H0, Handling.H1)
    assert hit.grade == "B4"


def test_a_kind_of_hit_that_this_version_does_not_know_is_refused_and_never_taken_for_another(
    tmp_path: Path,
) -> None:
    work = opened(tmp_path, replace(digest(1, si(), hr()), kind="voice"))
    with pytest.raises(InvalidInputError, match="does not know"):
        read(work)
