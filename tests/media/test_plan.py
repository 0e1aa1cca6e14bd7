"""The plan counts candidates rightly and spends every share."""

from itertools import product

import numpy as np
import pytest

from mozaik.media.plan import (
    ALL_WITH_ALL,
    LARGEST_DISTANCE,
    cheapest_radii,
    choose_plan,
    even_plan,
    slice_costs,
)
from mozaik.media.spectrum import ball_sums, slice_histograms
from tests.media.support import skewed_codes


def test_candidates_are_counted_as_by_comparing_all_slices() -> None:
    left, right = skewed_codes(300, 1), skewed_codes(200, 2)
    mine, other = slice_histograms(left), slice_histograms(right)
    for number in (0, 7, 15):
        word, shift = number // 4, np.uint64(16 * (number % 4))
        a, b = ((side[:, word] >> shift).astype(np.uint16) for side in (left, right))
        apart = np.bitwise_count(a[:, None] ^ b[None, :])
        gathered = np.bitwise_count(np.unique(a)[:, None] ^ b[None, :])
        candidates, fetched, buckets = ball_sums(mine[number], other[number], 3)
        for radius in range(4):
            assert round(candidates[radius]) == (apart <= radius).sum()
            assert round(fetched[radius]) == (gathered <= radius).sum()
        assert buckets.tolist() == [len(np.unique(a)) * ball for ball in (1, 17, 137, 697)]


@pytest.mark.parametrize("distance", range(LARGEST_DISTANCE + 1))
def test_even_and_cheapest_plans_spend_exactly_the_shares_needed(distance: int) -> None:
    costs = np.random.default_rng(distance).uniform(1, 2, (16, 5)).cumsum(axis=1) ** 2
    for radii in (even_plan(distance).radii, cheapest_radii(costs, distance)[1]):
        assert sum(radius + 1 for radius in radii) == distance + 1
        assert len(radii) == 16


def test_the_cheapest_plan_is_the_cheapest_of_all() -> None:
    costs = np.full((16, 5), 1e9)
    costs[:, 0] = 0
    costs[:4] = np.random.default_rng(3).uniform(1, 9, (4, 5)).cumsum(axis=1)
    of_all = min(
        sum(costs[number, share] for number, share in enumerate(shares))
        for shares in product(range(5), repeat=4)
        if sum(shares) == 6
    )
    assert cheapest_radii(costs, 5)[0] == pytest.approx(of_all)


def test_a_slice_that_says_nothing_is_left_out() -> None:
    left, right = skewed_codes(6000, 4), skewed_codes(6000, 5)
    for side in (left, right):
        side[:, 0] &= np.uint64(0xFFFF_FFFF_FFFF_0000)
    plan = choose_plan(left, right, 31)
    assert plan.radii[0] == -1
    assert sum(plan.limits) == 32 - 4


def test_few_codes_and_large_distances_are_compared_all_with_all() -> None:
    few, many = skewed_codes(100, 6), skewed_codes(5000, 7)
    assert choose_plan(few, few, 31) == ALL_WITH_ALL
    assert choose_plan(many, many, LARGEST_DISTANCE + 1) == ALL_WITH_ALL


def test_costs_are_estimated_for_every_slice_and_grow_with_the_share() -> None:
    costs = slice_costs(skewed_codes(500, 8), skewed_codes(400, 9))
    assert costs.shape == (16, 5)
    assert (np.diff(costs, axis=1) > 0).all()
