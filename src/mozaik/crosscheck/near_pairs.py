"""Which near pairs of pictures WORK keeps, so that a series costs its pictures and not their pairs.

What a reader sees is decided by terms. So holders are sorted into **classes**: of one owner and kind of set,
under terms that open to the same readers at the same level. Of each two classes, and of each with itself, the
near pairs that only these two hold make a graph; kept are the edges of its smallest spanning forest, every
edge of a small part, and for each value with holders on several items what each item needs. Every reader sees
some classes whole and no other, and the smallest spanning forest of graphs laid together lies within those of
each: so `release` finds in WORK all that this reader's own groups are made of, and nothing kept depends on
who reads. The number of kept pairs grows with values times classes that hold near ones.

The order is the same everywhere: distance, then left value, then right value.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from mozaik.media import Edges, Pairs, holding_edges
from mozaik.work import FEW

Numbers = npt.NDArray[np.int64]
MANY = -1
"""Instead of a unit: several units hold the value under one class."""
_CHUNK = 4_000_000
"""Edges of holders that are looked at at once, some 100 bytes each."""


class Holdings(NamedTuple):
    """Under which classes each value is held; one entry of each array a value and class, in order of values.

    `begins` says where the entries of each value begin, int64[values + 1].
    """

    begins: Numbers
    kind: Numbers
    """The class: 0 and up."""
    unit: Numbers
    """The unit of the holders, `MANY` if there are several."""
    owner: Numbers
    listed: npt.NDArray[np.bool_]
    """Whether it is a class of a list: two of them never pair."""


def kept_pairs(pairs: Pairs, held: Holdings) -> npt.NDArray[np.bool_]:
    """Of each near pair of values, in order of left and right value, whether WORK keeps it."""
    kept = np.zeros(len(pairs.left), np.bool_)
    chosen = np.empty(0, np.int64)
    sizes = _classes_of(held, pairs.left) * _classes_of(held, pairs.right)
    ends = np.searchsorted(np.cumsum(sizes), np.arange(_CHUNK, sizes.sum() + _CHUNK, _CHUNK), side="left") + 1
    begin = 0
    for end in ends:
        chosen = np.concatenate([chosen, np.arange(begin, min(int(end), len(kept)))])
        chosen = chosen[_kept_of(pairs, chosen, held)]
        begin = min(int(end), len(kept))
    kept[chosen] = True
    return kept


def _classes_of(held: Holdings, values: Numbers) -> Numbers:
    classes: Numbers = held.begins[values + 1] - held.begins[values]
    return classes


def _kept_of(pairs: Pairs, chosen: Numbers, held: Holdings) -> npt.NDArray[np.bool_]:
    """Of each chosen pair whether one of its graphs keeps it."""
    which, left, right = _held_edges(pairs, chosen, held)
    upright = held.kind[left] <= held.kind[right]
    low, high = np.where(upright, left, right), np.where(upright, right, left)
    classes = int(held.kind.max(initial=0)) + 1
    graph = held.kind[low] * classes + held.kind[high]
    order = np.lexsort((chosen[which], pairs.distance[chosen[which]], graph))
    low, high, graph, which = low[order], high[order], graph[order], which[order]
    values = np.repeat(np.arange(len(held.begins) - 1), np.diff(held.begins))
    is_one_class = held.kind[low] == held.kind[high]
    same_owner = held.owner[low] == held.owner[high]
    edges = Edges(
        graph,
        2 * values[low],
        2 * values[high] + ~is_one_class,
        np.where(same_owner & (held.unit[high] == MANY), held.unit[low], MANY),
        np.where(same_owner & (held.unit[low] == MANY), held.unit[high], MANY),
    )
    kept = np.zeros(len(chosen), np.bool_)
    # A value may be a vertex on either side of a graph of two classes.
    kept[which[holding_edges(edges, 2 * (len(held.begins) - 1), 2 * FEW)]] = True
    return kept


def _held_edges(pairs: Pairs, chosen: Numbers, held: Holdings) -> tuple[Numbers, Numbers, Numbers]:
    """The chosen pairs by holdings that pair: the place among the chosen, the left and the right holding."""
    lefts, rights = pairs.left[chosen], pairs.right[chosen]
    rows, columns = _classes_of(held, lefts), _classes_of(held, rights)
    which = np.repeat(np.arange(len(chosen)), rows * columns)
    begins = np.cumsum(rows * columns) - rows * columns
    place = np.arange(len(which)) - begins[which]
    left = held.begins[lefts][which] + place // columns[which]
    right = held.begins[rights][which] + place % columns[which]
    alike = (held.unit[left] == held.unit[right]) & (held.unit[left] != MANY)
    fit = ~alike & ~(held.listed[left] & held.listed[right])
    return which[fit], left[fit], right[fit]
