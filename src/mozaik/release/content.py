"""The content hash of a view: SHA-256 over what the reader is told, and over nothing else.

It is worked out in the engine, as all hits as values would take minutes. What stands in it is what
`detail.py` tells: rows in full by the digest of what they say, holders at hit level folded, conditions by
what they come to. No number of terms, sets or rows of others stands in it: a silent upload changes no bit.
Judgements lie over the view and are no part of it.
"""

import hashlib

import pyarrow as pa
import pyarrow.compute as pc

from mozaik.canonical import to_canonical
from mozaik.release.arrow import fetch
from mozaik.release.cut import View
from mozaik.release.detail import conditions_of
from mozaik.release.kept import engine_with_view
from mozaik.release.model import Coverage
from mozaik.release.places import WITHOUT_PATH, lying_behind
from mozaik.release.rows import rows_behind
from mozaik.release.view import Engine, Lens, load_levels
from mozaik.terms import Disclosure
from mozaik.typed_json import to_json

_PLACES = """
CREATE TEMP TABLE lying AS
SELECT set_id, $table AS "table", row_id, list(cond) AS conds,
       sha256(to_json(list_sort(list_distinct(list([path, container, deleted::VARCHAR]))))::VARCHAR) AS places
FROM found JOIN level USING (terms_key) JOIN cond USING (terms_key) WHERE level = 2
GROUP BY set_id, row_id
"""
_GATHERED = """
CREATE TEMP TABLE gathered AS
SELECT t.place, s.side, d.number, any_value(s.authority) AS authority, any_value(s.set_kind) AS set_kind,
       any_value(s.unit) AS unit, max(s.level) AS level,
       CASE WHEN max(s.alone) < 2 THEN 0 WHEN s.side = 'R' AND any_value(k.two_sided) THEN 2 ELSE 1 END
         AS tells,
       list(fact.cond) AS conds, list(support.cond) FILTER (support.cond IS NOT NULL) AS support_conds
FROM shown s JOIN told t USING (place) JOIN hit_kinds k USING (kind)
JOIN digests d USING (set_id, "table", row_id) JOIN cond fact ON fact.terms_key = s.terms_key
LEFT JOIN cond support ON support.terms_key = s.support_terms_key
GROUP BY t.place, s.side, d.number
"""
"""One line a row and side of a hit, as `detail.py` gathers them; 1 tells the left value and 2 the right."""

_HOLDERS = """
CREATE TEMP TABLE told_holders AS
SELECT place, 2 AS level, tells,
       list_sort(list_distinct(g.conds || coalesce(support_conds, []) || coalesce(l.conds, []))) AS conds,
       if(authority <> $reader AND places IS NULL, digest, unhex(sha256(concat_ws(
           '|', hex(digest), coalesce(places, ''),
           if(authority = $reader, concat_ws('|', set_id, row_id, unit), '')
       )))) AS said
FROM gathered g JOIN digests USING (number) LEFT JOIN lying l USING (set_id, "table", row_id)
WHERE level = 2
UNION ALL
SELECT place, 1 AS level, 0 AS tells,
       list_sort(list_distinct(flatten(list(conds || coalesce(support_conds, []))))) AS conds,
       encode(authority || '|' || set_kind) AS said
FROM gathered WHERE level = 1 GROUP BY place, authority, set_kind
"""
_TOLD_HOLDERS = """
SELECT place, said, (code * 3 + tells)::BIGINT AS code FROM told_holders JOIN conditions USING (level, conds)
ORDER BY place, said, code
"""
_TOLD_HITS = """
WITH sides AS (SELECT place, bool_or(tells = 1) AS tells_left, bool_or(tells = 2) AS tells_right
               FROM gathered WHERE level = 2 GROUP BY place)
SELECT concat_ws(
    '|', reference, kind, value_kind, coalesce(second_fact, '-'), coalesce(distance::VARCHAR, '-'),
    coalesce(transform, '-'), coalesce(first_seen, '-'), coalesce(material, '-'), authorities, units, points,
    coalesce(grouped, '-'), {flags},
    if(tells_left, hex(left_value), '-'), if(tells_right, coalesce(hex(right_value), ''), '-')
) AS said
FROM view_hits LEFT JOIN sides USING (place) ORDER BY place
"""


