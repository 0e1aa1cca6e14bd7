"""Over what an answer speaks: the sets disclosed to the reader, and what could not be compared.

The statement is the same whether or not something silent exists. It names authorities and tables, never
sets, digests or times of sealing of others: those of a set change when a silent row in it changes. Rows are
counted only where the reader sees the facts in full.
"""

from collections.abc import Mapping
from datetime import date

import duckdb

from mozaik.release.model import Coverage, CoverageLine
from mozaik.release.work import Work
from mozaik.terms import Disclosure, Terms, cross_check_obstacle, disclosed

_LINES = """
SELECT c.authority, c.set_kind, c."table" AS table_name,
       if(o.obstacle <> '', 'not_compared', c.state) AS state,
       if(o.obstacle <> '', o.obstacle, coalesce(c.reason, '')) AS reason,
       o.level, sum(c.rows)::BIGINT AS rows
FROM read_parquet($coverage) c JOIN open_terms o USING (terms_key)
GROUP BY ALL ORDER BY ALL
"""


def read_coverage(
    engine: duckdb.DuckDBPyConnection, work: Work, terms: Mapping[int, Terms], reader: str, on: date
) -> Coverage:
    """The coverage as the reader may know it."""
    opened = [(key, disclosed(entry, reader, on, acknowledged=True), entry) for key, entry in terms.items()]
    visible = [entry for entry in opened if entry[1] > Disclosure.SILENT]
    engine.execute("CREATE TEMP TABLE open_terms (terms_key INTEGER, level INTEGER, obstacle VARCHAR)")
    engine.execute(
        "INSERT INTO open_terms SELECT unnest($keys), unnest($levels), unnest($obstacles)",
        {
            "keys": [key for key, _, _ in visible],
            "levels": [int(level) for _, level, _ in visible],
            "obstacles": [str(cross_check_obstacle(entry, on) or "") for _, _, entry in visible],
        },
    )
    rows = engine.execute(_LINES, {"coverage": work.part("coverage")}).fetchall()
    lines = tuple(
        CoverageLine(authority, set_kind, table, state, reason, count if level == Disclosure.FULL else None)
        for authority, set_kind, table, state, reason, level, count in rows
    )
    return Coverage(
        lines=lines,
        authorities=tuple(sorted({line.authority for line in lines})),
        versions=work.versions,
        parameters=work.parameters,
    )
