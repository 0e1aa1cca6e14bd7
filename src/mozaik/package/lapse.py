"""What a draft tells and may no longer tell: the terms of the day, asked again before a signature.

Between drafting and release days pass: what was disclosed until a day is disclosed no more, what is due for
erasure is to be erased, an owner withdraws a set or states stricter terms, a judgement changes. A draft is
released only while everything it tells would be told in the same way today.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from mozaik.errors import RefusedError
from mozaik.package.exhibits import CustodyEvent, Exhibit
from mozaik.package.model import Compared, HiddenHolder, Hit, Holder, Package, Pointer
from mozaik.parties import Authority

MOST_NAMED = 20
"""How many lapses an error names; `LapsedError.lapses` has all of them."""


class Lapse(StrEnum):
    """Why something that a draft tells may no longer be told so."""

    HIT_GONE = "is not a confirmed hit of the recipient today"
    POINTER_GONE = "is not a pointer for the recipient today"
    ROW_GONE = "has a row that is not told today, or not on these conditions"
    EXISTENCE_GONE = "has a holder whose existence is not told today, or not on these conditions"
    CUSTODY_GONE = "has an event that is not told today, or not on these conditions"
    COVERAGE_GONE = "are compared in the draft, and not disclosed to the recipient today"


@dataclass(frozen=True, slots=True)
class Lapsed:
    """One thing of a draft that has lapsed: which hit or pointer of which lead, whose row, and why.

    It holds references and authorities that the draft itself states, and never a value. Of coverage
    `reference` is the name of the table, of custody the item, and there is no lead.
    """

    reference: str
    lead: int | None
    authority: Authority | None
    lapse: Lapse

    def __str__(self) -> str:
        lead = "" if self.lead is None else f" of lead {self.lead}"
        whose = "" if self.authority is None else f" ({self.authority})"
        return f"{self.reference}{lead} {self.lapse}{whose}"


class LapsedError(RefusedError):
    """A draft tells what may no longer be told; `lapses` says what."""

    def __init__(self, lapses: tuple[Lapsed, ...], where: str) -> None:
        self.lapses = lapses
        named = "; ".join(map(str, lapses[:MOST_NAMED]))
        more = f"; and {len(lapses) - MOST_NAMED} more" if len(lapses) > MOST_NAMED else ""
        super().__init__(
            "the draft tells what may not be told today", where=where, why=named + more,
            remedy="draft the package again, have it read, and release that; destroy this draft",
        )  # fmt: skip


def lapses_of(draft: Package, today: Package) -> tuple[Lapsed, ...]:
    """Everything that a draft tells and that a package drafted today would not tell in the same way."""
    lapses = [
        *_told_lapses(draft, today),
        *_custody_lapses(draft, today),
        *_coverage_lapses(draft, today),
    ]
    return tuple(dict.fromkeys(lapses))


def _told_lapses(draft: Package, today: Package) -> Iterator[Lapsed]:
    told_today = {told.reference: told for told in today.told}
    for told in draft.told:
        now = told_today.get(told.reference)
        if now is None:
            lapse = Lapse.HIT_GONE if isinstance(told, Hit) else Lapse.POINTER_GONE
            yield Lapsed(told.reference, told.lead, None, lapse)
        else:
            yield from _holder_lapses(told, now)


def _holder_lapses(told: Hit | Pointer, now: Hit | Pointer) -> Iterator[Lapsed]:
    rows, hidden = (
        {_identity(holder) for holder in now.told},
        {_hidden_identity(holder) for holder in now.ask},
    )
    for holder in told.told:
        if _identity(holder) not in rows:
            yield Lapsed(told.reference, told.lead, holder.authority, Lapse.ROW_GONE)
    for asked in told.ask:
        if _hidden_identity(asked) not in hidden:
            yield Lapsed(told.reference, told.lead, asked.authority, Lapse.EXISTENCE_GONE)


def _identity(holder: Holder) -> str:
    """Everything that is told of a row, with its conditions; where a row of one's own stands may change."""
    return repr(replace(holder, fields=dict(sorted(holder.fields.items())), row=None))


def _hidden_identity(holder: HiddenHolder) -> str:
    return repr(holder)


def _custody_lapses(draft: Package, today: Package) -> Iterator[Lapsed]:
    told_today = {
        (_item(exhibit), _event_identity(event)) for exhibit in today.exhibits for event in exhibit.custody
    }
    for exhibit in draft.exhibits:
        for event in exhibit.custody:
            if (_item(exhibit), _event_identity(event)) not in told_today:
                name = f"custody of {exhibit.unit}"
                yield Lapsed(name, None, exhibit.authority, Lapse.CUSTODY_GONE)


def _item(exhibit: Exhibit) -> tuple[str, str]:
    return exhibit.authority, exhibit.unit


def _event_identity(event: CustodyEvent) -> str:
    """Everything that is told of an event, with its conditions; where one's own row stands may change."""
    return repr(replace(event, row=None))


def _coverage_lapses(draft: Package, today: Package) -> Iterator[Lapsed]:
    """Coverage of others that is no longer disclosed, or whose rows are no longer counted."""
    lines_today = [*today.compared, *today.not_compared]
    known = {_line(line) for line in lines_today}
    counted = {_line(line) for line in lines_today if line.rows is not None}
    for line in (*draft.compared, *draft.not_compared):
        gone = _line(line) not in (known if line.rows is None else counted)
        if gone and line.authority != draft.recipient.authority:
            yield Lapsed(f"rows of {line.table}", None, line.authority, Lapse.COVERAGE_GONE)


def _line(line: Compared) -> tuple[str, ...]:
    return line.authority, str(line.set_kind), line.table, line.matcher
