"""What each column of a table of records takes, so that rows can be entered one by one."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import pyarrow as pa

from mozaik.records import CONTRIBUTION_TABLES, FIGURES, WORDS
from mozaik.selectors import KINDS


class Takes(StrEnum):
    """What a column takes."""

    TEXT = "text"
    CHOICE = "choice"
    DAY = "day"
    MOMENT = "moment"
    TRUTH = "truth"
    NUMBER = "number"
    DIGEST = "digest"
    COUNTRY = "country"


@dataclass(frozen=True, slots=True)
class RecordColumn:
    """A column: what it takes, whether each row needs it, and the words that it may hold, if only such."""

    name: str
    takes: Takes
    is_required: bool
    words: tuple[str, ...]


_MORE_WORDS: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("person_facts", "selector_kind"): tuple(KINDS),
    ("statements", "figure"): tuple(FIGURES),
}


def record_columns(table: str) -> tuple[RecordColumn, ...]:
    """The columns that a person fills in of a table of records, in the table's order."""
    spec = CONTRIBUTION_TABLES[table]
    columns = []
    for name, kind in spec.columns:
        words = _MORE_WORDS.get((table, name)) or tuple(sorted(WORDS[table].get(name, ())))
        takes = Takes.CHOICE if words else Takes.COUNTRY if name == "country" else _takes(kind)
        columns.append(RecordColumn(name, takes, name in spec.required, words))
    return tuple(columns)


def _takes(kind: pa.DataType) -> Takes:
    if pa.types.is_timestamp(kind):
        return Takes.MOMENT
    if pa.types.is_date(kind):
        return Takes.DAY
    if pa.types.is_boolean(kind):
        return Takes.TRUTH
    if pa.types.is_fixed_size_binary(kind):
        return Takes.DIGEST
    return Takes.NUMBER if pa.types.is_integer(kind) else Takes.TEXT
