"""The release rule: what a reader may learn of a fact and of a hit.

Pure. `release/view.py` says the same in sets inside the engine, and a test holds the two to each other.

Two steps. `disclosed` gives the level of one fact for one reader. `shown` takes the holders of one hit
with these levels and gives the level at which each holder is shown, or SILENT for all when, for this
reader, there is no hit. A holder that is silent takes no part: not in counts, ranks, ids or order.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from mozaik.terms.codes import (
    CROSS_CHECKED_SUBJECTS,
    EVERYONE,
    Disclosure,
    Handling,
    Purpose,
    Subject,
    Use,
)
from mozaik.terms.model import Terms
from mozaik.terms.reader import Reader


class Obstacle(StrEnum):
    """Why a fact may not take part in the cross-check."""

    QUARANTINED = "quarantined: not yet sorted"
    PURPOSE = "purpose does not include cross-check"
    SUBJECT = "subject category may not be cross-checked"
    EXPIRED = "review date has passed"


def cross_check_obstacle(terms: Terms, on: date) -> Obstacle | None:
    """Why facts under these terms may not be cross-checked on a date, or None when they may."""
    if terms.subject is Subject.UNKNOWN or not terms.purposes:
        return Obstacle.QUARANTINED
    if Purpose.CROSS_CHECK not in terms.purposes:
        return Obstacle.PURPOSE
    if terms.subject not in CROSS_CHECKED_SUBJECTS:
        return Obstacle.SUBJECT
    if terms.review_on < on:
        return Obstacle.EXPIRED
    return None


def disclosed(
    terms: Terms,
    reader: Reader,
    use: Use,
    on: date,
    acknowledged: bool = False,
) -> Disclosure:
    """How much of a fact under these terms a reader may learn on a date, for one use.

    The owner learns everything. For others what an amendment changed for the reader holds (until its date),
    then the entry that names it (until its date), then the entry for everyone, then the default; who takes
    no part (the public, a recipient, a country) learns only by an entry of its own.

    Silent are unsorted facts, facts whose review date has passed so that erasure is due, and in court facts
    under H1 that the owner did not permit this reader there by an amendment. Existence at most is told of
    facts about minors, of H2 towards a reader that is neither named nor permitted, of H3 that nobody of the
    reader has acknowledged, of victims for any use but protection, and of everything for oversight.
    """
    if reader.name == terms.owner:
        return Disclosure.FULL
    if terms.subject is Subject.UNKNOWN or not terms.purposes or terms.review_on < on:
        return Disclosure.SILENT
    lifted = _lifted(terms, reader, use, on)
    if use is Use.COURT and Handling.H1 in terms.handling - lifted:
        return Disclosure.SILENT
    level, named = _stated(terms, reader, on)
    existence_only = (
        terms.minor
        or (Handling.H2 in terms.handling - lifted and not named)
        or (Handling.H3 in terms.handling and not acknowledged)
        or (terms.subject is Subject.VICTIM and use is not Use.PROTECTION)
        or use is Use.OVERSIGHT
    )
    return min(level, Disclosure.HIT) if existence_only else level


def last_day(terms: Terms, reader: Reader, use: Use, level: Disclosure, on: date, acknowledged: bool) -> date:
    """The last day on which a reader may still know what it is told at `level` on the day `on`.

    The next day an entry, change or permission of the owner's has ended, or the review date has passed and
    erasure is due; the reader then erases the fact. The owner too keeps it until its review date.
    """
    ends = {entry.until for entry in (*terms.disclosures, *terms.changes) if entry.until is not None}
    ends |= {permission.until for permission in terms.permissions}
    for end in sorted(end for end in ends if on <= end < terms.review_on):
        if disclosed(terms, reader, use, end + timedelta(days=1), acknowledged) < level:
            return end
    return terms.review_on


def _lifted(terms: Terms, reader: Reader, use: Use, on: date) -> frozenset[Handling]:
    """The codes that the owner's permissions lift for a reader and a use on a date."""
    return frozenset(
        permission.lifts
        for permission in terms.permissions
        if (permission.reader, permission.use) == (reader.name, use) and on <= permission.until
    )


def _stated(terms: Terms, reader: Reader, on: date) -> tuple[Disclosure, bool]:
    """The level that the owner stated for a reader, and whether the reader is named."""
    for change in terms.changes:
        if change.reader == reader.name and (change.until is None or on <= change.until):
            return change.level, True
    entries = {e.reader: e for e in terms.disclosures if e.until is None or on <= e.until}
    if reader.name in entries:
        return entries[reader.name].level, True
    if not reader.takes_part:
        return Disclosure.SILENT, False
    if EVERYONE in entries:
        return entries[EVERYONE].level, False
    return terms.disclosure, False


@dataclass(frozen=True, slots=True)
class HolderView:
    """One holder of a hit as a reader may know it.

    `unit` is the seized item, person or list that holds the value: inside one unit nothing is a hit.
    `side` is empty where all holders hold one value; otherwise only holders of different sides pair.
    `is_list` is true for an entry of a reference list.
    """

    authority: str
    unit: str
    side: str
    level: Disclosure
    is_list: bool = False


def pairs(left: HolderView, right: HolderView) -> bool:
    """Whether two holders together are a hit: different units, and different sides where there are sides.

    Two lists are none: that both hold a value is written down only because somebody's item holds it too,
    and who may not know of that item must not learn of it through the lists.
    """
    if left.is_list and right.is_list:
        return False
    if (left.authority, left.unit) == (right.authority, right.unit):
        return False
    return left.side != right.side or left.side == right.side == ""


def shown(holders: Sequence[HolderView], reader: str) -> list[Disclosure]:
    """The level at which each holder is shown to the reader, in the order given.

    A reader's own holder is shown in full as soon as one permitted holder pairs with it. Any other holder
    is shown at the narrower level of the pair, by the best pair it has; for an owner that is what the
    other side discloses, because its own side is full.
    """
    return [_shown_at(index, holders, reader) for index in range(len(holders))]


def _shown_at(index: int, holders: Sequence[HolderView], reader: str) -> Disclosure:
    holder = holders[index]
    partners = [
        other.level
        for position, other in enumerate(holders)
        if position != index and other.level > Disclosure.SILENT and pairs(holder, other)
    ]
    if holder.level is Disclosure.SILENT or not partners:
        return Disclosure.SILENT
    return Disclosure.FULL if holder.authority == reader else min(holder.level, max(partners))


def is_hit(holders: Collection[HolderView]) -> bool:
    """Whether any two permitted holders pair."""
    seen = [holder for holder in holders if holder.level > Disclosure.SILENT]
    return any(pairs(left, right) for i, left in enumerate(seen) for right in seen[i + 1 :])
