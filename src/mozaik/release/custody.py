"""The custody of the items behind a reader's hits: who had them, when and where, and what was done.

It stands in the table `custody` of any set of the owner's, under terms of its own. Of its own items a reader
is told all of it, until the rows are due for erasure. Of another's items it is told the events that their
terms disclose to it in full, and of these no text that was written freely: a holder, a place and a reason can
name a person, and no terms say which do. Numbers are left out too, for a gap would tell of a silent event.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from mozaik.kinds import SetKind
from mozaik.parties import Authority
from mozaik.release.detail import conditions_of
from mozaik.release.model import PERSON_TABLES, OwnRow, ReleasedHolder
from mozaik.release.rows import columns_of, plain
from mozaik.release.view import Engine, Lens, Row, rows_of
from mozaik.release.work import Work
from mozaik.terms import Disclosure, Handling, Obstacle, cross_check_obstacle

Item = tuple[str, str]
"""A seized item: the authority that has it, and that authority's number for it."""

_SETS = "SELECT set_id, authority FROM read_parquet($sets) WHERE set_kind = $kind ORDER BY set_id"
_EVENTS = """
WITH source AS (SELECT unnest($paths) AS filename, unnest($set_ids) AS set_id, unnest($owners) AS authority),
wanted AS (SELECT unnest($authorities) AS authority, unnest($items) AS item_id)
SELECT authority, set_id, row_id, terms_key, {columns}
FROM read_parquet($paths, filename = true, union_by_name = true)
JOIN source USING (filename) SEMI JOIN wanted USING (authority, item_id)
JOIN (SELECT set_id, terms_id, terms_key FROM read_parquet($terms)) USING (set_id, terms_id)
"""
_FREE = ("from_holder", "to_holder", "reason", "place", "seal_old", "seal_new")
"""What is written freely, and is told of the reader's own items alone."""


@dataclass(frozen=True, slots=True)
class CustodyEvent:
    """One event in the custody of an item, as told to a reader; times are UTC text, digests hexadecimal.

    `sequence`, the free texts and `row` are those of the reader's own items, None of others'.
    """

    authority: Authority
    own: bool
    item: str
    event: str
    at: str
    sequence: int | None
    from_holder: str | None
    to_holder: str | None
    reason: str | None
    place: str | None
    seal_old: str | None
    seal_new: str | None
    sha256_before: str | None
    sha256_after: str | None
    verified: bool | None
    origin: str | None
    row: OwnRow | None
    handling: tuple[Handling, ...]
    handling_notes: tuple[str, ...]
    grade: str
    keep_until: date


def items_of(holders: Iterable[ReleasedHolder]) -> frozenset[Item]:
    """The seized items among holders that are told in full; a person record is none."""
    return frozenset(
        (str(holder.authority), holder.unit)
        for holder in holders
        if holder.unit and not holder.set_kind.is_list and holder.table not in PERSON_TABLES
    )


def custody_in(engine: Engine, lens: Lens, items: Collection[Item]) -> tuple[CustodyEvent, ...]:
    """What the reader is told of the custody of items, its own first, each in the order of its events.

    Two sealed sets that state the same of one event state it once. Who asks has seen each of these items in
    full in one of its hits: of another item nothing may be told.
    """
    rows = [row for row in _rows_about(engine, lens.work, items) if _is_told(row, lens)]
    rows.sort(key=lambda row: (row["authority"], row["item_id"], row["sequence"], row["at"]))
    told = dict.fromkeys(_event(row, lens) for row in rows)
    return tuple(sorted(told, key=lambda event: (not event.own, event.authority, event.item)))


def sets_behind_custody(engine: Engine, lens: Lens, items: Collection[Item]) -> dict[Item, set[str]]:
    """The sets that state what the reader is told of the custody of items."""
    behind: dict[Item, set[str]] = {}
    for row in _rows_about(engine, lens.work, items):
        if _is_told(row, lens):
            behind.setdefault((row["authority"], row["item_id"]), set()).add(row["set_id"])
    return behind


def _rows_about(engine: Engine, work: Work, items: Collection[Item]) -> list[Row]:
    owners = {authority for authority, _ in items}
    sets = rows_of(engine, _SETS, {"sets": work.part("sets"), "kind": str(SetKind.CONTRIBUTION)})
    stating = [
        (row["set_id"], row["authority"], path)
        for row in sets
        if row["authority"] in owners and Path(path := work.table(row["set_id"], "custody")).is_file()
    ]
    if not stating:
        return []
    columns = ", ".join(f'{sql} AS "{name}"' for name, sql in columns_of("custody").items())
    values = {
        "paths": [path for _, _, path in stating],
        "set_ids": [set_id for set_id, _, _ in stating],
        "owners": [owner for _, owner, _ in stating],
        "authorities": [authority for authority, _ in items],
        "items": [item for _, item in items],
        "terms": work.part("terms"),
    }
    return [*rows_of(engine, _EVENTS.format(columns=columns), values)]


def _is_told(row: Row, lens: Lens) -> bool:
    """Whether the rule tells this event; the reader's own also where no cross-check may use it."""
    if row["authority"] != lens.reader:
        return lens.levels.get(row["terms_key"]) is Disclosure.FULL
    obstacle = cross_check_obstacle(lens.stated[row["terms_key"]].terms, lens.on)
    return obstacle not in (Obstacle.EXPIRED, Obstacle.QUARANTINED)


def _event(row: Row, lens: Lens) -> CustodyEvent:
    own = row["authority"] == lens.reader
    free = {name: row[name] if own else None for name in _FREE}
    conditions = conditions_of((row["terms_key"],), lens, Disclosure.FULL)
    return CustodyEvent(
        authority=Authority(row["authority"]),
        own=own,
        item=row["item_id"],
        event=row["event"],
        at=str(plain(row["at"])),
        sequence=row["sequence"] if own else None,
        sha256_before=_digest(row["sha256_before"]),
        sha256_after=_digest(row["sha256_after"]),
        verified=row["verified"],
        origin=row["origin"],
        row=OwnRow(row["set_id"], "custody", row["row_id"]) if own else None,
        **free,
        **conditions,
    )


def _digest(value: bytes | None) -> str | None:
    return None if value is None else bytes(value).hex()
