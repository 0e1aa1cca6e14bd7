"""What stands in a package under 'do this first'."""

from collections.abc import Iterator, Sequence

from mozaik.package.model import Counts, FirstStep, Lead
from mozaik.wording import say

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
        return (FirstStep(None, None, say("first.nothing")),)
    return (*steps, *owed)


def _owed(counts: Counts) -> Iterator[str]:
    if counts.unjudged:
        yield say("first.judge", count=counts.unjudged)
    if counts.disputed:
        yield say("first.settle", count=counts.disputed)
