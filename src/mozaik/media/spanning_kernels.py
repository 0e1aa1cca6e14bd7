"""The inner loops of `spanning`, compiled by Numba: one pass with a forest of trees for each graph."""

import numpy as np
from numba import njit

from mozaik.media.edges import Chosen, Edges, Numbers

UNSEEN = -2


@njit(cache=True, nogil=True)
def root_of(parent: Numbers, vertex: int) -> int:
    """The vertex that stands for all that hang together with one."""
    while parent[vertex] != vertex:
        parent[vertex] = parent[parent[vertex]]
        vertex = parent[vertex]
    return vertex


@njit(cache=True, nogil=True)
def joins(parent: Numbers, size: Numbers, left: int, right: int) -> bool:
    """Whether two vertices were apart; they are together afterwards."""
    upper, lower = root_of(parent, left), root_of(parent, right)
    if upper == lower:
        return False
    if size[upper] < size[lower]:
        upper, lower = lower, upper
    parent[lower] = upper
    size[upper] += size[lower]
    return True


@njit(cache=True, nogil=True)
def is_needed(first: Numbers, settled: Chosen, vertex: int, mark: int) -> bool:
    """Whether an edge is the first of a vertex, or the first that leads to another mark than that one's."""
    if settled[vertex] or first[vertex] == mark:
        return False
    settled[vertex] = first[vertex] != UNSEEN or mark < 0
    first[vertex] = mark
    return True


@njit(cache=True, nogil=True)
def hold_one(
    edges: Edges,
    span: tuple[int, int],
    few: int,
    state: tuple[Numbers, Numbers, Numbers, Chosen],
    kept: Chosen,
) -> None:
    """Mark the edges of one graph that are kept; the state is left as it was found."""
    parent, size, first, settled = state
    for at in range(span[0], span[1]):
        left, right = edges.left[at], edges.right[at]
        kept[at] = joins(parent, size, left, right)
        if is_needed(first, settled, left, edges.right_mark[at]):
            kept[at] = True
        if is_needed(first, settled, right, edges.left_mark[at]):
            kept[at] = True
    for at in range(span[0], span[1]):
        if size[root_of(parent, edges.left[at])] <= few:
            kept[at] = True
    for at in range(span[0], span[1]):
        for vertex in (edges.left[at], edges.right[at]):
            parent[vertex], size[vertex], first[vertex], settled[vertex] = vertex, 1, UNSEEN, False


@njit(cache=True, nogil=True)
def hold_all(edges: Edges, vertices: int, few: int) -> Chosen:
    """Of each edge whether it is kept, as `holding_edges`."""
    kept = np.zeros(edges.left.size, np.bool_)
    parent, size = np.arange(vertices), np.ones(vertices, np.int64)
    first, settled = np.full(vertices, UNSEEN), np.zeros(vertices, np.bool_)
    begin = 0
    while begin < kept.size:
        end = begin + 1
        while end < kept.size and edges.graph[end] == edges.graph[begin]:
            end += 1
        hold_one(edges, (begin, end), few, (parent, size, first, settled), kept)
        begin = end
    return kept
