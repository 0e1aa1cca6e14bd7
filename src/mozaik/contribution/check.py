"""The check of a table's rows, batch by batch: order, numbers, terms, texts, and the rules of its rows."""

from collections.abc import Callable, Iterable, Iterator, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from mozaik.contribution.pages import INFLATION, SPARE_BYTES
from mozaik.contribution.parquet import TableError, broken
from mozaik.records import (
    ALL_TABLES,
    UNIQUE_KEYS,
    Table,
    is_misfiled,
    row_faults,
    sort_columns,
    strays_of_series,
    subjects_of,
)
from mozaik.terms import Terms

__all__ = ["TableError", "check_batches", "decoded_batches"]

BATCH_ROWS = 65_536
FEW_ROWS = 10_000
"""So few rows are read faster by one thread than shared among several."""
LONGEST_TEXT = 32_768
"""Bytes of the longest text a row may hold."""

FIRST_DAY, END_DAY = -719_162, 2_932_897
"""The first day of the year 1 and of the year 10000, in days since 1970."""


def decoded_batches(file: pq.ParquetFile, size: int, where: str) -> Iterator[pa.RecordBatch]:
    """The rows of an opened table with plain texts, each batch bounded before it is unfolded.

    `size` is the stored size in bytes; all texts together unfold to at most 64 MiB and 200 times that.
    """
    left = SPARE_BYTES + INFLATION * size
    try:
        for batch in file.iter_batches(BATCH_ROWS, use_threads=file.metadata.num_rows > FEW_ROWS):
            columns = []
            for column in batch.columns:
                if pa.types.is_dictionary(column.type):
                    left -= _check_texts(column, where)
                    if left < 0:
                        raise broken(where, "the texts unfold to more than the table's size allows")
                    columns.append(column.cast(pa.string()))
                else:
                    _check_plain(column, where)
                    columns.append(column)
            yield pa.RecordBatch.from_arrays(columns, names=batch.schema.names)
    except (pa.ArrowException, OSError, ValueError) as error:
        raise broken(where, "the table is not readable Parquet") from error


def _check_plain(column: pa.Array, where: str) -> None:
    """Texts are UTF-8 and not too long, and times and dates lie in years that a calendar has."""
    if pa.types.is_nested(column.type):
        column.validate(full=True)
    elif column.null_count == len(column):
        return
    elif pa.types.is_string(column.type):
        _check_longest(column, where)
    elif pa.types.is_temporal(column.type):
        unit = 1 if pa.types.is_date(column.type) else 86_400_000_000
        raw = column.cast(pa.int32() if pa.types.is_date(column.type) else pa.int64())
        smallest, largest = pc.min_max(raw).as_py().values()
        if smallest is not None and not (FIRST_DAY * unit <= smallest and largest < END_DAY * unit):
            raise broken(where, "a time or date is before the year 1 or after the year 9999")


def _check_texts(column: pa.DictionaryArray, where: str) -> int:
    """The bytes that a dictionary column unfolds to; TableError for texts that are too long or not UTF-8."""
    if not len(column.dictionary):
        return 0
    lengths = _check_longest(column.dictionary, where)
    return int(pc.sum(lengths.take(column.indices)).as_py() or 0)


def _check_longest(texts: pa.Array, where: str) -> pa.Array:
    """How many bytes each text has; TableError for texts that are too long or not UTF-8."""
    try:
        texts.validate(full=True)
    except pa.ArrowInvalid as error:
        raise broken(where, "a text is not UTF-8") from error
    lengths = pc.binary_length(texts)
    if (pc.max(lengths).as_py() or 0) > LONGEST_TEXT:
        raise broken(where, f"a text is longer than {LONGEST_TEXT} bytes")
    return lengths


def check_batches(spec: Table, batches: Iterable[pa.RecordBatch], terms: Sequence[Terms], where: str) -> int:
    """Check all rows of a table and return how many there are; TableError names the first broken rule.

    `spec` is the table as of the version of the rows: its columns order them; the rules are today's.
    """
    rows = 0
    last: pa.RecordBatch | None = None
    for batch in batches:
        if batch.num_rows == 0:
            continue
        _check_numbers(batch, rows, len(terms), where)
        _check_order(spec, batch, last, where)
        if faults := row_faults(spec.name, ALL_TABLES[spec.name].widened(batch), terms):
            raise broken(where, "a rule of the table is broken", faults[0])
        rows += batch.num_rows
        last = batch.slice(batch.num_rows - 1, 1)
    return rows


