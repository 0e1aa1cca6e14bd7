"""A terms sheet: the TOML file in which an owner states the terms of a contribution before sealing.

[terms.material]                  # as many as needed; the first is the default
purposes = ["cross-check"]
subject = "no-person"
handling = ["H0", "H2"]
source = "A"
information = "1"
legal_basis = "court order"
review_on = 2026-11-20
disclosure = "hit"                # never defaulted: every other reader
[terms.material.disclose]
HR-MUP = "full"
HU-NNI = { level = "full", until = 2024-05-01 }

[apply]                           # table -> terms; other tables take the first
selectors = "identifiers"
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from mozaik.errors import InvalidInputError
from mozaik.terms.codes import Disclosure, Handling, Purpose, Subject
from mozaik.terms.model import ReaderDisclosure, Terms

_KEYS = {
    "purposes", "subject", "minor", "necessity", "handling", "handling_note", "source",
    "information", "disclosure", "disclose", "review_on", "legal_basis",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class TermsSheet:
    """Terms in the order of their `terms_id`, and which of them each table takes."""

    terms: tuple[Terms, ...]
    by_table: Mapping[str, int]

    def for_table(self, table: str) -> int:
        """The `terms_id` of a table's rows; 0, the first terms, unless the sheet says otherwise."""
        return self.by_table.get(table, 0)

    def find(self, name: str) -> int:
        """The `terms_id` of the terms with this name; InvalidInputError names the known ones."""
        for index, terms in enumerate(self.terms):
            if terms.name == name:
                return index
        raise InvalidInputError(
            "unknown terms", why=f"'{name}' is not among {', '.join(t.name for t in self.terms)}"
        )


def quarantine_sheet(owner: str, review_on: date) -> TermsSheet:
    """The sheet of unsorted data: no purpose, unknown subject, silent to all; it does not match."""
    unsorted = Terms(
        name="quarantine",
        owner=owner,
        purposes=frozenset(),
        subject=Subject.UNKNOWN,
        disclosure=Disclosure.SILENT,
        source="X",
        information="4",
        review_on=review_on,
    )
    return TermsSheet((unsorted,), {})


def load_sheet(path: Path, owner: str) -> TermsSheet:
    """Read a terms sheet from a TOML file; InvalidInputError names the entry and the remedy."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InvalidInputError("the terms sheet cannot be read", where=str(path), why=str(error)) from error
    return parse_sheet(data, owner, where=str(path))


def parse_sheet(data: Mapping[str, Any], owner: str, where: str = "terms sheet") -> TermsSheet:
    """The sheet of parsed TOML; InvalidInputError names the entry and the remedy."""
    tables = data.get("terms")
    if not isinstance(tables, dict) or not tables:
        raise InvalidInputError(
            "no terms are stated", where=where, remedy="add a table such as [terms.material]"
        )
    names = list(tables)
    terms = tuple(_parse_terms(name, tables[name], owner, where) for name in names)
    by_table = {}
    for table, name in data.get("apply", {}).items():
        if name not in names:
            raise InvalidInputError(
                "the sheet applies unknown terms",
                where=f"{where}, apply.{table}",
                remedy=f"use one of {', '.join(names)}",
            )
        by_table[table] = names.index(name)
    return TermsSheet(terms, by_table)


def with_owner(sheet: TermsSheet, owner: str) -> TermsSheet:
    """The same sheet stated by another owner."""
    return TermsSheet(tuple(replace(terms, owner=owner) for terms in sheet.terms), sheet.by_table)


def _parse_terms(name: str, data: Mapping[str, Any], owner: str, where: str) -> Terms:
    place = f"{where}, terms.{name}"
    if unknown := sorted(set(data) - _KEYS):
        raise InvalidInputError(
            f"unknown entry '{unknown[0]}'", where=place, remedy=f"known entries: {', '.join(sorted(_KEYS))}"
        )
    if "disclosure" not in data or "review_on" not in data:
        raise InvalidInputError(
            "disclosure and review_on must be stated", where=place, remedy="add both; there is no default"
        )
    try:
        return Terms(
            name=name,
            owner=owner,
            purposes=frozenset(Purpose(word) for word in data.get("purposes", ())),
            subject=Subject(data.get("subject", "unknown")),
            minor=bool(data.get("minor", False)),
            necessity=str(data.get("necessity", "")),
            handling=frozenset(Handling(word) for word in data.get("handling", ["H0"])),
            handling_note=str(data.get("handling_note", "")),
            source=str(data.get("source", "")),
            information=str(data.get("information", "")),
            disclosure=Disclosure.of(str(data["disclosure"])),
            disclosures=tuple(_parse_reader(*entry) for entry in data.get("disclose", {}).items()),
            review_on=_parse_date(data["review_on"]),
            legal_basis=str(data.get("legal_basis", "")),
        )
    except ValueError as error:
        raise InvalidInputError("an entry cannot be read", where=place, why=str(error)) from error


def _parse_reader(reader: str, entry: str | Mapping[str, Any]) -> ReaderDisclosure:
    if isinstance(entry, str):
        return ReaderDisclosure(reader, Disclosure.of(entry))
    until = entry.get("until")
    return ReaderDisclosure(
        reader, Disclosure.of(str(entry.get("level"))), _parse_date(until) if until else None
    )


def _parse_date(value: object) -> date:
    if isinstance(value, date):
        return value
    return date.fromisoformat(str(value))
