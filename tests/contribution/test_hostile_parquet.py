"""Hostile Parquet inside a validly signed file: refused, and never at more than a bounded cost."""

import random
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from mozaik.contribution import TableError
from mozaik.contribution.check import check_batches, decoded_batches
from mozaik.contribution.parquet import open_parquet
from mozaik.contribution.write import member_name
from mozaik.records import CONTRIBUTION_TABLES
from tests.contribution.support import FILE, ITEM, sheet_of, tables_of
from tests.contribution.test_tampered_tables import forge, parquet, refused

ITEMS = member_name("items")


def _wide(rows: int, text: str, **changes: Any) -> pa.Table:
    """Many valid file rows that share one path."""
    schema = CONTRIBUTION_TABLES["files"].schema
    columns = {field.name: pa.nulls(rows, field.type) for field in schema}
    columns |= {
        "row_id": pa.array(range(rows), pa.int64()),
        "terms_id": pa.array([0] * rows, pa.int32()),
        "size": pa.array([1] * rows, pa.int64()),
        "path": pa.repeat(pa.scalar(text), rows),
        **changes,
    }
    return pa.table(columns, schema=schema)


def _padded(number: int, length: int) -> bytes:
    """A zigzag variable-length number padded to a number of bytes, as a hostile writer may."""
    value = number << 1
    return bytes([value >> 7 * place & 127 | (128 if place < length - 1 else 0) for place in range(length)])


@pytest.mark.parametrize(
    "data", [b"", b"PAR1", b"PAR1" + bytes(8) + b"PAR1", b"x" * 100, b"PAR1\xff\xff\xff\xffPAR1"]
)
def test_what_is_no_parquet_is_refused(tmp_path: Path, data: bytes) -> None:
    assert "not Parquet" in refused(forge(tmp_path / "a", {ITEMS: data}))


def test_metadata_beside_the_schema_is_refused(tmp_path: Path) -> None:
    table = tables_of(items=[ITEM])["items"]
    assert "metadata" in refused(forge(tmp_path / "a", {ITEMS: parquet(table, store_schema=True)}))


@pytest.mark.parametrize("codec", ["gzip", "snappy", "brotli"])
def test_other_codecs_are_refused(tmp_path: Path, codec: str) -> None:
    table = tables_of(items=[ITEM])["items"]
    assert "zstd" in refused(forge(tmp_path / "a", {ITEMS: parquet(table, compression=codec)}))


@pytest.mark.parametrize("encoding", ["DELTA_BYTE_ARRAY", "DELTA_LENGTH_BYTE_ARRAY"])
def test_encodings_that_unfold_without_bound_are_refused(tmp_path: Path, encoding: str) -> None:
    table = tables_of(files=[FILE])["files"]
    data = parquet(table, use_dictionary=False, column_encoding={"path": encoding})
    assert "encoding" in refused(forge(tmp_path / "a", {member_name("files"): data}))


def test_a_text_repeated_by_a_dictionary_is_bounded(tmp_path: Path) -> None:
    data = parquet(_wide(10_000, "x" * 32_000), use_dictionary=["path"], compression_level=3)
    assert len(data) < 100_000
    assert "texts unfold" in refused(forge(tmp_path / "a", {member_name("files"): data}))


def test_zeros_that_compress_well_are_bounded(tmp_path: Path) -> None:
    data = parquet(_wide(1, "\0" * 100_000_000), use_dictionary=False, write_statistics=False)
    assert len(data) < 100_000
    assert "unfolds to more" in refused(forge(tmp_path / "a", {member_name("files"): data}))


def test_a_footer_that_lies_about_sizes_does_not_help(tmp_path: Path) -> None:
    size = 100_000_000
    data = parquet(_wide(1, "\0" * size), use_dictionary=False, write_statistics=False)
    chunk = next(
        column
        for column in (
            pq.ParquetFile(pa.BufferReader(data)).metadata.row_group(0).column(i) for i in range(13)
        )
        if column.path_in_schema == "path"
    )
    stated = chunk.total_uncompressed_size
    true_number = _padded(stated, 4)
    start = len(data) - 8 - int.from_bytes(data[-8:-4], "little")
    footer = data[start:]
    assert footer.count(true_number) == 1
    lying = data[:start] + footer.replace(true_number, _padded(100, 4))
    file = pq.ParquetFile(pa.BufferReader(lying))
    assert file.metadata.row_group(0).column(chunk_index(file)).total_uncompressed_size == 100
    assert "unfolds to more" in refused(forge(tmp_path / "a", {member_name("files"): lying}))


def chunk_index(file: pq.ParquetFile) -> int:
    """The position of the column `path`."""
    return int(file.schema_arrow.get_field_index("path"))


def test_more_rows_than_a_file_of_its_size_can_hold_are_refused(tmp_path: Path) -> None:
    rows = 1_000_000
    data = parquet(_wide(rows, "x", row_id=pa.nulls(rows, pa.int64())), row_group_size=2_000_000)
    assert len(data) < 40_000
    assert "more rows" in refused(forge(tmp_path / "a", {member_name("files"): data}))


def test_random_damage_is_refused_or_read_and_never_anything_else() -> None:
    rng = random.Random(20231120)
    spec, terms = CONTRIBUTION_TABLES["files"], sheet_of("SI-GPD").terms
    data = parquet(tables_of(files=[FILE, FILE | {"path": "b"}])["files"])
    refusals = 0
    for _ in range(1500):
        damaged = bytearray(data)
        for _ in range(rng.randint(1, 4)):
            damaged[rng.randrange(len(damaged))] = rng.randrange(256)
        try:
            file = open_parquet(pa.BufferReader(bytes(damaged)), spec, "x")
            check_batches(spec, decoded_batches(file, len(damaged), "x"), terms, "x")
        except TableError:
            refusals += 1
    assert 1000 < refusals < 1500


@pytest.mark.parametrize("day", [-800_000, 3_000_000])
def test_days_that_no_calendar_has_are_refused(tmp_path: Path, day: int) -> None:
    row = {"about": "person", "about_id": "P", "subject": "suspect", "status": "identified", "terms_id": 1}
    table = tables_of(statuses=[row | {"on_date": date(2023, 11, 9)}])["statuses"]
    days = pa.array([day], pa.int32()).cast(pa.date32())
    changed = table.set_column(table.schema.get_field_index("on_date"), "on_date", days)
    assert "year 9999" in refused(forge(tmp_path / "a", {member_name("statuses"): parquet(changed)}))
