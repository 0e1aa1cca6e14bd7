"""What was compared and what could not be: for every set, table, matcher and terms, with the reason.

For one matcher and table the rows add up to the rows of the table that concern the matcher. What triage
could not open at all has no row; its number comes from the set's own report and has no `terms_key`.
"""

from collections.abc import Sequence

import pyarrow as pa

from mozaik.crosscheck.matcher import Bench, Matcher, text
from mozaik.crosscheck.model import Parameters, Source

COVERAGE_SCHEMA = pa.schema(
    [
        ("set_id", pa.string()), ("authority", pa.string()), ("set_kind", pa.string()),
        ("table", pa.string()), ("matcher", pa.string()), ("terms_key", pa.int32()),
        ("state", pa.string()), ("reason", pa.string()), ("rows", pa.int64()),
    ]
)  # fmt: skip
COMPARED, NOT_COMPARED = "compared", "not_compared"


def count_coverage(matchers: Sequence[Matcher], bench: Bench) -> pa.Table:
    """The coverage by set, table, matcher, terms and reason, in that order."""
    parts = [
        _table_query(matcher, table, source, bench.parameters)
        for matcher in matchers
        for table in matcher.tables
        for source in bench.sources
        if table in source.tables
    ]
    counted = pa.concat_tables([_unopened(bench.sources), *_counted(parts, bench)])
    keys = ("set_id", "table", "matcher", "terms_key", "state", "reason")
    return counted.sort_by([(key, "ascending") for key in keys])


def _counted(parts: Sequence[str], bench: Bench) -> list[pa.Table]:
    if not parts:
        return []
    return [bench.connection.sql(" UNION ALL ".join(parts)).to_arrow_table().cast(COVERAGE_SCHEMA)]


def _unopened(sources: Sequence[Source]) -> pa.Table:
    """What the sets' own reports say could not be read; `matcher` is empty and `terms_key` null."""
    return pa.Table.from_pylist(
        [
            {
                "set_id": source.set_id,
                "authority": source.authority,
                "set_kind": source.set_kind,
                "table": "entries" if source.is_list else "files",
                "matcher": "",
                "state": NOT_COMPARED,
                "reason": reason,
                "rows": count,
            }
            for source in sources
            for reason, count in source.unopened.items()
        ],
        schema=COVERAGE_SCHEMA,
    )


def _table_query(matcher: Matcher, table: str, source: Source, parameters: Parameters) -> str:
    concerns, unfit = matcher.fitness(table, parameters)
    cases = "".join(
        f" WHEN terms_id = {key} THEN {text(why)}" for key, why in sorted(source.obstacles.items())
    )
    reason = f"CASE{cases} ELSE {unfit} END" if cases else unfit
    return (
        f"SELECT {text(source.set_id)} AS set_id, {text(source.authority)} AS authority, "
        f'{text(source.set_kind)} AS set_kind, {text(table)} AS "table", {text(matcher.name)} AS matcher, '
        f"{source.first_terms_key} + terms_id AS terms_key, "
        f"CASE WHEN reason IS NULL THEN '{COMPARED}' ELSE '{NOT_COMPARED}' END AS state, "
        f"coalesce(reason, '') AS reason, count(*) AS rows FROM (SELECT terms_id, {reason} AS reason "
        f"FROM read_parquet({text(source.tables[table])}) WHERE {concerns}) GROUP BY ALL"
    )
