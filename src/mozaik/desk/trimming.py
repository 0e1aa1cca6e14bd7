"""Leaving rows out of one's own sealed set: it is sealed again without them, and replaces the old file."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from mozaik.contribution import (
    ContributionSpec,
    SealedSet,
    read_set,
    superseded_by,
    write_contribution,
    write_list,
)
from mozaik.desk.doubts import doubts_about_records, doubts_about_terms
from mozaik.errors import InvalidInputError, RefusedError
from mozaik.files import refuse_existing
from mozaik.moments import utc_day
from mozaik.seal import Manifest, SigningKey, TrustStore
from mozaik.terms import TermsSheet

_ROWS = re.compile(r"(?P<first>[0-9]{1,12})(-(?P<last>[0-9]{1,12}))?", re.ASCII)
_SAME_THING = (
    ("sha256",), ("sha1",), ("md5",), ("pdq",), ("person_id",),
    ("normal", "from_normal", "to_normal", "value"),
)  # fmt: skip
"""Columns that say one thing in different tables: what a dropped row says may still stand in another."""


@dataclass(frozen=True, slots=True)
class Drop:
    """Rows to leave out of a table: ranges of row numbers, first and last; none for all rows."""

    table: str
    ranges: tuple[tuple[int, int], ...] = ()

    @staticmethod
    def parse(text: str) -> "Drop":
        """The drop that `selectors` or `selectors:3,5-9` states; InvalidInputError for another text."""
        table, _, rows = text.partition(":")
        matches = [_ROWS.fullmatch(part.strip()) for part in rows.split(",")] if rows else []
        ranges = [(int(m["first"]), int(m["last"] or m["first"])) for m in matches if m]
        if not table or len(ranges) != len(matches) or any(first > last for first, last in ranges):
            raise InvalidInputError(
                "these are no rows of a table",
                where="--drop",
                remedy="write TABLE:ROWS, such as selectors:3,5-9, or TABLE for all of it",
            )
        return Drop(table, tuple(ranges))


@dataclass(frozen=True, slots=True)
class Trimmed:
    """A set sealed again: its file, its manifest, how many rows of each table were left out, and doubts."""

    path: Path
    manifest: Manifest
    dropped: Mapping[str, int]
    doubts: tuple[str, ...]


def trim(
    path: Path,
    drops: Sequence[Drop],
    output: Path,
    key: SigningKey,
    trust: TrustStore,
    now: datetime,
    *,
    replace: bool = False,
) -> Trimmed:
    """Seal a set again without some rows; the new file supersedes the old and all that it replaced.

    Rows keep their terms, and the report of what was read stays. RefusedError for another owner's file,
    InvalidInputError for a table or row that it lacks and when nothing would be left; raises as sealing.
    """
    refuse_existing((output,), replace)
    if output.resolve() == path.resolve():
        raise RefusedError(
            "the output is the file that is read", where=str(output), remedy="choose another name"
        )
    sealed_set = read_set(path, trust)
    line = superseded_by(key.authority, path, trust)
    before = {name: sealed_set.table(name) for name in sealed_set.table_names if name != "terms"}
    masks = _masks(before, drops, path)
    kept = {
        name: table.filter(pc.invert(masks[name])) if name in masks else table
        for name, table in before.items()
    }
    gone = {name: before[name].filter(mask) for name, mask in masks.items()}
    sheet, spec = TermsSheet(sealed_set.terms, {}), _spec(sealed_set, line, now)
    if sealed_set.is_list:
        manifest = write_list(output, spec, kept["entries"], sheet, key, sealed_set.set_kind)
    else:
        manifest = write_contribution(output, spec, kept, sheet, key)
    day = utc_day(now)
    doubts = [
        *_still_there(gone, kept),
        *doubts_about_terms(kept, sheet.terms, day),
        *doubts_about_records(kept, day),
    ]
    return Trimmed(output, manifest, {name: table.num_rows for name, table in gone.items()}, tuple(doubts))


def _masks(tables: Mapping[str, pa.Table], drops: Sequence[Drop], path: Path) -> dict[str, pa.Array]:
    """For each table that loses rows, which ones."""
    masks: dict[str, pa.Array] = {}
    for drop in drops:
        if drop.table not in tables:
            raise InvalidInputError(
                "the file holds no such table",
                where=f"{path}, --drop {drop.table}",
                why=f"it holds {', '.join(tables)}",
                remedy="name one of them",
            )
        rows = tables[drop.table].column("row_id").combine_chunks()
        if any(last >= len(rows) for _, last in drop.ranges):
            raise InvalidInputError(
                "the table has no such row",
                where=f"{path}, --drop {drop.table}",
                why=f"its rows are 0 to {len(rows) - 1}",
                remedy=f"see them with: mozaik show {path} --table {drop.table}",
            )
        mask = masks.get(drop.table, pa.repeat(pa.scalar(not drop.ranges), len(rows)))
        for first, last in drop.ranges:
            mask = pc.or_(mask, pc.and_(pc.greater_equal(rows, first), pc.less_equal(rows, last)))
        masks[drop.table] = mask
    return masks


def _spec(sealed_set: SealedSet, line: tuple[str, ...], now: datetime) -> ContributionSpec:
    """The identity of the new set: what the old one was, replaced."""
    manifest = sealed_set.manifest
    properties = {
        name: text for name, text in manifest.properties.items() if name not in ("item", "list_kind")
    }
    inner = manifest.id.removeprefix(f"{manifest.sender}.").rpartition(".")[0]
    return ContributionSpec(
        sender=manifest.sender,
        edition=manifest.edition,
        created_at=now,
        label=inner or "trimmed",
        item=manifest.properties.get("item", ""),
        synthetic=manifest.synthetic,
        versions={name: text for name, text in manifest.versions.items() if name not in ("mozaik", "tables")},
        supersedes=line,
        report=sealed_set.report,
        properties=properties,
    )


def _still_there(gone: Mapping[str, pa.Table], kept: Mapping[str, pa.Table]) -> list[str]:
    """Rows that stay and say what a dropped row says, counted by table; the value is not told."""
    doubts = []
    for columns in _SAME_THING:
        said = [
            table.column(name) for table in gone.values() for name in columns if name in table.schema.names
        ]
        values = pa.chunked_array([c for column in said for c in column.chunks]) if said else None
        if values is None or not len(values.drop_null()):
            continue
        for name, table in kept.items():
            for column in (column for column in columns if column in table.schema.names):
                same = pc.is_in(table.column(column), value_set=values.drop_null().combine_chunks())
                if count := int(pc.sum(same).as_py() or 0):
                    rows = "1 row" if count == 1 else f"{count} rows"
                    doubts.append(f"{rows} of {name} that stay say in {column} what a dropped row says")
    return doubts
