"""Over what an answer speaks: the sets disclosed to the reader, and what could not be compared.

The statement is the same whether or not something silent exists. It names authorities and tables, never
sets, digests or times of sealing: those of another authority change when a silent row changes. Rows are
counted only where the reader sees the facts in full; what a set could not even open is told to its owner.
"""

from mozaik.kinds import SetKind
from mozaik.parties import Authority
from mozaik.release.model import Coverage, CoverageLine
from mozaik.release.view import Engine, Lens
from mozaik.terms import Disclosure, cross_check_obstacle, disclosed

_LINES = """
SELECT c.authority, c.set_kind, c."table", coalesce(c.matcher, '') AS matcher,
       if(o.obstacle <> '', 'not_compared', c.state) AS state,
       if(o.obstacle <> '', o.obstacle, coalesce(c.reason, '')) AS reason,
       coalesce(o.level, 2) AS level, sum(c.rows)::BIGINT AS rows
FROM read_parquet($coverage) c LEFT JOIN open_terms o USING (terms_key)
WHERE o.level IS NOT NULL OR (c.terms_key IS NULL AND c.authority = $reader)
GROUP BY ALL ORDER BY ALL
"""


def open_terms(lens: Lens) -> list[tuple[int, int, str]]:
    """The terms that are not silent: key, level, and why facts under them take no part, empty if they do."""
    return [
        (terms_key, int(level), str(cross_check_obstacle(stated.terms, lens.on) or ""))
        for terms_key, stated in sorted(lens.stated.items())
        if (level := disclosed(stated.terms, lens.who, lens.use, lens.on, lens.has_read(stated)))
    ]


def read_coverage(engine: Engine, lens: Lens) -> Coverage:
    """The coverage as the reader may know it; one line an authority, table, matcher, state and reason."""
    visible = open_terms(lens)
    engine.execute("CREATE TEMP TABLE open_terms (terms_key INTEGER, level INTEGER, obstacle VARCHAR)")
    engine.execute(
        "INSERT INTO open_terms (terms_key, level, obstacle) "
        "SELECT unnest($keys), unnest($levels), unnest($obstacles)",
        dict(zip(("keys", "levels", "obstacles"), map(list, zip(*visible, strict=True)), strict=True))
        if visible
        else {"keys": [], "levels": [], "obstacles": []},
    )
    rows = engine.execute(_LINES, {"coverage": lens.work.part("coverage"), "reader": lens.reader}).fetchall()
    lines = tuple(
        CoverageLine(
            Authority(authority),
            SetKind(set_kind),
            table,
            matcher,
            state,
            reason,
            count if level == Disclosure.FULL else None,
        )
        for authority, set_kind, table, matcher, state, reason, level, count in rows
    )
    return Coverage(
        lines=lines,
        authorities=tuple(sorted({line.authority for line in lines})),
        versions=lens.work.description.versions,
        parameters=lens.work.description.parameters,
    )
