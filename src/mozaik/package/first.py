"""What stands in a package under 'do this first'."""

from collections.abc import Iterator, Sequence

from mozaik.package.model import Counts, FirstStep, Lead

FIRST_LEADS = 3
"""How many leads stand in the part 'do this first'."""


def first_steps(leads: Sequence[Lead], counts: Counts) -> tuple[FirstStep, ...]:
    """The first step of the first leads, then the judgements that are owed."""
    steps = [
        FirstStep(lead.number, lead.title, lead.next_steps[0])
        for lead in leads[:FIRST_LEADS]
        if lead.next_steps
    ]
    owed = [FirstStep(None, None, text) for text in _owed(counts)]
    if not steps and not owed:
        text = "Nothing to do: read what was compared, and keep this answer."
        return (FirstStep(None, None, text),)
    return (*steps, *owed)


def _owed(counts: Counts) -> Iterator[str]:
    if counts.unjudged:
        yield f"Have {_several(counts.unjudged, 'hit')} judged by a person."
    if counts.disputed:
        yield f"Settle {_several(counts.disputed, 'hit')} on which judgements differ."


def _several(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"
