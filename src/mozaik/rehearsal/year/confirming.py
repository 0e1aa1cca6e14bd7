"""Receipts: at the end every node knows that all it sent has come, and misses nothing of what others sent."""

from collections.abc import Iterator
from datetime import datetime
from itertools import combinations

from mozaik.node import Pair, pairs_of
from mozaik.rehearsal.year.play import Play
from mozaik.rehearsal.year.truth import Step


def settle(play: Play, now: datetime) -> None:
    """Carry everything everywhere once more, and note how each node stands with each other."""
    for left, right in combinations(play.parties.all, 2):
        play.nodes.exchange(left, right, now)
    for name, node in play.nodes.by_name.items():
        for pair in pairs_of(node, play.nodes.keys):
            play.diary.note(Step.RECEIPT, name, _standing(pair))


def _standing(pair: Pair) -> Iterator[str]:
    if pair.confirmed.confirmed and not pair.confirmed.open:
        yield f"all that went to {pair.authority} is confirmed"
    if pair.came.came and not pair.came.missing:
        yield f"all of {pair.authority} came"
    yield from (f"{pair.authority} refused no. {refused.number}" for refused in pair.refused)
