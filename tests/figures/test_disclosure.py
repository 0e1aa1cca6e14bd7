"""What a reader may not know changes nothing that the reader sees: two worlds, the same bytes."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mozaik.figures import (
    OwnerShare,
    count_figures,
    figures_json,
    figures_text,
    statements_left_out,
)
from tests.contribution.support import OPEN, SILENT, SILENT_SUSPECTS, SUSPECTS, spec_of
from tests.figures.support import (
    ON,
    PUBLISHED,
    Rows,
    conduct,
    has,
    item,
    pick,
    raid,
    reader_of,
    said,
    sealed,
    status,
    value,
)

READERS = ("PUBLIC", "HR-MUP", "BA-FUP")


def _bytes(sets: list[Any], reader: str) -> bytes:
    figures = count_figures(sets, reader_of(reader), on=ON)
    return (figures_text(figures) + json.dumps(figures_json(figures), sort_keys=True)).encode()


def _row(table: str, number: int, choice: int, terms: int) -> dict[str, Any]:
    """Some row of a table; the same arguments give the same row."""
    day = 6 + choice % 9
    if table == "actions":
        return raid(
            number, day, officers=choice, state=("carried-out", "planned")[choice % 2], terms_id=terms
        )
    if table == "items":
        return item(number, ("phone", "computer", "server")[choice % 3], terms_id=terms)
    if table == "statements":
        return said(
            number,
            ("raids", "campaign_countries")[choice % 2],
            str(choice),
            ("joint", "SI")[choice % 2],
            terms_id=terms,
        )
    person = SUSPECTS if terms == OPEN else SILENT_SUSPECTS
    if table == "statuses":
        word = ("identified", "arrested", "interviewed")[choice % 3]
        return status(f"P-{number % 9}", word, day, terms_id=person)
    return conduct(f"P-{number % 9}", ("cryptocurrency", "darknet")[choice % 2], terms_id=person)


TABLES = st.sampled_from(["actions", "items", "statuses", "person_facts", "statements"])
PLAN = st.lists(st.tuples(TABLES, st.integers(0, 30)), max_size=8)


def _world(seen: list[tuple[str, int]], silent: list[tuple[str, int]], start: int) -> Rows:
    """Rows that are open, and rows that are silent; where keys are unique the numbers differ."""
    rows: Rows = {}
    for number, (table, choice) in enumerate(seen):
        rows.setdefault(table, []).append(_row(table, number * 2, choice, OPEN))
    for number, (table, choice) in enumerate(silent, start):
        rows.setdefault(table, []).append(_row(table, number * 2 + 1, choice, SILENT))
    return rows


@given(seen=PLAN, one=PLAN, other=PLAN, start=st.integers(0, 20))
@settings(max_examples=40, deadline=None)
def test_worlds_that_differ_in_silent_rows_give_the_same_bytes(
    tmp_path_factory: pytest.TempPathFactory,
    seen: list[tuple[str, int]],
    one: list[tuple[str, int]],
    other: list[tuple[str, int]],
    start: int,
) -> None:
    folder = tmp_path_factory.mktemp("worlds")
    base = sealed(folder, {"actions": [raid(100)], "items": [item(100, terms_id=SILENT)]}, "HR-MUP")
    keep = {"items": [item(500, terms_id=SILENT)]}
    worlds = []
    for name, silent in (("one", one), ("other", other)):
        (folder / name).mkdir()
        rows = _world(seen, silent, start)
        rows["items"] = rows.get("items", []) + keep["items"]
        worlds.append([base, sealed(folder / name, rows, "SI-GPD")])
    for reader in READERS:
        assert _bytes(worlds[0], reader) == _bytes(worlds[1], reader)


def test_a_file_of_silent_rows_changes_nothing(tmp_path: Path) -> None:
    victim = {"statuses": [status("V-1", "safeguarded", subject="victim")], "actions": [raid(1)]}
    contribution = sealed(tmp_path, victim, "HR-MUP")
    silent = sealed(tmp_path, {"items": [item(1, terms_id=SILENT)]}, "SI-GPD")
    for reader in ("PUBLIC", "BA-FUP", "HR-MUP"):
        assert _bytes([contribution], reader) == _bytes([contribution, silent], reader)
    assert not has(count_figures([contribution, silent], on=ON), "victims_safeguarded")


def test_a_figure_has_the_union_of_the_codes_and_the_worst_grade(tmp_path: Path) -> None:
    contribution = sealed(
        tmp_path, {"actions": [raid(1)], "statuses": [status("P-1", "identified")]}, "SI-GPD"
    )
    for key, table in (("raids", "actions"), ("suspects_identified", "statuses")):
        figure = pick(count_figures([contribution], reader_of("SI-GPD"), on=ON), key)
        terms = contribution.terms[contribution.table(table).column("terms_id")[0].as_py()]
        assert set(figure.handling) == terms.handling
        assert figure.grade == terms.grade
        assert figures_json([figure])[0]["grade"] == terms.grade
    assert pick(count_figures([contribution], on=ON), "phones_seized").grade is None


def test_the_order_of_the_files_changes_nothing(tmp_path: Path) -> None:
    sets = [
        sealed(tmp_path, {"actions": [raid(1)], "items": [item(1)]}, name) for name in ("SI-GPD", "HR-MUP")
    ]
    assert _bytes(sets, "HR-MUP") == _bytes(sets[::-1], "HR-MUP")


def test_the_owner_counts_its_silent_rows_and_others_do_not(tmp_path: Path) -> None:
    contribution = sealed(tmp_path, {"actions": [raid(1), raid(2, terms_id=SILENT)]}, "SI-GPD")
    assert value(count_figures([contribution], reader_of("SI-GPD"), on=ON), "raids") == 2
    assert value(count_figures([contribution], reader_of("HR-MUP"), on=ON), "raids") == 1
    assert value(count_figures([contribution], on=ON), "raids") == 1


def test_the_public_counts_only_what_an_owner_discloses_to_it_by_name(tmp_path: Path) -> None:
    contribution = sealed(tmp_path, {"actions": [raid(1, terms_id=SILENT)]}, "SI-GPD")
    assert value(count_figures([contribution], on=ON), "raids") == 0
    assert not has(count_figures([contribution], on=ON), "dates")


def test_rows_are_referred_to_where_full_and_counted_by_owner_where_hit(tmp_path: Path) -> None:
    rows = {"actions": [raid(1, terms_id=SILENT), raid(2)], "statuses": [status("P-1", "identified")]}
    contribution = sealed(tmp_path, rows, "SI-GPD")
    other = count_figures([contribution], reader_of("HR-MUP"), on=ON)
    own = count_figures([contribution], reader_of("SI-GPD"), on=ON)
    assert [(ref.key, ref.row_id) for ref in pick(other, "raids").rows] == [("A-2", None)]
    assert [(ref.key, ref.row_id) for ref in pick(own, "raids").rows] == [("A-1", 0), ("A-2", 1)]
    assert pick(other, "suspects_identified").rows == ()
    assert pick(other, "suspects_identified").owners == (OwnerShare("SI-GPD", 1, 0),)


def test_a_statement_at_the_level_hit_is_not_quoted(tmp_path: Path) -> None:
    rows = {"actions": [raid(1)], "statements": [said(1, "raids", "7", terms_id=SUSPECTS)]}
    contribution = sealed(tmp_path, rows, "SI-GPD")
    assert pick(count_figures([contribution], reader_of("HR-MUP"), on=ON), "raids").statements == ()
    assert len(pick(count_figures([contribution], reader_of("SI-GPD"), on=ON), "raids").statements) == 1


def test_nobody_but_the_owner_learns_a_set_or_a_row_number(tmp_path: Path) -> None:
    """A set id carries a file name, and by guessing the second of sealing (review 1, item 7)."""
    rows = {"actions": [raid(1)], "statements": [said(1, "raids", "7")]}
    contribution = sealed(tmp_path, rows, "SI-GPD", PUBLISHED, id="SI-GPD.secret-name.1a2b3c4d")
    for reader in ("PUBLIC", "HR-MUP"):
        figures = count_figures([contribution], reader_of(reader), on=ON)
        assert "secret-name" not in json.dumps(figures_json(figures)) + figures_text(figures)
    own = pick(count_figures([contribution], reader_of("SI-GPD"), on=ON), "raids")
    assert [(ref.set_id, ref.row_id) for ref in own.rows] == [("SI-GPD.secret-name.1a2b3c4d", 0)]


def test_a_silent_re_issue_changes_no_byte(tmp_path: Path) -> None:
    """Statements and items stood in the order of sealing (review 1, item 7)."""
    first = {
        "statements": [said(1, "raids", "7")],
        "items": [item(1, "phone"), item(2, "server", state=None)],
    }
    second = {"statements": [said(1, "raids", "9")], "items": [item(1, "computer", state="returned")]}
    second_set = sealed(tmp_path, second, "SI-GPD", id="SI-GPD.b")
    later = second_set.manifest.created_at
    worlds = []
    for number, (name, day) in enumerate((("SI-GPD.a", 1), ("SI-GPD.z", 28))):
        silent = [item(90 + number, terms_id=SILENT)] * number
        rows = {**first, "items": [*first["items"], *silent]}
        created = spec_of().created_at.replace(day=day)
        worlds.append([sealed(tmp_path, rows, "SI-GPD", id=name, created_at=created), second_set])
    assert later != worlds[0][0].manifest.created_at
    for reader in READERS:
        assert _bytes(worlds[0], reader) == _bytes(worlds[1], reader)


def test_who_sealed_a_statement_stands_beside_who_is_said_to_have_said_it(tmp_path: Path) -> None:
    """Croatia seals that Slovenia says 41 (review 1, item 8)."""
    rows = {"actions": [raid(1)], "statements": [said(1, "raids", "41", said_by="SI-GPD")]}
    figures = count_figures([sealed(tmp_path, rows, "HR-MUP", PUBLISHED)], on=ON)
    (statement,) = pick(figures, "raids").statements
    assert (statement.said_by, statement.sealed_by) == ("SI-GPD", "HR-MUP")
    assert '"sealed_by": "HR-MUP"' in json.dumps(figures_json(figures))
    assert "SI-GPD (sealed by HR-MUP) says 41" in figures_text(figures)


def test_a_breakdown_of_victims_is_read_by_its_owner_whoever_is_said_to_have_said_it(tmp_path: Path) -> None:
    """Slovenia must not read Croatia's number because Croatia puts it into Slovenia's mouth."""
    claim = said(1, "victims_safeguarded", "2", "HR", said_by="SI-GPD")
    sets = [
        sealed(tmp_path, {"actions": [raid(1)], "statements": [claim]}, "HR-MUP", PUBLISHED),
        sealed(tmp_path, {"actions": [raid(1)]}, "SI-GPD"),
    ]
    told = {
        reader: [
            statement
            for figure in count_figures(sets, reader_of(reader), on=ON)
            for statement in figure.statements
        ]
        for reader in ("PUBLIC", "SI-GPD", "HR-MUP")
    }
    assert (told["PUBLIC"], told["SI-GPD"], len(told["HR-MUP"])) == ([], [], 1)


FREE = "1 girl aged 9 of village X"


@pytest.mark.parametrize(
    "claim",
    [
        said(1, "victims safeguarded in HR", FREE),
        said(1, "victims_safeguarded", FREE),
        said(1, "raids", FREE),
        said(1, "raids", "1", FREE),
        said(1, "raids", "1", unit=FREE),
        said(1, "raids", "1", said_by=FREE),
    ],
    ids=["figure", "victims", "value", "scope", "unit", "said by"],
)
def test_free_words_reach_nobody_as_a_statement_and_are_counted_as_left_out(
    tmp_path: Path, claim: dict[str, Any]
) -> None:
    """However they came to be sealed (review 1, item 8)."""
    contribution = sealed(tmp_path, {"actions": [raid(1)], "statements": [claim]}, "HR-MUP", PUBLISHED)
    for reader in ("PUBLIC", "BA-FUP"):
        figures = count_figures([contribution], reader_of(reader), on=ON)
        assert "girl" not in json.dumps(figures_json(figures)) + figures_text(figures)
        assert statements_left_out([contribution], reader_of(reader), on=ON) == 1


def test_notes_do_not_reach_the_public_and_beside_victims_nobody(tmp_path: Path) -> None:
    claims = [
        said(n, key, "1", note=FREE, reported_by=FREE)
        for n, key in enumerate(("raids", "victims_safeguarded"))
    ]
    sets = [
        sealed(tmp_path, {"actions": [raid(1)], "statements": claims}, "HR-MUP", PUBLISHED),
        sealed(tmp_path, {"actions": [raid(1)]}, "SI-GPD"),
    ]
    told = {
        (reader, figure.key): (statement.note, statement.row is None)
        for reader in ("PUBLIC", "BA-FUP", "HR-MUP")
        for figure in count_figures(sets, reader_of(reader), on=ON)
        for statement in figure.statements
    }
    assert told == {
        ("PUBLIC", "raids"): ("", False), ("PUBLIC", "victims_safeguarded"): ("", True),
        ("BA-FUP", "raids"): (FREE, False), ("BA-FUP", "victims_safeguarded"): ("", True),
        ("HR-MUP", "raids"): (FREE, False), ("HR-MUP", "victims_safeguarded"): (FREE, False),
    }  # fmt: skip
