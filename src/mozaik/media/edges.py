"""Edges of graphs as arrays."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.int64]
Chosen = npt.NDArray[np.bool_]


class Edges(NamedTuple):
    """The edges of graphs, graph by graph, the shortest of each first; one entry of each array an edge."""

    graph: Numbers
    left: Numbers
    """Vertices, 0 and up; graphs may use the same numbers."""
    right: Numbers
    left_mark: Numbers
    """What the left vertex is known by to the right one; below 0 where nothing is asked."""
    right_mark: Numbers
