"""Rows on the disk while a source is read: what is in memory does not grow with their number.

The files have no name from the moment they exist, so that nothing can be left behind; they lie where
`TMPDIR` says. Whoever gave the rows is not believed: each batch is checked by its schema on the way in.
"""

import mmap
import sqlite3
import tempfile
import weakref
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from types import TracebackType
from typing import Any, BinaryIO, TypeVar, cast, overload

import pyarrow as pa

from mozaik.records.tables import ALL_TABLES, INT, TIME, sort_columns

T = TypeVar("T")
BATCH_ROWS = 5_000
"""Rows that are held at once."""


class BatchFile:
    """Rows of one schema in their order, written in batches; `table()` gives them back once."""

    def __init__(self, schema: pa.Schema) -> None:
        self._schema = schema
        self._held: list[Mapping[str, Any]] = []
        self._written: tuple[BinaryIO, pa.ipc.RecordBatchFileWriter] | None = None

    def add(self, row: Mapping[str, Any]) -> None:
        """Add a row; ArrowInvalid or ArrowTypeError, now or later, for a value of another type."""
        self._held.append(row)
        if len(self._held) >= BATCH_ROWS:
            self.add_batch(self._taken())

    def add_batch(self, batch: pa.RecordBatch) -> None:
        """Add many rows at once."""
        if self._written is None:
            file = cast(BinaryIO, tempfile.TemporaryFile())  # noqa: SIM115  # closed by `table`, or with this
            weakref.finalize(self, file.close)
            self._written = file, pa.ipc.new_file(file, self._schema)
        self._written[1].write_batch(batch)

    def table(self) -> pa.Table:
        """All rows; those of more than one batch stay on the disk and are mapped into memory."""
        last = self._taken()
        if self._written is None:
            return pa.Table.from_batches([last], self._schema)
        file, writer = self._written
        writer.write_batch(last)
        writer.close()
        with file:
            file.flush()
            mapped = mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ)
        return pa.ipc.open_file(pa.py_buffer(mapped)).read_all()

    def _taken(self) -> pa.RecordBatch:
        batch = pa.RecordBatch.from_pylist(self._held, schema=self._schema)
        self._held = []
        return batch


class RowSequence(Sequence[T]):
    """Rows that lie on the disk as values of a class whose fields are the columns."""

    def __init__(self, rows: pa.Table, make: Callable[..., T]) -> None:
        self._rows, self._make = rows, make

    def __len__(self) -> int:
        count: int = self._rows.num_rows
        return count

    @overload
    def __getitem__(self, at: int) -> T: ...
    @overload
    def __getitem__(self, at: slice) -> list[T]: ...
    def __getitem__(self, at: int | slice) -> T | list[T]:
        if isinstance(at, slice):
            return [self[number] for number in range(*at.indices(len(self)))]
        return self._make(**{name: self._rows[name][at].as_py() for name in self._rows.column_names})

    def __iter__(self) -> Iterator[T]:
        for batch in self._rows.to_batches():
            for row in batch.to_pylist():
                yield self._make(**row)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, RowSequence) and bool(self._rows.equals(other._rows))

    def __hash__(self) -> int:
        return hash(len(self))


