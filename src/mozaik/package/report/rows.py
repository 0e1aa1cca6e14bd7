"""A hit or pointer as a row of the report: what is told, whom to ask, and one line where many hold it."""

from collections.abc import Iterable, Sequence

from mozaik.package.model import HiddenHolder, Hit, Holder, Package, Pointer, holders_of
from mozaik.release import likeness_text, lines_of_row, nearness_text
from mozaik.typed_json import Json, to_json
from mozaik.wording import explain_list_kind, explain_value, listed_some, say

HOLDERS_SHOWN = 6
LONGEST = 120
"""How many rows of a hit the report shows, and how many letters of a value or path; it says how many more."""
FEW = 4
"""A value that more authorities hold is one line with their names: their rows are in hits.csv."""
UNITS_NAMED = 2
"""How many items of an authority such a line names."""

Object = dict[str, Json]


def row_of(told: Hit | Pointer, package: Package) -> Object:
    """What people read of a hit or pointer in its lead."""
    row = _beginning(told, package)
    many = len({holder.authority for holder in holders_of(told)}) > FEW
    return row | (_many_part(told) if many else _few_part(told))


def line_of(told: Hit | Pointer) -> Object:
    """A hit or pointer beyond those that its lead shows, as one line of a table."""
    names = list(dict.fromkeys(str(holder.authority) for holder in holders_of(told)))
    shown = _values_of(told)
    return {
        "lead": told.lead,
        "reference": told.reference,
        "told": bool(shown),
        "value": _short(shown[0]) if shown else explain_value(_value_kind(told)),
        "whose": ", ".join(names) if len(names) <= FEW else say("paper.authorities", count=len(names)),
        "conditions": f"{' + '.join(told.handling)}, {told.grade}",
    }


def _beginning(told: Hit | Pointer, package: Package) -> Object:
    notes: tuple[str | None, ...]
    if isinstance(told, Hit):
        second = say("paper.second_fact", fact=explain_value(told.second_fact)) if told.second_fact else None
        grouped = [group.reference for group in package.groups if told.reference in group.references]
        group = say("paper.in_group", group=grouped[0]) if grouped else None
        notes = (nearness_text(told.distance, told.transform), group, second, likeness_text(told.explanation))
        kind_text = told.kind_text
    else:
        notes = (say("paper.unsettled", hit=told.hit) if told.hit else None,)
        kind_text = say("paper.points_to", country=package.recipient.country_name)
    return {
        "reference": told.reference,
        "kind_text": kind_text,
        "value_text": explain_value(_value_kind(told)),
        "notes": [note for note in notes if note],
        "handling": to_json(told.handling),
        "grade_text": say("paper.row_grade", grade=told.grade),
        "keep_text": say("paper.row_keep", day=told.keep_until) if told.keep_until else "",
    }


def _few_part(told: Hit | Pointer) -> Object:
    """Row by row: whose, where, and what the row says."""
    values = _values_of(told)
    shared = values[0] if len(values) == 1 else None
    more = len(told.told) - HOLDERS_SHOWN
    return {
        "value_shown": _short(shared) if shared else None,
        "told": [_told(holder, shared) for holder in told.told[:HOLDERS_SHOWN]],
        "more_text": say("paper.more_holders", count=more) if more > 0 else None,
        "ask": [_ask(hidden) for hidden in told.ask],
        "many_text": None,
    }


def _many_part(told: Hit | Pointer) -> Object:
    """All authorities in one line, each with its first items."""
    units: dict[str, list[str]] = {}
    for holder in told.told:
        name = say("paper.you", authority=holder.authority) if holder.own else str(holder.authority)
        units.setdefault(name, []).extend([holder.unit] if holder.unit else [])
    names = [f"{name}: {listed_some(held, UNITS_NAMED)}" if held else name for name, held in units.items()]
    names += [str(hidden.authority) for hidden in told.ask if str(hidden.authority) not in units]
    whose = "; ".join(dict.fromkeys(names))
    count = len({holder.authority for holder in holders_of(told)})
    values = _values_of(told)
    return {
        "value_shown": _short(values[0]) if values else None,
        "told": [],
        "more_text": None,
        "ask": [_ask(hidden) for hidden in told.ask],
        "many_text": say("paper.many", authorities=say("paper.authorities", count=count), whose=whose),
    }


def _told(holder: Holder, shared: str | None) -> Object:
    return {
        "holder_text": say("paper.you", authority=holder.authority) if holder.own else holder.authority,
        "value_shown": None if holder.value in (None, shared) else _short(str(holder.value)),
        "place_text": list_text(holder) or _unit_text(holder),
        "lines": list(lines_of_row(holder.fields, holder.places, holder.value, _tail)),
    }


def _ask(hidden: HiddenHolder) -> Object:
    return {"authority": hidden.authority, "ticket": hidden.ticket, "list_text": list_text(hidden)}


def list_text(held: Holder | HiddenHolder) -> str | None:
    """What kind of list a holder is; None of a contribution."""
    return explain_list_kind(held.set_kind) if held.set_kind.is_list else None


def _unit_text(holder: Holder) -> str | None:
    """The item or person record of a holder, named as such."""
    if holder.unit is None:
        return None
    if holder.table in ("persons", "person_facts"):
        return say("paper.person_record", unit=holder.unit)
    return say("paper.item", unit=holder.unit)


def _value_kind(told: Hit | Pointer) -> str:
    return told.value_kind if isinstance(told, Hit) else told.kind


def _values_of(told: Hit | Pointer) -> Sequence[str]:
    """The distinct values that its holders show."""
    return list(_distinct(holder.value for holder in told.told))


def _distinct(values: Iterable[str | None]) -> Iterable[str]:
    return dict.fromkeys(value for value in values if value is not None)


def _short(value: str) -> str:
    """The beginning of a digest or of a very long value; hits.csv has all of it."""
    if len(value) in (32, 40, 64) and set(value) <= set("0123456789abcdef"):
        return f"{value[:16]}…"
    return value if len(value) <= LONGEST else f"{value[:LONGEST]}…"


def _tail(value: str) -> str:
    """The end of a very long path, where the file's name is."""
    return value if len(value) <= LONGEST else f"…{value[-LONGEST:]}"
