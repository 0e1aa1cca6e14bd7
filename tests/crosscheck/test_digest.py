"""Digests: equal to comparing every row with every row, whatever digests the rows state."""

import random
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mozaik.crosscheck import crosscheck
from mozaik.crosscheck.matchers.digest import EMPTY, strongest_shared
from tests.crosscheck.support import (
    Maker,
    Row,
    entry_row,
    expected_pairs,
    file_row,
    pairs_in,
    read_work,
    rows_of,
    size_of,
)

STATES = ("sha256 sha1 md5", "sha256 md5", "sha256", "sha1 md5", "sha1", "md5")


def standing(row: Row) -> tuple[int, str]:
    """The strongest digest of content that a row states, with its rank; rank 3 for none."""
    return next((rank, name) for rank, name in [*enumerate(EMPTY), (3, "")] if rank == 3 or row[name])


def one_file(left: Row, right: Row, rows: Sequence[Row]) -> bool:
    """Whether the right row, standing no higher, is of the left row's file: by itself or by a witness."""
    (rank, name), (other, _) = standing(left), standing(right)
    if rank == 3 or other < rank:
        return False
    if other == rank:
        return bool(left[name] == right[name])
    witnesses = [row for row in rows if standing(row) == (rank, name) and row[name] == left[name]]
    return any(strongest_shared(witness, right) for witness in witnesses)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 2**32))
def test_it_equals_comparing_every_row_with_every_row(
    make: Maker, tmp_path_factory: pytest.TempPathFactory, now: datetime, seed: int
) -> None:
    draw = random.Random(seed)
    contents = [b"", *(bytes([n]) for n in range(5))]

    def row(make_row: Callable[..., Row], *arguments: str) -> Row:
        made = make_row(draw.choice(contents), *arguments, states=draw.choice(STATES))
        if "md5" in made and draw.random() < 0.2:
            made["md5"] = file_row(b"forged")["md5"]
        for name in EMPTY:
            if name in made and draw.random() < 0.15:
                made[name] = bytes(len(EMPTY[name]))
        return made

    sets = [
        make(f"{owner}.{n}", {"files": [row(file_row, draw.choice("IJ")) for _ in range(6)]})
        for n, owner in enumerate(["SI-GPD", "HR-MUP", "SI-GPD"])
    ]
    known = make("XX-INT.known", {"entries": [row(entry_row) for _ in range(5)]}, list_kind="known")
    work = tmp_path_factory.mktemp("work") / "WORK"
    crosscheck(sets, [known], work, now=now)
    rows = rows_of([*sets, known], "files", "entries")
    for one in rows:
        one |= {name: None for name, empty in EMPTY.items() if one[name] in (empty, bytes(len(empty)))}
    assert pairs_in(work, "digest") == expected_pairs(rows, lambda a, b: one_file(a, b, rows))


def test_a_weaker_digest_joins_the_value_of_the_row_that_ties_them(
    make: Maker, tmp_path: Path, now: datetime
) -> None:
    sets = [
        make("SI-GPD.a", {"files": [file_row(b"x", states="sha256 md5")]}),
        make("HR-MUP.a", {"files": [file_row(b"x", states="md5")]}),
        make("HU-NNI.a", {"files": [file_row(b"x", states="sha256")]}),
    ]
    crosscheck(sets, [], tmp_path / "WORK", now=now)
    (hit,) = read_work(tmp_path / "WORK", "hits")
    assert (hit["value_kind"], size_of(tmp_path / "WORK", hit)[0]) == ("sha256", 3)
    terms = {row["terms_key"]: row["set_id"] for row in read_work(tmp_path / "WORK", "terms")}
    holders = {h["authority"]: h for h in read_work(tmp_path / "WORK", "holders")}
    assert {who: (h["side"], h["basis"]) for who, h in holders.items()} == {
        "SI-GPD": ("", "sha256"),
        "HR-MUP": ("weaker", "md5"),
        "HU-NNI": ("", "sha256"),
    }
    assert terms[holders["HR-MUP"]["support_terms_key"]] == "SI-GPD.a"
    assert holders["SI-GPD"]["support_terms_key"] is None


def test_one_stated_digest_among_rows_without_it_is_not_taken_for_absent(
    make: Maker, tmp_path: Path, now: datetime
) -> None:
    states = ["sha256 sha1 md5", "md5", "md5"]
    rows = [file_row(bytes([n]), states=stated) for n, stated in enumerate(states)]
    sets = [make(f"{owner}.a", {"files": rows}) for owner in ("SI-GPD", "HR-MUP")]
    crosscheck(sets, [], tmp_path / "WORK", now=now)
    kinds = sorted(hit["value_kind"] for hit in read_work(tmp_path / "WORK", "hits"))
    assert kinds == ["md5", "md5", "sha256"]
    assert {h["side"] for h in read_work(tmp_path / "WORK", "holders")} == {""}


def test_one_md5_of_two_files_joins_both(make: Maker, tmp_path: Path, now: datetime) -> None:
    twin = {**file_row(b"y"), "md5": file_row(b"x")["md5"]}
    sets = [
        make("SI-GPD.a", {"files": [file_row(b"x")]}),
        make("HR-MUP.a", {"files": [twin]}),
        make("HU-NNI.a", {"files": [file_row(b"x", states="md5")]}),
    ]
    crosscheck(sets, [], tmp_path / "WORK", now=now)
    hits = {h["left_value"]: size_of(tmp_path / "WORK", h)[0] for h in read_work(tmp_path / "WORK", "hits")}
    assert hits == {file_row(b"x")["sha256"]: 2, twin["sha256"]: 2}
    assert {h["basis"] for h in read_work(tmp_path / "WORK", "holders")} == {"sha256", "md5"}


@pytest.mark.parametrize("states", STATES)
def test_empty_files_are_no_value_at_all(make: Maker, tmp_path: Path, now: datetime, states: str) -> None:
    sets = [make(f"{owner}.a", {"files": [file_row(b"", states=states)]}) for owner in ("SI-GPD", "HR-MUP")]
    crosscheck(sets, [], tmp_path / "WORK", now=now)
    assert read_work(tmp_path / "WORK", "hits") == []


def test_a_popular_value_is_one_hit_and_counted_exactly(make: Maker, tmp_path: Path, now: datetime) -> None:
    rows = [file_row(b"x", f"I-{n}") for n in range(2000)]
    crosscheck([make("SI-GPD.a", {"files": rows})], [], tmp_path / "WORK", now=now)
    (hit,) = read_work(tmp_path / "WORK", "hits")
    assert size_of(tmp_path / "WORK", hit) == (2000, 2000)
    assert len(read_work(tmp_path / "WORK", "holders")) == 2000
