"""From confirmed hits and pointers to leads: what belongs together, in which order, why, and what to do next.

Decides by visible things alone: a lead is a topic and the set of other authorities concerned, and for
identifiers and names also the own items they hang together by. Unknown material comes first.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import assert_never

from mozaik.kinds import HitTopic
from mozaik.package.lead_words import RANKED_DOWN, pointer_words, steps_of, title_of, why_of
from mozaik.package.model import Ask, Lead, Topic
from mozaik.parties import Authority
from mozaik.release import Material, OwnUnit, Pointer, ReleasedHit
from mozaik.terms import Disclosure, union_handling, worst_grade

_ORDER = {topic: place for place, topic in enumerate(Topic)}


@dataclass(frozen=True, slots=True)
class _Placed:
    """A lead with what decides its place: the points and number of what is in it."""

    lead: Lead
    points: int
    size: int

    @property
    def place(self) -> tuple[int, int, int, tuple[str, ...], str]:
        """Topic, then points, number, names; references break ties."""
        lead = self.lead
        return _ORDER[lead.topic], -self.points, -self.size, lead.authorities, min(lead.references)


def make_leads(
    hits: Sequence[ReleasedHit], reader: str, pointers: Sequence[Pointer] = (), country: str = ""
) -> tuple[Lead, ...]:
    """The leads of confirmed hits and of pointers to `country`, numbered in reading order.

    Every hit and every pointer is in exactly one lead.
    """
    concerned = bool(pointers or own_units_of(hits))
    placed = [*_hit_leads(hits, reader, concerned), *_pointer_leads(pointers, country)]
    placed.sort(key=lambda made: made.place)
    return tuple(replace(made.lead, number=number) for number, made in enumerate(placed, 1))


def topic_of(hit: ReleasedHit, reader: str) -> Topic:
    """What a hit is about for this reader."""
    codes = {reason.code for reason in hit.reasons}
    if codes & RANKED_DOWN:
        return Topic.COMMON
    match hit.kind.topic:
        case HitTopic.GRADING:
            return Topic.GRADING
        case HitTopic.CONTACT:
            return Topic.CONTACT
        case HitTopic.MATERIAL:
            return _topic_of_file(hit, reader)
        case unknown:
            assert_never(unknown)


def _topic_of_file(hit: ReleasedHit, reader: str) -> Topic:
    match hit.material:
        case Material.KNOWN:
            return Topic.KNOWN
        case Material.HARMLESS:
            return Topic.COMMON
        case Material.UNKNOWN:
            return Topic.UNKNOWN if others_of(hit, reader) else Topic.OWN_UNKNOWN
        case Material.OTHER | None:
            return Topic.FILE
        case unknown:
            assert_never(unknown)


def others_of(hit: ReleasedHit, reader: str = "") -> tuple[Authority, ...]:
    """The other authorities that hold something of a hit in a contribution; lists are not holders here."""
    holders = (holder for holder in hit.holders if not holder.set_kind.is_list)
    return tuple(sorted({holder.authority for holder in holders if holder.authority != reader}))


def own_units_of(hits: Iterable[ReleasedHit]) -> tuple[str, ...]:
    """The reader's own items and person records among the holders."""
    holders = (holder for hit in hits for holder in hit.holders if not holder.set_kind.is_list)
    return tuple(sorted({holder.unit for holder in holders if holder.own and holder.unit}))


def _typed_units_of(hit: ReleasedHit) -> set[OwnUnit]:
    """The reader's own items and persons; an item and a person of one number are two."""
    holders = (holder for holder in hit.holders if not holder.set_kind.is_list)
    return {holder.own_unit for holder in holders if holder.own_unit}


def asks_of(told: Iterable[ReleasedHit | Pointer]) -> tuple[Ask, ...]:
    """Whom to ask, with every ticket in the order of the hits."""
    tickets: dict[Authority, list[str]] = {}
    for hit in told:
        for holder in hit.holders:
            if holder.level is Disclosure.HIT and holder.ticket:
                tickets.setdefault(holder.authority, []).append(holder.ticket)
    return tuple(
        Ask(authority, tuple(dict.fromkeys(ticket))) for authority, ticket in sorted(tickets.items())
    )


