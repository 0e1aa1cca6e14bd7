"""A factory of WORK folders for tests: worlds written directly, as the cross-check would write them."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from mozaik.acts import Acts, accept_operation
from mozaik.operation import Operation
from mozaik.records import ALL_TABLES
from mozaik.release import Asking, Work
from mozaik.seal import Role, SigningKey, TrustStore
from mozaik.terms import Disclosure, Handling, Purpose, Subject, Terms, Use, terms_to_row
from mozaik.work import PARTS, Description, Input
from tests.operation.support import OPERATION, signed_operation

NOW = datetime(2023, 11, 20, 9, 0, tzinfo=UTC)
KEY = bytes(range(32))
TRUST = TrustStore()
"""Whose signatures count in these worlds: everybody's whose key was asked for."""


@cache
def key_of(person: str) -> SigningKey:
    """The key of a person, `AUTHORITY/name`, trusted to speak for its authority."""
    key = SigningKey.generate(*person.split("/"))
    TRUST.add(key.trusted(NOW, (Role.OWNER,)))
    return key


def terms(owner: str, level: Disclosure = Disclosure.HIT, **changes: Any) -> Terms:
    """Permitted terms of an owner, at one level for everybody unless changed."""
    values: dict[str, Any] = {
        "name": "material", "owner": owner, "purposes": frozenset({Purpose.CROSS_CHECK}),
        "subject": Subject.NO_PERSON, "disclosure": level, "source": "A", "information": "1",
        "review_on": date(2033, 1, 1), "handling": frozenset({Handling.H0}),
    }  # fmt: skip
    return Terms(**{**values, **changes})


@dataclass(frozen=True)
class Holder:
    """One holder of a hit: a row with `fields` in `table` of the set, under terms and support terms."""

    set_id: str
    unit: str
    terms: Terms
    side: str = ""
    table: str = "files"
    support: Terms | None = None
    fields: Mapping[str, Any] = field(default_factory=dict)
    basis: str = "sha256"

    @property
    def typed_unit(self) -> str:
        """The unit as WORK holds it: a set, a person of the set, or an item."""
        if self.unit == self.set_id:
            return f"set:{self.unit}"
        return f"person:{self.set_id}:{self.unit}" if self.table == "persons" else f"item:{self.unit}"


@dataclass(frozen=True)
class Hit:
    """One hit: its kind, values and holders."""

    kind: str
    left: bytes
    holders: tuple[Holder, ...]
    right: bytes | None = None
    value_kind: str = "sha256"
    second_fact: str | None = None
    distance: int | None = None

    @property
    def hit_id(self) -> bytes:
        parts = (self.kind, self.value_kind, self.left.hex(), (self.right or b"").hex())
        return hashlib.sha256("|".join(parts).encode()).digest()[:16]


@dataclass(frozen=True)
class Set:
    """One sealed set."""

    set_id: str
    authority: str
    set_kind: str = "contribution"
    created_at: str = "2023-11-10T08:00:00Z"


@dataclass(frozen=True)
class Coverage:
    """One line of coverage."""

    set_id: str
    table: str
    terms: Terms | None
    state: str = "compared"
    reason: str = ""
    rows: int = 1
    matcher: str = "digest"


@dataclass(frozen=True)
class World:
    """Everything that a WORK folder holds."""

    sets: tuple[Set, ...]
    hits: tuple[Hit, ...]
    coverage: tuple[Coverage, ...] = ()
    extra_terms: tuple[tuple[str, Terms], ...] = ()
    unshared: tuple[Holder, ...] = ()
    """Rows that lie in the tables of a set and take part in no hit."""


class _Writer:
    """Numbers terms, and numbers the rows of each table in an order of their content."""

    support_set: str | None = None

    def __init__(self, world: World) -> None:
        self.sets = {entry.set_id: entry for entry in world.sets}
        self.terms: dict[tuple[str, str], tuple[int, Terms]] = {}
        for set_id, entry in world.extra_terms:
            self.key(set_id, entry)
        self.rows: dict[tuple[str, str], dict[str, dict[str, Any]]] = {}
        for holder in (*(holder for hit in world.hits for holder in hit.holders), *world.unshared):
            rows = self.rows.setdefault((holder.set_id, holder.table), {})
            rows[_content(holder)] = _row_fields(holder, self.key(holder.set_id, holder.terms))
        for row in self.rows.values():
            for number, content in enumerate(sorted(row)):
                row[content]["row_id"] = number

    def key(self, set_id: str, entry: Terms) -> int:
        known = self.terms.setdefault((set_id, repr(entry)), (len(self.terms), entry))
        return known[0]

    def row(self, holder: Holder) -> int:
        return int(self.rows[holder.set_id, holder.table][_content(holder)]["row_id"])

    def holder_row(self, hit: Hit, holder: Holder) -> dict[str, Any]:
        owner = self.sets[holder.set_id]
        stating = self.support_set or holder.set_id
        return {
            "hit_id": hit.hit_id, "side": holder.side, "authority": owner.authority, "set_id": holder.set_id,
            "set_kind": owner.set_kind, "table": holder.table, "row_id": self.row(holder),
            "unit": holder.typed_unit, "basis": holder.basis,
            "terms_key": self.key(holder.set_id, holder.terms),
            "support_terms_key": None if holder.support is None else self.key(stating, holder.support),
        }  # fmt: skip


