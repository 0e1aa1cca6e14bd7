"""Near pictures: equal to comparing every value with every value in all eight forms."""

import random
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mozaik.crosscheck import Parameters, crosscheck
from mozaik.crosscheck.matchers.perceptual import near_values, nearest_form
from mozaik.media import DIHEDRAL_FORMS, dihedral_forms
from mozaik.terms import Purpose
from tests.crosscheck.support import (
    Maker,
    Row,
    entry_row,
    expected_pairs,
    file_row,
    media_row,
    pairs_in,
    read_work,
    rows_of,
    terms_of,
)


def turned(value: bytes, form: int) -> bytes:
    return bytes(dihedral_forms(np.frombuffer(value, np.uint8).reshape(1, 32))[form, 0])


def changed(value: bytes, bits: int, draw: random.Random) -> bytes:
    """The value with that many bits changed."""
    mask = sum(1 << bit for bit in draw.sample(range(256), bits))
    return (int.from_bytes(value) ^ mask).to_bytes(32)


def near_family(draw: random.Random) -> list[bytes]:
    """Values at the border of nearness, turned and mirrored."""
    base = draw.randbytes(32)
    return [
        turned(changed(base, draw.choice([0, 1, 30, 31, 32, 33]), draw), draw.randrange(8)) for _ in range(4)
    ]


def is_fit(row: Row) -> bool:
    """Fit to be compared: quality of at least 50, or an entry of a list that states none."""
    return bool(row["listed"] if row["quality"] is None else row["quality"] >= 50)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 2**32))
def test_it_equals_comparing_every_row_with_every_row(
    make: Maker, tmp_path_factory: pytest.TempPathFactory, now: datetime, seed: int
) -> None:
    draw = random.Random(seed)
    values = [*near_family(draw), *near_family(draw)]

    def picture(item: str) -> Row:
        content = draw.choice([None, b"1", b"2", b"3"])
        return media_row(draw.choice(values), content, item, quality=draw.choice([49, 50, 100, None]))

    def entry() -> Row:
        return entry_row(
            draw.choice([b"1", b"2"]), pdq=draw.choice(values), quality=draw.choice([49, 50, None])
        )

    sets = [
        make(f"{owner}.{n}", {"media": [picture(draw.choice("IJ")) for _ in range(5)]})
        for n, owner in enumerate(["SI-GPD", "HR-MUP", "SI-GPD"])
    ]
    known = make("XX-INT.known", {"entries": [entry() for _ in range(4)]}, list_kind="known")
    work = tmp_path_factory.mktemp("work") / "WORK"
    crosscheck(sets, [known], work, now=now)
    fit = [r for r in rows_of([*sets, known], "media", "entries") if is_fit(r)]

    def near(left: Row, right: Row) -> bool:
        if left["pdq"] == right["pdq"]:
            return left["sha256"] is None or left["sha256"] != right["sha256"]
        return nearest_form(left["pdq"], right["pdq"])[0] <= 31

    assert pairs_in(work, "picture") == expected_pairs(fit, near)
    for hit in read_work(work, "hits"):
        if hit["kind"] == "picture" and hit["right_value"]:
            assert hit["left_value"] < hit["right_value"]
            stated = (hit["distance"], hit["transform"])
            assert stated == nearest_form(hit["left_value"], hit["right_value"])


@pytest.mark.parametrize("form", range(8))
@pytest.mark.parametrize(("bits", "hits"), [(31, 1), (32, 0)])
def test_the_border_is_31_bits_in_every_form(
    make: Maker, tmp_path: Path, now: datetime, form: int, bits: int, hits: int
) -> None:
    draw = random.Random(form)
    value = draw.randbytes(32)
    sets = [
        make("SI-GPD.a", {"media": [media_row(value, b"1")]}),
        make("HR-MUP.a", {"media": [media_row(turned(changed(value, bits, draw), form), b"2")]}),
    ]
    crosscheck(sets, [], tmp_path / "WORK", now=now)
    found = read_work(tmp_path / "WORK", "hits")
    assert [hit["distance"] for hit in found] == [31] * hits
    assert [holder["side"] for holder in read_work(tmp_path / "WORK", "holders")] == ["L", "R"] * hits


def test_the_form_turns_the_left_value_towards_the_right_one() -> None:
    draw = random.Random(3)
    values = sorted([draw.randbytes(32) for _ in range(20)])
    values = sorted({*values, *(turned(value, form) for form, value in enumerate(values[:8]))})
    array = np.frombuffer(b"".join(values), np.uint8).reshape(-1, 32)
    pairs, forms = near_values(array, 0, len(array), 0)
    assert len(pairs.left) >= 7
    for left, right, form in zip(pairs.left, pairs.right, forms, strict=True):
        assert turned(values[left], int(form)) == values[right]