def _check_numbers(batch: pa.RecordBatch, start: int, terms: int, where: str) -> None:
    ids, terms_ids = batch.column("row_id"), batch.column("terms_id")
    expected = np.arange(start, start + batch.num_rows, dtype=np.int64)
    if ids.null_count or not np.array_equal(ids.to_numpy(zero_copy_only=False), expected):
        raise broken(where, "row_id does not count 0, 1, 2 ... in order")
    smallest, largest = pc.min_max(terms_ids).as_py().values()
    if terms_ids.null_count or smallest < 0 or largest >= terms:
        raise broken(where, "a terms_id is not in the table terms")


def _check_order(spec: Table, batch: pa.RecordBatch, last: pa.RecordBatch | None, where: str) -> None:
    """Rows follow each other in the order of the key, ties in the order of the other columns, nulls last."""
    rows = pa.Table.from_batches([batch] if last is None else [last, batch]).combine_chunks()
    if rows.num_rows < 2:
        return
    tied = np.ones(rows.num_rows - 1, dtype=bool)
    for position, name in enumerate(sort_columns(spec)):
        if position == len(spec.key) and spec.name in UNIQUE_KEYS and tied.any():
            raise broken(where, f"two rows have the same {', '.join(spec.key)}")
        column = rows.column(name).combine_chunks()
        greater, equal = _compare(column.slice(0, len(tied)), column.slice(1))
        if (tied & greater).any():
            raise broken(where, f"the rows are not sorted by {', '.join(spec.key)} and then by column")
        tied &= equal
        if not tied.any():
            return


def _compare(left: pa.Array, right: pa.Array) -> tuple[np.ndarray, np.ndarray]:
    """Whether left is greater, and whether both are equal, element by element; a null is the greatest."""
    left_null, right_null = _mask(pc.is_null(left)), _mask(pc.is_null(right))
    greater = _mask(pc.fill_null(pc.greater(left, right), False)) | (left_null & ~right_null)
    equal = _mask(pc.fill_null(pc.equal(left, right), False)) | (left_null & right_null)
    return greater, equal


def _mask(array: pa.Array) -> np.ndarray:
    mask: np.ndarray = array.to_numpy(zero_copy_only=False)
    return mask


def is_in_order(name: str, table: pa.Table) -> bool:
    """Whether a table has its final order and row numbers already."""
    expected = pa.chunked_array([np.arange(table.num_rows, dtype=np.int64)])
    if not table.column("row_id").equals(expected):
        return False
    last = None
    for batch in table.to_batches(BATCH_ROWS):
        try:
            _check_order(ALL_TABLES[name], batch, last, name)
        except TableError:
            return False
        last = batch.slice(batch.num_rows - 1, 1)
    return True


def check_subjects(table: Callable[[str], pa.Table | None], terms: Sequence[Terms], where: str) -> None:
    """Hold facts to their persons' categories, and files to their series, across the tables of one set.

    `table` gives a table by its name, or None. TableError when a fact stands under terms about another
    category than its person has, and a file under other terms than its series, or without it.
    """
    _check_series(table, where)
    facts = table("person_facts")
    if facts is None:
        return
    columns = {"persons": ["person_id", "subject"], "statuses": ["about", "about_id", "subject"]}
    persons, statuses = (
        [] if (rows_of := table(name)) is None else rows_of.select(wanted).to_pylist()
        for name, wanted in columns.items()
    )
    subjects = subjects_of(persons, statuses)
    rows = facts.select(["person_id", "terms_id"]).to_pylist()
    if count := sum(is_misfiled(row, subjects, terms) for row in rows):
        raise broken(
            f"{where}, table person_facts",
            f"terms_id is of terms about another subject category than the person has in {count} rows",
        )


def _check_series(table: Callable[[str], pa.Table | None], where: str) -> None:
    files = table("series_files")
    if files is None:
        return
    columns, series = ["series_id", "terms_id"], table("series")
    known = [] if series is None else series.select(columns).to_pylist()
    if count := sum(strays_of_series(known, files.select(columns).to_pylist())):
        raise broken(
            f"{where}, table series_files",
            f"the series of a file is not in the set, or stands under other terms, in {count} rows",
        )
