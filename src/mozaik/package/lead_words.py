"""The plain sentences of a lead, from the catalogue: its title, why it matters, and the next steps."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, assert_never

from mozaik.kinds import HitKind
from mozaik.package.model import Ask, Topic
from mozaik.release import RankReason
from mozaik.wording import (
    count_hits,
    count_values,
    country_name,
    explain_hit,
    explain_value,
    listed,
    listed_some,
    say,
)

MOST_NAMED = 4
"""How many authorities or items a sentence names; the hits name all of them."""
MOST_REFERENCES = 3
"""How many hits a sentence names; the lead names all of them."""
RANKED_DOWN = frozenset({"harmless", "noise", "popular"})
"""Reasons of rank for which a hit is a common value."""


class SaidHit(Protocol):
    """What the words of a lead need of a hit, as released or as told in a package."""

    @property
    def reference(self) -> str:
        """The reader's own name for it."""

    @property
    def kind(self) -> HitKind:
        """What the holders share."""

    @property
    def value_kind(self) -> str:
        """What is equal or near."""

    @property
    def units(self) -> int:
        """How many items and persons hold it."""

    @property
    def reasons(self) -> Sequence[RankReason]:
        """Why it stands where it stands."""


class SaidPointer(Protocol):
    """What the words of a lead need of a pointer, as released or as told in a package."""

    @property
    def kind(self) -> str:
        """What points."""

    @property
    def hit(self) -> str | None:
        """The reader's own hit of the same value that nobody has settled."""


@dataclass(frozen=True, slots=True)
class LeadWords:
    """The sentences of one lead."""

    title: str
    why: str
    next_steps: tuple[str, ...]


def title_of(topic: Topic, others: Sequence[str], hits: Sequence[SaidHit], own: bool) -> str:
    """The heading of a lead of hits."""
    return say(
        f"lead.title.{topic}",
        where=_where(others, own),
        whom=listed([*([say("lead.you")] if own else []), *_named(others)]),
        kinds=_upper(listed(sorted({explain_value(hit.value_kind) for hit in hits}))),
    )


def why_of(topic: Topic, others: Sequence[str], hits: Sequence[SaidHit], own: bool) -> str:
    """Why a lead of hits matters, and what it does not show."""
    reasons = {
        say(f"rank.{reason.code}", count=hit.units)
        for hit in hits for reason in hit.reasons if reason.code in RANKED_DOWN
    }  # fmt: skip
    return say(
        f"lead.why.{topic}",
        what=_count(hits),
        where=_where(others, own),
        whom=listed(others),
        cautions=_cautions(hits),
        reasons="; ".join(sorted(reasons)),
    )


def steps_of(
    topic: Topic,
    others: Sequence[str],
    own_units: Sequence[str],
    asks: Sequence[Ask],
    hits: Sequence[SaidHit],
) -> tuple[str, ...]:
    """What to do next, the first step first."""
    if topic in (Topic.COMMON, Topic.ELSEWHERE):
        return (_first_step(topic, others, own_units, hits),)
    steps = [_first_step(topic, others, own_units, hits), *_ask_steps(asks)]
    told = sorted(set(others) - {ask.authority for ask in asks})
    if told:
        references = listed_some([hit.reference for hit in hits], MOST_REFERENCES)
        steps.append(say("lead.step.compare", whom=listed(told), hits=references))
    return tuple(step for step in steps if step)


def pointer_words(
    noisy: bool,
    authorities: Sequence[str],
    pointers: Sequence[SaidPointer],
    asks: Sequence[Ask],
    country: str,
    told: bool,
) -> LeadWords:
    """The sentences of a lead that points to a country; a pointer is never called a hit.

    `told` says whether a value of it is told.
    """
    counts = Counter(pointer.kind for pointer in pointers)
    kinds = sorted(counts, key=explain_value)
    what = listed([count_values(kind, counts[kind]) for kind in kinds])
    name, whom = country_name(country), listed(authorities)
    title = say(
        "lead.title.pointer", kinds=_upper(listed([*map(explain_value, kinds)])), country=name, whom=whom
    )
    if noisy:
        why = say("lead.why.pointer_noisy", what=what, country=name)
        return LeadWords(title, why, (say("lead.step.none"),))
    why = _unsettled(say("lead.why.pointer", what=what, whom=whom, country=name), pointers)
    steps = _ask_steps(asks)
    if told:
        steps.insert(0, say("lead.step.pointer"))
    return LeadWords(title, why, tuple(steps))


def _unsettled(why: str, pointers: Sequence[SaidPointer]) -> str:
    """That values are in hits of the reader's own too, which nobody has settled."""
    hits = sorted({pointer.hit for pointer in pointers if pointer.hit})
    return say("lead.why.unsettled", why=why, hits=listed_some(hits, MOST_REFERENCES)) if hits else why


def _first_step(
    topic: Topic, others: Sequence[str], own_units: Sequence[str], hits: Sequence[SaidHit]
) -> str:
    """The step that comes first; empty where only asking is left."""
    items = listed_some(own_units, MOST_NAMED)
    match topic:
        case Topic.UNKNOWN:
            return say("lead.step.unknown", items=items) if items else ""
        case Topic.OWN_UNKNOWN:
            return say("lead.step.own_unknown", items=items)
        case Topic.GRADING:
            return say("lead.step.grading", whom=listed(others)) if others else say("lead.step.grading_alone")
        case Topic.CONTACT:
            return say("lead.step.contact", items=items, count=len(hits)) if items else ""
        case Topic.FILE:
            return explain_hit(hits[0].kind).next_step
        case Topic.KNOWN:
            return say("lead.step.known")
        case Topic.ELSEWHERE:
            return say("lead.step.elsewhere")
        case Topic.COMMON:
            return say("lead.step.none")
        case Topic.POINTER:
            return say("lead.step.pointer")
        case unknown:
            assert_never(unknown)


def _ask_steps(asks: Sequence[Ask]) -> list[str]:
    """One step an authority, or one for all where they would fill the page."""
    if len(asks) <= MOST_NAMED:
        return [say("lead.step.ask", whom=ask.authority, tickets=listed_some(ask.tickets, 1)) for ask in asks]
    return [say("lead.step.ask_all", whom=listed([ask.authority for ask in asks]))]


def _where(others: Sequence[str], own: bool) -> str:
    """Between whom, as the end of a phrase."""
    if others and own:
        return say("lead.where.with_you", whom=listed(_named(others)))
    if len(others) > 1:
        return say("lead.where.between", whom=listed(_named(others)))
    return say("lead.where.one", whom=others[0]) if others else say("lead.where.own")


def _named(others: Sequence[str]) -> Sequence[str]:
    """The authorities by name, or how many there are where names would fill the line."""
    return others if len(others) <= MOST_NAMED else [say("lead.authorities", count=len(others))]


def _count(hits: Sequence[SaidHit]) -> str:
    """How many of what, such as `2 files and 1 near picture`."""
    counts = Counter((hit.kind, hit.value_kind if hit.kind.behaviour.by_value else "") for hit in hits)
    return listed([count_hits(kind, value, count) for (kind, value), count in sorted(counts.items())])


def _cautions(hits: Sequence[SaidHit]) -> str:
    """What each kind of hit in a lead does not show, in the order of the kinds."""
    kinds = {hit.kind for hit in hits}
    return " ".join(explain_hit(kind).caution for kind in HitKind if kind in kinds)


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
