"""A hit as the pages show it: the words are those of the command line, cut into what a page lays out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from mozaik.desk import (
    Held,
    PictureGroup,
    ReleasedHit,
    ReleasedHolder,
    Status,
    group_text,
    likeness_text,
    lines_of_row,
    nearness_text,
)
from mozaik.parties import Authority
from mozaik.terms import Disclosure
from mozaik.visible import visible_line
from mozaik.wording import explain_grade, explain_handling, explain_hit, explain_list_kind, explain_value, say

SHORT = len("H-") + 8
_DIGEST = 32
MOST_REASONS = 2


@dataclass(frozen=True, slots=True)
class ToldRow:
    """One row of the queue. `whom` are the others who hold it; empty where it is the reader alone.

    `asks` is whom the reader may ask for more first, and with which ticket; None where all is told.
    """

    reference: str
    short: str
    position: int
    title: str
    what: str
    values: tuple[str, ...]
    whom: tuple[Authority, ...]
    status: Status
    reasons: tuple[str, ...]
    codes: tuple[str, ...]
    asks: tuple[Authority, str] | None


@dataclass(frozen=True, slots=True)
class ToldHolder:
    """One holder: its item or person, and the lines below."""

    unit: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ToldSide:
    """What is told of one authority's side."""

    whose: str
    own: bool
    holders: tuple[ToldHolder, ...]
    more: int

    @property
    def is_told(self) -> bool:
        """Whether more is told than that something is held."""
        return bool(self.holders)


@dataclass(frozen=True, slots=True)
class ToldHit:
    """A hit in sentences: what, why, caution, next step, the sides, the conditions.

    `tickets` are those of whom no more is told: who holds something, and the ticket to ask with.
    """

    title: str
    what: str
    meaning: str
    caution: str
    next_step: str
    values: tuple[str, ...]
    sides: tuple[ToldSide, ...]
    tickets: tuple[tuple[str, Authority, str], ...]
    codes: tuple[tuple[str, str], ...]
    grade: str
    reasons: tuple[str, ...]
    ask: tuple[Authority, ...]


MOST_HOLDERS = 20
"""How many holders of one side a page shows at once; the rest is counted."""


def told_row(hit: ReleasedHit, reader: str) -> ToldRow:
    """A hit as a row of the queue."""
    return ToldRow(
        hit.reference,
        hit.reference[:SHORT],
        hit.position,
        explain_hit(hit.kind).title,
        explain_value(hit.value_kind),
        tuple(_short(value) for value in hit.values[:2]),
        tuple(name for name in hit.authorities if name != reader),
        hit.status,
        tuple(reason.text for reason in hit.reasons[:MOST_REASONS]),
        tuple(str(code) for code in hit.handling),
        next(((holder.authority, holder.ticket) for holder in hit.holders if holder.ticket), None),
    )


def told_hit(hit: ReleasedHit, group: PictureGroup | None = None) -> ToldHit:
    """A hit as its own page says it."""
    words = explain_hit(hit.kind)
    notes = sorted({note for holder in hit.holders for note in holder.handling_notes})
    return ToldHit(
        words.title,
        _what(hit, group),
        words.meaning,
        words.caution,
        words.next_step,
        tuple(visible_line(value) for value in hit.values),
        tuple(_sides(hit.holders)),
        tuple((_whose(holder), holder.authority, holder.ticket) for holder in hit.holders if holder.ticket),
        tuple((str(code), explain_handling(code, "; ".join(notes))) for code in hit.handling),
        explain_grade(hit.grade),
        tuple(reason.text for reason in hit.reasons),
        tuple(sorted({holder.authority for holder in hit.holders if holder.ticket})),
    )


def _what(hit: ReleasedHit, group: PictureGroup | None) -> str:
    what = explain_value(hit.value_kind)
    if hit.second_fact:
        what = say("screen.second_fact", what=what, fact=explain_value(hit.second_fact))
    notes = (nearness_text(hit.distance, hit.transform), group_text(group), likeness_text(hit.explanation))
    return "; ".join([what, *(note for note in notes if note)])


def told_values(held: Held) -> tuple[tuple[str, tuple[ToldSide, ...]], ...]:
    """Each value of the answer to who holds a picture or file: its words, and the sides that are told."""
    return tuple(
        (_value_words(value.value, nearness_text(value.distance, value.transform)),
         tuple(_sides(value.holders)))
        for value in held.values
    )  # fmt: skip


def _value_words(value: str, nearness: str | None) -> str:
    return say("held.near", value=value, nearness=nearness) if nearness else say("held.equal")


def _sides(holders: Iterable[ReleasedHolder]) -> Iterator[ToldSide]:
    """Each authority's side, the reader's own first, as the holders are ordered."""
    by_side: dict[tuple[str, bool], list[ToldHolder]] = {}
    for holder in holders:
        if holder.level is Disclosure.HIT:
            continue
        told = by_side.setdefault((_whose(holder), holder.own), [])
        if (line := _holder(holder)) not in told:
            told.append(line)
    for (whose, own), told in by_side.items():
        yield ToldSide(whose, own, tuple(told[:MOST_HOLDERS]), max(0, len(told) - MOST_HOLDERS))


def _whose(holder: ReleasedHolder) -> str:
    whose = say("screen.you") if holder.own else str(holder.authority)
    if holder.set_kind.is_list:
        return say("screen.whose_list", whose=whose, list=explain_list_kind(holder.set_kind))
    return whose


def _holder(holder: ReleasedHolder) -> ToldHolder:
    lines = lines_of_row(holder.fields or {}, holder.places)
    return ToldHolder(holder.unit or "", tuple(visible_line(line) for line in lines))


def _short(value: str) -> str:
    told = visible_line(value)
    is_digest = len(told) >= _DIGEST and all(letter in "0123456789abcdef" for letter in told)
    return f"{told[:16]}\u2026" if is_digest else told
