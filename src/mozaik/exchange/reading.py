"""Readings: all that one reader may know of the joint hits, whole or the difference since its last one.

Each has a number of its own; a difference follows the reading with the number before it. What a reader knows
is a pure function of all its readings, whatever the order in which they came.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from mozaik.exchange.faults import broken_rule
from mozaik.parties import Authority
from mozaik.release import Coverage, Reading, ReleasedHit
from mozaik.terms import Use

FORMAT = 1


@dataclass(frozen=True, slots=True)
class JointReading:
    """A reading of a reader: those of its hits that are new or changed, and the order of all of them.

    `number` counts the readings of the reader; `whole` says that nothing before it is needed. Hits stand in
    order of their references, with position 0; `order` has the references of all hits, the most important
    first. What stands in `order` no more is told no more.
    """

    reader: Authority
    use: Use
    number: int
    whole: bool
    hits: tuple[ReleasedHit, ...]
    order: tuple[str, ...]
    coverage: Coverage
    synthetic: bool
    format: int = FORMAT

    def __post_init__(self) -> None:
        names = [hit.reference for hit in self.hits]
        if self.format != FORMAT or self.number < 1 or names != sorted(set(names)):
            raise broken_rule("a reading", "its number or the order of its hits is wrong")
        if len(set(self.order)) != len(self.order) or not set(names) <= set(self.order):
            raise broken_rule("a reading", "a hit stands twice, or has no place in the order")
        if any(hit.position for hit in self.hits) or (self.whole and set(names) != set(self.order)):
            raise broken_rule("a reading", "it is whole and does not tell every hit, or places one itself")


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
    lapsed: int = 0
    missing: tuple[int, ...] = ()

    def on(self, day: date) -> "Known":
        """What of it may be known on a day."""
        kept = tuple(hit for hit in self.hits if hit.keep_until >= day)
        return replace(self, hits=kept, lapsed=len(self.hits) - len(kept))

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
    about = order, reading.use, reading.coverage, reading.synthetic
    if before and known == told and about == (tuple(known), before.use, before.coverage, before.synthetic):
        return None
    new = tuple(told[name] for name in sorted(told) if known.get(name) != told[name])
    whole = before is None
    return JointReading(
        reader, reading.use, after + 1, whole, new, order, reading.coverage, reading.synthetic
    )


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
    return Known(last.number, last.use, placed, last.coverage, last.synthetic)
