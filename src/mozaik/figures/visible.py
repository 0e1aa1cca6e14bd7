"""What of sealed contributions a reader may count: the first step, before anything is counted.

A row below the level hit is dropped here, so that nothing later can depend on it. A row at the level
hit takes part in counts; its reference and fields are not shown.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from mozaik.contribution import SealedSet
from mozaik.figures.figure import RowRef
from mozaik.parties import Authority
from mozaik.terms import Disclosure, Reader, Terms, Use, disclosed

COLUMNS = {
    "actions": ("action_id", "kind", "state", "started_at", "officers", "origin"),
    "items": ("item_id", "kind", "state", "seized_at", "origin"),
    "statuses": ("about", "about_id", "subject", "status", "on_date", "definition", "origin"),
    "person_facts": ("person_id", "kind", "value", "noted_on", "origin"),
    "statements": (
        "statement_id", "figure", "value", "unit", "scope", "as_of", "said_by", "reported_by", "note",
        "origin",
    ),
}  # fmt: skip
"""The columns that figures read; names of persons are not among them."""

_KEYS = {
    "actions": ("action_id",),
    "items": ("item_id",),
    "statuses": ("about", "about_id", "status", "on_date"),
    "person_facts": ("person_id", "kind"),
    "statements": ("statement_id",),
}


@dataclass(frozen=True, slots=True)
class VisibleRow:
    """A row that the reader may count: its owner, level, terms, reference and fields."""

    authority: Authority
    level: Disclosure
    terms: Terms
    ref: RowRef
    fields: Mapping[str, Any]

    @property
    def country(self) -> str:
        """The country of the owner."""
        return self.authority.country


Visible = Mapping[str, Sequence[VisibleRow]]


def visible_rows(
    sets: Sequence[SealedSet], reader: Reader, use: Use, on: date
) -> dict[str, list[VisibleRow]]:
    """Table -> the rows that the reader may count on a date, in an order of what they say alone."""
    rows: dict[str, list[VisibleRow]] = {name: [] for name in COLUMNS}
    for sealed_set in sets:
        levels = [disclosed(terms, reader, use, on) for terms in sealed_set.terms]
        for name in COLUMNS:
            if name in sealed_set.rows:
                rows[name].extend(_rows_of(sealed_set, name, levels, reader.name))
    return {name: sorted(row, key=_content) for name, row in rows.items()}


def _content(row: VisibleRow) -> tuple[str, ...]:
    """What a row says: an order by set id or time of sealing would show when silent rows were sealed anew."""
    place = (row.ref.set_id or "", f"{row.ref.row_id or 0:012}")
    return row.authority, row.ref.key, repr(sorted(row.fields.items())), row.terms.grade, *place


def _rows_of(sealed_set: SealedSet, name: str, levels: Sequence[Disclosure], reader: str) -> list[VisibleRow]:
    table = sealed_set.table(name).select(["row_id", "terms_id", *COLUMNS[name]])
    visible = []
    for row in table.to_pylist():
        level = levels[row["terms_id"]]
        if level is Disclosure.SILENT:
            continue
        key = "/".join(str(row[column]) for column in _KEYS[name])
        ref = RowRef(sealed_set.authority, name, key)
        if reader == sealed_set.authority:
            ref = replace(ref, set_id=sealed_set.set_id, row_id=row["row_id"])
        fields = {column: row[column] for column in COLUMNS[name]}
        visible.append(
            VisibleRow(sealed_set.authority, level, sealed_set.terms[row["terms_id"]], ref, fields)
        )
    return visible
