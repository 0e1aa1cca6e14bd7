"""The CSV forms of a package, for spreadsheets: leads and hits, safe to open.

A cell that a spreadsheet would take for a formula gets an apostrophe in front; phone numbers that begin
with a plus sign get it too. UTF-8 with a byte order mark, so that Cyrillic opens right; lines end in CRLF.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping

from mozaik.package.model import Hit, Holder, Lead, Package, Pointer
from mozaik.package.rendering import Form, Rendering
from mozaik.package.renderings.conditions import conditions_of, purpose_of
from mozaik.visible import visible_line

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\uff1d", "\uff0b", "\uff0d", "\uff20", "|", "%")
"""First characters that common spreadsheets evaluate, with their full-width forms."""

LEAD_COLUMNS = (
    "lead", "topic", "title", "why", "next_steps", "authorities", "own_units", "references", "tickets",
    "handling", "grade", "purpose",
)  # fmt: skip
HIT_COLUMNS = (
    "lead", "reference", "kind", "value_kind", "authority", "own", "set_kind", "level", "value", "unit",
    "table", "path", "ticket", "distance", "transform", "second_fact", "handling", "notes", "grade",
    "keep_until", "purpose",
)  # fmt: skip

Cells = Mapping[str, object]


def leads_csv(package: Package) -> bytes:
    """One line a lead."""
    return _written(LEAD_COLUMNS, lead_rows(package))


def hits_csv(package: Package) -> bytes:
    """One line a holder of a hit, then of a pointer."""
    return _written(HIT_COLUMNS, hit_rows(package))


def lead_rows(package: Package) -> Iterator[Cells]:
    """The cells of every lead."""
    purpose = purpose_of(package)
    return ({**_lead_cells(lead), "purpose": purpose} for lead in package.leads)


def hit_rows(package: Package) -> Iterator[Cells]:
    """The cells of every holder: what is told, or the ticket with which to ask.

    A line says that its holder is in a hit, so it carries the conditions of the whole hit: the union of the
    codes, all notes and the worst grade. Its last day is the holder's own.
    """
    purpose = purpose_of(package)
    return ({**cells, "purpose": purpose} for told in package.told for cells in _holder_cells(told))


def cell_text(value: object) -> str:
    """A cell as text, unseen letters shown; line breaks become blanks."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return visible_line(_line(value))


def safe_cell(value: object) -> str:
    """A cell as text that no spreadsheet evaluates when it reads a table of plain text."""
    mark = "'" if _line(value).lstrip(" \u00a0").startswith(FORMULA_STARTS) else ""
    return mark + cell_text(value)


def paths_of(holder: Holder) -> tuple[str, ...]:
    """Where a holder's row or its file lies."""
    path = holder.fields.get("path")
    return (str(path),) if path else tuple(place.path for place in holder.places)


def _lead_cells(lead: Lead) -> Cells:
    return {
        "lead": lead.number,
        "topic": lead.topic,
        "title": lead.title,
        "why": lead.why,
        "next_steps": " ".join(lead.next_steps),
        "authorities": _joined(lead.authorities),
        "own_units": _joined(lead.own_units),
        "references": _joined(lead.references),
        "tickets": _joined(f"{ask.authority} {ticket}" for ask in lead.ask for ticket in ask.tickets),
        "handling": _joined(lead.handling),
        "grade": lead.grade,
    }


def _holder_cells(told: Hit | Pointer) -> Iterator[Cells]:
    shared = {**_shared_cells(told), **_conditions(told)}
    pair = {"distance": told.distance, "transform": told.transform} if isinstance(told, Hit) else {}
    for holder in told.told:
        yield {
            **shared, **pair, "authority": holder.authority, "own": holder.own, "set_kind": holder.set_kind,
            "level": "full", "value": holder.value, "unit": holder.unit, "table": holder.table,
            "path": _joined(paths_of(holder)), "keep_until": holder.keep_until,
        }  # fmt: skip
    for hidden in told.ask:
        yield {
            **shared, "authority": hidden.authority, "own": False, "set_kind": hidden.set_kind,
            "level": "hit", "ticket": hidden.ticket, "keep_until": hidden.keep_until,
        }  # fmt: skip


def _shared_cells(told: Hit | Pointer) -> Cells:
    kinds: Cells = (
        {"kind": told.kind, "value_kind": told.value_kind, "second_fact": told.second_fact}
        if isinstance(told, Hit)
        else {"kind": "pointer", "value_kind": told.kind}
    )
    return {"lead": told.lead, "reference": told.reference, **kinds}


def _conditions(told: Hit | Pointer) -> Cells:
    notes = conditions_of((told,)).notes
    return {"handling": _joined(told.handling), "notes": _joined(notes), "grade": told.grade}


def _written(columns: tuple[str, ...], rows: Iterable[Cells]) -> bytes:
    sink = io.StringIO(newline="")
    writer = csv.writer(sink, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([safe_cell(row.get(name)) for name in columns] for row in rows)
    return sink.getvalue().encode("utf-8-sig")


def _line(value: object) -> str:
    return " ".join(str(value).splitlines())


def _joined(texts: Iterable[object]) -> str:
    return "; ".join(map(str, texts))


LEADS_CSV = Rendering("leads.csv", leads_csv)
HITS_CSV = Rendering("hits.csv", hits_csv, Form.CSV)