def test_a_pair_near_in_two_forms_has_its_smallest_distance_and_that_form(
    make: Maker, tmp_path: Path, now: datetime
) -> None:
    bits = np.zeros((16, 16), np.uint8)
    bits[0, 1:6] = 1
    value = np.packbits(bits).tobytes()
    other = turned(value, DIHEDRAL_FORMS.index("flip_plus1"))
    sets = [
        make("SI-GPD.a", {"media": [media_row(value, b"1")]}),
        make("HR-MUP.a", {"media": [media_row(other, b"2")]}),
    ]
    crosscheck(sets, [], tmp_path / "WORK", now=now)
    (hit,) = read_work(tmp_path / "WORK", "hits")
    assert (hit["distance"], hit["transform"]) == (0, "flip_plus1")


def test_blocks_together_find_what_one_block_finds() -> None:
    draw = random.Random(5)
    values = sorted({value for _ in range(10) for value in near_family(draw)})
    array = np.frombuffer(b"".join(values), np.uint8).reshape(-1, 32)
    whole, _ = near_values(array, 0, len(array), 31)
    parts = [near_values(array, start, start + 7, 31)[0] for start in range(0, len(array), 7)]
    assert np.array_equal(np.concatenate([part.left for part in parts]), whole.left)
    assert np.array_equal(np.concatenate([part.right for part in parts]), whole.right)


def test_one_value_on_two_files_is_a_hit_of_distance_0_and_on_one_file_none(
    make: Maker, tmp_path: Path, now: datetime
) -> None:
    value = random.Random(1).randbytes(32)
    same = [make(f"{owner}.a", {"media": [media_row(value, b"1")]}) for owner in ("SI-GPD", "HR-MUP")]
    crosscheck(same, [], tmp_path / "same", now=now)
    assert read_work(tmp_path / "same", "hits") == []
    other = make("HU-NNI.a", {"media": [media_row(value, b"2")]})
    crosscheck([*same, other], [], tmp_path / "other", now=now)
    (hit,) = read_work(tmp_path / "other", "hits")
    assert (hit["distance"], hit["transform"], hit["right_value"]) == (0, DIHEDRAL_FORMS[0], None)
    assert len(pairs_in(tmp_path / "other", "picture")) == 2


def test_what_the_terms_forbid_is_counted_once_under_the_terms(
    make: Maker, tmp_path: Path, now: datetime
) -> None:
    forbidden = terms_of("SI-GPD", "forbidden", purposes=frozenset({Purpose.EXCHANGE}))
    rows = [{**media_row(bytes(32), b"x", quality=10), "terms_id": 1}]
    sealed_set = make("SI-GPD.a", {"media": rows}, terms=[terms_of("SI-GPD"), forbidden])
    crosscheck([sealed_set], [], tmp_path / "WORK", now=now)
    lines = [r for r in read_work(tmp_path / "WORK", "coverage") if r["matcher"] == "perceptual"]
    assert [(r["reason"], r["rows"]) for r in lines] == [("purpose does not include cross-check", 1)]


def test_poor_pictures_are_counted_as_not_compared(make: Maker, tmp_path: Path, now: datetime) -> None:
    value = random.Random(1).randbytes(32)
    rows = [media_row(value, b"1", quality=49), media_row(value, b"2", quality=50)]
    crosscheck([make("SI-GPD.a", {"media": rows, "files": [file_row(b"1")]})], [], tmp_path / "WORK", now=now)
    lines = [
        (r["table"], r["matcher"], r["state"], r["reason"], r["rows"])
        for r in read_work(tmp_path / "WORK", "coverage")
    ]
    assert lines == [
        ("files", "digest", "compared", "", 1),
        ("media", "perceptual", "compared", "", 1),
        ("media", "perceptual", "not_compared", "picture quality below 50", 1),
    ]


def test_the_parameters_move_the_border(make: Maker, tmp_path: Path, now: datetime) -> None:
    draw = random.Random(2)
    value = draw.randbytes(32)
    sets = [
        make("SI-GPD.a", {"media": [media_row(value, b"1", quality=80)]}),
        make("HR-MUP.a", {"media": [media_row(changed(value, 10, draw), b"2", quality=80)]}),
    ]
    for parameters, hits in [((10, 80), 1), ((9, 80), 0), ((10, 81), 0)]:
        work = tmp_path / f"WORK-{parameters[0]}-{parameters[1]}"
        crosscheck(sets, [], work, Parameters(*parameters), now=now)
        assert len(read_work(work, "hits")) == hits
