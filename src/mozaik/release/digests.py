"""The rows of all sets that state one digest, asked of the tables, which lie in order of digests."""

from pathlib import Path

from mozaik.release.view import Row, rows_of
from mozaik.release.work import Work
from mozaik.work import ITEM_UNIT, SET_UNIT

_STATING = {
    "files": (ITEM_UNIT, ("sha256", "sha1", "md5")),
    "media": (ITEM_UNIT, ("sha256", "md5")),
    "entries": (SET_UNIT, ("sha256", "sha1", "md5")),
}
"""Of each table with digests the unit of its rows, and which digests they state."""
_ROWS = """
SELECT set_id, '{table}' AS "table", row_id, {unit} AS unit, terms_key
FROM read_parquet($files, filename = true, union_by_name = true)
JOIN (SELECT unnest($files) AS filename, unnest($sets) AS set_id) USING (filename)
JOIN (SELECT set_id, terms_id, terms_key FROM read_parquet($terms)) USING (set_id, terms_id)
WHERE {digest} = $value ORDER BY set_id, row_id
"""


def rows_with_digest(work: Work, digest: str, value: bytes) -> list[Row]:
    """The rows that state a digest: `set_id`, `table`, `row_id`, `unit`, `terms_key`."""
    ids = [given.set_id for given in work.description.inputs]
    rows: list[Row] = []
    with work.engine() as engine:
        for table, (unit, digests) in _STATING.items():
            files = {set_id: work.table(set_id, table) for set_id in ids}
            files = {set_id: file for set_id, file in files.items() if Path(file).is_file()}
            if files and digest in digests:
                values = {
                    "files": list(files.values()), "sets": list(files), "terms": work.part("terms"),
                    "value": value,
                }  # fmt: skip
                rows += rows_of(engine, _ROWS.format(table=table, unit=unit, digest=digest), values)
    return rows
