"""Each authority's own chain: what was read, judged and drafted, by whom and why."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from mozaik import chain
from mozaik.acts.folder import Acts
from mozaik.canonical import JsonValue


def append_event(
    acts: Acts, authority: str, event: str, details: Mapping[str, object], now: datetime
) -> chain.Head:
    """Append an event to an authority's chain and return its head; raises as `chain.append`."""
    return chain.append(acts.chain_of(authority), event, details, now).head


def events_of(acts: Acts, authority: str) -> Iterator[chain.Entry]:
    """The entries of an authority's chain in order, none if there is no chain; raises as `chain.entries`."""
    return chain.entries(acts.chain_of(authority))


def details_of_events(acts: Acts, authority: str, event: str) -> Iterator[Mapping[str, JsonValue]]:
    """What the events of one sort in an authority's chain say, in order, but those whose details were erased.

    Raises as `chain.entries`.
    """
    own = acts.chain_of(authority)
    chain.complete(own)
    yield from (details for _, details in chain.entries_of(own, event) if details is not None)
