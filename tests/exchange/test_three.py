"""Exchanges between three nodes that are shuffled, doubled and cut end as those in order do."""

import random

import pytest

from tests.exchange.three import exchanged, some_documents


@pytest.mark.parametrize("hundred", [0, 1])
def test_shuffled_doubled_and_cut_exchanges_end_in_equal_states(hundred: int) -> None:
    """A file that is cut on its way is none, and is sent again as a lost one is."""
    for seed in range(100 * hundred, 100 * hundred + 100):
        posted = some_documents(random.Random(seed))
        in_order = exchanged(random.Random(seed), posted, disorder=False)
        mixed = exchanged(random.Random(seed), posted, disorder=True)
        assert mixed.end() == in_order.end(), seed
        assert not any(mixed.confirmed(way).open for way in mixed.sent), seed
