"""Which edges hold graphs together: of many graphs at once, the shortest that any group is made of.

An edge is kept where it joins what was apart, shortest first: the edges of the smallest spanning forest. Kept
too are all edges of a small part, and of each vertex the first edge to another mark than its first edge has.
"""

from mozaik.media.edges import Chosen, Edges


def holding_edges(edges: Edges, vertices: int, few: int) -> Chosen:
    """Of each edge whether it is kept; parts of at most `few` vertices keep all. `vertices` is how many.

    Working memory: 25 bytes a vertex, one an edge.
    """
    # Here, because the compiler takes longer to import than most commands take to run.
    from mozaik.media.spanning_kernels import hold_all

    return hold_all(edges, vertices, few)
