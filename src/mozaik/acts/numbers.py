"""Numbers that count up in an authority's chain; none is ever given twice.

A number is taken by the entry that uses it. What fails afterwards leaves a gap, never a second use.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from mozaik import chain
from mozaik.acts.folder import Acts
from mozaik.acts.logs import append_event, events_of
from mozaik.files import make_private_folder, one_at_a_time


@dataclass(frozen=True, slots=True)
class Numbered:
    """A number that was taken, and the head of the chain right after."""

    number: int
    head: chain.Head


def take_number(
    acts: Acts, authority: str, event: str, details: Mapping[str, object], now: datetime
) -> Numbered:
    """The next number of an event in an authority's chain: 1, 2, 3 ...; it stands there as `sequence`.

    Raises as `append_event`.
    """
    path = acts.chain_of(authority)
    make_private_folder(path.parent)
    with one_at_a_time(path):
        number = 1 + sum(entry.event == event for entry in events_of(acts, authority))
        return Numbered(number, append_event(acts, authority, event, {"sequence": number, **details}, now))
