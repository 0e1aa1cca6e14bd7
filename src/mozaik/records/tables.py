"""The tables of contributions and lists: columns, units, sort keys. Everything that travels is one of these.

Every table has `row_id` (0, 1, 2 ... in the table's sort order; with the contribution's id and the table's
name it identifies the row) and `terms_id` (a row of the table `terms` of the same contribution).
Digests and media hashes are raw bytes of fixed length, times are UTC microseconds, dates are days.
A null is "not known"; it is never the same as false, zero or an empty text.
`origin` says where a record comes from: `record` (reported by the owner), `published` (taken from a public
statement) or `invented` (rehearsal).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pyarrow as pa

TIME = pa.timestamp("us", tz="UTC")
MD5, SHA1, SHA256, PDQ = pa.binary(16), pa.binary(20), pa.binary(32), pa.binary(32)
TEXT, BOOL, INT, DATE = pa.string(), pa.bool_(), pa.int64(), pa.date32()


TABLES_VERSION = 3
"""The version of the tables as they are written today; docs/adr/0006 says how they grow."""


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its name, what a row is, its columns beyond `row_id` and `terms_id`, and its sort key.

    `first` is the version of the tables that brought this one. `since` names the columns that were added
    later, with the version that brought them. Such a column is nullable and no part of the key.
    """

    name: str
    row: str
    columns: tuple[tuple[str, pa.DataType], ...]
    key: tuple[str, ...]
    required: tuple[str, ...] = ()
    since: Mapping[str, int] = field(default_factory=dict)
    first: int = 1

    def as_of(self, version: int) -> "Table":
        """The table as files of an earlier version hold it: without the columns that came later."""
        columns = tuple(column for column in self.columns if self.since.get(column[0], 1) <= version)
        return self if columns == self.columns else replace(self, columns=columns)

    def widened(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """Rows of any version as rows of today's: null in the columns that came later."""
        if batch.schema.names == self.schema.names:
            return batch
        held = {name: batch.column(name) for name in batch.schema.names}
        columns = [held.get(f.name, pa.nulls(batch.num_rows, f.type)) for f in self.schema]
        return pa.RecordBatch.from_arrays(columns, schema=self.schema)

    @property
    def schema(self) -> pa.Schema:
        """The Arrow schema, `row_id` and `terms_id` first."""
        return pa.schema([("row_id", INT), ("terms_id", pa.int32()), *self.columns])


_TERMS = Table(
    "terms",
    "the owner's conditions for the rows that point to it",
    (
        ("name", TEXT), ("owner", TEXT), ("purposes", pa.list_(TEXT)), ("subject", TEXT), ("minor", BOOL),
        ("necessity", TEXT), ("handling", pa.list_(TEXT)), ("handling_note", TEXT), ("source", TEXT),
        ("information", TEXT), ("disclosure", TEXT),
        ("disclosures", pa.list_(pa.struct([("reader", TEXT), ("level", TEXT), ("until", DATE)]))),
        ("review_on", DATE), ("legal_basis", TEXT),
    ),
    ("terms_id",),
    ("name", "owner", "subject", "source", "information", "disclosure", "review_on"),
)  # fmt: skip
_ITEMS = Table(
    "items",
    "one seized item (exhibit)",
    (
        ("item_id", TEXT), ("kind", TEXT), ("parent_item_id", TEXT), ("action_id", TEXT), ("person_id", TEXT),
        ("make", TEXT), ("model", TEXT), ("serial", TEXT), ("capacity_bytes", INT), ("seized_at", TIME),
        ("country", TEXT), ("state", TEXT), ("legal_basis", TEXT), ("description", TEXT), ("origin", TEXT),
    ),
    ("item_id",),
    ("item_id", "kind"),
)  # fmt: skip
_CUSTODY = Table(
    "custody",
    "one event in the custody of an item; corrected by a new event, never by an edit",
    (
        ("item_id", TEXT), ("sequence", INT), ("event", TEXT), ("at", TIME), ("from_holder", TEXT),
        ("to_holder", TEXT), ("reason", TEXT), ("place", TEXT), ("seal_old", TEXT), ("seal_new", TEXT),
        ("sha256_before", SHA256), ("sha256_after", SHA256), ("verified", BOOL), ("origin", TEXT),
    ),
    ("item_id", "sequence"),
    ("item_id", "sequence", "event", "at"),
)  # fmt: skip
_ACTIONS = Table(
    "actions",
    "one enforcement action (raid)",
    (
        ("action_id", TEXT), ("kind", TEXT), ("state", TEXT), ("started_at", TIME), ("ended_at", TIME),
        ("country", TEXT), ("place", TEXT), ("legal_basis", TEXT), ("officers", INT), ("origin", TEXT),
    ),
    ("action_id",),
    ("action_id", "kind", "state"),
)  # fmt: skip
_STATUSES = Table(
    "statuses",
    "one dated, sourced event of a person or action",
    (
        ("about", TEXT), ("about_id", TEXT), ("subject", TEXT), ("status", TEXT), ("on_date", DATE),
        ("recorded_at", TIME), ("country", TEXT), ("offence_title", TEXT), ("definition", TEXT),
        ("reported_by", TEXT), ("origin", TEXT),
    ),
    ("about", "about_id", "status", "on_date"),
    ("about", "about_id", "status", "on_date"),
)  # fmt: skip
_STATEMENTS = Table(
    "statements",
    "what an authority says in figures; kept apart, never forced to agree",
    (
        ("statement_id", TEXT), ("figure", TEXT), ("value", TEXT), ("unit", TEXT), ("scope", TEXT),
        ("as_of", DATE), ("said_by", TEXT), ("reported_by", TEXT), ("note", TEXT), ("origin", TEXT),
    ),
    ("statement_id",),
    ("statement_id", "figure", "value"),
)  # fmt: skip
_PERSONS = Table(
    "persons",
    "one name of a person as it was written; the rows of one person share `person_id`",
    (
        ("person_id", TEXT), ("item_id", TEXT), ("name_kind", TEXT), ("full_name", TEXT),
        ("given_name", TEXT), ("family_name", TEXT), ("order_known", BOOL), ("script", TEXT),
        ("language", TEXT), ("subject", TEXT), ("country", TEXT), ("origin", TEXT),
    ),
    ("person_id", "name_kind", "full_name"),
    ("person_id", "full_name", "subject"),
)  # fmt: skip
_PERSON_FACTS = Table(
    "person_facts",
    "one fact about a person: birth date, document, selector, conduct, residence",
    (
        ("person_id", TEXT), ("item_id", TEXT), ("kind", TEXT), ("selector_kind", TEXT), ("value", TEXT),
        ("noted_on", DATE), ("origin", TEXT),
    ),
    ("person_id", "kind", "value"),
    ("person_id", "kind", "value"),
)  # fmt: skip
_FILES = Table(
    "files",
    "one file found on an item, at one place",
    (
        ("sha256", SHA256), ("sha1", SHA1), ("md5", MD5), ("size", INT), ("item_id", TEXT), ("path", TEXT),
        ("container", TEXT), ("mime", TEXT), ("deleted", BOOL), ("modified_at", TIME),
        ("time_zone_known", BOOL),
    ),
    ("sha256", "md5", "item_id", "path"),
    ("size",),
)  # fmt: skip
_MEDIA = Table(
    "media",
    "one media hash, or one verdict, of one file's picture; `frame_ms` is 0 for a still picture",
    (
        ("pdq", PDQ), ("quality", INT), ("sha256", SHA256), ("md5", MD5), ("item_id", TEXT),
        ("method", TEXT), ("method_version", TEXT), ("decoder", TEXT), ("decoder_version", TEXT),
        ("frame_ms", INT), ("width", INT), ("height", INT), ("category_scheme", TEXT),
        ("category_code", TEXT), ("graded_by", TEXT), ("series", TEXT), ("camera_make", TEXT),
        ("camera_model", TEXT), ("camera_serial", TEXT), ("taken_at", TEXT),
    ),
    ("pdq", "sha256", "md5", "item_id"),
)  # fmt: skip
_SELECTORS = Table(
    "selectors",
    "one selector on one item at one place; `noise` says why the value alone proves little",
    (
        ("kind", TEXT), ("normal", TEXT), ("found", TEXT), ("item_id", TEXT), ("path", TEXT), ("count", INT),
        ("at", TIME), ("noise", TEXT), ("normaliser", TEXT),
    ),
    ("kind", "normal", "item_id", "path"),
    ("kind", "normal"),
)  # fmt: skip
_LINKS = Table(
    "links",
    "two selectors that acted together, seen from the item's user",
    (
        ("relation", TEXT), ("from_kind", TEXT), ("from_normal", TEXT), ("to_kind", TEXT),
        ("to_normal", TEXT), ("direction", TEXT), ("at", TIME), ("count", INT), ("item_id", TEXT),
        ("path", TEXT),
    ),
    ("relation", "from_kind", "from_normal", "to_kind", "to_normal", "item_id", "path"),
    ("relation", "from_kind", "from_normal", "to_kind", "to_normal"),
)  # fmt: skip
_NOT_EXAMINED = Table(
    "not_examined",
    "one reason why a file was not looked into, or not wholly, or why its content is in doubt",
    (
        ("item_id", TEXT), ("path", TEXT), ("container", TEXT), ("reason", TEXT), ("mime", TEXT),
        ("size", INT), ("sha256", SHA256),
    ),
    ("reason", "item_id", "container", "path"),
    ("reason",),
    first=2,
)  # fmt: skip
_SERIES = Table(
    "series",
    "one series: files that belong together, as one authority sees them; `country` is where they were made",
    (
        ("series_id", TEXT), ("name", TEXT), ("scheme", TEXT), ("state", TEXT), ("worked_on_by", TEXT),
        ("worked_on_since", DATE), ("country", TEXT), ("country_basis", TEXT), ("origin", TEXT),
    ),
    ("series_id",),
    ("series_id", "state"),
    first=3,
)  # fmt: skip
_SERIES_FILES = Table(
    "series_files",
    "one file of a series, by its digests; under the terms of its series",
    (("series_id", TEXT), ("sha256", SHA256), ("md5", MD5), ("origin", TEXT)),
    ("series_id", "sha256", "md5"),
    ("series_id",),
    first=3,
)
_ENTRIES = Table(
    "entries",
    "one entry of a reference list",
    (
        ("sha256", SHA256), ("sha1", SHA1), ("md5", MD5), ("size", INT), ("pdq", PDQ), ("quality", INT),
        ("category_scheme", TEXT), ("category_code", TEXT), ("series", TEXT), ("victim_identified", BOOL),
        ("offender_identified", BOOL), ("is_distributed", BOOL), ("submissions", INT),
    ),
    ("sha256", "md5", "sha1", "pdq"),
)  # fmt: skip

CONTRIBUTION_TABLES = {
    table.name: table
    for table in (
        _TERMS, _ITEMS, _CUSTODY, _ACTIONS, _STATUSES, _STATEMENTS, _PERSONS, _PERSON_FACTS,
        _FILES, _MEDIA, _SELECTORS, _LINKS, _NOT_EXAMINED, _SERIES, _SERIES_FILES,
    )
}  # fmt: skip
"""The tables that a contribution may hold; `terms` is always there, empty tables are left out."""

LIST_TABLES = {table.name: table for table in (_TERMS, _ENTRIES)}
"""The tables of a reference list."""

ALL_TABLES = {**CONTRIBUTION_TABLES, **LIST_TABLES}


def table_from_rows(name: str, rows: Iterable[Mapping[str, Any]], terms_id: int = 0) -> pa.Table:
    """Rows as a sorted Arrow table with `row_id`; a row may carry its own `terms_id`.

    Raises `pyarrow.ArrowInvalid` or `KeyError` for a column or value that the table does not have.
    """
    table = ALL_TABLES[name]
    known = set(table.schema.names)
    prepared = []
    for row in rows:
        if unknown := set(row) - known:
            raise KeyError(f"table {name} has no column {sorted(unknown)[0]}")
        prepared.append({"terms_id": terms_id, **row, "row_id": 0})
    return number_rows(name, pa.Table.from_pylist(prepared, schema=table.schema))


def sort_columns(spec: Table) -> tuple[str, ...]:
    """The columns that order a table's rows: its key, then every other plain column in schema order."""
    rest = [
        field.name
        for field in spec.schema
        if field.name not in (*spec.key, "row_id") and not pa.types.is_nested(field.type)
    ]
    return (*spec.key, *rest)


def number_rows(name: str, data: pa.Table) -> pa.Table:
    """The table sorted by its key with fresh `row_id` values; ties keep the order of all other columns.

    Nulls come last. The same rows in any order give the same table.
    """
    spec = ALL_TABLES[name]
    ordered = data.select(spec.schema.names).sort_by([(column, "ascending") for column in sort_columns(spec)])
    return ordered.set_column(0, "row_id", pa.array(np.arange(ordered.num_rows), INT)).cast(spec.schema)


def concat_tables(name: str, parts: Sequence[pa.Table]) -> pa.Table:
    """Several parts of one table as one, sorted and numbered anew."""
    return number_rows(name, pa.concat_tables(parts))
