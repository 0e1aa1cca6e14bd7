"""Rows that lie on the disk come back as those that were sorted in memory, and never grow in memory."""

import tracemalloc
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mozaik.records import BatchFile, RowStore, table_from_rows
from mozaik.records import on_disk as on_disk_module

Row = dict[str, object]
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=4) | st.none()
MOMENTS = st.datetimes(datetime(1601, 1, 1), datetime(9999, 1, 1)).map(lambda one: one.replace(tzinfo=UTC))
FILES = st.fixed_dictionaries(
    {
        "sha256": st.sampled_from([bytes(32), b"\xff" * 32, None]),
        "size": st.integers(0, 1 << 62),
        "path": TEXTS,
        "container": TEXTS,
        "deleted": st.booleans() | st.none(),
        "modified_at": MOMENTS | st.none(),
    }
)


@settings(max_examples=60, deadline=None)
@given(st.lists(FILES, max_size=12))
def test_a_store_gives_what_sorting_in_memory_gives(rows: list[Row]) -> None:
    with RowStore("files") as store:
        for row in rows:
            store.add("files", row)
        found = store.table("files")
    expected = table_from_rows("files", rows)
    assert found.schema.equals(expected.schema)
    assert found.to_pylist() == expected.to_pylist()


@pytest.mark.parametrize("size", [0, 1, 7, 8, 9, 30])
def test_rows_come_back_whole_whatever_the_number_of_batches(
    monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    monkeypatch.setattr(on_disk_module, "BATCH_ROWS", 8)
    rows: list[Row] = [{"kind": "email", "normal": f"{n * 7 % size:04}", "count": n} for n in range(size)]
    with RowStore("selectors") as store:
        for row in rows:
            store.add("selectors", row)
        found = store.table("selectors")
    assert found.to_pylist() == table_from_rows("selectors", rows).to_pylist()
    file = BatchFile(pa.schema([("number", pa.int64())]))
    for number in range(size):
        file.add({"number": number})
    assert file.table().column("number").to_pylist() == list(range(size))


def test_repeated_rows_and_records_without_a_new_row_are_told_apart() -> None:
    digest, other = bytes(32), b"\1" * 32
    with RowStore("files", "media") as store:
        store.add("files", {"sha256": digest, "path": None}, mark=1)
        store.add("files", {"sha256": digest, "path": None}, mark=2)  # nothing new
        store.add("files", {"sha256": digest, "path": None}, mark=3)
        store.add("media", {"sha256": digest}, mark=3)  # new
        store.add("files", {"sha256": other, "path": "a"}, mark=4)
        assert store.marks() == 3
        assert store.table("files").num_rows == 4
        assert store.table("files", distinct=True).num_rows == 2


def test_a_value_of_another_type_or_column_is_refused() -> None:
    wrong: list[Row] = [{"sha256": b"short"}, {"size": "1"}, {"deleted": 7}, {"size": 1 << 70}]
    for row in wrong:
        with RowStore("files") as store, pytest.raises((pa.ArrowException, OverflowError)):
            table_of(store, row)
    with RowStore("files") as store, pytest.raises(KeyError):
        table_of(store, {"nothing": 1})


def table_of(store: RowStore, row: Row) -> pa.Table:
    store.add("files", row)
    return store.table("files")


def test_memory_does_not_grow_with_the_rows() -> None:
    def peak(count: int) -> int:
        tracemalloc.start()
        with RowStore("selectors") as store:
            for row in many(count):
                store.add("selectors", row)
            assert store.table("selectors").num_rows == count
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    assert peak(32_000) < 1.5 * peak(8_000)


def many(count: int) -> Iterator[Row]:
    start = datetime(2023, 11, 20, tzinfo=UTC) - timedelta(days=1)
    for number in range(count):
        yield {"kind": "email", "normal": f"user{number}@example.org", "path": str(start), "count": 1}
