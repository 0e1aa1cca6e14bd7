"""The forms in which rows of records are entered: of each table its fields, with what they hold."""

from collections.abc import Mapping
from dataclasses import dataclass

from mozaik.desk import RecordColumn, Takes, record_columns
from mozaik.wording import say

TERMS = "terms"
"""The field that names the terms of a row."""
VICTIMS = "victims"
Faults = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class RecordForm:
    """A form: its name, its table, and the fields that it states by itself, such as that of a victim."""

    name: str
    table: str
    stated: Mapping[str, str]

    @property
    def title(self) -> str:
        """What is entered in it."""
        return say(f"hub.record.form.{self.name}")

    @property
    def columns(self) -> tuple[RecordColumn, ...]:
        """What a person fills in, in the order of the table."""
        return tuple(column for column in record_columns(self.table) if column.name not in self.stated)


@dataclass(frozen=True, slots=True)
class FormField:
    """A field of a form: what it takes and holds, and in a sentence each what is wrong with it."""

    name: str
    label: str
    takes: Takes
    is_required: bool
    words: tuple[str, ...]
    value: str
    faults: tuple[str, ...]


_VICTIM = {"about": "person", "subject": "victim", "status": "safeguarded"}
_TABLES = (
    "actions", "items", "custody", "persons", "person_facts", "statuses", "statements", "series",
    "series_files",
)  # fmt: skip
FORMS: Mapping[str, RecordForm] = {
    **{table: RecordForm(table, table, {}) for table in _TABLES[:6]},
    VICTIMS: RecordForm(VICTIMS, "statuses", _VICTIM),
    **{table: RecordForm(table, table, {}) for table in _TABLES[6:]},
}
"""Every table of records has a form; safeguarded victims have one beside that of all statuses."""


def form_of(table: str, fields: Mapping[str, str]) -> RecordForm:
    """The form in which a row with these fields is entered."""
    if table == "statuses" and all(fields.get(name) == word for name, word in _VICTIM.items()):
        return FORMS[VICTIMS]
    return FORMS[table]


def form_fields(
    form: RecordForm, values: Mapping[str, str], terms: tuple[str, ...], faults: Faults
) -> list[FormField]:
    """The fields of a form with what they hold; terms come first, as they decide what becomes of a row."""
    first = RecordColumn(TERMS, Takes.CHOICE, True, terms)
    return [
        FormField(
            column.name, label_of(column.name), column.takes, column.is_required, column.words,
            values.get(column.name, ""), faults.get(column.name, ()),
        )
        for column in (first, *form.columns)
    ]  # fmt: skip


def label_of(column: str) -> str:
    """What a field is called."""
    return say(f"hub.record.field.{column}")
