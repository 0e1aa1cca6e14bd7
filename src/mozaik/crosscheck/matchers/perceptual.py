"""Near pictures: PDQ values within the distance in any of the eight turned or mirrored forms, all of them.

Distinct values are joined, never rows: a near pair of values is one hit with a left and a right side, each
unordered pair once, with its smallest distance and the form that gives it (the left value so turned is
near the right one). Of many pictures that hang together those pairs are hits that hold every reader's groups
together (`near_pairs.py`). One value on files that differ is a hit of distance 0; its sides are the files'
digests, so that rows of one file, which share a digest hit, do not pair here again.

Lists seldom carry the quality of their values: who made the list left bad pictures out. An entry without
a stated quality is compared; a picture of an item without one is not, and the coverage says so.
"""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from mozaik.crosscheck.matcher import TOLD, Bench, Matcher
from mozaik.crosscheck.model import Parameters, Task
from mozaik.crosscheck.near_pairs import MANY, Holdings, kept_pairs
from mozaik.kinds import HitKind
from mozaik.media import (
    DIHEDRAL_FORMS,
    Pairs,
    codes_from_hashes,
    dihedral_forms,
    picture_join,
    picture_self_join_in_forms,
)
from mozaik.work import ITEM_UNIT, SET_UNIT

BLOCK = 16_000_000
"""Distinct values of one task: it meets itself in all forms at once, at some 150 bytes a value."""

_ROWS = """
CREATE OR REPLACE TEMP TABLE pictures AS
SELECT * EXCLUDE (sha256, md5),
       coalesce(lower(hex(sha256)), 'md5 ' || lower(hex(md5)), '') AS file
FROM ({rows}) WHERE pdq IS NOT NULL AND (quality >= {quality} OR (quality IS NULL AND "table" = 'entries'))
"""
_NEAR = """
INSERT INTO postings BY NAME
SELECT 'pdq' AS value_kind, n.left_value, n.right_value, n.distance, n.transform, side,
       set_no, "table", row_id, unit, terms_key, 'pdq' AS basis
FROM (SELECT *, 'L' AS side, left_value AS pdq FROM near
      UNION ALL SELECT *, 'R', right_value FROM near) n
JOIN pictures USING (pdq)
"""
_EQUAL = """
INSERT INTO postings BY NAME
WITH shared AS (SELECT pdq FROM pictures GROUP BY pdq HAVING count(*) > 1)
SELECT 'pdq' AS value_kind, pdq AS left_value, 0 AS distance, '{same}' AS transform,
       file AS side, set_no, "table", row_id, unit, terms_key, 'pdq' AS basis
FROM pictures JOIN shared USING (pdq)
"""
_HELD = """
WITH rows AS (
    SELECT number, authority, is_list, unit, set_kind, told
    FROM near_values JOIN pictures USING (pdq) JOIN sources USING (set_no)
    JOIN ({terms}) t USING (set_no, terms_key)
), units AS (
    SELECT *, row_number() OVER () AS unit_number FROM (SELECT DISTINCT authority, unit FROM rows)
), classes AS (
    SELECT *, row_number() OVER () AS kind, dense_rank() OVER (ORDER BY authority) AS owner
    FROM (SELECT DISTINCT authority, set_kind, told FROM rows)
)
SELECT number, kind, owner, is_list,
       if(count(DISTINCT unit_number) = 1, min(unit_number), {many}) AS unit
FROM rows JOIN units USING (authority, unit) JOIN classes USING (authority, set_kind, told)
GROUP BY number, kind, owner, is_list ORDER BY number, kind
"""

Hashes = npt.NDArray[np.uint8]


def near_values(values: Hashes, start: int, stop: int, distance: int) -> tuple[Pairs, npt.NDArray[np.int8]]:
    """All pairs i < j of distinct sorted values uint8[n, 32] with `start` <= i < `stop`, and their forms.

    Each pair has its smallest distance over the eight forms and the first form that gives it, as an index
    into `DIHEDRAL_FORMS`. The block meets itself in all forms at once, what is behind it form by form.
    """
    block, behind = values[start:stop], codes_from_hashes(values[stop:])
    near, forms = picture_self_join_in_forms(block, distance)
    by_form = [(near.left, near.right, near.distance, forms)]
    for form, turned in enumerate(dihedral_forms(block) if len(behind) else ()):
        pairs = picture_join(codes_from_hashes(turned), behind, distance)
        numbers = np.full(len(pairs.left), form, np.int8)
        by_form.append((pairs.left, pairs.right + len(block), pairs.distance, numbers))
    left, right, distances, forms = (np.concatenate(column) for column in zip(*by_form, strict=True))
    order = np.lexsort((forms, distances, right, left))
    left, right, distances, forms = left[order], right[order], distances[order], forms[order]
    first = np.ones(len(left), bool)
    first[1:] = (left[1:] != left[:-1]) | (right[1:] != right[:-1])
    return Pairs(left[first] + start, right[first] + start, distances[first]), forms[first]


