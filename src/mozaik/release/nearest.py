"""Near pictures as one reader is told of them: every pair of few that hang together, of many what holds them.

Of many, a reader is told the pairs that hold together what it sees in full (the smallest spanning forest),
for each picture and each authority that tells existence alone one pair, and one pair for each item of a
picture that would not be told else. All of it is worked out from the pairs that the reader sees, in the order
of distance, left value, right value: a silent holder connects nothing and leaves no trace. A picture of which
existence alone is told connects nothing either, as its distances are not told.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pyarrow as pa

from mozaik.release.forest import Forest
from mozaik.release.references import group_code
from mozaik.release.view import Engine, Lens
from mozaik.work import FEW

_NEAR = """
CREATE TEMP TABLE near_hits AS
SELECT hit, hit_id, left_value, right_value, distance,
       (row_number() OVER (ORDER BY distance, left_value, right_value))::INTEGER AS nth
FROM work_hits JOIN hit_kinds USING (kind)
WHERE by_likeness AND right_value IS NOT NULL AND hit IN (SELECT hit FROM shown)
"""
_PARTIES = """
CREATE TEMP TABLE near_parties AS
SELECT nth, side, if(side = 'L', left_value, right_value) AS value, authority, set_kind, is_list, alone,
       count(DISTINCT cell) AS cells, min(cell) AS cell
FROM shown JOIN near_hits USING (hit) GROUP BY ALL
"""
_PAIRINGS = """
CREATE TEMP TABLE near_pairings AS
SELECT l.nth, l.value, r.authority, r.set_kind, l.alone = 2 AND r.alone = 2 AS is_full
FROM near_parties l JOIN near_parties r USING (nth)
WHERE l.side <> r.side AND NOT (l.is_list AND r.is_list)
  AND NOT (l.cells = 1 AND r.cells = 1 AND l.cell = r.cell)
"""
"""Who pairs with whom, from either side: what a value meets at which authority."""

_EDGES = """
SELECT nth, hit_id, left_value, right_value, distance, bool_or(is_full) AS is_full
FROM near_hits JOIN near_pairings USING (nth) GROUP BY ALL ORDER BY nth
"""
_FOR_EXISTENCE = """
SELECT DISTINCT min(nth) FROM near_pairings WHERE NOT is_full GROUP BY value, authority, set_kind
"""
_FOR_ITEMS = """
INSERT INTO near_told (nth)
WITH held AS (
    SELECT nth, if(side = 'L', left_value, right_value) AS value, cell
    FROM shown JOIN near_hits USING (hit) WHERE alone = 2
)
SELECT DISTINCT min(nth) FROM held
ANTI JOIN (SELECT value, cell FROM held JOIN near_told USING (nth)) USING (value, cell)
GROUP BY value, cell
"""
_OF_ONE_PICTURE = """
SELECT hit_id, left_value FROM work_hits JOIN hit_kinds USING (kind)
WHERE by_likeness AND right_value IS NULL AND hit IN (SELECT hit FROM shown WHERE alone = 2 AND level = 2)
ORDER BY hit_id
"""
_LEAVE = "DELETE FROM shown WHERE hit IN (SELECT hit FROM near_hits ANTI JOIN near_told USING (nth))"


@dataclass(frozen=True, slots=True)
class _Edge:
    """A near pair that the reader sees; `is_full` where two holders that it sees in full pair."""

    nth: int
    hit_id: bytes
    left: bytes
    right: bytes
    distance: int
    is_full: bool


@dataclass(frozen=True, slots=True)
class _Group:
    """Pictures seen in full that hang together, and the edges that hold them, shortest first."""

    pictures: tuple[bytes, ...]
    held_by: tuple[_Edge, ...]


def keep_nearest(engine: Engine, lens: Lens) -> None:
    """Leave in `shown` the near pairs that are told, and two tables on groups in the engine.

    `picture_groups(hit_id, grouped)`: the group of more than two pictures, by its code, to which a pair or a
    hit on one picture belongs.
    `near_pictures(picture, grouped)`: the pictures of groups of which not all pairs
    are told.
    """
    for query in (_NEAR, _PARTIES, _PAIRINGS):
        engine.execute(query)
    edges = [_Edge(*row) for row in engine.execute(_EDGES).fetchall()]
    everything = Forest()
    for edge in edges:
        everything.join(edge.left, edge.right)
    groups = _groups_of([edge for edge in edges if edge.is_full])
    told = {nth for (nth,) in engine.execute(_FOR_EXISTENCE).fetchall()}
    told |= {edge.nth for group in groups for edge in group.held_by}
    told |= {edge.nth for edge in edges if everything.size_of(edge.left) <= FEW}
    engine.execute(
        "CREATE TEMP TABLE near_told AS SELECT unnest($told)::INTEGER AS nth", {"told": sorted(told)}
    )
    engine.execute(_FOR_ITEMS)
    engine.execute(_LEAVE)
    many = [group for group in groups if everything.size_of(group.pictures[0]) > FEW]
    _load_pictures(engine, many)
    _load_groups(engine, lens, groups, [edge for edge in edges if edge.is_full])


def _groups_of(edges: Iterable[_Edge]) -> list[_Group]:
    """The groups that full pairs, shortest first, join."""
    forest = Forest()
    joining = [edge for edge in edges if forest.join(edge.left, edge.right)]
    held_by: dict[bytes, list[_Edge]] = {}
    for edge in joining:
        held_by.setdefault(forest.root_of(edge.left), []).append(edge)
    return [
        _Group(tuple(sorted({value for edge in held for value in (edge.left, edge.right)})), tuple(held))
        for held in held_by.values()
    ]


def _load_pictures(engine: Engine, groups: Sequence[_Group]) -> None:
    """Leave the table `near_pictures` in the engine."""
    members = [(picture, number) for number, group in enumerate(groups) for picture in group.pictures]
    columns = {
        "picture": pa.array([picture for picture, _ in members], pa.binary()),
        "grouped": pa.array([number for _, number in members], pa.int32()),
    }
    _load(engine, "near_pictures", pa.table(columns))


def _load_groups(engine: Engine, lens: Lens, groups: Sequence[_Group], edges: Sequence[_Edge]) -> None:
    """Leave the table `picture_groups` in the engine: one row a hit on pictures of a group."""
    code_of = dict[bytes, str]()
    for group in groups:
        if len(group.pictures) > 2:
            code_of |= dict.fromkeys(group.pictures, _code_of(group, lens))
    hits = [(edge.hit_id, edge.left) for edge in edges]
    hits += engine.execute(_OF_ONE_PICTURE).fetchall()
    told = [(hit_id, code_of[picture]) for hit_id, picture in hits if picture in code_of]
    columns = {
        "hit_id": pa.array([hit_id for hit_id, _ in told], pa.binary()),
        "grouped": pa.array([code for _, code in told], pa.string()),
    }
    _load(engine, "picture_groups", pa.table(columns))


def _code_of(group: _Group, lens: Lens) -> str:
    """The reader's own code of a group, after its nearest pair: none but the reader has it."""
    return group_code(lens.work.key, lens.reader, group.held_by[0].hit_id).hex()


def _load(engine: Engine, name: str, table: pa.Table) -> None:
    """Leave a table of the name in the engine."""
    engine.register("given", table)
    engine.table("given").create(name)
    engine.unregister("given")
