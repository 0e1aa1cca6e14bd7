"""Differing grades of one file in one scheme are a hit of their own kind."""

import random
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mozaik.crosscheck import crosscheck
from tests.crosscheck.support import (
    Maker,
    Row,
    entry_row,
    expected_pairs,
    media_row,
    pairs_in,
    read_work,
    rows_of,
)


def graded(content: bytes, code: str | None, item: str = "ITEM-1", scheme: str = "international") -> Row:
    row = media_row(bytes(32), content, item)
    del row["pdq"], row["quality"]
    return {**row, "category_scheme": scheme, "category_code": code}


def test_two_codes_for_one_file_are_a_hit_with_the_codes_as_sides(
    make: Maker, tmp_path: Path, now: datetime
) -> None:
    sets = [
        make("SI-GPD.a", {"media": [graded(b"x", "1"), graded(b"y", "1")]}),
        make("HR-MUP.a", {"media": [graded(b"x", "2"), graded(b"y", "2", scheme="national")]}),
        make("HU-NNI.a", {"media": [graded(b"x", "2")]}),
    ]
    crosscheck(sets, [], tmp_path / "WORK", now=now)
    (hit,) = read_work(tmp_path / "WORK", "hits")
    assert (hit["kind"], hit["value_kind"], hit["right_value"]) == ("grading", "sha256", b"international")
    assert sorted(h["side"] for h in read_work(tmp_path / "WORK", "holders")) == ["1", "2", "2"]


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 2**32))
def test_it_equals_comparing_every_row_with_every_row(
    make: Maker, tmp_path_factory: pytest.TempPathFactory, now: datetime, seed: int
) -> None:
    draw = random.Random(seed)

    def entry() -> Row:
        return entry_row(
            draw.choice([b"1", b"2"]), category_scheme="international", category_code=draw.choice("12")
        )

    def verdict() -> Row:
        scheme = draw.choice(["international", "national"])
        return graded(draw.choice([b"1", b"2"]), draw.choice(["1", "2", "", None]), draw.choice("IJ"), scheme)

    sets = [
        make(f"{owner}.{n}", {"media": [verdict() for _ in range(5)]})
        for n, owner in enumerate(["SI-GPD", "HR-MUP", "SI-GPD"])
    ]
    known = make("XX-INT.known", {"entries": [entry() for _ in range(3)]}, list_kind="known")
    work = tmp_path_factory.mktemp("work") / "WORK"
    crosscheck(sets, [known], work, now=now)

    def disputed(left: Row, right: Row) -> bool:
        same = all(left[name] == right[name] for name in ("sha256", "category_scheme"))
        stated = left["category_code"] and right["category_code"]
        return bool(same and stated and left["category_code"] != right["category_code"])

    rows = rows_of([*sets, known], "media", "entries")
    assert pairs_in(work, "grading") == expected_pairs(rows, disputed)
