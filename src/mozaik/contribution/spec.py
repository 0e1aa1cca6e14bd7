"""What the writer of a contribution or list states beside the rows: identity, versions, what was read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol, cast

import pyarrow as pa

from mozaik.canonical import is_number
from mozaik.errors import InvalidInputError
from mozaik.parties import Authority
from mozaik.seal import JsonValue
from mozaik.terms import TermsSheet

_COUNTS = ("read", "accepted", "duplicate", "rejected")
_REPORT_KEYS = {"format", *_COUNTS, "details"}


class Account(Protocol):
    """What a reading says about itself, whether of a seized item, an export or a list."""

    @property
    def read(self) -> int:
        """Entries that were read."""

    @property
    def accepted(self) -> int:
        """Entries that gave facts."""

    @property
    def duplicate(self) -> int:
        """Entries that repeat another."""

    @property
    def rejected(self) -> int:
        """Entries that gave no facts."""

    def to_json(self) -> Mapping[str, object]:
        """The account as JSON: counts and reasons, no names."""


@dataclass(frozen=True, slots=True)
class Report:
    """What became of everything that was read: `read` is always accepted + duplicate + rejected.

    `details` is JSON without fractions that says what could not be read or compared, by cause and count,
    never by value; readers use it to state what a cross-check did not cover.
    """

    read: int
    accepted: int
    duplicate: int = 0
    rejected: int = 0
    details: Mapping[str, JsonValue] = field(default_factory=dict)

    def __post_init__(self) -> None:
        counts = (self.read, self.accepted, self.duplicate, self.rejected)
        if min(counts) < 0 or self.read != sum(counts[1:]):
            raise InvalidInputError(
                "the report does not add up",
                why="read must be accepted + duplicate + rejected",
                remedy="count each row that was read once",
            )

    @classmethod
    def of(cls, account: Account) -> "Report":
        """The report of a reading, with its whole account as details."""
        details = cast(Mapping[str, JsonValue], account.to_json())
        return cls(account.read, account.accepted, account.duplicate, account.rejected, details)

    def to_json(self) -> dict[str, JsonValue]:
        """The report as the member `report.json` holds it."""
        return {
            "format": 1,
            "read": self.read,
            "accepted": self.accepted,
            "duplicate": self.duplicate,
            "rejected": self.rejected,
            "details": self.details,
        }

    @classmethod
    def from_json(cls, value: JsonValue, where: str) -> "Report":
        """The report of parsed JSON; InvalidInputError, naming `where`, for any other shape."""
        if not isinstance(value, Mapping) or set(value) != _REPORT_KEYS:
            raise InvalidInputError(
                "the report has another shape", where=where, remedy="ask the owner to seal the file again"
            )
        if not is_number(value["format"], 1):
            raise InvalidInputError(
                "the report is of another format",
                where=where,
                remedy="ask the owner to seal the file again with this version",
            )
        counts = [value[key] for key in _COUNTS]
        details = value["details"]
        if not all(type(count) is int for count in counts) or not isinstance(details, Mapping):
            raise InvalidInputError(
                "the report has another shape", where=where, remedy="ask the owner to seal the file again"
            )
        read, accepted, duplicate, rejected = cast("list[int]", counts)
        try:
            return cls(read, accepted, duplicate, rejected, details)
        except InvalidInputError as error:
            raise InvalidInputError(error.what, where=where, why=error.why, remedy=error.remedy) from error


@dataclass(frozen=True, slots=True)
class ContributionSpec:
    """The identity of a contribution or list.

    `label` says in a word what it is (`item`, `records`) and stands in the id that is derived when `id` is
    empty (`contribution.identity`). `created_at` is UTC. `versions` names the tools and algorithms that made
    the rows. `report` defaults to: every row read was accepted.
    """

    sender: Authority
    edition: str
    created_at: datetime
    label: str = "records"
    item: str = ""
    id: str = ""
    synthetic: bool = False
    versions: Mapping[str, str] = field(default_factory=dict)
    supersedes: tuple[str, ...] = ()
    report: Report | None = None
    properties: Mapping[str, str] = field(default_factory=dict)


def apply_sheet(tables: Mapping[str, pa.Table], sheet: TermsSheet) -> dict[str, pa.Table]:
    """The tables with every row under the terms that the sheet applies to its table."""
    applied = {}
    for name, table in tables.items():
        column = pa.repeat(pa.scalar(sheet.for_table(name), pa.int32()), table.num_rows)
        applied[name] = table.set_column(table.schema.get_field_index("terms_id"), "terms_id", column)
    return applied
