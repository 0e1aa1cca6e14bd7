"""Tables as Parquet bytes: one fixed way of writing them, and a bounded way of opening a stranger's.

Written: format 2.6, zstd, row groups of 131,072 rows, dictionaries for texts alone, digests as
FIXED_LEN_BYTE_ARRAY, no metadata beside the schema. Opened: sizes are checked before anything is
decoded, so that a hostile file costs at most a small multiple of its own size.
"""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from mozaik.contribution.pages import LARGEST_FOOTER, SPARE_BYTES, PageError, check_bounds
from mozaik.errors import InvalidInputError
from mozaik.records import Table

ROWS_PER_GROUP = 131_072
SMALL = 64 * 1024
"""Bytes of a table that was checked before and whose texts are opened as they are."""
DICTIONARY = pa.dictionary(pa.int32(), pa.string())
"""How a text column is opened otherwise; a column of another type is not."""


class TableError(InvalidInputError):
    """A table of a sealed set breaks a rule; the message names file, table and rule, never a value."""


def broken(where: str, what: str, why: str = "") -> TableError:
    """The error for a table at `where` that breaks a rule."""
    return TableError(what, where=where, why=why, remedy="ask the sender to correct and re-issue the file")


def text_columns(schema: pa.Schema) -> list[str]:
    """The names of the plain text columns of a schema."""
    return [field.name for field in schema if pa.types.is_string(field.type)]


def write_parquet(table: pa.Table, path: Path) -> None:
    """Write a table that has its final order and schema; the same rows give the same bytes."""
    with pq.ParquetWriter(
        path,
        table.schema,
        version="2.6",
        data_page_version="1.0",
        compression="zstd",
        compression_level=3,
        use_dictionary=text_columns(table.schema),
        write_statistics=True,
        store_schema=False,
    ) as writer:
        writer.write_table(table, row_group_size=ROWS_PER_GROUP)


def open_parquet(source: pa.NativeFile, spec: Table, where: str, *, checked: bool = False) -> pq.ParquetFile:
    """A Parquet file whose stated shape is that of the table.

    Texts come as dictionaries, and as they are where they cannot unfold to much: of few rows that is faster.

    `where` names file and table in errors. Raises TableError for anything that is not the table's exact
    columns and types, and for sizes out of bounds; none of it is asked of bytes that were `checked` before.
    """
    try:
        is_small = source.size() <= SMALL if checked else check_bounds(source) <= SPARE_BYTES
        source.seek(0)
        file = _reader(source, [] if is_small else text_columns(spec.schema))
        if not checked:
            _check_columns(file.schema_arrow, spec.schema, where, pa.string() if is_small else DICTIONARY)
        return file
    except PageError as error:
        raise broken(where, "the table is not Parquet as the format lays it down", str(error)) from error
    except (pa.ArrowException, OSError, ValueError) as error:
        raise broken(where, "the table is not readable Parquet") from error


def _reader(source: pa.NativeFile, dictionaries: list[str]) -> pq.ParquetFile:
    return pq.ParquetFile(
        source,
        read_dictionary=dictionaries,
        thrift_string_size_limit=LARGEST_FOOTER,
        thrift_container_size_limit=1_000_000,
        arrow_extensions_enabled=False,
        pre_buffer=False,
    )


def _check_columns(stored: pa.Schema, expected: pa.Schema, where: str, texts: pa.DataType) -> None:
    if unknown := [name for name in stored.names if name not in expected.names]:
        raise broken(where, f"{len(unknown)} columns are not in the format")
    for field in expected:
        if stored.get_field_index(field.name) < 0:
            raise broken(where, f"column {field.name} is missing, or there twice")
        if stored.field(field.name).type != (texts if pa.types.is_string(field.type) else field.type):
            raise broken(where, f"column {field.name} is not of type {field.type}")
    if stored.names != expected.names:
        raise broken(where, "the columns are not in the order of the format")
