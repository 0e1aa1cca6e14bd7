"""What is told of groups of near pictures: pictures, distances, the best picture, and what would split them.

All of it is worked out from hits that are told, and from holders that are told in full.
"""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import groupby

import numpy as np
import pyarrow as pa

from mozaik.media import spread_of
from mozaik.parties import Authority
from mozaik.release.detail import conditions_of
from mozaik.release.forest import Forest, hashes_of
from mozaik.release.references import group_code
from mozaik.release.view import Engine, Lens, Row, rows_of
from mozaik.terms import Disclosure

MOST_MEASURED = 8_000
"""Of more pictures nobody waits for how far they are apart: each meets each."""
SMALLEST = 3
"""Fewer pictures are a pair, and no group."""

_TOLD = """
SELECT place, hit_id, left_value, right_value, distance FROM hits_of_view
WHERE grouped IS NOT NULL AND ($places IS NULL OR place IN (SELECT unnest($places)))
ORDER BY distance, left_value, right_value
"""
_HELD = """
SELECT if(side = 'L' OR right_value IS NULL, left_value, right_value) AS picture, o.authority,
       terms_key, support_terms_key, count(DISTINCT unit) AS units
FROM holders_of_view o JOIN hits_of_view h USING (place)
WHERE grouped IS NOT NULL AND ($places IS NULL OR place IN (SELECT unnest($places)))
  AND level = 2 AND alone = 2
GROUP BY ALL ORDER BY ALL
"""
_KEPT = pa.schema(
    {
        "grouped": pa.string(),
        "pictures": pa.int64(),
        "step": pa.int64(),
        "apart": pa.int64(),
        "best": pa.string(),
        "best_grade": pa.string(),
        "nearest": pa.list_(
            pa.struct({"left": pa.string(), "right": pa.string(), "distance": pa.int64()})
        ),
        "parts": pa.list_(pa.struct({"limit": pa.int64(), "parts": pa.int64()})),
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Held:
    """A picture at an authority that tells it in full: how good that is, and on how many items."""

    authority: Authority
    grade: str
    units: int


@dataclass(frozen=True, slots=True)
class Standing:
    """Hits that hang together, by their places in a view, and a row of what is told of them."""

    places: frozenset[int]
    facts: Row


def whole_groups(engine: Engine, lens: Lens, hits: pa.Table, holders: pa.Table) -> pa.Table:
    """One row a group that a view tells, as it is while nobody has judged its pairs."""
    return pa.Table.from_pylist(
        [dict(group.facts) for group in groups_at(engine, lens, hits, holders, None)], _KEPT
    )


def groups_at(
    engine: Engine, lens: Lens, hits: pa.Table, holders: pa.Table, places: Sequence[int] | None
) -> list[Standing]:
    """The groups of the pairs at some places, or of all: those of three pictures and more."""
    engine.register("hits_of_view", hits)
    engine.register("holders_of_view", holders)
    asked = {"places": None if places is None else list(places)}
    told, held = rows_of(engine, _TOLD, asked), rows_of(engine, _HELD, asked)
    engine.unregister("hits_of_view")
    engine.unregister("holders_of_view")
    by_picture = {
        picture: [_held(row, lens) for row in rows]
        for picture, rows in groupby(held, key=lambda row: bytes(row["picture"]))
    }
    forest, together = Forest(), dict[bytes, list[Row]]()
    pairs = [row for row in told if row["right_value"] is not None]
    joining = {pair["place"] for pair in pairs if forest.join(pair["left_value"], pair["right_value"])}
    for row in told:
        together.setdefault(forest.root_of(row["left_value"]), []).append(row)
    return [
        Standing(
            frozenset(row["place"] for row in group),
            _facts(lens, [row for row in group if row["right_value"] is not None], joining, by_picture),
        )
        for root, group in together.items()
        if forest.size_of(root) >= SMALLEST
    ]


def _held(row: Row, lens: Lens) -> _Held:
    behind = {row["terms_key"], row["support_terms_key"]} - {None}
    grade = conditions_of(behind, lens, Disclosure.FULL)["grade"]
    return _Held(Authority(row["authority"]), grade, row["units"])


def _facts(lens: Lens, pairs: Sequence[Row], joining: Set[int], held: Mapping[bytes, Sequence[_Held]]) -> Row:
    """What is told of a group by its pairs, nearest first; those at the places `joining` hold it together."""
    steps = [pair["distance"] for pair in pairs if pair["place"] in joining]
    pictures = sorted({pair[side] for pair in pairs for side in ("left_value", "right_value")})
    best = min(pictures, key=lambda picture: _goodness(picture, held))
    return {
        "grouped": group_code(lens.work.key, lens.reader, pairs[0]["hit_id"]).hex(),
        "pictures": len(pictures),
        "step": steps[-1],
        "best": best.hex(),
        "best_grade": _goodness(best, held)[0],
        "parts": [
            {"limit": limit - 1, "parts": 1 + sum(step >= limit for step in steps)}
            for limit in sorted(set(steps), reverse=True)
        ],
        **_distances(pictures, held),
    }


def _goodness(picture: bytes, held: Mapping[bytes, Sequence[_Held]]) -> tuple[str, int, bytes]:
    """What makes a picture come first: its best grade, then on how many items it is, then its value."""
    holders = held.get(picture, ())
    return min((holder.grade for holder in holders), default="X4"), -sum(h.units for h in holders), picture


def _distances(pictures: Sequence[bytes], held: Mapping[bytes, Sequence[_Held]]) -> Row:
    """How far the two farthest pictures are apart, and how near the nearest of each two authorities."""
    hashes = hashes_of(pictures)
    if hashes is None or len(pictures) > MOST_MEASURED:
        return {"apart": None, "nearest": []}
    owners = [sorted({holder.authority for holder in held.get(picture, ())}) for picture in pictures]
    names = sorted({name for names in owners for name in names})
    begins = np.cumsum([0, *map(len, owners)])
    holders = np.array([names.index(name) for names_of in owners for name in names_of], np.int64)
    spread = spread_of(hashes, begins, holders, len(names))
    return {
        "apart": int(spread.farthest),
        "nearest": [
            {"left": left, "right": right, "distance": int(spread.nearest[at, at + 1 + beyond])}
            for at, left in enumerate(names)
            for beyond, right in enumerate(names[at + 1 :])
        ],
    }
