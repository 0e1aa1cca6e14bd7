"""Which of the hits that a reader is told come onto a page: those that meet every condition of it.

A condition looks at nothing but what the reader is told anyway: where it may not know, the answer is the one
that is given where nothing is found. Kept apart from the view, because judgements and readings lie over it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from mozaik.acts import details_of_events
from mozaik.release.asking import Asking
from mozaik.release.model import Page
from mozaik.release.references import define_ticket, is_ticket, range_of, reference_code
from mozaik.release.said import sound_chains
from mozaik.release.view import Engine, Lens
from mozaik.work import UnitKind

READ_HITS = "read-hits"
"""The event in a reader's chain that says which hits a person was told."""

_CHOSEN = """
CREATE TEMP TABLE chosen AS
SELECT told.*, if($kind IS NULL, place, place_in_kind) AS position
FROM told LEFT JOIN status USING (hit_id)
WHERE ($kind IS NULL OR kind = $kind) {conditions}
"""
_STATUS = "coalesce(status.status, 'unjudged') = $status"
_OF_AUTHORITY = "hit_id IN (SELECT hit_id FROM shown WHERE authority = $authority)"
_OF_ITEM = "hit_id IN (SELECT hit_id FROM shown WHERE authority = $reader AND unit = $item)"
_UNREAD = "reference NOT IN (SELECT unnest($told_before))"
_BY_REFERENCE = "reference BETWEEN $low AND $high"
_BY_TICKET = """hit_id IN (
    SELECT hit_id FROM shown
    WHERE level = 1 AND authority <> $reader AND ticket_of(authority, hit_id) BETWEEN $low AND $high
)"""


@dataclass(frozen=True, slots=True)
class Chosen:
    """How many hits are chosen, and the place of the last of them."""

    count: int
    position: int


def conditions_of(page: Page) -> tuple[str, ...]:
    """The names of the conditions that a page states, without what they ask for."""
    stated = {name: getattr(page, name) for name in ("status", "authority", "item", "unread", "reference")}
    return tuple(name for name, value in stated.items() if value not in (None, False))


def choose(engine: Engine, lens: Lens, page: Page, asking: Asking) -> Chosen:
    """Leave the table `chosen`: the rows of `told` that meet every condition, each with its `position`.

    Needs the tables of the view and `status`. RefusedError where the reader's chain cannot be believed.
    """
    values: dict[str, object] = {"kind": page.kind}
    stated = [_CONDITIONS[name](engine, lens, page, asking) for name in conditions_of(page)]
    for _, more in stated:
        values |= more
    conditions = "".join(f"AND ({condition}) " for condition, _ in stated)
    engine.execute(_CHOSEN.format(conditions=conditions), values)
    count, last = engine.execute("SELECT count(*), coalesce(max(position), 0) FROM chosen").fetchall()[0]
    return Chosen(int(count), int(last))


_Condition = tuple[str, Mapping[str, object]]


def _by_status(_engine: Engine, _lens: Lens, page: Page, _asking: Asking) -> _Condition:
    return _STATUS, {"status": page.status}


def _by_authority(_engine: Engine, _lens: Lens, page: Page, _asking: Asking) -> _Condition:
    return _OF_AUTHORITY, {"authority": page.authority}


def _by_item(_engine: Engine, lens: Lens, page: Page, _asking: Asking) -> _Condition:
    return _OF_ITEM, {"reader": lens.reader, "item": f"{UnitKind.ITEM}:{page.item}"}


def _by_news(_engine: Engine, lens: Lens, _page: Page, asking: Asking) -> _Condition:
    with sound_chains(lens.work):
        told = [
            code.hex()
            for said in details_of_events(lens.work.acts, lens.reader, READ_HITS)
            if said.get("person") == asking.person
            for code in map(reference_code, _texts(said.get("references")))
            if code
        ]
    return _UNREAD, {"told_before": told}


def _by_reference(engine: Engine, lens: Lens, page: Page, _asking: Asking) -> _Condition:
    text = page.reference or ""
    low, high = range_of(text) or ("", "")
    if not is_ticket(text):
        return _BY_REFERENCE, {"low": low, "high": high}
    define_ticket(engine, lens.work.key, lens.reader)
    return _BY_TICKET, {"reader": lens.reader, "low": low, "high": high}


def _texts(value: object) -> list[str]:
    return [text for text in value if isinstance(text, str)] if isinstance(value, list) else []


_CONDITIONS: Mapping[str, Callable[[Engine, Lens, Page, Asking], _Condition]] = {
    "status": _by_status,
    "authority": _by_authority,
    "item": _by_item,
    "unread": _by_news,
    "reference": _by_reference,
}