def _content(holder: Holder) -> str:
    return repr((holder.unit, sorted(holder.fields.items()), holder.terms))


def _row_fields(holder: Holder, terms_id: int) -> dict[str, Any]:
    item = None if holder.unit == holder.set_id else holder.unit
    required: dict[str, dict[str, Any]] = {
        "files": {"size": 1, "item_id": item, "mime": "image/jpeg"},
        "media": {"item_id": item},
        "selectors": {"kind": "email", "normal": "x", "item_id": item},
        "persons": {"person_id": item or "P-1", "full_name": "x", "subject": "suspect"},
        "entries": {},
        "custody": {"item_id": item, "sequence": 1, "event": "seized", "at": NOW},
    }
    return {"terms_id": terms_id, **required.get(holder.table, {}), **holder.fields}


def write_work(
    path: Path, world: World, support_set: str | None = None, operation: Operation = OPERATION
) -> Path:
    """Write a world as a WORK folder under an operation in force.

    `support_set` states the support terms, by default the holder's set.
    """
    generation = path / "generations" / "00000001"
    generation.mkdir(parents=True)
    (path / "current").write_text(f"{generation.name}\n")
    writer = _Writer(world)
    writer.support_set = support_set
    ordered = sorted(world.hits, key=lambda hit: hit.hit_id)
    holders = [writer.holder_row(hit, holder) for hit in ordered for holder in hit.holders]
    coverage = [_coverage_row(writer, line) for line in world.coverage]
    parts = {
        "hits": [_hit_row(hit) for hit in ordered],
        "holders": holders,
        "coverage": coverage,
        "sets": [_set_row(entry) for entry in world.sets],
        "terms": list(_terms_rows(writer)),
    }
    for name, rows in parts.items():
        _write(generation / f"{name}.parquet", rows, PARTS[name])
    for (set_id, table), listed in writer.rows.items():
        folder = generation / "tables" / set_id
        folder.mkdir(parents=True, exist_ok=True)
        ordered_rows = sorted(listed.values(), key=lambda row: int(row["row_id"]))
        _write(folder / f"{table}.parquet", ordered_rows, ALL_TABLES[table].schema)
    Description(
        operation="Mozaik", edition="Mozaik 2023", day="2023-11-20", operation_digest="", synthetic=True,
        versions={"mozaik": "0.1.0", "matcher digest": "1"}, parameters={"distance": 31, "quality": 50},
        inputs=tuple(Input(s.set_id, s.authority, s.set_kind, "0" * 64) for s in world.sets),
    ).write(generation / "work.json")  # fmt: skip
    for place in [path, *path.rglob("*")]:
        place.chmod(0o700 if place.is_dir() else 0o600)
    acts = Acts.beside(path)
    acts.begin(KEY)
    accept_operation(acts, signed_operation(operation), NOW)
    return path


def asks(
    work: Work,
    reader: str,
    reason: str = "review",
    person: str = "",
    now: datetime = NOW,
    use: Use = Use.ANALYSIS,
) -> Asking:
    """A person of a participant reads, by the operation in force."""
    return Asking.of(work.operation, reader, person or f"{reader}/ana", reason, now, use)


def drafts_for(
    work: Work,
    recipient: str,
    reason: str,
    person: str,
    now: datetime = NOW,
    use: Use = Use.ANALYSIS,
) -> Asking:
    """A person drafts the package of a recipient, by the operation in force."""
    return Asking.for_package(work.operation, recipient, person, reason, now, use)


def _write(path: Path, rows: list[dict[str, Any]], schema: pa.Schema) -> None:
    pq.write_table(pa.Table.from_pylist(rows, schema=schema), path)


def _hit_row(hit: Hit) -> dict[str, Any]:
    return {
        "hit_id": hit.hit_id, "kind": hit.kind, "value_kind": hit.value_kind, "left_value": hit.left,
        "right_value": hit.right, "distance": hit.distance, "transform": None,
        "second_fact": hit.second_fact,
    }  # fmt: skip


def _coverage_row(writer: _Writer, line: Coverage) -> dict[str, Any]:
    owner = writer.sets[line.set_id]
    return {
        "set_id": line.set_id, "authority": owner.authority, "set_kind": owner.set_kind, "table": line.table,
        "matcher": line.matcher, "state": line.state, "reason": line.reason, "rows": line.rows,
        "terms_key": None if line.terms is None else writer.key(line.set_id, line.terms),
    }  # fmt: skip


def _set_row(entry: Set) -> dict[str, Any]:
    return {
        "set_id": entry.set_id, "authority": entry.authority, "set_kind": entry.set_kind,
        "created_at": entry.created_at,
    }  # fmt: skip


def _terms_rows(writer: _Writer) -> Iterable[dict[str, Any]]:
    for (set_id, _), (key, entry) in writer.terms.items():
        yield {"terms_key": key, "set_id": set_id, "row_id": key, "terms_id": key, **terms_to_row(entry)}