class RowStore:
    """Rows of some tables, in any order, given back sorted and numbered; use it in a `with` statement."""

    def __init__(self, *names: str) -> None:
        self._base = sqlite3.connect(
            "", isolation_level=None
        )  # a file without a name, gone when it is closed
        self._held: dict[str, list[tuple[Mapping[str, Any], int]]] = {name: [] for name in names}
        self._base.execute("CREATE TABLE seen (key BLOB PRIMARY KEY) WITHOUT ROWID")
        self._base.execute("BEGIN")
        for name in names:
            columns = ", ".join(f'"{column}"' for column in _columns(name))
            self._base.execute(f'CREATE TABLE "{name}" ({columns}, mark)')

    def __enter__(self) -> "RowStore":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give the disk back."""
        self._base.close()

    def is_new(self, key: bytes) -> bool:
        """Whether a key is asked for the first time."""
        return self._base.execute("INSERT OR IGNORE INTO seen VALUES (?)", (key,)).rowcount == 1

    def add(self, name: str, row: Mapping[str, Any], mark: int = 0) -> None:
        """Add a row to a table; `mark` tells rows of one record from those of others.

        KeyError for a column that the table does not have; ArrowInvalid or ArrowTypeError, at the latest
        from `table`, for a value of another type.
        """
        held = self._held[name]
        held.append((row, mark))
        if len(held) >= BATCH_ROWS:
            self._flush(name)

    def table(self, name: str, *, distinct: bool = False) -> pa.Table:
        """The rows of a table as `number_rows` orders them, repeated ones once if `distinct`."""
        self._flush(name)
        columns = ", ".join(f'"{column}"' for column in _columns(name))
        order = ", ".join(f'"{column}" NULLS LAST' for column in sort_columns(ALL_TABLES[name]))
        sorted_file = BatchFile(ALL_TABLES[name].schema)
        words = "SELECT DISTINCT" if distinct else "SELECT"
        with closing(self._base.execute(f'{words} {columns} FROM "{name}" ORDER BY {order}')) as rows:
            number = 0
            while part := rows.fetchmany(BATCH_ROWS):
                sorted_file.add_batch(_batch(name, part, number))
                number += len(part)
        return sorted_file.table()

    def marks(self) -> int:
        """How many marks have a row, in any table, that no earlier mark has."""
        firsts = []
        for name in self._held:
            self._flush(name)
            columns = ", ".join(f'"{column}"' for column in _columns(name))
            firsts.append(f'SELECT min(mark) AS first FROM "{name}" GROUP BY {columns}')  # noqa: S608  # own names
        union = " UNION ALL ".join(firsts)
        counted = self._base.execute(f"SELECT count(DISTINCT first) FROM ({union})")  # noqa: S608  # own names
        count: int = counted.fetchone()[0]
        return count

    def _flush(self, name: str) -> None:
        held, self._held[name] = self._held[name], []
        if not held:
            return
        schema = ALL_TABLES[name].schema
        for row, _ in held:
            if unknown := set(row) - set(schema.names):
                raise KeyError(f"table {name} has no column {sorted(unknown)[0]}")
        checked = pa.RecordBatch.from_pylist([{"terms_id": 0, **row, "row_id": 0} for row, _ in held], schema)
        values = [_stored(checked.column(column)) for column in _columns(name)]
        places = ", ".join("?" * (len(values) + 1))
        marks = [mark for _, mark in held]
        insert = f'INSERT INTO "{name}" VALUES ({places})'  # noqa: S608  # own names
        self._base.executemany(insert, zip(*values, marks, strict=True))


def _columns(name: str) -> list[str]:
    return [column for column in ALL_TABLES[name].schema.names if column != "row_id"]


def _stored(column: pa.Array) -> Sequence[Any]:
    """A column as values that SQLite orders as Arrow does: times as microseconds."""
    values: Sequence[Any] = (column.cast(INT) if column.type == TIME else column).to_pylist()
    return values


def _batch(name: str, rows: Sequence[tuple[Any, ...]], first: int) -> pa.RecordBatch:
    """Rows from the store as a batch of the table, numbered from `first` on."""
    schema = ALL_TABLES[name].schema
    columns = dict(zip(_columns(name), zip(*rows, strict=True), strict=True))
    columns["row_id"] = tuple(range(first, first + len(rows)))
    return pa.RecordBatch.from_arrays(
        [_array(columns[field.name], field.type) for field in schema], schema=schema
    )


def _array(values: Sequence[Any], kind: pa.DataType) -> pa.Array:
    whole = kind == TIME or pa.types.is_boolean(kind)
    return pa.array(values, INT).cast(kind) if whole else pa.array(values, kind)
