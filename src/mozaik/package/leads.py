"""From confirmed hits to leads: what belongs together, in which order, why it matters, what to do next.

Decides by visible things alone: a lead is a topic and the set of other authorities concerned, and for
identifiers and names also the own items they hang together by. Unknown material comes first.
"""

from collections.abc import Iterable, Sequence

from mozaik.package.lead_words import steps_of, title_of, why_of
from mozaik.package.model import Ask, Lead, Topic
from mozaik.release import ReleasedHit
from mozaik.terms import Disclosure, union_handling, worst_grade

_ORDER = {topic: place for place, topic in enumerate(Topic)}
_RANKED_DOWN = {"harmless", "noise", "popular"}


def make_leads(hits: Sequence[ReleasedHit], reader: str) -> tuple[Lead, ...]:
    """The leads of confirmed hits, numbered in reading order; every hit is in exactly one lead."""
    groups: dict[tuple[Topic, tuple[str, ...]], list[ReleasedHit]] = {}
    for hit in hits:
        groups.setdefault((topic_of(hit, reader), others_of(hit, reader)), []).append(hit)
    parts = [
        (topic, others, part)
        for (topic, others), members in groups.items()
        for part in (_by_own_units(members) if topic is Topic.CONTACT else [members])
    ]
    parts.sort(key=lambda part: _place(*part))
    return tuple(
        _lead(number, topic, others, part, reader) for number, (topic, others, part) in enumerate(parts, 1)
    )


def topic_of(hit: ReleasedHit, reader: str) -> Topic:
    """What a hit is about for this reader."""
    codes = {reason.code for reason in hit.reasons}
    if codes & _RANKED_DOWN:
        return Topic.COMMON
    if hit.kind == "grading":
        return Topic.GRADING
    if hit.kind not in ("digest", "picture"):
        return Topic.CONTACT
    if any(holder.set_kind == "known" for holder in hit.holders):
        return Topic.KNOWN
    return Topic.UNKNOWN if others_of(hit, reader) else Topic.OWN_UNKNOWN


def others_of(hit: ReleasedHit, reader: str) -> tuple[str, ...]:
    """The other authorities that hold something of a hit in a contribution; lists are not holders here."""
    return tuple(
        sorted(
            {
                holder.authority
                for holder in hit.holders
                if holder.set_kind == "contribution" and holder.authority != reader
            }
        )
    )


def own_units_of(hits: Iterable[ReleasedHit]) -> tuple[str, ...]:
    """The reader's own items and person records among the holders."""
    return tuple(
        sorted(
            {
                holder.unit
                for hit in hits
                for holder in hit.holders
                if holder.own and holder.unit and holder.set_kind == "contribution"
            }
        )
    )


def asks_of(hits: Iterable[ReleasedHit]) -> tuple[Ask, ...]:
    """Whom to ask, with every ticket in the order of the hits."""
    tickets: dict[str, list[str]] = {}
    for hit in hits:
        for holder in hit.holders:
            if holder.level is Disclosure.HIT and holder.ticket:
                tickets.setdefault(holder.authority, []).append(holder.ticket)
    return tuple(Ask(authority, tuple(dict.fromkeys(found))) for authority, found in sorted(tickets.items()))


def _place(
    topic: Topic, others: tuple[str, ...], hits: Sequence[ReleasedHit]
) -> tuple[int, int, int, tuple[str, ...], str]:
    """Where a lead stands: topic, then points, number of hits, names; references break ties."""
    best = max(hit.points for hit in hits)
    return _ORDER[topic], -best, -len(hits), others, min(hit.reference for hit in hits)


def _lead(
    number: int, topic: Topic, others: tuple[str, ...], hits: Sequence[ReleasedHit], reader: str
) -> Lead:
    own_units, asks = own_units_of(hits), asks_of(hits)
    return Lead(
        number=number,
        topic=topic,
        title=title_of(topic, others, hits, bool(own_units)),
        why=why_of(topic, others, hits, bool(own_units)),
        next_steps=steps_of(topic, others, own_units, asks, hits),
        authorities=others,
        own_units=own_units,
        references=tuple(hit.reference for hit in hits),
        asks=asks,
        handling=tuple(sorted(union_handling(frozenset(hit.handling) for hit in hits))),
        grade=worst_grade(hit.grade for hit in hits),
    )


def _by_own_units(hits: Sequence[ReleasedHit]) -> list[list[ReleasedHit]]:
    """Hits that hang together by own items or person records; hits without one form one group."""
    groups: list[tuple[set[str], list[ReleasedHit]]] = []
    for hit in hits:
        units = set(own_units_of([hit])) or {""}
        joined = [group for group in groups if group[0] & units]
        merged = (
            units.union(*(group[0] for group in joined)),
            [one for group in joined for one in group[1]] + [hit],
        )
        groups = [group for group in groups if not group[0] & units] + [merged]
    place = {hit.reference: position for position, hit in enumerate(hits)}
    return [sorted(group, key=lambda hit: place[hit.reference]) for _, group in groups]