def nearest_form(left: bytes, right: bytes) -> tuple[int, str]:
    """The slow, obvious comparison of two values: the smallest distance of any form, and that form's name."""
    target = int.from_bytes(right)
    forms = dihedral_forms(np.frombuffer(left, np.uint8).reshape(1, 32))
    distances = [(int.from_bytes(form.tobytes()) ^ target).bit_count() for form in forms]
    return min(distances), DIHEDRAL_FORMS[distances.index(min(distances))]


def _fitness(table: str, parameters: Parameters) -> tuple[str, Mapping[str, str]]:
    least = parameters.quality
    low = {f"picture quality below {least}": f"quality < {least}"}
    if table == "entries":
        digest = "coalesce(sha256, sha1, md5)"
        return f"pdq IS NOT NULL AND ({digest} IS NULL OR quality < {least})", low
    return "pdq IS NOT NULL", {"picture quality not stated": "quality IS NULL", **low}


def _parts(bench: Bench) -> int:
    _gather(bench)
    (count,) = bench.connection.execute("SELECT count(DISTINCT pdq) FROM pictures").fetchone() or (0,)
    return max(1, -(-int(count) // BLOCK))


def _gather(bench: Bench) -> None:
    columns = "pdq, quality, sha256, md5"
    rows = bench.union(
        bench.rows("media", f"{ITEM_UNIT} AS unit, {columns}"),
        bench.rows("entries", f"{SET_UNIT} AS unit, {columns}"),
    )
    bench.connection.execute(_ROWS.format(rows=rows, quality=int(bench.parameters.quality)))


def _post(task: Task, bench: Bench) -> None:
    _gather(bench)
    connection = bench.connection
    distinct = connection.sql("SELECT DISTINCT pdq FROM pictures ORDER BY pdq").to_arrow_table()
    column = distinct["pdq"].combine_chunks().cast(pa.binary(32))
    values = np.frombuffer(b"".join(column.to_pylist()), np.uint8).reshape(-1, 32)
    start = task.part * BLOCK
    pairs, forms = near_values(values, start, start + BLOCK, bench.parameters.distance)
    kept = kept_pairs(pairs, _holdings(bench, column, pairs)) if len(forms) else np.empty(0, np.bool_)
    near = pa.table(
        {
            "left_value": column.take(pa.array(pairs.left[kept])).cast(pa.binary()),
            "right_value": column.take(pa.array(pairs.right[kept])).cast(pa.binary()),
            "distance": pairs.distance[kept],
            "transform": pa.array(DIHEDRAL_FORMS).take(pa.array(forms[kept])),
        }
    )
    connection.register("near", near)
    connection.execute(_NEAR)
    connection.unregister("near")
    if task.part == 0:
        connection.execute(_EQUAL.format(same=DIHEDRAL_FORMS[0]))


def _holdings(bench: Bench, values: pa.Array, pairs: Pairs) -> Holdings:
    """Who holds the values of near pairs, as far as it decides which readers see them."""
    numbers = np.unique(np.concatenate([pairs.left, pairs.right]))
    near_values = pa.table({"number": numbers, "pdq": values.take(pa.array(numbers)).cast(pa.binary())})
    bench.connection.register("near_values", near_values)
    query = _HELD.format(terms=bench.rows("terms", TOLD), many=MANY)
    held = bench.connection.sql(query).to_arrow_table()
    bench.connection.unregister("near_values")
    begins = np.searchsorted(held["number"].to_numpy(), np.arange(len(values) + 1))
    kind, unit, owner = (held[name].to_numpy().astype(np.int64) for name in ("kind", "unit", "owner"))
    return Holdings(begins, kind, unit, owner, held["is_list"].to_numpy())


PERCEPTUAL = Matcher(
    name="perceptual",
    kind=HitKind.PICTURE,
    version="2",
    tables=("media", "entries"),
    fitness=_fitness,
    post=_post,
    parts=_parts,
)
"""Nearness of pictures on items and in lists."""
