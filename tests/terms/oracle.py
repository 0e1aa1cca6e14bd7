"""The release rule a second time, written from design section 6 without looking at the first.

It is slow and literal on purpose: it lists every pair of facts, asks what each side lets the reader know,
and lets the narrower rule of the two hold.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from mozaik.terms import Disclosure, Handling, Reader, Subject, Terms, Use

NOTHING, EXISTENCE, FIELDS = Disclosure.SILENT, Disclosure.HIT, Disclosure.FULL


def told_of_fact(terms: Terms, reader: Reader, use: Use, day: date, has_acknowledged: bool) -> Disclosure:
    """What the reader learns of one fact for one use, as a cascade of refusals."""
    if terms.owner == reader.name:
        return FIELDS
    if day > terms.review_on:
        return NOTHING  # erasure is the default
    if len(terms.purposes) == 0 or terms.subject == Subject.UNKNOWN:
        return NOTHING  # quarantined
    permitted = {
        str(p.lifts) for p in terms.permissions if p.reader == reader.name and p.use == use and p.until >= day
    }
    if str(use) == "court" and "H1" in terms.handling and "H1" not in permitted:
        return NOTHING  # not in judicial proceedings
    changed = [e for e in terms.changes if e.reader == reader.name and not (e.until and e.until < day)]
    by_name = changed or [
        e for e in terms.disclosures if e.reader == reader.name and not (e.until and e.until < day)
    ]
    for_all = [e for e in terms.disclosures if e.reader == "*" and not (e.until and e.until < day)]
    if by_name:
        stated = by_name[0].level
    elif not reader.takes_part:  # by name only
        stated = NOTHING
    else:
        stated = for_all[0].level if for_all else terms.disclosure
    if stated != FIELDS:
        return stated
    may_not_go_onward = Handling.H2 in terms.handling and not by_name and "H2" not in permitted
    unread_restriction = Handling.H3 in terms.handling and not has_acknowledged
    if str(use) == "oversight":
        return EXISTENCE  # that it is there, and under which conditions
    if str(terms.subject) == "victim" and str(use) != "protection":
        return EXISTENCE
    return EXISTENCE if terms.minor or may_not_go_onward or unread_restriction else FIELDS


@dataclass(frozen=True)
class Fact:
    """One holder: owner, unit, side, whether a list, and what the reader learns of it alone."""

    owner: str
    unit: str
    side: str
    is_list: bool
    level: Disclosure


def told_of_hit(facts: Sequence[Fact], reader: str) -> list[Disclosure]:
    """What the reader learns of each fact of one hit: the best of all pairs that it takes part in."""
    told = [NOTHING] * len(facts)
    for (i, left), (j, right) in combinations(enumerate(facts), 2):
        if not together(left, right) or NOTHING in (left.level, right.level):
            continue
        narrower = EXISTENCE if EXISTENCE in (left.level, right.level) else FIELDS
        told[i] = max(told[i], FIELDS if left.owner == reader else narrower)
        told[j] = max(told[j], FIELDS if right.owner == reader else narrower)
    return told


def together(left: Fact, right: Fact) -> bool:
    """Whether two facts make a hit: not on one unit of one owner, not of one side, not two lists."""
    one_unit = left.owner == right.owner and left.unit == right.unit
    one_side = left.side == right.side and left.side != ""
    return not one_unit and not one_side and not (left.is_list and right.is_list)
