"""The holders of a page: what is told of each visible hit.

Rows at hit level are folded into one entry for each authority and kind of set; only rows at full level are
told one by one, with their fields.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, TypedDict

from mozaik.kinds import HitKind, SetKind
from mozaik.parties import Authority
from mozaik.release.cut import View
from mozaik.release.model import FieldValue, OwnRow, ReleasedHolder
from mozaik.release.places import Places, places_at
from mozaik.release.references import ticket_text
from mozaik.release.rows import fields_at
from mozaik.release.view import Lens, Row
from mozaik.terms import Disclosure, Handling, union_handling, worst_grade
from mozaik.work import Unit, UnitKind


class Conditions(TypedDict):
    """How a fact must be handled, how good it is, and until when its reader may know it."""

    handling: tuple[Handling, ...]
    handling_notes: tuple[str, ...]
    grade: str
    keep_until: date


@dataclass(frozen=True, slots=True)
class Told:
    """The holders told of one hit, and when the reader itself first sealed the value."""

    holders: tuple[ReleasedHolder, ...]
    first_seen: str | None


def told_of(view: View, hits: Sequence[Row], holders: Sequence[Sequence[Row]]) -> list[Told]:
    """What is told of the holders of each hit, in an order of visible things alone."""
    lens = view.lens
    gathered = [list(_gathered(behind)) for behind in holders]
    full = [row for behind in gathered for row in behind if row["level"] == Disclosure.FULL]
    keys = {(row["set_id"], row["table"], row["row_id"]) for row in full}
    fields, places = fields_at(lens.work, keys), places_at(lens, keys)
    told = []
    for hit, behind in zip(hits, gathered, strict=True):
        holders_told = [folded_holder(row, hit, lens) for row in folded(behind)]
        for row in behind:
            if row["level"] == Disclosure.FULL:
                about = row["set_id"], row["table"], row["row_id"]
                holders_told.append(full_holder(row, hit, fields[about], places.get(about, Places()), lens))
        told.append(Told(tuple(sorted(holders_told, key=_order)), hit["first_seen"]))
    return told


def _gathered(holders: Iterable[Row]) -> Iterable[Row]:
    """The holders of one hit, one for each row, side and unit, with all terms on which it rests."""
    rows: dict[tuple[object, ...], dict[str, Any]] = {}
    for row in holders:
        about = row["side"], row["set_id"], row["table"], row["row_id"], row["unit"]
        known = rows.setdefault(about, {**row, "terms_keys": set()})
        known["level"] = max(known["level"], row["level"])
        known["alone"] = max(known["alone"], row["alone"])
        known["terms_keys"] |= {row["terms_key"], row["support_terms_key"]} - {None}
    return rows.values()


def folded(holders: Iterable[Row]) -> Iterable[Row]:
    """The holders of one hit of which only existence is told, one for each authority and kind of set."""
    folded: dict[tuple[object, ...], dict[str, Any]] = {}
    for row in holders:
        if row["level"] == Disclosure.HIT:
            known = folded.setdefault((row["authority"], row["set_kind"]), {**row, "terms_keys": set()})
            known["terms_keys"] |= row["terms_keys"]
    return folded.values()


def _order(holder: ReleasedHolder) -> tuple[object, ...]:
    fields = repr(sorted((holder.fields or {}).items()))
    place = holder.row or OwnRow("", "", 0)
    return (
        not holder.own, holder.authority, holder.set_kind, -holder.level, holder.table or "", fields,
        holder.value or "", repr(holder.places), holder.handling, holder.handling_notes, holder.grade,
        holder.keep_until, place.set_id, place.row_id,
    )  # fmt: skip


def folded_holder(row: Row, hit: Row, lens: Lens) -> ReleasedHolder:
    """That an authority holds something of a hit, with the ticket that asks for more."""
    return ReleasedHolder(
        authority=_authority(row["authority"]),
        set_kind=SetKind(row["set_kind"]),
        level=Disclosure.HIT,
        own=False,
        ticket=ticket_text(lens.work.key, lens.reader, row["authority"], hit["hit_id"]),
        **conditions_of(row["terms_keys"], lens, Disclosure.HIT),
    )


def full_holder(
    row: Row, hit: Row, fields: Mapping[str, FieldValue], places: Places, lens: Lens
) -> ReleasedHolder:
    """One row that is told in full, with its fields and where its file lies."""
    own = row["authority"] == lens.reader
    unit = Unit.parse(row["unit"])
    return ReleasedHolder(
        authority=_authority(row["authority"]),
        set_kind=SetKind(row["set_kind"]),
        level=Disclosure.FULL,
        own=own,
        table=row["table"],
        unit=unit.number if own or unit.kind is not UnitKind.SET else None,
        value=_value(row, hit),
        fields=fields,
        places=places.places,
        row=OwnRow(row["set_id"], row["table"], row["row_id"]) if own else None,
        **conditions_of({*row["terms_keys"], *places.terms_keys}, lens, Disclosure.FULL),
    )


@lru_cache
def _authority(text: str) -> Authority:
    """An authority by its id: a page names few of them, and each often."""
    return Authority(text)


def _value(row: Row, hit: Row) -> str | None:
    """The value that a row holds; None where only a fact that is not told in full ties it to that value."""
    kind = HitKind(hit["kind"])
    value = hit["right_value" if row["side"] == "R" and kind.behaviour.two_sided else "left_value"]
    return None if row["alone"] < Disclosure.FULL or value is None else kind.value_text(value)


def conditions_of(keys: Iterable[int], lens: Lens, level: Disclosure) -> Conditions:
    """The conditions under several terms: codes add up, the worst grade and the earliest last day hold."""
    behind = frozenset(keys)
    known: dict[tuple[frozenset[int], Disclosure], Conditions] = lens.memory.once("conditions", dict)
    key = behind, level
    if key not in known:
        known[key] = _conditions(behind, lens, level)
    return known[key]


def _conditions(behind: frozenset[int], lens: Lens, level: Disclosure) -> Conditions:
    stated = [lens.stated[terms_key].terms for terms_key in behind]
    return {
        "handling": tuple(sorted(union_handling(terms.handling for terms in stated))),
        "handling_notes": tuple(sorted({terms.handling_note for terms in stated} - {""})),
        "grade": worst_grade(terms.grade for terms in stated),
        "keep_until": min(lens.last_day(terms_key, level) for terms_key in behind),
    }
