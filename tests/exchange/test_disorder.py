"""Exchanges between three real nodes that are shuffled, doubled and cut end as the one in order does.

`make soak` runs a thousand of them, and a thousand between nodes that are pure values (`three.py`).
"""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from mozaik.exchange import Danger, Life, Stage
from mozaik.node import Checker
from tests.exchange.disorder import Ends, Sent, all_sent, carried
from tests.exchange.nodes import EU, HR, SI, nodes_in

HERE = 80
"""How many run here; a run is half a second of a processor."""


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Sent, Ends]]:
    """All that was sent, and what the nodes end with when it comes in order."""
    folder = tmp_path_factory.mktemp("disorder")
    checker = Checker(folder / "none")
    everything = all_sent(nodes_in(folder, checker))
    (folder / "in-order").mkdir()
    yield everything, carried(everything, folder / "in-order", None)
    checker.close()


@pytest.mark.parametrize("part", range(4))
def test_disordered_exchanges_between_real_nodes_end_in_equal_states(
    sent: tuple[Sent, Ends], tmp_path: Path, part: int
) -> None:
    """Through the intake of delivery files into the folders of nodes, and on until all is confirmed."""
    everything, in_order = sent
    for seed in range(part, HERE, 4):
        (tmp_path / "run").mkdir()
        end = carried(everything, tmp_path / "run", random.Random(seed))
        for name, known in in_order.items():
            assert end[name] == known, (seed, name)


def test_what_comes_in_order_tells_something_of_everything(sent: tuple[Sent, Ends]) -> None:
    """An answered request, an alarm, a withdrawn set, something new: all that the runs compare."""
    _, ends = sent
    assert [case.stage for case in ends[SI]["cases"]] == [Stage.GIVEN]
    assert [alarm.run.stage for alarm in ends[HR]["alarms"]] == [Danger.RAISED]
    assert [run.stage for run in ends[EU]["sets"].values()] == [Life.WITHDRAWN]
    assert ends[SI]["news"] == (EU,)
    assert all(len(ends[name]["arrived"]) > 1 for name in (SI, HR, EU))
