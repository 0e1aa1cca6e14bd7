"""What was compared and what could not be: for every set, table, matcher and terms, with the reason.

For one matcher and table the rows add up to the rows of the table that concern the matcher. What triage
did not examine stands in the table `not_examined`, under terms like other rows. A set without that table (it
was sealed before there was one, or is a list) says it in its report alone: such a line has no `terms_key`.
"""

from collections import Counter
from collections.abc import Sequence
from typing import TypeAlias

import pyarrow as pa

from mozaik.crosscheck.matcher import Bench, Matcher
from mozaik.crosscheck.model import Source
from mozaik.work import COVERAGE_SCHEMA

COMPARED, NOT_COMPARED = "compared", "not_compared"
GAPS = "not_examined"
"""The table of what was not looked into."""

Row: TypeAlias = dict[str, str | int | None]
"""One line of the coverage."""


def count_coverage(matchers: Sequence[Matcher], bench: Bench) -> pa.Table:
    """The coverage by set, table, matcher, terms and reason, in that order."""
    rows = [*_unopened(bench.sources), *_not_examined(bench)]
    for matcher in matchers:
        for table in matcher.tables:
            rows += _of_table(matcher, table, bench)
    keys = ("set_id", "table", "matcher", "terms_key", "state", "reason")
    counted = pa.Table.from_pylist([row for row in rows if row["rows"]], schema=COVERAGE_SCHEMA)
    return counted.sort_by([(key, "ascending") for key in keys])


def _of_table(matcher: Matcher, table: str, bench: Bench) -> list[Row]:
    """The lines of one matcher and table: what concerns it, less what the terms or the rows forbid."""
    by_file = {str(source.tables[table]): source for source in bench.sources if table in source.tables}
    if not by_file:
        return []
    concerns, reasons = matcher.fitness(table, bench.parameters)
    left = Counter(_count(bench, list(by_file), concerns))
    rows = []
    for reason, unfit in reasons.items():
        for (file, terms_id), count in _count(bench, list(by_file), f"({concerns}) AND {unfit}").items():
            if terms_id not in by_file[file].obstacles:
                left[file, terms_id] -= count
                rows.append(_line(by_file[file], table, matcher.name, terms_id, reason, count))
    for (file, terms_id), count in left.items():
        obstacle = by_file[file].obstacles.get(terms_id, "")
        rows.append(_line(by_file[file], table, matcher.name, terms_id, obstacle, count))
    return rows


def _count(bench: Bench, files: list[str], condition: str) -> dict[tuple[str, int], int]:
    """How many rows meet a condition, by file and `terms_id`."""
    query = (
        f"SELECT filename, terms_id, count(*) FROM read_parquet($files, filename = true) WHERE {condition}"
    )
    counted = bench.connection.execute(f"{query} GROUP BY ALL", {"files": files}).fetchall()
    return {(file, terms_id): rows for file, terms_id, rows in counted}


def _line(source: Source, table: str, matcher: str, terms_id: int | None, reason: str, rows: int) -> Row:
    return {
        "set_id": source.set_id,
        "authority": source.authority,
        "set_kind": source.set_kind,
        "table": table,
        "matcher": matcher,
        "terms_key": None if terms_id is None else source.first_terms_key + terms_id,
        "state": NOT_COMPARED if reason else COMPARED,
        "reason": reason,
        "rows": rows,
    }


def _not_examined(bench: Bench) -> list[Row]:
    """What the sets say was not looked into, by terms and reason; `matcher` is empty."""
    by_file = {str(source.tables[GAPS]): source for source in bench.sources if GAPS in source.tables}
    if not by_file:
        return []
    counted = bench.connection.execute(
        "SELECT filename, terms_id, reason, count(*) FROM read_parquet($files, filename = true) GROUP BY ALL",
        {"files": list(by_file)},
    ).fetchall()
    return [
        _line(by_file[file], GAPS, "", terms_id, reason, rows) for file, terms_id, reason, rows in counted
    ]


def _unopened(sources: Sequence[Source]) -> list[Row]:
    """What the reports of sets without a table for it say could not be read; `terms_key` is null."""
    return [
        _line(source, "entries" if source.is_list else "files", "", None, reason, count)
        for source in sources
        if GAPS not in source.tables
        for reason, count in source.unopened.items()
    ]
