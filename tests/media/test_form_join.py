"""All pairs near in any of the eight forms, at once: those of the slow twin, whatever the plan."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pytest

from mozaik.errors import InvalidInputError
from mozaik.media import dihedral_forms, parity_codes, picture_self_join_in_forms
from mozaik.media.form_join import all_with_all, by_slices, rules_of
from mozaik.media.form_meeting import meet_forms
from mozaik.media.plan import Plan, even_plan
from tests.media.test_forms import nearest

Line = tuple[int, int, int, int]
"""Left row, right row, distance, form."""


def planted(count: int, copies: int, seed: int) -> npt.NDArray[np.uint8]:
    """Distinct hashes, some of which are others turned, with up to 44 bits changed; some are a cluster."""
    draw = np.random.default_rng(seed)
    values = draw.integers(0, 256, (count, 32), dtype=np.uint8)
    for number in range(copies):
        source, target = draw.integers(0, count, 2) if number % 3 else (0, number)
        turned = int.from_bytes(dihedral_forms(values[source : source + 1])[draw.integers(8), 0].tobytes())
        for bit in draw.choice(256, draw.integers(0, 45), replace=False):
            turned ^= 1 << int(bit)
        values[target] = np.frombuffer(turned.to_bytes(32), np.uint8)
    return np.unique(values, axis=0)


def slow_twin(values: npt.NDArray[np.uint8], distance: int) -> list[Line]:
    """Each two values in each form, one after another."""
    lines = [
        (left, right, *nearest(values[left].tobytes(), values[right].tobytes()))
        for left in range(len(values))
        for right in range(left + 1, len(values))
    ]
    return [line for line in lines if line[2] <= distance]


def lines_of(near: npt.NDArray[np.uint32]) -> list[Line]:
    return sorted((int(left), int(right), int(apart), int(form)) for left, right, apart, form in near)


def codes_of(values: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint64]:
    return np.ascontiguousarray(np.stack(parity_codes(values), axis=1))


@pytest.mark.parametrize("distance", [0, 24, 31])
def test_each_two_values_are_compared_in_each_form(distance: int) -> None:
    values = planted(90, 60, seed=distance)
    near = picture_self_join_in_forms(values, distance)
    told = zip(*near.pairs, near.form, strict=True)
    assert [tuple(int(number) for number in line) for line in told] == slow_twin(values, distance)


@pytest.mark.parametrize(
    "radii",
    [
        even_plan(31).radii,
        (3, 3, 3, 3, 3, 3, 3, 3, -1, -1, -1, -1, -1, -1, -1, -1),
        (-1, -1, -1, -1, -1, -1, -1, -1, 3, 3, 3, 3, 3, 3, 3, 3),
        (0, 1, 1, 2, 1, 1, 0, 2, 3, 0, -1, 2, 1, 2, 2, 0),
    ],
)
def test_every_plan_gives_the_same_pairs_once(radii: Sequence[int]) -> None:
    """Plans that use every word in turn, and uneven ones; every form and many distances are planted."""
    distance = sum(radius + 1 for radius in radii) - 1
    codes = codes_of(planted(1200, 700, seed=11))
    expected = lines_of(all_with_all(codes, distance, 2))
    assert {line[3] for line in expected} == set(range(8))
    assert max(line[2] for line in expected) == distance
    assert lines_of(by_slices(codes, radii, distance, 2)) == expected


def test_a_pair_is_written_down_once_upright_and_once_transposed() -> None:
    """Growth by counting: a cluster of near-duplicates is not written down again by each slice."""
    values, radii = planted(1000, 900, seed=2), even_plan(31).radii
    codes, rules = codes_of(values), rules_of(radii, 31)
    written = sum(len(meet_forms(codes, number, rules)) for number in range(16))
    upright = turned = 0
    for left, right, *_ in lines_of(all_with_all(codes, 31, 1)):
        forms = dihedral_forms(values[left : left + 1])[:, 0]
        apart = [int(np.bitwise_count(form ^ values[right]).sum()) for form in forms]
        upright += min(apart[form] for form in (0, 2, 4, 5)) <= 31
        turned += min(apart[form] for form in (1, 3, 6, 7)) <= 31
    assert written == upright + turned > 1000


def test_a_large_set_is_searched_by_slices(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same pairs whether or not a plan is made: here one is forced on few values."""
    values = planted(300, 200, seed=5)
    without = picture_self_join_in_forms(values)
    monkeypatch.setattr("mozaik.media.plan.choose_plan", lambda *_: Plan(even_plan(31).radii))
    with_plan = picture_self_join_in_forms(values)
    assert lines_of(np.column_stack([*without.pairs, without.form])) == lines_of(
        np.column_stack([*with_plan.pairs, with_plan.form])
    )


def test_few_values_have_few_pairs() -> None:
    assert not len(picture_self_join_in_forms(np.empty((0, 32), np.uint8)).form)
    assert not len(picture_self_join_in_forms(np.zeros((1, 32), np.uint8)).form)


@pytest.mark.parametrize("distance", [-1, 257])
def test_a_distance_out_of_range_is_refused(distance: int) -> None:
    with pytest.raises(InvalidInputError, match="out of range"):
        picture_self_join_in_forms(np.zeros((1, 32), np.uint8), distance)
