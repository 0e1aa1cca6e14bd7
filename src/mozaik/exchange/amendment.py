"""Amendments: what an owner changes of sets that it sealed: withdrawn, erased, told otherwise, permitted."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeAlias

from mozaik.acts import AmendedRow, TermsAmended
from mozaik.exchange.faults import broken_rule, require_line
from mozaik.exchange.machine import Dated, Machine, Run
from mozaik.parties import Authority, PersonRef
from mozaik.seal import is_set_id
from mozaik.terms import Disclosure, Handling, Use

FORMAT = 1
MOST_ROWS = 10_000
_TABLE = re.compile(r"[a-z_]{1,40}", re.ASCII)
LIFTED = (Handling.H1, Handling.H2)
"""The codes that a permit can lift: of H3 the owner's note says what holds."""


class Change(StrEnum):
    """What an amendment does."""

    WITHDRAW = "withdraw"
    """The sets take part in nothing any more, and what was told of them is recalled."""
    ERASE = "erase"
    """As withdrawn, and whoever has the sealed files removes them; the amendment stands in their place."""
    TERMS = "change-terms"
    """One reader is told another level from now on, until a day or without end."""
    PERMIT = "permit"
    """One reader may use for one thing what stands under H1 or H2, until a day."""


class Life(StrEnum):
    """Where a sealed set stands by its owner's amendments."""

    STANDING = "standing"
    WITHDRAWN = "withdrawn"
    ERASED = "erased"


SET: Machine[Life, Change] = Machine(
    Life.STANDING,
    {
        (Life.STANDING, Change.TERMS): Life.STANDING,
        (Life.STANDING, Change.PERMIT): Life.STANDING,
        (Life.STANDING, Change.WITHDRAW): Life.WITHDRAWN,
        (Life.STANDING, Change.ERASE): Life.ERASED,
        (Life.WITHDRAWN, Change.ERASE): Life.ERASED,
    },
)
"""What may become of a set by amendments; nothing leads back: what ended is sealed anew under another id."""


@dataclass(frozen=True, slots=True)
class Amendment:
    """What an owner takes back, by the ids of sets of its own: withdrawn or erased, who says so, and why."""

    change: Change
    sets: tuple[str, ...]
    by: PersonRef
    reason: str
    format: int = FORMAT

    def __post_init__(self) -> None:
        if self.change not in (Change.WITHDRAW, Change.ERASE):
            raise broken_rule("an amendment", "it takes nothing back")
        _require_own_sets(self.sets, (), self.by, self.reason, self.format)


@dataclass(frozen=True, slots=True)
class TermsChange:
    """At which level one reader is told the sets, or of them single rows alone, and until which day.

    Of whole sets the level opens or closes; of single rows it opens them and closes nothing.
    """

    change: Change
    sets: tuple[str, ...]
    rows: tuple[AmendedRow, ...]
    reader: Authority
    level: Disclosure
    until: date | None
    by: PersonRef
    reason: str
    format: int = FORMAT

    def __post_init__(self) -> None:
        if self.change is not Change.TERMS:
            raise broken_rule("an amendment", "it changes no terms")
        _require_own_sets(self.sets, self.rows, self.by, self.reason, self.format)
        _require_another(self.reader, self.by)


@dataclass(frozen=True, slots=True)
class Permit:
    """Which code of handling one reader need not keep for one use, and until which day."""

    change: Change
    sets: tuple[str, ...]
    rows: tuple[AmendedRow, ...]
    reader: Authority
    lifts: Handling
    use: Use
    until: date
    by: PersonRef
    reason: str
    format: int = FORMAT

    def __post_init__(self) -> None:
        if self.change is not Change.PERMIT or self.lifts not in LIFTED:
            raise broken_rule("an amendment", "it permits nothing that stands under H1 or H2")
        _require_own_sets(self.sets, self.rows, self.by, self.reason, self.format)
        _require_another(self.reader, self.by)


Amends: TypeAlias = Amendment | TermsChange | Permit
FORMS: Mapping[str, type] = {str(Change.TERMS): TermsChange, str(Change.PERMIT): Permit}
"""The content of the changes that say more than what is taken back."""


@dataclass(frozen=True, slots=True)
class Amended:
    """An amendment as it was sealed: its id, when (UTC text), and what it says."""

    id: str
    at: str
    content: Amends


def lives_of(amendments: Iterable[Amended]) -> dict[str, Run[Life, Change]]:
    """What became of each set that amendments name, whatever the order in which they came."""
    steps: dict[str, list[Dated[Change]]] = {}
    for each in amendments:
        for name in each.content.sets:
            steps.setdefault(name, []).append(Dated(each.at, each.id, each.content.change))
    return {name: SET.run(steps[name]) for name in sorted(steps)}


def terms_amended(amendments: Iterable[Amended]) -> tuple[TermsAmended, ...]:
    """What amendments say of terms, as release reads it, in the order in which they were sealed."""
    ordered = sorted(amendments, key=lambda each: (each.at, each.id))
    return tuple(
        _of_terms(each.id, each.at, each.content)
        for each in ordered
        if not isinstance(each.content, Amendment)
    )


def _of_terms(name: str, at: str, said: TermsChange | Permit) -> TermsAmended:
    level, lifts, use = (
        (said.level, None, None) if isinstance(said, TermsChange) else (None, said.lifts, said.use)
    )
    owner = said.by.authority
    return TermsAmended(name, owner, at, said.reader, said.sets, said.rows, level, lifts, use, said.until)


def _require_own_sets(
    sets: tuple[str, ...], rows: tuple[AmendedRow, ...], by: PersonRef, reason: str, stated_format: int
) -> None:
    if stated_format != FORMAT or not sets or tuple(sorted(set(sets))) != sets:
        raise broken_rule("an amendment", "it names no set, or sets that are not in order")
    if not all(is_set_id(name) and name.startswith(f"{by.authority}.") for name in sets):
        raise broken_rule("an amendment", "it names a set of somebody else: an id begins with its owner's")
    if tuple(sorted(set(rows))) != rows or len(rows) > MOST_ROWS:
        raise broken_rule("an amendment", "its rows are not in order, or too many")
    fits = all(row.row_id >= 0 and _TABLE.fullmatch(row.table) for row in rows)
    if rows and (tuple(sorted({row.set_id for row in rows})) != sets or not fits):
        raise broken_rule("an amendment", "its rows are not those of the sets that it names")
    require_line("an amendment", reason)


def _require_another(reader: Authority, by: PersonRef) -> None:
    if reader == by.authority:
        raise broken_rule("an amendment", "it is for its owner, who knows all of it")
