"""Readings: all that one reader may know of the joint hits, whole or the difference since its last one.

Each has a number of its own; a difference follows the reading with the number before it. What a reader knows
is a pure function of all its readings, whatever the order in which they came.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import cast

from mozaik.canonical import JsonValue
from mozaik.exchange.faults import broken_rule
from mozaik.parties import Authority
from mozaik.release import Coverage, PictureGroup, Reading, ReleasedHit
from mozaik.terms import Use
from mozaik.typed_json import ShapeError, to_json

FORMAT = 2
"""Since 2 a reading tells groups of near pictures; readings of format 1 tell none."""


@dataclass(frozen=True, slots=True)
class JointReading:
    """A reading of a reader: those of its hits that are new or changed, and the order of all of them.

    `number` counts the readings of the reader; `whole` says that nothing before it is needed. Hits stand in
    order of their references, with position 0; `order` has the references of all hits, the most important
    first. What stands in `order` no more is told no more. `groups` are all groups of near pictures as they
    stand now, of hits in `order`.
    """

    reader: Authority
    use: Use
    number: int
    whole: bool
    hits: tuple[ReleasedHit, ...]
    order: tuple[str, ...]
    coverage: Coverage
    synthetic: bool
    groups: tuple[PictureGroup, ...] = ()
    format: int = FORMAT

    def __post_init__(self) -> None:
        names = [hit.reference for hit in self.hits]
        if not 1 <= self.format <= FORMAT or self.number < 1 or names != sorted(set(names)):
            raise broken_rule("a reading", "its number or the order of its hits is wrong")
        if len(set(self.order)) != len(self.order) or not set(names) <= set(self.order):
            raise broken_rule("a reading", "a hit stands twice, or has no place in the order")
        if any(hit.position for hit in self.hits) or (self.whole and set(names) != set(self.order)):
            raise broken_rule("a reading", "it is whole and does not tell every hit, or places one itself")
        grouped = [name for group in self.groups for name in group.hits]
        if len(set(grouped)) != len(grouped) or not set(grouped) <= set(self.order):
            raise broken_rule(
                "a reading", "a hit is in two groups, or one of a group has no place in the order"
            )


@dataclass(frozen=True, slots=True)
class Known:
    """What a reader knows by its readings: up to which number, its hits in order, and over what they speak.

    `lapsed` counts the hits that may not be known any more by their last day; `missing` are the numbers of
    readings after this one that came and cannot be read, as one before them has not come.
    """

    number: int
    use: Use
    hits: tuple[ReleasedHit, ...]
    coverage: Coverage
    synthetic: bool
    groups: tuple[PictureGroup, ...] = ()
    lapsed: int = 0
    missing: tuple[int, ...] = ()

    def on(self, day: date) -> "Known":
        """What of it may be known on a day."""
        kept = self.without(hit.reference for hit in self.hits if hit.keep_until < day)
        return replace(kept, lapsed=len(self.hits) - len(kept.hits))

    def without(self, references: Iterable[str]) -> "Known":
        """What is known without some hits; a group goes with any of them, as what it tells rests on all."""
        gone = set(references)
        return replace(
            self,
            hits=tuple(hit for hit in self.hits if hit.reference not in gone),
            groups=tuple(group for group in self.groups if not gone & set(group.hits)),
        )

    def like(self, text: str) -> tuple[ReleasedHit, ...]:
        """The hits whose reference is written so, or begins so."""
        begins = text.strip().upper()
        begins = begins if begins.startswith("H-") else f"H-{begins}"
        return tuple(hit for hit in self.hits if len(begins) > 5 and hit.reference.startswith(begins))


def known_by(readings: Iterable[JointReading]) -> Known | None:
    """What a reader knows by all its readings; None without a whole one.

    Two readings under one number do not count: nobody can tell which of them holds.
    """
    by_number: dict[int, JointReading] = {}
    doubled = set[int]()
    for reading in readings:
        if by_number.setdefault(reading.number, reading) != reading:
            doubled.add(reading.number)
    sound = {number: reading for number, reading in by_number.items() if number not in doubled}
    best = max((number for number in sound if _is_reached(number, sound)), default=None)
    if best is None:
        return None
    missing = tuple(sorted(number for number in by_number if number > best))
    return replace(_told(best, sound), missing=missing)


def next_reading(
    before: Known | None, reader: Authority, reading: Reading, *, after: int
) -> JointReading | None:
    """The reading that brings a reader up to what it is told now; None where it knows all of that.

    Without what it knew `before` the reading is whole; `after` is the highest number that was given.
    """
    order = tuple(hit.reference for hit in reading.hits)
    told = {hit.reference: replace(hit, position=0) for hit in reading.hits}
    known = {hit.reference: replace(hit, position=0) for hit in before.hits} if before else {}
    about = order, reading.use, reading.coverage, reading.synthetic, reading.groups
    if before and known == told and about == (
        tuple(known), before.use, before.coverage, before.synthetic, before.groups
    ):  # fmt: skip
        return None
    new = tuple(told[name] for name in sorted(told) if known.get(name) != told[name])
    whole = before is None
    return JointReading(
        reader, reading.use, after + 1, whole, new, order, reading.coverage, reading.synthetic, reading.groups
    )


def reading_value(value: Mapping[str, JsonValue], where: str) -> Mapping[str, JsonValue]:
    """The JSON of a reading of any format as one of today's; ShapeError for a field that came later."""
    if value.get("format") != 1:
        return value
    if "groups" in value:
        raise ShapeError("a reading has a field of a later format than its own", where=where,
                         remedy="ask the sender for the file as it was sealed")  # fmt: skip
    return {**value, "groups": []}


def reading_as_sealed(reading: JointReading) -> Mapping[str, JsonValue]:
    """The JSON that was sealed of a reading of any format."""
    stated = cast("Mapping[str, JsonValue]", to_json(reading))
    return {name: part for name, part in stated.items() if reading.format > 1 or name != "groups"}


def _is_reached(number: int, sound: Mapping[int, JointReading]) -> bool:
    """Whether a reading is whole, or follows one that came, and so on to a whole one."""
    while number in sound:
        if sound[number].whole:
            return True
        number -= 1
    return False


def _told(number: int, sound: Mapping[int, JointReading]) -> Known:
    last = sound[number]
    hits: dict[str, ReleasedHit] = {}
    while True:
        for hit in sound[number].hits:
            hits.setdefault(hit.reference, hit)
        if sound[number].whole:
            break
        number -= 1
    placed = tuple(
        replace(hits[name], position=place) for place, name in enumerate(last.order, 1) if name in hits
    )
    told = {hit.reference for hit in placed}
    groups = tuple(group for group in last.groups if told.issuperset(group.hits))
    return Known(last.number, last.use, placed, last.coverage, last.synthetic, groups)
