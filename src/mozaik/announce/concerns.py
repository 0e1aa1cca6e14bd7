"""A concern: one thing that a check of a draft found, where, and what to do about it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Concern:
    """What is wrong or must be looked at, in plain words, never with a name or value of the records.

    `topic` is a short word for machines; `place` names the language and the block, or the figure. `stops`
    where the draft is not approved with it.
    """

    topic: str
    what: str
    remedy: str
    place: str = ""
    stops: bool = False
