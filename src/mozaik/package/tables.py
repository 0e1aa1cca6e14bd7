"""The CSV forms of a package, for spreadsheets: leads and hits, safe to open.

A cell that a spreadsheet would take for a formula gets an apostrophe in front; phone numbers that begin
with a plus sign get it too. UTF-8 with a byte order mark, so that Cyrillic opens right; lines end in CRLF.
"""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import cast

from mozaik.package.model import Json

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\uff1d", "\uff0b", "\uff0d", "\uff20", "|", "%")
"""First characters that common spreadsheets evaluate, with their full-width forms."""

LEAD_COLUMNS = (
    "lead", "topic", "title", "why", "next_steps", "authorities", "own_units", "references", "tickets",
    "handling", "grade",
)  # fmt: skip
HIT_COLUMNS = (
    "lead", "reference", "kind", "value_kind", "authority", "own", "set_kind", "level", "value", "unit",
    "table", "path", "ticket", "distance", "transform", "second_fact", "handling", "notes", "grade",
)  # fmt: skip

Row = Mapping[str, object]


def leads_csv(body: Mapping[str, Json]) -> bytes:
    """One line a lead."""
    return _written(LEAD_COLUMNS, (_lead_row(lead) for lead in _objects(body["leads"])))


def hits_csv(body: Mapping[str, Json]) -> bytes:
    """One line a holder of a hit, then of a pointer: what is told, or the ticket with which to ask.

    A line says that its holder is in a hit, so it carries the conditions of the whole hit: the union of the
    codes, all notes and the worst grade.
    """
    pointers = (
        {**pointer, "kind": "pointer", "value_kind": pointer["kind"]}
        for pointer in _objects(body["pointers"])
    )
    rows = (row for hit in (*_objects(body["hits"]), *pointers) for row in _hit_rows(hit))
    return _written(HIT_COLUMNS, rows)


def safe_cell(value: object) -> str:
    """A cell as text that no spreadsheet evaluates; line breaks become blanks."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = " ".join(str(value).splitlines())
    return "'" + text if text.lstrip(" \u00a0").startswith(FORMULA_STARTS) else text


def _lead_row(lead: Row) -> dict[str, object]:
    asks = _objects(cast(Json, lead["ask"]))
    return {
        **{name: _joined(lead.get(name)) for name in LEAD_COLUMNS},
        "lead": lead["number"],
        "next_steps": " ".join(_texts(lead["next_steps"])),
        "tickets": "; ".join(
            f"{ask['authority']} {ticket}" for ask in asks for ticket in _texts(ask["tickets"])
        ),
    }


def _hit_rows(hit: Row) -> Iterable[dict[str, object]]:
    shared = {name: hit.get(name) for name in ("lead", "reference", "kind", "value_kind", "second_fact")}
    pair = {name: hit.get(name) for name in ("distance", "transform")}
    told, asked = _objects(cast(Json, hit["told"])), _objects(cast(Json, hit["ask"]))
    notes = sorted({note for holder in (*told, *asked) for note in _texts(holder["notes"])})
    shared |= {"handling": _joined(hit["handling"]), "notes": _joined(notes), "grade": hit["grade"]}
    for holder in told:
        fields = cast("dict[str, Json]", holder["fields"])
        shown = {name: holder[name] for name in ("authority", "own", "set_kind", "value", "unit", "table")}
        yield {**shared, **pair, **shown, "level": "full", "path": fields.get("path")}
    for ask in asked:
        yield {**shared, "level": "hit", "own": False, "authority": ask["authority"],
               "set_kind": ask["set_kind"], "ticket": ask["ticket"]}  # fmt: skip


def _written(columns: Sequence[str], rows: Iterable[Row]) -> bytes:
    sink = io.StringIO(newline="")
    writer = csv.writer(sink, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([safe_cell(row.get(name)) for name in columns] for row in rows)
    return sink.getvalue().encode("utf-8-sig")


def _objects(value: Json) -> list[Row]:
    return cast("list[Row]", value)


def _texts(value: object) -> list[str]:
    return cast("list[str]", value)


def _joined(value: object) -> object:
    return "; ".join(map(str, value)) if isinstance(value, list) else value
