"""Sets for the tests of the cross-check: records tables with terms, as a sealed set would give them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from hashlib import md5, sha1, sha256
from itertools import combinations
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from mozaik.contribution import ContributionSpec, SealedSet, read_set, write_contribution, write_list
from mozaik.kinds import SetKind
from mozaik.parties import Authority
from mozaik.records import table_from_rows
from mozaik.seal import SigningKey, TrustStore
from mozaik.terms import Disclosure, HolderView, Purpose, Subject, Terms, TermsSheet, pairs
from mozaik.work import current_generation

CREATED = datetime(2023, 11, 19, 12, 0, tzinfo=UTC)

Row = dict[str, Any]
"""A row of a table, by the names of its columns."""


def terms_of(owner: str, name: str = "material", **changes: Any) -> Terms:
    """Terms that permit the cross-check and disclose everything, with changes."""
    values: dict[str, Any] = {
        "name": name,
        "owner": owner,
        "purposes": frozenset({Purpose.CROSS_CHECK}),
        "subject": Subject.NO_PERSON,
        "disclosure": Disclosure.FULL,
        "source": "A",
        "information": "1",
        "review_on": date(2026, 11, 20),
    }
    return Terms(**{**values, **changes})


@dataclass
class Maker:
    """Seals rows of any owner into a folder and reads them back verified."""

    folder: Path
    trust: TrustStore = field(default_factory=TrustStore)
    keys: dict[str, SigningKey] = field(default_factory=dict)

    def __call__(
        self,
        set_id: str,
        rows: Mapping[str, Sequence[Mapping[str, Any]]],
        *,
        list_kind: str = "",
        terms: Sequence[Terms] = (),
        **spec: Any,
    ) -> SealedSet:
        """A sealed set of rows by table; the owner is the part of the id before the first dot."""
        owner = set_id.split(".")[0]
        sheet = TermsSheet(tuple(terms) or (terms_of(owner),), {})
        tables = {name: table_from_rows(name, listed) for name, listed in rows.items()}
        identity = ContributionSpec(
            sender=Authority(owner),
            id=set_id,
            created_at=CREATED,
            **{"edition": "Mozaik 2023", "synthetic": True, **spec},
        )
        path = self.folder / f"{set_id}.{'list' if list_kind else 'contribution'}"
        key = self._key(owner)
        if list_kind:
            write_list(path, identity, tables["entries"], sheet, key, SetKind(list_kind))
        else:
            write_contribution(path, identity, tables, sheet, key)
        return read_set(path, self.trust)

    def _key(self, owner: str) -> SigningKey:
        if owner not in self.keys:
            self.keys[owner] = SigningKey.generate(owner, "ana")
            self.trust.add(self.keys[owner].trusted(CREATED))
        return self.keys[owner]


def file_row(
    content: bytes, item: str | None = "ITEM-1", *, states: str = "sha256 sha1 md5", path: str = "a"
) -> dict[str, Any]:
    """A row of `files` for a content, stating only some of its digests."""
    digests = {
        "sha256": sha256(content).digest(),
        "sha1": sha1(content, usedforsecurity=False).digest(),
        "md5": md5(content, usedforsecurity=False).digest(),
    }
    known = {name: digest for name, digest in digests.items() if name in states.split()}
    return {**known, "size": len(content), "item_id": item, "path": path}


def entry_row(content: bytes, *, states: str = "sha256 sha1 md5", **more: Any) -> dict[str, Any]:
    """A row of `entries` for a content."""
    row = file_row(content, None, states=states)
    return {**{k: v for k, v in row.items() if k not in ("item_id", "path")}, **more}


def selector_row(kind: str, value: str, item: str = "ITEM-1", path: str = "a") -> dict[str, Any]:
    """A row of `selectors`."""
    return {"kind": kind, "normal": value, "found": value, "item_id": item, "path": path, "count": 1}


def read_work(work: Path, name: str) -> list[dict[str, Any]]:
    """The rows of one of WORK's tables."""
    rows: list[dict[str, Any]] = pq.read_table(current_generation(work) / f"{name}.parquet").to_pylist()
    return rows


def size_of(work: Path, hit: dict[str, Any]) -> tuple[int, int]:
    """How many rows and how many units hold a hit."""
    holders = [row for row in read_work(work, "holders") if row["hit_id"] == hit["hit_id"]]
    rows = {(row["set_id"], row["table"], row["row_id"]) for row in holders}
    return len(rows), len({(row["authority"], row["unit"]) for row in holders})


def media_row(pdq: bytes, content: bytes | None, item: str = "ITEM-1", **more: Any) -> dict[str, Any]:
    """A row of `media` for a picture of good quality; no content is a row without digests."""
    row = file_row(content, item) if content is not None else {"item_id": item}
    kept = {name: row[name] for name in ("sha256", "md5", "item_id") if name in row}
    return {"pdq": pdq, "quality": 100, "frame_ms": 0, **kept, **more}


RowKey = tuple[str, str, int]
"""Set, table and row."""


def pairs_in(
    work: Path, kind: str, which: Callable[[dict[str, Any]], bool] = lambda hit: True
) -> set[frozenset[RowKey]]:
    """All pairs of rows that WORK says are such a hit of a kind, by the rule of the terms, lists apart."""
    chosen = {hit["hit_id"] for hit in read_work(work, "hits") if hit["kind"] == kind and which(hit)}
    by_hit: dict[bytes, list[dict[str, Any]]] = {}
    for holder in read_work(work, "holders"):
        if holder["hit_id"] in chosen:
            by_hit.setdefault(holder["hit_id"], []).append(holder)
    found = set()
    for holders in by_hit.values():
        for left, right in combinations(holders, 2):
            views = [HolderView(h["authority"], h["unit"], h["side"], Disclosure.FULL) for h in (left, right)]
            if pairs(*views) and "contribution" in (left["set_kind"], right["set_kind"]):
                found.add(frozenset((h["set_id"], h["table"], h["row_id"]) for h in (left, right)))
    return found


def rows_of(sets: Sequence[SealedSet], *tables: str) -> list[dict[str, Any]]:
    """The rows of the tables over all sets, with `key`, `owner`, `unit` and `listed`."""
    return [
        {
            **row,
            "key": (sealed_set.set_id, table, row["row_id"]),
            "unit": (sealed_set.authority, *unit_of(sealed_set, table, row)),
            "listed": sealed_set.is_list,
        }
        for sealed_set in sets
        for table in tables
        if table in sealed_set.table_names
        for row in sealed_set.table(table).to_pylist()
    ]


def unit_of(sealed: SealedSet, table: str, row: Mapping[str, Any]) -> tuple[str, ...]:
    """What holds a row's value once: an item of the owner, a person of this one set, or the set."""
    if table in ("persons", "person_facts"):
        return "person", sealed.set_id, row["person_id"]
    return ("item", row["item_id"]) if row.get("item_id") else ("set", sealed.set_id)


def expected_pairs(
    rows: Sequence[dict[str, Any]], match: Callable[[dict[str, Any], dict[str, Any]], bool]
) -> set[frozenset[RowKey]]:
    """The slow, obvious cross-check: every row against every row of another unit, lists apart."""
    return {
        frozenset((left["key"], right["key"]))
        for left, right in combinations(rows, 2)
        if left["unit"] != right["unit"] and not (left["listed"] and right["listed"])
        if match(left, right) or match(right, left)
    }
