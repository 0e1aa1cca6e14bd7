"""The join finds every near pair, and the twin agrees."""

import numpy as np
import pytest

from mozaik.errors import InvalidInputError
from mozaik.media import codes_from_hashes, hashes_from_codes, picture_join, picture_self_join
from tests.media.support import neighbour, skewed_codes


def test_planted_neighbours_are_found_on_the_near_side_of_the_border_only() -> None:
    rng = np.random.default_rng(5)
    left = skewed_codes(400, 1)
    planted = dict(enumerate([0, 1, 15, 16, 30, 31, 32, 33]))
    right = np.array([neighbour(left[place], distance, rng) for place, distance in planted.items()])
    found = picture_join(left, right)
    pairs = {(int(i), int(j)): int(d) for i, j, d in zip(*found, strict=True)}
    for place, distance in planted.items():
        assert pairs.get((place, place)) == (distance if distance <= 31 else None)


def test_a_self_join_has_each_pair_once() -> None:
    codes = np.repeat(skewed_codes(3, 2), 2, axis=0)
    found = picture_self_join(codes, 0)
    assert list(zip(found.left, found.right, strict=True)) == [(0, 1), (2, 3), (4, 5)]


@pytest.mark.parametrize(("n", "m"), [(0, 0), (0, 1), (1, 0), (1, 1)])
def test_sets_of_no_and_one_code_work(n: int, m: int) -> None:
    codes = skewed_codes(1, 3)
    assert len(picture_join(codes[:n], codes[:m]).left) == n * m
    assert len(picture_self_join(codes[:n]).left) == 0


def test_codes_and_hashes_are_the_same_bytes() -> None:
    hashes = np.arange(96, dtype=np.uint8).reshape(3, 32)
    assert np.array_equal(hashes_from_codes(codes_from_hashes(hashes)), hashes)


def test_other_arrays_and_distances_are_refused() -> None:
    codes = skewed_codes(2, 4)
    with pytest.raises(InvalidInputError, match="uint64"):
        picture_join(codes[:, :3], codes)
    with pytest.raises(InvalidInputError, match="256"):
        picture_join(codes, codes, 257)
