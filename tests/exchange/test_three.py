"""Exchanges between three nodes that are shuffled, doubled and cut end as those in order do."""

import random

import pytest

from tests.exchange.three import exchanged, some_counts


@pytest.mark.parametrize("hundred", [0, 1])
def test_shuffled_doubled_and_cut_exchanges_end_in_equal_states(hundred: int) -> None:
    for seed in range(100 * hundred, 100 * hundred + 100):
        counts = some_counts(random.Random(seed))
        in_order = exchanged(random.Random(seed), counts, disorder=False).end()
        mixed = exchanged(random.Random(seed), counts, disorder=True).end()
        assert mixed == in_order, seed
        assert all(not confirmed.open for _, confirmed in mixed.values()), seed
