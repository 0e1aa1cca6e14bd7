"""Many small sets: what the engine is asked does not grow with them, counted in statements and scans."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import duckdb
import pytest

from mozaik.contribution import SealedSet
from mozaik.crosscheck import EmbeddedEngine, crosscheck
from mozaik.terms import Purpose
from tests.crosscheck.support import (
    Maker,
    entry_row,
    file_row,
    media_row,
    pairs_in,
    read_work,
    selector_row,
    terms_of,
)


class CountedConnection:
    """A connection that counts the statements that it is given, and the scans of files in them."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, asked: Counter[str]) -> None:
        self.connection, self.asked = connection, asked

    def __getattr__(self, name: str) -> object:
        return getattr(self.connection, name)

    def execute(self, query: str, *values: object) -> duckdb.DuckDBPyConnection:
        self._count(query)
        return self.connection.execute(query, *values)

    def sql(self, query: str) -> duckdb.DuckDBPyRelation:
        self._count(query)
        return self.connection.sql(query)

    def _count(self, query: str) -> None:
        self.asked.update({"statements": 1, "scans": query.count("read_parquet(")})


@dataclass(frozen=True)
class CountingEngine(EmbeddedEngine):
    """The embedded engine, with a count of what it asks."""

    asked: Counter[str] = field(default_factory=Counter)

    def connect(self, scratch: Path) -> duckdb.DuckDBPyConnection:
        return CountedConnection(super().connect(scratch), self.asked)  # type: ignore[return-value]


def some_sets(make: Maker, count: int) -> list[SealedSet]:
    """Small sets of three owners, every other one with a row that may not be compared."""
    owners, sealed = ("SI-GPD", "HR-MUP", "HU-NNI"), []
    for number in range(count):
        owner = owners[number % 3]
        sheet = [terms_of(owner), terms_of(owner, "kept", purposes=frozenset({Purpose.EXCHANGE}))]
        files = [file_row(b"shared"), {**file_row(b"forbidden"), "terms_id": number % 2}]
        rows = {
            "files": files,
            "media": [media_row(bytes(32), b"%d" % number)],
            "selectors": [selector_row("email", "fox@post.example")],
        }
        sealed.append(make(f"{owner}.{count}-{number}", rows, terms=sheet))
    return sealed


@pytest.mark.parametrize("with_list", [False, True])
def test_many_small_sets_are_asked_about_in_as_many_statements_as_few(
    make: Maker, tmp_path: Path, now: datetime, with_list: bool
) -> None:
    lists = (
        [make("XX-INT.known", {"entries": [entry_row(b"shared")]}, list_kind="known")] if with_list else []
    )
    asked = []
    for count in (4, 24):
        engine = CountingEngine()
        crosscheck(some_sets(make, count), lists, tmp_path / f"WORK-{count}", now=now, engine=engine)
        asked.append(engine.asked)
    assert asked[0]["scans"] > 5
    assert asked[0] == asked[1]


def test_each_row_of_many_sets_is_held_by_its_own_set(make: Maker, tmp_path: Path, now: datetime) -> None:
    sets = some_sets(make, 13)
    crosscheck(list(reversed(sets)), [], tmp_path / "WORK", now=now)
    held = {
        row["set_id"]: row["authority"]
        for row in read_work(tmp_path / "WORK", "holders")
        if row["basis"] == "normal form"
    }
    assert held == {sealed.set_id: sealed.authority for sealed in sets}
    terms = {row["terms_key"]: row for row in read_work(tmp_path / "WORK", "terms")}
    for row in read_work(tmp_path / "WORK", "holders"):
        assert terms[row["terms_key"]]["set_id"] == row["set_id"]
        assert terms[row["terms_key"]]["name"] == "material"
    pairs = pairs_in(tmp_path / "WORK", "digest")
    assert {name for pair in pairs for name, _, _ in pair} == {sealed.set_id for sealed in sets}
