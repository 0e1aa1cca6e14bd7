"""A terms sheet: the TOML file in which an owner states the terms of a contribution before sealing.

[terms.material]                  # as many as needed; the first is the default
purposes = ["cross-check"]
subject = "no-person"
handling = ["H0", "H2"]
source = "A"
information = "1"
legal_basis = "court order"
review_on = 2033-11-20
disclosure = "hit"                # never defaulted: every other reader
[terms.material.disclose]
HR-MUP = "full"
HU-NNI = { level = "full", until = 2031-05-01 }

[apply]                           # table -> terms; other tables take the first
selectors = "identifiers"
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from mozaik.errors import InvalidInputError
from mozaik.parties import Authority, is_authority
from mozaik.terms.codes import EVERYONE, PUBLIC, Disclosure, Handling, Purpose, Subject
from mozaik.terms.model import ReaderDisclosure, Terms
from mozaik.toml_text import parse_toml

_KEYS = {
    "purposes", "subject", "minor", "necessity", "handling", "handling_note", "source",
    "information", "disclosure", "disclose", "review_on", "legal_basis",
}  # fmt: skip
_READER_KEYS = {"level", "until"}
TABLES = frozenset(
    {
        "items", "custody", "actions", "statuses", "statements", "persons", "person_facts",
        "files", "media", "selectors", "links", "not_examined", "entries",
        "series", "series_files",
    }
)  # fmt: skip
"""The tables of which `[apply]` may speak: a misspelt one would leave rows under the first terms unseen."""
PLANS = "plans"
"""What `[apply]` calls the plans of an owner, which are no table."""


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
            "unknown terms",
            why=f"'{name}' is not among {', '.join(t.name for t in self.terms)}",
            remedy="use one of the terms of the sheet, or add these to it",
        )


def quarantine_sheet(owner: str, review_on: date) -> TermsSheet:
    """The sheet of unsorted data: no purpose, unknown subject, silent to all; it does not match."""
    unsorted = Terms(
        name="quarantine",
        owner=Authority(owner),
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
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise InvalidInputError(
            "the terms sheet cannot be read", where=str(path), why=why or "", remedy="save it as UTF-8"
        ) from error
    return parse_sheet(parse_toml(text, str(path)), owner, where=str(path))


def parse_sheet(data: Mapping[str, Any], owner: str, where: str = "terms sheet") -> TermsSheet:
    """The sheet of parsed TOML; InvalidInputError names the entry and the remedy."""
    if unknown := sorted(set(data) - {"terms", "apply"}):
        raise InvalidInputError(
            f"unknown entry '{unknown[0]}'", where=where, remedy="a sheet holds [terms.NAME] and [apply]"
        )
    tables = data.get("terms")
    if not isinstance(tables, dict) or not tables:
        raise InvalidInputError(
            "no terms are stated", where=where, remedy="add a table such as [terms.material]"
        )
    names = list(tables)
    terms = tuple(_parse_terms(name, tables[name], owner, where) for name in names)
    return TermsSheet(terms, _parse_apply(data.get("apply", {}), names, where))


def _parse_apply(data: object, names: list[str], where: str) -> dict[str, int]:
    """The `terms_id` by table; InvalidInputError for a table or terms that do not exist."""
    place = f"{where}, apply"
    if not isinstance(data, dict):
        raise InvalidInputError("apply is not a table", where=place, remedy='write lines as files = "NAME"')
    for table, name in data.items():
        if table not in TABLES and table != PLANS:
            known = ", ".join(sorted({*TABLES, PLANS}))
            raise InvalidInputError(f"unknown table '{table}'", where=place, remedy=f"use one of {known}")
        if name not in names:
            raise InvalidInputError(
                "the sheet applies unknown terms",
                where=f"{place}.{table}",
                remedy=f"use one of {', '.join(names)}",
            )
    return {table: names.index(name) for table, name in data.items()}


def _parse_terms(name: str, data: object, owner: str, where: str) -> Terms:
    place = f"{where}, terms.{name}"
    if not isinstance(data, dict):
        raise InvalidInputError("the terms are not a table", where=place, remedy=f"write [terms.{name}]")
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
            owner=Authority(owner),
            purposes=frozenset(Purpose(word) for word in _words(data, "purposes")),
            subject=Subject(_text(data, "subject") or "unknown"),
            minor=_flag(data, "minor"),
            necessity=_text(data, "necessity"),
            handling=frozenset(Handling(word) for word in _words(data, "handling") or ["H0"]),
            handling_note=_text(data, "handling_note"),
            source=_text(data, "source"),
            information=_text(data, "information"),
            disclosure=Disclosure.of(_text(data, "disclosure")),
            disclosures=_parse_readers(data.get("disclose", {})),
            review_on=_parse_date(data["review_on"]),
            legal_basis=_text(data, "legal_basis"),
        )
    except ValueError as error:
        raise InvalidInputError(
            "an entry cannot be read", where=place, why=str(error), remedy="correct it in the sheet"
        ) from error


def _parse_readers(data: object) -> tuple[ReaderDisclosure, ...]:
    if not isinstance(data, dict):
        raise ValueError('disclose is a table of readers, such as HR-MUP = "full"')
    return tuple(_parse_reader(reader, stated) for reader, stated in data.items())


def _parse_reader(reader: str, stated: object) -> ReaderDisclosure:
    if reader not in (EVERYONE, PUBLIC) and not is_authority(reader):
        raise ValueError(
            f"disclose.{reader} names neither an authority such as HR-MUP, nor a country such as HR, "
            f"nor {PUBLIC} nor {EVERYONE}"
        )
    if isinstance(stated, str):
        return ReaderDisclosure(reader, Disclosure.of(stated))
    if not isinstance(stated, dict) or "level" not in stated or set(stated) - _READER_KEYS:
        raise ValueError(f"disclose.{reader} is a level, or a table of level and until")
    until = _parse_date(stated["until"]) if "until" in stated else None
    return ReaderDisclosure(reader, Disclosure.of(_text(stated, "level")), until)


def _words(data: Mapping[str, Any], name: str) -> list[str]:
    words = data.get(name, [])
    if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
        raise ValueError(f"{name} is a list of texts")
    return words


def _text(data: Mapping[str, Any], name: str) -> str:
    value = data.get(name, "")
    if not isinstance(value, str):
        raise ValueError(f"{name} is a text in quotes")
    return value


def _flag(data: Mapping[str, Any], name: str) -> bool:
    value = data.get(name, False)
    if not isinstance(value, bool):
        raise ValueError(f"{name} is true or false, without quotes")
    return value


def _parse_date(value: object) -> date:
    """A day; ValueError for anything else, also for a day with a time, which has no one day in all zones."""
    if isinstance(value, str):
        return date.fromisoformat(value)
    if isinstance(value, datetime) or not isinstance(value, date):
        raise ValueError("a date is a day such as 2033-11-20, without a time")
    return value
