"""Every picture held by the sets of WORK, for asking about one: gathered once a generation for all readers.

Nothing here depends on a reader. It holds silent rows as the tables do, and what is told of it is told after
the rule. The codes lie as columns in Arrow files and are looked through where they lie: no index could be
out of date, approximate or larger than what it leads to.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from mozaik.media import ParityCodes, parity_codes
from mozaik.release.arrow import fetch, keep_tables, kept_tables
from mozaik.release.cut import rows_of_slice
from mozaik.release.view import Engine, Row
from mozaik.release.work import Work
from mozaik.work import ITEM_UNIT, SET_UNIT

FORMAT = 2
"""Of the gathered pictures; raise it with any change of what they hold."""

_WORDS = ("odd_odd", "even_even", "even_odd", "odd_even")
_NAMED = "SELECT filename, set_id FROM (SELECT unnest($files) AS filename, unnest($sets) AS set_id)"
_FITNESS = {"media": "quality >= $quality", "entries": "(quality >= $quality OR quality IS NULL)"}
"""Which pictures are compared, as the cross-check says it: entries of lists seldom state a quality."""
_UNITS = {"media": ITEM_UNIT, "entries": SET_UNIT}
_OF_TABLE = """
SELECT set_id, '{table}' AS "table", row_id, {unit} AS unit, pdq, terms_key
FROM read_parquet($files, filename = true, union_by_name = true) JOIN ({named}) USING (filename)
JOIN (SELECT set_id, terms_id, terms_key FROM read_parquet($terms)) USING (set_id, terms_id)
WHERE octet_length(pdq) = 32 AND {fit}
ORDER BY pdq, set_id, row_id
"""


@dataclass(frozen=True, slots=True)
class HeldPictures:
    """The distinct PDQ values of one table in order, their parity codes, and the rows that hold each.

    The rows of value number n are those from `begins[n]` to `begins[n + 1]` of `rows`.
    """

    values: pa.Table
    codes: ParityCodes
    begins: npt.NDArray[np.int64]
    rows: pa.Table

    def value(self, number: int) -> bytes:
        """A value by its number."""
        value: bytes = self.values["pdq"][number].as_py()
        return value

    def holders(self, number: int) -> list[Row]:
        """The rows that hold a value: `set_id`, `table`, `row_id`, `unit`, `terms_key`."""
        begin, end = int(self.begins[number]), int(self.begins[number + 1])
        return rows_of_slice(self.rows, begin, end - begin)


def held_pictures(work: Work) -> Sequence[HeldPictures]:
    """The pictures held in the tables `media` and `entries`; gathered, and kept, by who comes first."""
    return work.memory.once(
        "pictures", lambda: tuple(_held(work, table) for table in _FITNESS if _sets_with(work, table))
    )


def _held(work: Work, table: str) -> HeldPictures:
    folder = work.views / f".pictures {FORMAT} {table}"
    kept = kept_tables(folder)
    if kept is not None:
        tables, _ = kept
    else:
        with work.engine() as engine:
            tables = _gathered(engine, work, table)
        keep_tables(folder, tables)
    values = tables["values"]
    first, second, third, fourth = (values[word].to_numpy() for word in _WORDS)
    begins = np.append(values["begin"].to_numpy(), tables["rows"].num_rows)
    return HeldPictures(values, (first, second, third, fourth), begins, tables["rows"])


def _bytes_of(column: pa.FixedSizeBinaryArray) -> npt.NDArray[np.uint8]:
    """The values of a column of 32 bytes each, uint8[n, 32], where they lie."""
    begin = column.offset * 32
    values = np.frombuffer(column.buffers()[1] or b"", np.uint8)[begin : begin + len(column) * 32]
    return values.reshape(-1, 32)


def _sets_with(work: Work, table: str) -> list[str]:
    """The sets that have a table."""
    ids = (given.set_id for given in work.description.inputs)
    return [set_id for set_id in ids if Path(work.table(set_id, table)).is_file()]


def _gathered(engine: Engine, work: Work, table: str) -> dict[str, pa.Table]:
    sets = _sets_with(work, table)
    query = _OF_TABLE.format(table=table, unit=_UNITS[table], fit=_FITNESS[table], named=_NAMED)
    rows = fetch(
        engine,
        query,
        {
            "files": [work.table(set_id, table) for set_id in sets],
            "sets": sets,
            "terms": work.part("terms"),
            "quality": work.description.parameters["quality"],
        },
    )
    column = rows["pdq"].combine_chunks().cast(pa.binary(32))
    hashes = _bytes_of(column)
    new = np.ones(len(hashes), np.bool_)
    new[1:] = (hashes[1:] != hashes[:-1]).any(axis=1)
    begins = np.flatnonzero(new)
    words = dict(zip(_WORDS, parity_codes(np.ascontiguousarray(hashes[begins])), strict=True))
    values = pa.table({"pdq": column.take(pa.array(begins)), "begin": begins, **words})
    told = rows.drop_columns(["pdq"])
    for name in ("set_id", "table", "unit"):
        told = told.set_column(told.schema.get_field_index(name), name, told[name].dictionary_encode())
    return {"values": values, "rows": told}
