"""Small contributions of several authorities, sealed and read back, for tests of figures."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from mozaik.contribution import SealedSet, read_set, write_contribution
from mozaik.figures import JOINT, Figure
from mozaik.terms import PUBLIC, Reader, parse_sheet
from tests.contribution.support import (
    SHEET,
    SILENT_SUSPECTS,
    SUSPECTS,
    VICTIMS,
    key_of,
    spec_of,
    tables_of,
    trust_in,
)

ON = date(2023, 11, 20)


def reader_of(authority: str) -> Reader:
    """The reader of a name: an authority that takes part, or the public."""
    return Reader(authority, takes_part=authority != PUBLIC)


Rows = dict[str, list[dict[str, Any]]]


PUBLISHED = {
    **SHEET, "terms": {**SHEET["terms"], "open": {**SHEET["terms"]["open"], "disclose": {"PUBLIC": "full"}}}
}  # fmt: skip
"""The terms of the tests, with those of the first rows open to the public in full."""


def sealed(
    folder: Path,
    rows: Mapping[str, Iterable[Mapping[str, Any]]],
    authority: str,
    sheet: Mapping[str, Any] = SHEET,
    **spec: Any,
) -> SealedSet:
    """A contribution with these rows, sealed, verified and read; its id is fixed."""
    spec = {"id": f"{authority}.records", **spec}
    path = folder / f"{spec['id']}.contribution"
    tables = {name: list(given) for name, given in rows.items()}
    write_contribution(
        path,
        spec_of(authority, **spec),
        tables_of(**{name: given for name, given in tables.items() if given}),
        parse_sheet(sheet, authority),
        key_of(authority),
    )
    return read_set(path, trust_in(authority))


def raid(number: int, day: int = 9, **changes: Any) -> dict[str, Any]:
    """A search carried out on a day of November 2023."""
    started = datetime(2023, 11, day, 5, tzinfo=UTC)
    return {
        "action_id": f"A-{number}",
        "kind": "search",
        "state": "carried-out",
        "started_at": started,
        **changes,
    }


def item(number: int, kind: str = "phone", **changes: Any) -> dict[str, Any]:
    """An item seized on 9 November 2023."""
    seized_at = datetime(2023, 11, 9, 8, tzinfo=UTC)
    return {"item_id": f"I-{number}", "kind": kind, "state": "seized", "seized_at": seized_at, **changes}


def status(person: str, word: str, day: int = 9, subject: str = "suspect", **changes: Any) -> dict[str, Any]:
    """A status of a person on a day of November 2023."""
    terms = VICTIMS if subject == "victim" else SUSPECTS
    return {
        "about": "person", "about_id": person, "subject": subject, "status": word,
        "on_date": date(2023, 11, day), "terms_id": terms, **changes,
    }  # fmt: skip


def conduct(person: str, value: str, **changes: Any) -> dict[str, Any]:
    """A fact about how a suspect acted."""
    return {"person_id": person, "kind": "conduct", "value": value, "terms_id": SUSPECTS, **changes}


def said(number: int, figure: str, value: str, scope: str = JOINT, **changes: Any) -> dict[str, Any]:
    """A statement of 20 November 2023."""
    return {
        "statement_id": f"S-{number}", "figure": figure, "value": value, "scope": scope,
        "as_of": date(2023, 11, 20), "said_by": "HR-MUP", **changes,
    }  # fmt: skip


def value(figures: Iterable[Figure], key: str, scope: str = JOINT) -> int | str | None:
    """The value of one figure."""
    return pick(figures, key, scope).value


def pick(figures: Iterable[Figure], key: str, scope: str = JOINT) -> Figure:
    """One figure by key and scope."""
    return next(figure for figure in figures if (figure.key, figure.scope) == (key, scope))


def has(figures: Iterable[Figure], key: str, scope: str = JOINT) -> bool:
    """Whether there is a figure of a key and scope."""
    return any((figure.key, figure.scope) == (key, scope) for figure in figures)


__all__ = [
    "ON",
    "SILENT_SUSPECTS",
    "Rows",
    "conduct",
    "has",
    "item",
    "pick",
    "raid",
    "said",
    "sealed",
    "status",
    "value",
]