def digest_of(view: View) -> str:
    """SHA-256 in hex of what a view tells, judgements left out; worked out once while WORK is open.

    It costs about as much as ranking the hits did, so that it is worked out when somebody asks for it.
    """
    return view.lens.work.memory.once(("content", *view.lens.key), lambda: _digest(view))


def _digest(view: View) -> str:
    with engine_with_view(view) as engine:
        load_levels(engine, "level", view.lens.levels)
        return _digest_in(engine, view.lens, view.hits, view.coverage)


def _digest_in(engine: Engine, lens: Lens, hits: pa.Table, coverage: Coverage) -> str:
    _load_conditions_of_terms(engine, lens)
    _load_rows(engine, lens)
    engine.execute(_GATHERED)
    engine.execute(_HOLDERS, {"reader": lens.reader})
    conditions = _load_conditions(engine, lens)
    engine.register("view_hits", hits)
    flags = ", ".join(name for name in hits.schema.names if name.startswith("is_") and name != "is_bare")
    described, told_holders = lens.work.description, fetch(engine, _TOLD_HOLDERS)
    header = {
        "conditions": conditions,
        "coverage": to_json(coverage),
        "edition": described.edition,
        "operation": described.operation,
        "reader": lens.reader,
        "synthetic": described.synthetic,
        "use": str(lens.use),
    }
    content = hashlib.sha256(to_canonical(header))
    content.update("\n".join(fetch(engine, _TOLD_HITS.format(flags=flags))["said"].to_pylist()).encode())
    for numbers in (told_holders["place"], pc.binary_length(told_holders["said"]), told_holders["code"]):
        content.update(numbers.cast(pa.int64()).to_numpy().tobytes())
    content.update(b"".join(told_holders["said"].to_pylist()))
    return content.hexdigest()


def _load_conditions_of_terms(engine: Engine, lens: Lens) -> None:
    """Leave `cond(terms_key, cond)`: terms of one `cond` come to the same conditions, at every level."""
    numbers: dict[str, int] = {}
    conds = {}
    for terms_key in lens.levels:
        said = repr([conditions_of((terms_key,), lens, level) for level in (Disclosure.HIT, Disclosure.FULL)])
        conds[terms_key] = numbers.setdefault(said, terms_key)
    engine.execute("CREATE TEMP TABLE cond (terms_key INTEGER, cond INTEGER)")
    engine.execute(
        "INSERT INTO cond (terms_key, cond) SELECT unnest($keys), unnest($conds)",
        {"keys": list(conds), "conds": list(conds.values())},
    )


def _load_rows(engine: Engine, lens: Lens) -> None:
    """Leave the digests of the rows behind hits, and where their files lie as far as the reader may know."""
    engine.execute(
        'CREATE TEMP TABLE digests (set_id VARCHAR, "table" VARCHAR, row_id BIGINT, digest BLOB, '
        "number BIGINT)"
    )
    begin = 0
    for name, rows in rows_behind(lens.work).items():
        engine.register("gathered_rows", rows.table.select(["set_id", "row_id", "digest"]))
        engine.execute(
            'INSERT INTO digests BY NAME SELECT set_id, $name AS "table", row_id, digest, '
            "$begin + row_number() OVER () AS number FROM gathered_rows",
            {"name": name, "begin": begin},
        )
        engine.unregister("gathered_rows")
        begin += rows.table.num_rows
    engine.register("found", lying_behind(lens.work).table)
    engine.execute(_PLACES, {"table": WITHOUT_PATH})


def _load_conditions(engine: Engine, lens: Lens) -> list[str]:
    """Leave `conditions(level, conds, code)`: what terms of told holders come to, as a place among digests.

    Returns the digests in order: neither they nor the places depend on what is not told.
    """
    combinations = engine.execute("SELECT DISTINCT level, conds FROM told_holders").fetchall()
    digests = [
        hashlib.sha256(repr(conditions_of(conds, lens, Disclosure(level))).encode()).hexdigest()
        for level, conds in combinations
    ]
    codes = {digest: code for code, digest in enumerate(sorted(set(digests)))}
    engine.execute("CREATE TEMP TABLE conditions (level INTEGER, conds INTEGER[], code BIGINT)")
    engine.execute(
        "INSERT INTO conditions (level, conds, code) SELECT unnest($levels), unnest($conds), unnest($codes)",
        {
            "levels": [level for level, _ in combinations],
            "conds": [conds for _, conds in combinations],
            "codes": [codes[digest] for digest in digests],
        },
    )
    return sorted(codes)
