"""What owners changed of their terms by amendments that are in force here: a chain that only grows.

An amendment that is said to hold no more, because its signer's key counts no more, may come into force again.
What a reader is told by it is for release to say.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from mozaik import chain
from mozaik.acts.folder import Acts
from mozaik.files import make_private_folder
from mozaik.parties import Authority
from mozaik.terms import Disclosure, Handling, Permission, ReaderDisclosure, Use
from mozaik.typed_json import Json, from_json, to_json


class InForce(StrEnum):
    """What happened to an amendment here; the word is the event in the chain."""

    BEGUN = "amended"
    ENDED = "amendment-ended"


@dataclass(frozen=True, slots=True, order=True)
class AmendedRow:
    """A row of a sealed set of the owner: the set's id, the table, the number of the row in it."""

    set_id: str
    table: str
    row_id: int


@dataclass(frozen=True, slots=True)
class TermsAmended:
    """What an amendment says of terms: of all rows of these sets, or, where rows are named, of those alone.

    With a `level` the reader is told so much until the day, or without end; with `lifts` and `use` it may
    use for that what stands under the code, until the day. `at` is when it was sealed (UTC text).
    """

    id: str
    owner: Authority
    at: str
    reader: Authority
    sets: tuple[str, ...]
    rows: tuple[AmendedRow, ...]
    level: Disclosure | None
    lifts: Handling | None
    use: Use | None
    until: date | None

    @property
    def change(self) -> ReaderDisclosure | None:
        """The level that it states, if it states one."""
        return None if self.level is None else ReaderDisclosure(self.reader, self.level, self.until)

    @property
    def permission(self) -> Permission | None:
        """What it permits, if it permits something."""
        if self.lifts is None or self.use is None or self.until is None:
            return None
        return Permission(self.reader, self.lifts, self.use, self.until)


def amendments_in_force(acts: Acts) -> tuple[TermsAmended, ...]:
    """The amendments of terms that count here, in the order of their sealing; raises as `entries`."""
    own = acts.amendments_chain() if acts.exist else None
    if own is None or not own.exists():
        return ()
    chain.complete(own)
    known: dict[str, TermsAmended] = {}
    for entry in chain.entries(own):
        details = chain.details_of(own, entry) or {}
        if entry.event == InForce.BEGUN:
            amended = from_json(TermsAmended, details, str(own.folder))
            known[amended.id] = amended
        elif entry.event == InForce.ENDED:
            known.pop(str(details.get("id")), None)
    return tuple(sorted(known.values(), key=lambda amended: (amended.at, amended.id)))


def keep_in_force(acts: Acts, standing: Collection[TermsAmended], now: datetime) -> tuple[TermsAmended, ...]:
    """Let these amendments count here, and no other; those that did not count before."""
    before = {amended.id: amended for amended in amendments_in_force(acts)}
    new = tuple(amended for amended in standing if amended.id not in before)
    ended = sorted(before.keys() - {amended.id for amended in standing})
    for event, details in _entries(new, ended):
        own = acts.amendments_chain()
        make_private_folder(own.folder.parent)
        chain.append(own, event, details, now)
    return new


def _entries(
    new: Collection[TermsAmended], ended: Collection[str]
) -> Iterator[tuple[InForce, Mapping[str, Json]]]:
    for amended in new:
        details = to_json(amended)
        if isinstance(details, dict):
            yield InForce.BEGUN, details
    yield from ((InForce.ENDED, {"id": name}) for name in ended)
