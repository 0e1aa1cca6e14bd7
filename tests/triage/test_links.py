"""Links out of databases: only where a table's columns say who wrote to whom."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from mozaik.triage import Workers, triage_source
from mozaik.triage.links import link_columns


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (("id", "sender", "recipient"), (1, 2, None)),
        (("From_Address", "TO_ADDRESS", "is_from_me"), (0, 1, 2)),
        (("sender", "author", "recipient"), None),
        (("sender", "body"), None),
        ((), None),
    ],
)
def test_columns_that_hold_a_link(
    names: tuple[str, ...], expected: tuple[int, int, int | None] | None
) -> None:
    columns = link_columns(names)
    assert (columns and (columns.sender, columns.recipient, columns.from_owner)) == expected


def test_messages_of_a_database_become_links(tmp_path: Path) -> None:
    rows = [
        ("a@mail.example", "b@mail.example", 1, "hello"),
        ("a@mail.example", "b@mail.example", 1, "again"),
        ("B@MAIL.example", "a@mail.example", 0, "answer"),
        ("a@mail.example", "somebody", 1, "no selector"),
        ("call a@mail.example now", "b@mail.example", 1, "not only a selector"),
        (None, "b@mail.example", 1, "no sender"),
    ]
    (tmp_path / "item").mkdir()
    with closing(sqlite3.connect(tmp_path / "item" / "chat.db")) as base:
        base.execute("create table messages (sender text, recipient text, is_from_me int, body text)")
        base.executemany("insert into messages values (?, ?, ?, ?)", rows)
        base.execute("create table notes (sender text, body text)")
        base.execute("insert into notes values ('a@mail.example', 'to b@mail.example')")
        base.commit()
    with Workers(1) as workers:
        result = triage_source(tmp_path / "item", "ITEM-1", workers)
    found = {
        (row["from_normal"].lower(), row["to_normal"].lower(), row["direction"], row["count"])
        for row in result.tables["links"].to_pylist()
    }
    assert found == {
        ("a@mail.example", "b@mail.example", "sent", 2),
        ("b@mail.example", "a@mail.example", "received", 1),
    }
    assert set(result.tables["links"]["path"].to_pylist()) == {"chat.db"}
