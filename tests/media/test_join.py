"""The join finds every near pair and no other: the twin, that compares all with all, agrees."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mozaik.errors import InvalidInputError
from mozaik.media import (
    Pairs,
    codes_from_hashes,
    hashes_from_codes,
    picture_join,
    picture_join_brute,
    picture_self_join,
)
from mozaik.media.duplicates import distinct
from mozaik.media.plan import ALL_WITH_ALL, Plan, cheapest_radii, choose_plan, even_plan, slice_costs
from mozaik.media.search import Task, search_by
from tests.media.support import Codes, neighbour, skewed_codes

DISTANCES = (0, 1, 15, 16, 30, 31, 32, 63)
Rows = list[tuple[int, int, int]]


def as_rows(pairs: Pairs) -> Rows:
    """Pairs as sorted tuples."""
    return sorted(zip(*(column.tolist() for column in pairs), strict=True))


def once(rows: Rows) -> Rows:
    """Only those whose left row is below the right row."""
    return [row for row in rows if row[0] < row[1]]


def planned(plan: Plan, left: Codes, right: Codes, task: Task) -> Rows:
    """What the search finds by one plan."""
    return sorted(tuple(row) for row in search_by(plan, left, right, task).tolist())


def two_sides(seed: int, count: int = 300) -> tuple[Codes, Codes]:
    """Skewed codes, and others of which half are planted near the first at distances 0 to 66."""
    rng = np.random.default_rng(seed)
    left = skewed_codes(count, seed)
    planted = [neighbour(left[i], int(i % 67), rng) for i in range(count // 2)]
    right = np.concatenate([skewed_codes(count, seed + 1)[: count // 2], np.array(planted)])
    return left, right[rng.permutation(len(right))]


@pytest.mark.parametrize("distance", DISTANCES)
def test_every_plan_finds_what_the_twin_finds(distance: int) -> None:
    left, right = two_sides(distance)
    expected = as_rows(picture_join_brute(left, right, distance))
    assert len(expected) >= 2
    task = Task(distance, threads=2)
    _, cheapest = cheapest_radii(slice_costs(left, right), distance)
    for plan in (ALL_WITH_ALL, even_plan(distance), Plan(cheapest)):
        assert planned(plan, left, right, task) == expected


@pytest.mark.parametrize("distance", DISTANCES)
def test_every_plan_finds_each_pair_of_one_set_once(distance: int) -> None:
    codes = np.concatenate(two_sides(distance))
    expected = once(as_rows(picture_join_brute(codes, codes, distance)))
    task = Task(distance, one_set=True, threads=2)
    for plan in (ALL_WITH_ALL, even_plan(distance)):
        assert planned(plan, codes, codes, task) == expected


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32), st.integers(0, 63), st.data())
def test_any_shares_that_sum_up_miss_nothing(seed: int, distance: int, data: st.DataObject) -> None:
    shares = [0] * 16
    for _ in range(distance + 1):
        free = [number for number in range(16) if shares[number] < 4]
        shares[data.draw(st.sampled_from(free))] += 1
    rng = np.random.default_rng(seed)
    left = skewed_codes(40, seed)
    steps = rng.integers(0, distance + 2, 40)
    right = np.array([neighbour(code, int(step), rng) for code, step in zip(left, steps, strict=True)])
    found = planned(Plan(tuple(share - 1 for share in shares)), left, right, Task(distance))
    assert found == as_rows(picture_join_brute(left, right, distance))


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32), st.integers(0, 12), st.integers(0, 12), st.integers(0, 256))
def test_small_sets_with_equal_codes_agree_at_any_distance(seed: int, n: int, m: int, distance: int) -> None:
    rng = np.random.default_rng(seed)
    some = skewed_codes(3, seed)
    left, right = some[rng.integers(0, 3, n)], some[rng.integers(0, 3, m)]
    assert as_rows(picture_join(left, right, distance)) == as_rows(picture_join_brute(left, right, distance))
    brute = as_rows(picture_join_brute(left, left, distance))
    assert as_rows(picture_self_join(left, distance)) == once(brute)


def test_planted_neighbours_are_found_on_the_near_side_of_the_border_only() -> None:
    rng = np.random.default_rng(5)
    left, distances = skewed_codes(6000, 1), [0, 1, 15, 16, 30, 31, 32, 33] * 50
    right = np.concatenate(
        [[neighbour(left[i], d, rng) for i, d in enumerate(distances)], skewed_codes(6000, 2)]
    )
    assert choose_plan(left, right, 31).radii
    found = {(i, j): d for i, j, d in as_rows(picture_join(left, right)) if i == j}
    assert found == {(i, i): d for i, d in enumerate(distances) if d <= 31}


def test_the_pairs_come_sorted_with_documented_types() -> None:
    left, right = two_sides(9)
    found = picture_join(left, right, 63)
    assert [column.dtype for column in found] == [np.int64, np.int64, np.int16]
    assert list(zip(found.left, found.right, strict=True)) == [row[:2] for row in as_rows(found)]


def test_equal_codes_are_joined_once_and_written_for_every_row() -> None:
    rng = np.random.default_rng(6)
    popular, other = skewed_codes(2, 7)
    near = neighbour(popular, 9, rng)
    left = np.concatenate([np.repeat(popular[None], 300, axis=0), skewed_codes(700, 8), other[None]])
    right = np.concatenate([skewed_codes(700, 9), np.repeat(near[None], 2, axis=0), other[None]])
    assert as_rows(picture_join(left, right)) == as_rows(picture_join_brute(left, right))
    found = picture_self_join(left, 0)
    assert len(found.left) == 300 * 299 // 2
    assert (found.left < found.right).all()
    assert len(set(as_rows(found))) == len(found.left)


def test_ten_thousand_equal_codes_meet_a_crowd_without_being_compared_one_by_one() -> None:
    popular = skewed_codes(1, 10)
    left = np.repeat(popular, 10_000, axis=0)
    found = picture_join(left, np.concatenate([skewed_codes(5000, 11), popular]), 31)
    assert set(found.right.tolist()) >= {5000}
    assert (found.right == 5000).sum() == 10_000


def test_distinct_codes_keep_all_their_rows() -> None:
    codes = skewed_codes(5, 12)[[3, 1, 3, 0, 1, 3]]
    groups = distinct(codes)
    assert sorted(groups.rows.tolist()) == list(range(6))
    for number, code in enumerate(groups.codes):
        rows = groups.rows[groups.offsets[number] : groups.offsets[number + 1]]
        assert (codes[rows] == code).all()
    assert len(groups.codes) == 3


@pytest.mark.parametrize(("n", "m"), [(0, 0), (0, 1), (1, 0), (1, 1)])
def test_sets_of_no_and_one_code_work(n: int, m: int) -> None:
    codes = skewed_codes(1, 3)
    assert len(picture_join(codes[:n], codes[:m]).left) == n * m
    assert len(picture_self_join(codes[:n]).left) == 0


def test_one_thread_and_three_give_the_same() -> None:
    left, right = skewed_codes(5000, 13), skewed_codes(5000, 14)
    assert as_rows(picture_join(left, right, 60, threads=1)) == as_rows(
        picture_join(left, right, 60, threads=3)
    )


def test_the_same_array_on_both_sides_is_still_a_join_of_two_sides() -> None:
    codes = skewed_codes(4, 15)
    assert as_rows(picture_join(codes, codes, 0)) == [(i, i, 0) for i in range(4)]


def test_codes_and_hashes_are_the_same_bytes() -> None:
    hashes = np.arange(96, dtype=np.uint8).reshape(3, 32)
    assert np.array_equal(hashes_from_codes(codes_from_hashes(hashes)), hashes)


def test_other_arrays_and_distances_are_refused() -> None:
    codes = skewed_codes(2, 4)
    with pytest.raises(InvalidInputError, match="uint64"):
        picture_join(codes[:, :3], codes)
    with pytest.raises(InvalidInputError, match="256"):
        picture_join(codes, codes, 257)
    with pytest.raises(InvalidInputError, match="256"):
        picture_self_join(codes, -1)
