"""The footer and pages of a Parquet file, walked before a reader may unfold anything.

The sizes in a footer are claims; what a reader allocates follows from the header of each page. This walk
reads footer and page headers alone and holds them to bounds, so that a small hostile file can neither ask
for much memory nor reach the parts of the reader that a table of the format never needs. Source:
parquet-format, `parquet.thrift` and `Encodings.md`.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import pyarrow as pa

from mozaik.contribution.thrift import I32, I64, Struct, ThriftError, read_struct

ENCODINGS = frozenset({0, 2, 3, 4, 8})
"""PLAIN, PLAIN_DICTIONARY, RLE, BIT_PACKED, RLE_DICTIONARY; delta encodings unfold without bound."""

LARGEST_FOOTER = 16 * 1024 * 1024
LARGEST_GROUP = 1_048_576
MOST_LIST_VALUES = 1_000_000
LARGEST_PAGE = 256 * 1024 * 1024
SPARE_BYTES, INFLATION = 64 * 1024 * 1024, 200
"""A table may unfold to 64 MiB plus 200 times its stored size, not more."""

SPARE_ROWS, ROWS_PER_BYTE = 100_000, 20
READS = (256, 4096, 1024 * 1024)
"""Bytes that are read for the header of a page, until it is whole."""

_UNCOMPRESSED, _ZSTD = 0, 6
_DATA, _DICTIONARY, _DATA_V2 = 0, 2, 3
_HEADER_FIELD = {_DATA: 5, _DICTIONARY: 7, _DATA_V2: 8}
_ENCODING_FIELD = {_DATA: 2, _DICTIONARY: 2, _DATA_V2: 4}


class PageError(Exception):
    """A footer or page breaks a bound; the text says which, without values."""


@dataclass(frozen=True, slots=True)
class _Page:
    """What one page header claims: kind, stored and unfolded size in bytes, values, and its own length."""

    kind: int
    header: int
    stored: int
    unfolded: int
    values: int


def check_bounds(source: pa.NativeFile) -> int:
    """Hold a Parquet file's rows, columns and pages against its size; PageError names the broken bound.

    The most bytes to which its texts can unfold: each row may hold all of a dictionary.
    """
    try:
        footer = _footer(source)
        groups = footer.structs(4)
        if footer.has(5):
            raise PageError("it carries metadata beside its schema")
        if footer.has(8) or footer.has(9):
            raise PageError("it is encrypted")
        rows = sum(_check_group(source, group) for group in groups)
        if rows != footer.number(3, I64):
            raise PageError("the row groups do not add up to the stated number of rows")
        if rows > SPARE_ROWS + ROWS_PER_BYTE * source.size():
            raise PageError("it states more rows than its size allows")
        unfolded = 0
        for chunk in (chunk for group in groups for chunk in group.structs(1)):
            unfolded += _unfolded_size(source, chunk.struct(3))
            if unfolded > SPARE_BYTES + INFLATION * source.size():
                raise PageError("it unfolds to more than its size allows")
        return unfolded * max(1, rows)
    except (ThriftError, IndexError) as error:
        raise PageError(str(error) or "a part ends too early") from error


def _footer(source: pa.NativeFile) -> Struct:
    size = source.size()
    if size < 12 or bytes(source.read_at(4, 0)) != b"PAR1":
        raise PageError("it has no Parquet frame")
    tail = bytes(source.read_at(8, size - 8))
    length = int.from_bytes(tail[:4], "little")
    if tail[4:] != b"PAR1" or length > min(LARGEST_FOOTER, size - 12):
        raise PageError("it has no Parquet frame")
    footer, used = read_struct(bytes(source.read_at(length, size - 8 - length)))
    if used != length:
        raise PageError("there are bytes after the footer")
    return footer


def _check_group(source: pa.NativeFile, group: Struct) -> int:
    """The rows of a row group whose columns are stored in this file, by zstd, one value a row."""
    rows = group.number(3, I64)
    if not 0 < rows <= LARGEST_GROUP:
        raise PageError(f"a row group does not have 1 to {LARGEST_GROUP} rows")
    for chunk in group.structs(1):
        if chunk.has(1) or chunk.has(8) or chunk.has(9):
            raise PageError("a column is stored elsewhere, or encrypted")
        column = chunk.struct(3)
        if column.number(4, I32) not in (_UNCOMPRESSED, _ZSTD):
            raise PageError("a column is not compressed by zstd")
        # A list has one value for each element; how many a table may hold is small.
        if not rows <= column.number(5, I64) <= max(rows, MOST_LIST_VALUES):
            raise PageError("a column does not have one value a row")
    return rows


def _unfolded_size(source: pa.NativeFile, column: Struct) -> int:
    """The bytes that the pages of a column unfold to."""
    start = column.number(9, I64)
    dictionary = column.optional(11, I64)
    if dictionary is not None and 0 < dictionary < start:
        start = dictionary
    stored = column.number(7, I64)
    end = start + stored
    if start < 4 or stored < 0 or end > source.size() - 8:
        raise PageError("a column lies outside the file")
    values = total = 0
    for page in _pages(source, start, end):
        total += page.unfolded
        values += page.values if page.kind != _DICTIONARY else 0
        if page.kind == _DICTIONARY and page.values > page.unfolded:
            raise PageError("a dictionary has more values than bytes")
    if values != column.number(5, I64):
        raise PageError("the pages of a column do not hold its stated number of values")
    return total


def _pages(source: pa.NativeFile, start: int, end: int) -> Iterator[_Page]:
    while start < end:
        page = _page(*_header(source, start))
        if page.stored < 0 or not 0 <= page.unfolded <= LARGEST_PAGE or page.values < 0:
            raise PageError("a page states an impossible size")
        start += page.header + page.stored
        if start > end:
            raise PageError("a page reaches beyond its column")
        yield page


def _header(source: pa.NativeFile, start: int) -> tuple[Struct, int]:
    for length in READS:
        data = bytes(source.read_at(min(length, source.size() - start), start))
        try:
            return read_struct(data)
        except IndexError:
            continue
    raise PageError("a page header is too long")


def _page(fields: Struct, length: int) -> _Page:
    kind = fields.number(1, I32)
    if kind not in _HEADER_FIELD:
        raise PageError("a page is of an unknown kind")
    inner = fields.struct(_HEADER_FIELD[kind])
    if inner.number(_ENCODING_FIELD[kind], I32) not in ENCODINGS:
        raise PageError("a page has an encoding that is not in the format")
    return _Page(kind, length, fields.number(3, I32), fields.number(2, I32), inner.number(1, I32))
