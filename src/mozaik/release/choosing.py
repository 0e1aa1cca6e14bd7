"""Which of the hits that a reader is told come onto a page: those that meet every condition of it.

A condition looks at nothing but what the reader is told anyway: where it may not know, the answer is the one
that is given where nothing is found. Kept apart from the view, because judgements and readings lie over it.
"""

from collections.abc import Callable, Mapping
from functools import reduce

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mozaik.acts import details_of_events
from mozaik.release.asking import Asking
from mozaik.release.cut import Chosen, View
from mozaik.release.groups import places_in_group
from mozaik.release.kept import engine_with_view
from mozaik.release.model import Page, Status
from mozaik.release.references import define_ticket, is_group, is_ticket, range_of, reference_code
from mozaik.release.said import sound_chains
from mozaik.release.searching import search
from mozaik.release.status import judged_hits
from mozaik.release.view import rows_of
from mozaik.work import UnitKind

READ_HITS = "read-hits"
"""The event in a reader's chain that says which hits a person was told."""

_BY_TICKET = """
SELECT DISTINCT told.place - 1 AS place FROM shown JOIN told USING (hit_id)
WHERE level = 1 AND authority <> $reader AND ticket_of(authority, hit_id) BETWEEN $low AND $high
"""


def conditions_of(page: Page) -> tuple[str, ...]:
    """The names of the conditions that a page states, without what they ask for."""
    stated = {
        name: getattr(page, name) for name in ("status", "authority", "item", "unread", "reference", "search")
    }
    return tuple(name for name, value in stated.items() if value not in (None, False))


def choose(view: View, page: Page, asking: Asking) -> Chosen | None:
    """Of each place of a view whether its hit meets every condition of a page; None where it states none.

    RefusedError where the reader's chain cannot be believed.
    """
    stated = conditions_of(page)
    if not stated:
        return None
    chosen = np.ones(view.total(), np.bool_)
    for name in stated:
        chosen &= _CONDITIONS[name](view, page, asking)
    return chosen


def _by_status(view: View, page: Page, _asking: Asking) -> Chosen:
    judged = judged_hits(view)
    if page.status is Status.UNJUDGED:
        return ~_marked(view, [hit["place"] - 1 for hit, _ in judged])
    return _marked(view, [hit["place"] - 1 for hit, status in judged if status is page.status])


def _by_authority(view: View, page: Page, _asking: Asking) -> Chosen:
    return _held(view, {"authority": page.authority})


def _by_item(view: View, page: Page, _asking: Asking) -> Chosen:
    return _held(view, {"authority": view.lens.reader, "unit": f"{UnitKind.ITEM}:{page.item}"})


def _by_news(view: View, _page: Page, asking: Asking) -> Chosen:
    with sound_chains(view.lens.work):
        told = {
            code.hex()
            for said in details_of_events(view.lens.work.acts, view.lens.reader, READ_HITS)
            if said.get("person") == asking.person
            for code in map(reference_code, _texts(said.get("references")))
            if code
        }
    return ~_marked(view, [place for code in told for place in view.places_between(code, code)])


def _by_reference(view: View, page: Page, _asking: Asking) -> Chosen:
    text, lens = page.reference or "", view.lens
    if is_group(text):
        return _marked(view, places_in_group(view, text))
    if not is_ticket(text):
        return _marked(view, view.places_like(text))
    low, high = range_of(text) or ("", "")
    with engine_with_view(view) as engine:
        define_ticket(engine, lens.work.key, lens.reader)
        rows = rows_of(engine, _BY_TICKET, {"reader": lens.reader, "low": low, "high": high})
    return _marked(view, [row["place"] for row in rows])


def _by_search(view: View, page: Page, _asking: Asking) -> Chosen:
    return search(view, page.search or "")


def _held(view: View, asked: Mapping[str, str | None]) -> Chosen:
    """The places of the hits with a holder that has these texts in its columns."""
    columns = (pc.equal(view.holders[name].cast(pa.string()), text) for name, text in asked.items())
    held = view.holders["place"].filter(reduce(pc.and_, columns))
    return _marked(view, (held.to_numpy() - 1).tolist())


def _marked(view: View, places: list[int]) -> Chosen:
    marked = np.zeros(view.total(), np.bool_)
    marked[places] = True
    return marked


def _texts(value: object) -> list[str]:
    return [text for text in value if isinstance(text, str)] if isinstance(value, list) else []


_CONDITIONS: Mapping[str, Callable[[View, Page, Asking], Chosen]] = {
    "status": _by_status,
    "authority": _by_authority,
    "item": _by_item,
    "unread": _by_news,
    "reference": _by_reference,
    "search": _by_search,
}