def _hit_leads(hits: Sequence[ReleasedHit], reader: str, concerned: bool) -> list[_Placed]:
    """Leads of hits; for a reader that is concerned itself, those between others are one lead at the end."""
    groups: dict[tuple[Topic, tuple[Authority, ...]], list[ReleasedHit]] = {}
    for hit in hits:
        place = topic_of(hit, reader), others_of(hit, reader)
        if concerned and place[0] is not Topic.COMMON and not own_units_of([hit]):
            place = Topic.ELSEWHERE, ()
        groups.setdefault(place, []).append(hit)
    return [
        _hit_lead(topic, others, part)
        for (topic, others), members in groups.items()
        for part in (_by_own_units(members) if topic is Topic.CONTACT else [members])
    ]


def _hit_lead(topic: Topic, others: tuple[Authority, ...], hits: Sequence[ReleasedHit]) -> _Placed:
    own_units, asks = own_units_of(hits), asks_of(hits)
    if topic is Topic.ELSEWHERE:
        others = tuple(sorted({authority for hit in hits for authority in others_of(hit)}))
    lead = Lead(
        number=0,
        topic=topic,
        title=title_of(topic, others, hits, bool(own_units)),
        why=why_of(topic, others, hits, bool(own_units)),
        next_steps=steps_of(topic, others, own_units, asks, hits),
        authorities=others,
        own_units=own_units,
        references=tuple(hit.reference for hit in hits),
        ask=asks,
        handling=tuple(sorted(union_handling(frozenset(hit.handling) for hit in hits))),
        grade=worst_grade(hit.grade for hit in hits),
    )
    return _Placed(lead, max(hit.points for hit in hits), len(hits))


def _pointer_leads(pointers: Sequence[Pointer], country: str) -> list[_Placed]:
    """One lead for each set of authorities; values that prove little stand apart."""
    groups: dict[tuple[bool, tuple[Authority, ...]], list[Pointer]] = {}
    for pointer in pointers:
        authorities = tuple(sorted({holder.authority for holder in pointer.holders}))
        groups.setdefault((pointer.noisy, authorities), []).append(pointer)
    return [
        _pointer_lead(noisy, authorities, members, country)
        for (noisy, authorities), members in groups.items()
    ]


def _pointer_lead(
    noisy: bool, authorities: tuple[Authority, ...], pointers: Sequence[Pointer], country: str
) -> _Placed:
    asks = asks_of(pointers)
    told = any(holder.level is Disclosure.FULL for pointer in pointers for holder in pointer.holders)
    words = pointer_words(noisy, authorities, pointers, asks, country, told)
    lead = Lead(
        number=0,
        topic=Topic.COMMON if noisy else Topic.POINTER,
        title=words.title,
        why=words.why,
        next_steps=words.next_steps,
        authorities=authorities,
        own_units=(),
        references=tuple(pointer.reference for pointer in pointers),
        ask=asks,
        handling=tuple(sorted(union_handling(frozenset(pointer.handling) for pointer in pointers))),
        grade=worst_grade(pointer.grade for pointer in pointers),
    )
    return _Placed(lead, len(authorities), len(pointers))


def _by_own_units(hits: Sequence[ReleasedHit]) -> list[list[ReleasedHit]]:
    """Hits that hang together by own items or person records; hits without one form one group."""
    groups: list[tuple[set[OwnUnit | None], list[ReleasedHit]]] = []
    for hit in hits:
        units: set[OwnUnit | None] = {*_typed_units_of(hit)} or {None}
        joined = [group for group in groups if group[0] & units]
        merged = (
            units.union(*(group[0] for group in joined)),
            [hit for group in joined for hit in group[1]] + [hit],
        )
        groups = [group for group in groups if not group[0] & units] + [merged]
    place = {hit.reference: position for position, hit in enumerate(hits)}
    return [sorted(group, key=lambda hit: place[hit.reference]) for _, group in groups]
