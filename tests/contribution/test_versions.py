"""Tables grow: what was sealed under an earlier version is read as it was, with nulls (review 1, move 6)."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from mozaik.contribution import NewerTablesError, SealedSet, TableError, read_set
from mozaik.records import ALL_TABLES, CONTRIBUTION_TABLES, TABLES_VERSION, Table, number_rows
from mozaik.seal import Role, TrustStore, write_sealed
from tests.contribution.make_golden import GOLDEN, ROWS, make
from tests.seal.make_vectors import ANA

TRUST = TrustStore.load(GOLDEN / "trust.json")
VERSIONS = range(1, TABLES_VERSION + 1)
NEXT = TABLES_VERSION + 1


@pytest.fixture
def grown(monkeypatch: pytest.MonkeyPatch) -> Table:
    """The program of tomorrow: `persons` has one more column, which decides the order of ties."""
    persons = CONTRIBUTION_TABLES["persons"]
    table = replace(persons, columns=(*persons.columns, ("nickname", pa.string())), since={"nickname": NEXT})
    for tables in (CONTRIBUTION_TABLES, ALL_TABLES):
        monkeypatch.setitem(tables, "persons", table)
    for module in ("stated", "write"):
        monkeypatch.setattr(f"mozaik.contribution.{module}.TABLES_VERSION", NEXT)
    return table


def golden(version: int) -> SealedSet:
    return read_set(GOLDEN / f"tables-{version}.contribution", TRUST)


def rewritten(target: Path, versions: Mapping[str, str]) -> Path:
    """The golden contribution of today, sealed again with other versions in its manifest."""
    sealed = golden(TABLES_VERSION)
    members: dict[str, bytes | Path] = {
        name: sealed.verified.read_member(name) for name in sealed.verified.names
    }
    write_sealed(
        target, replace(sealed.manifest, versions=versions, members=()), members, [(ANA, Role.OWNER)]
    )
    return target


@pytest.mark.parametrize("version", VERSIONS)
def test_what_was_sealed_under_any_version_is_still_read(version: int) -> None:
    sealed = golden(version)
    assert sealed.tables_version == version
    for name in ("files", "persons", "person_facts"):
        told = [
            {column: row.get(column) for column in ROWS[name][0]} for row in sealed.table(name).to_pylist()
        ]
        assert sorted(map(repr, told)) == sorted(map(repr, ROWS[name]))


def test_a_table_that_came_later_is_empty_in_an_older_file_and_refused_in_one_that_holds_it(
    tmp_path: Path,
) -> None:
    assert golden(1).table("not_examined").num_rows == 0
    assert golden(2).table("not_examined").column("path").to_pylist() == ["v.mp4"]
    assert golden(2).table("series").num_rows == 0
    assert golden(3).table("series").column("name").to_pylist() == ["blue room"]
    with pytest.raises(TableError, match=r"not_examined|series"):
        read_set(rewritten(tmp_path / "old", {"tables": "1"}), TRUST)


def test_there_is_a_golden_contribution_of_every_version() -> None:
    assert {path.name for path in GOLDEN.glob("*.contribution")} == {
        f"tables-{n}.contribution" for n in VERSIONS
    }


@pytest.mark.usefixtures("grown")
@pytest.mark.parametrize("version", VERSIONS)
def test_an_older_file_has_nulls_in_a_column_that_came_later(version: int, tmp_path: Path) -> None:
    sealed = golden(version)
    persons = sealed.table("persons")
    assert persons.schema.names[-1] == "nickname"
    assert persons.column("nickname").null_count == persons.num_rows == 2
    kept = sealed.extract_tables(tmp_path)
    assert pq.read_table(kept["persons"]).equals(persons)
    assert kept["files"].read_bytes() == sealed.verified.read_member("tables/files.parquet")


@pytest.mark.usefixtures("grown")
def test_a_file_of_the_new_version_holds_the_column(tmp_path: Path) -> None:
    sealed = read_set(make(tmp_path), TRUST)
    assert (sealed.tables_version, sealed.manifest.versions["tables"]) == (NEXT, str(NEXT))
    assert pq.read_table(sealed.extract_tables(tmp_path / "out")["persons"]).schema.names[-1] == "nickname"


@pytest.mark.usefixtures("grown")
def test_the_rows_of_an_old_version_with_a_column_of_the_new_one_are_refused(tmp_path: Path) -> None:
    sealed = read_set(make(tmp_path), TRUST)
    members: dict[str, bytes | Path] = {
        name: sealed.verified.read_member(name) for name in sealed.verified.names
    }
    older = replace(sealed.manifest, versions={"tables": str(TABLES_VERSION)}, members=())
    write_sealed(tmp_path / "old", older, members, [(ANA, Role.OWNER)])
    with pytest.raises(TableError, match="not in the format"):
        read_set(tmp_path / "old", TRUST)


def test_a_newer_file_gets_an_error_of_its_own_with_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(NewerTablesError, match="install a newer version") as caught:
        read_set(rewritten(tmp_path / "x", {"tables": str(NEXT)}), TRUST)
    assert not isinstance(caught.value, TableError)


@pytest.mark.parametrize(
    "versions", [{}, *({"tables": text} for text in ("", "0", "01", "-1", "1.0", "one", "१"))]
)
def test_a_file_that_states_no_version_is_refused(tmp_path: Path, versions: dict[str, str]) -> None:
    with pytest.raises(TableError, match="which version"):
        read_set(rewritten(tmp_path / "x", versions), TRUST)


@pytest.mark.parametrize("table", ALL_TABLES.values(), ids=lambda table: str(table.name))
def test_a_column_that_came_later_stands_at_the_end_and_is_nullable(table: Table) -> None:
    names = [name for name, _ in table.columns]
    later = [name for name in names if table.since.get(name, 1) > 1]
    assert set(table.since) <= set(names)
    assert later == names[len(names) - len(later) :]
    assert not set(later) & {*table.key, *table.required}
    assert all(2 <= table.since[name] <= TABLES_VERSION for name in later)


def test_rows_are_ordered_by_the_columns_of_their_version(grown: Table) -> None:
    """A new column orders ties of today's rows, and none of an older file."""
    rows: list[dict[str, Any]] = [
        {**dict.fromkeys(grown.schema.names), "row_id": 0, "terms_id": 0, "person_id": "P", "nickname": name}
        for name in ("b", "a")
    ]
    today = number_rows("persons", pa.Table.from_pylist(rows, schema=grown.schema))
    assert today.column("nickname").to_pylist() == ["a", "b"]
    assert grown.as_of(TABLES_VERSION).schema.names == grown.schema.names[:-1]
