"""Who holds a picture or file that was searched for, as people read it and as JSON."""

from collections.abc import Iterator, Sequence

from mozaik.cli.common import echo_json
from mozaik.cli.hit_text import coverage_lines, holder_text, title_of
from mozaik.cli.layout import Line, labelled, laid_out
from mozaik.desk import Held, ReleasedHolder, nearness_text, reading_as_json
from mozaik.wording import explain_handling, say

MOST_HOLDERS = 12
"""How many holders of one value are printed; the rest is counted, and `--json` has them all."""


def echo_held_json(held: Held) -> None:
    """Print the answer as one JSON object."""
    echo_json(reading_as_json(held))


def held_text(held: Held) -> str:
    """The answer as calm plain text, the nearest value first."""
    return laid_out(_lines(held))


def _lines(held: Held) -> Iterator[Line]:
    yield "", title_of(held)
    yield "", ""
    if not held.total and not held.others:
        yield "", say(f"held.nothing_{held.asked}")
    for value in held.values:
        yield "", _title(value.value, nearness_text(value.distance, value.transform))
        yield from labelled(_rows(value.holders))
        yield "", ""
    if held.total > len(held.values):
        yield "", say("held.more", count=held.total - len(held.values))
    for holder in held.others:
        yield "", say("held.other", whose=holder.authority, ticket=holder.ticket)
    yield "", ""
    yield from coverage_lines(held.coverage)


def _title(value: str, nearness: str | None) -> str:
    return say("held.near", value=value, nearness=nearness) if nearness else say("held.equal")


def _rows(holders: Sequence[ReleasedHolder]) -> Iterator[Line]:
    texts = list(dict.fromkeys(holder_text(holder) for holder in holders))
    for text in texts[:MOST_HOLDERS]:
        yield say("screen.with"), text
    if len(texts) > MOST_HOLDERS:
        yield say("screen.with"), say("screen.more_holders", count=len(texts) - MOST_HOLDERS)
    notes = "; ".join(sorted({note for holder in holders for note in holder.handling_notes}))
    for code in sorted({code for holder in holders for code in holder.handling}):
        yield say("screen.handling"), explain_handling(code, notes)
