"""Selectors and links against the slow, obvious comparison of every row with every row."""

import random
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mozaik.contribution import SealedSet
from mozaik.crosscheck import crosscheck
from mozaik.crosscheck.matchers.link import link_value
from tests.crosscheck.support import (
    Maker,
    Row,
    expected_pairs,
    pairs_in,
    read_work,
    rows_of,
    selector_row,
    size_of,
)

End = tuple[str, str]
"""Kind and normal form of one end of a link."""

ENDS: list[End] = [
    ("email", "a@mail.example"),
    ("email", "b@mail.example"),
    ("account", "telegram:a"),
    ("phone", "+46701740605"),
]


def link_row(
    sender: End, recipient: End, item: str = "ITEM-1", direction: str = "unknown", relation: str = "message"
) -> Row:
    return {
        "relation": relation, "from_kind": sender[0], "from_normal": sender[1], "to_kind": recipient[0],
        "to_normal": recipient[1], "direction": direction, "count": 1, "item_id": item, "path": "chat.db",
    }  # fmt: skip


def run(
    make: Maker,
    tmp_path_factory: pytest.TempPathFactory,
    now: datetime,
    tables: Sequence[tuple[str, Mapping[str, Sequence[Row]]]],
) -> tuple[list[SealedSet], Path]:
    sets = [make(f"{owner}.{n}", rows) for n, (owner, rows) in enumerate(tables)]
    work = tmp_path_factory.mktemp("work") / "WORK"
    crosscheck(sets, [], work, now=now)
    return sets, work


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 2**32))
def test_both_equal_comparing_every_row_with_every_row(
    make: Maker, tmp_path_factory: pytest.TempPathFactory, now: datetime, seed: int
) -> None:
    draw = random.Random(seed)

    def selector() -> Row:
        return selector_row(
            draw.choice(["email", "url"]), draw.choice("ab"), draw.choice("IJ"), draw.choice("pq")
        )

    def link() -> Row:
        return link_row(
            draw.choice(ENDS),
            draw.choice(ENDS),
            draw.choice("IJ"),
            relation=draw.choice(["message", "payment"]),
        )

    def distinct(rows: Iterable[Row]) -> list[Row]:
        return [dict(row) for row in {tuple(row.items()) for row in rows}]

    tables = [
        (
            owner,
            {
                "selectors": distinct(selector() for _ in range(4)),
                "links": distinct(link() for _ in range(4)),
            },
        )
        for owner in ("SI-GPD", "HR-MUP", "SI-GPD")
    ]
    sets, work = run(make, tmp_path_factory, now, tables)

    def same_selector(left: Row, right: Row) -> bool:
        return (left["kind"], left["normal"]) == (right["kind"], right["normal"])

    def ends(row: Row) -> tuple[End, End]:
        return (row["from_kind"], row["from_normal"]), (row["to_kind"], row["to_normal"])

    def is_whole(row: Row) -> bool:
        end, other = ends(row)
        return end != other

    def same_link(left: Row, right: Row) -> bool:
        return left["relation"] == right["relation"] and link_value(*ends(left)) == link_value(*ends(right))

    assert pairs_in(work, "selector") == expected_pairs(rows_of(sets, "selectors"), same_selector)
    whole = [row for row in rows_of(sets, "links") if is_whole(row)]
    assert pairs_in(work, "link") == expected_pairs(whole, same_link)
    total = {("links", row["state"]): 0 for row in read_work(work, "coverage") if row["table"] == "links"}
    for row in read_work(work, "coverage"):
        if row["table"] == "links":
            total["links", row["state"]] += row["rows"]
    assert sum(total.values()) == len(rows_of(sets, "links"))
    assert total.get(("links", "compared"), 0) == len(whole)


@pytest.mark.parametrize("way", ["sent", "received"])
def test_what_one_sent_the_other_received(
    make: Maker, tmp_path_factory: pytest.TempPathFactory, now: datetime, way: str
) -> None:
    end, other = ENDS[:2]
    tables = [
        ("SI-GPD", {"links": [link_row(end, other, direction="sent")]}),
        ("HR-MUP", {"links": [link_row(other, end, direction=way)]}),
    ]
    _, work = run(make, tmp_path_factory, now, tables)
    (hit,) = [hit for hit in read_work(work, "hits") if hit["kind"] == "link"]
    assert hit["left_value"].decode() == "email:a@mail.example with email:b@mail.example"
    assert size_of(work, hit)[0] == 2
