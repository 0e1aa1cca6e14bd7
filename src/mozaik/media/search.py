"""The fast join, put together: equal codes once, a plan, and threads that each search a slice."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

import numpy as np

from mozaik.media.bits import Codes
from mozaik.media.duplicates import Pairs, distinct, spread, with_equal_codes
from mozaik.media.join_kernels import Rules
from mozaik.media.meeting import meet_all, meet_slice
from mozaik.media.plan import SLICES, Plan, choose_plan, sample
from mozaik.media.spectrum import slice_histograms

_ROWS_OF_A_TASK = 4096
_FEW = 16
"""Codes that repeat less often than this in the sample are cheaper to join than to group."""


@dataclass(frozen=True, slots=True)
class Task:
    """What is asked of a search."""

    distance: int
    """Largest distance of a pair, in bits, 0..256."""
    one_set: bool = False
    """Both sides are the same codes: each two rows come once, the smaller first."""
    threads: int = 1


def search(left: Codes, right: Codes, task: Task) -> Pairs:
    """All pairs uint32[k, 3] (left row, right row, distance) within the distance, in no particular order."""
    if not len(left) or not len(right):
        return np.empty((0, 3), np.uint32)
    if not (may_repeat(left) or may_repeat(right)):
        return search_by(choose_plan(left, right, task.distance), left, right, task)
    mine = distinct(left)
    other = mine if task.one_set else distinct(right)
    pairs = search_by(choose_plan(mine.codes, other.codes, task.distance), mine.codes, other.codes, task)
    return spread(with_equal_codes(pairs, mine) if task.one_set else pairs, mine, other, task.one_set)


def may_repeat(codes: Codes) -> bool:
    """Whether a code may come often: then every slice has a value that comes at least as often."""
    return int(slice_histograms(sample(codes)).max(axis=1).min()) >= _FEW


def search_by(plan: Plan, left: Codes, right: Codes, task: Task) -> Pairs:
    """The same pairs as `search`, by a given plan; every plan gives the same pairs."""
    if not plan.radii:
        columns = np.ascontiguousarray(right.T)
        parts = [
            (start, min(len(left), start + _ROWS_OF_A_TASK)) for start in range(0, len(left), _ROWS_OF_A_TASK)
        ]
        steps = [partial(meet_all, left, rows, columns, task.distance, task.one_set) for rows in parts]
        return _together(steps, task.threads)
    limits = np.array([max(limit, 0) for limit in plan.limits], np.uint64)
    rules = Rules(np.array(plan.radii, np.int64), limits, task.distance, task.one_set)
    # The widest slices take longest: they go first, so that no thread ends with one of them.
    used = sorted(
        (number for number in range(SLICES) if plan.radii[number] >= 0), key=lambda s: -plan.radii[s]
    )
    triples = _together([partial(meet_slice, left, right, number, rules) for number in used], task.threads)
    if task.one_set:
        triples[:, :2].sort(axis=1)
    return triples


def _together(steps: Sequence[Callable[[], Pairs]], threads: int) -> Pairs:
    """The pairs of all steps, run by some threads."""
    with ThreadPoolExecutor(threads) as pool:
        return np.concatenate(list(pool.map(lambda step: step(), steps)))
