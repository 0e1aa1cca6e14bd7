"""A package as the pages show it: exactly what its recipient gets, and what is held back, and why."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from mozaik.desk import HeldBack, Holder, Package, lines_of_row, say_again
from mozaik.hub.telling import ToldHolder, ToldSide
from mozaik.terms import Handling
from mozaik.visible import visible_line
from mozaik.wording import (
    explain_compared,
    explain_handling,
    explain_hit,
    explain_list_kind,
    explain_value,
    say,
)


@dataclass(frozen=True, slots=True)
class ToldFact:
    """One hit or pointer of a package: what it is, its values, what is told of whom, and of whom no more."""

    reference: str
    lead: int
    title: str
    what: str
    values: tuple[str, ...]
    sides: tuple[ToldSide, ...]
    only_that: tuple[str, ...]
    codes: tuple[Handling, ...]
    keep_until: str


@dataclass(frozen=True, slots=True)
class ToldHeld:
    """A hit that is only counted, and why."""

    reference: str
    title: str
    why: str


@dataclass(frozen=True, slots=True)
class ToldPackage:
    """A package in the order in which its page says it."""

    package: Package
    facts: tuple[ToldFact, ...]
    held: tuple[ToldHeld, ...]
    codes: tuple[tuple[str, str], ...]
    not_compared: tuple[str, ...]


def told_package(stated: Package, held: Iterable[HeldBack] = ()) -> ToldPackage:
    """A package, and what a draft of it would hold back, as pages show them in the language of the moment."""
    package = say_again(stated)
    return ToldPackage(
        package,
        tuple(_facts(package)),
        tuple(
            ToldHeld(each.reference, explain_hit(each.kind).title, say(f"status.{each.status}"))
            for each in held
        ),
        tuple(
            (str(code), explain_handling(code, "; ".join(package.handling.notes)))
            for code in package.handling.codes
        ),
        tuple(
            f"{line.authority}: {explain_compared(line.table, line.matcher, line.set_kind)}; {line.reason}"
            for line in package.not_compared
        ),
    )


def _facts(package: Package) -> Iterator[ToldFact]:
    country = package.recipient.country_name
    for hit in package.hits:
        yield ToldFact(
            hit.reference, hit.lead, hit.kind_text, explain_value(hit.value_kind),
            tuple(visible_line(value) for value in hit.values), _sides(hit.told),
            _only_that((each.authority, each.ticket) for each in hit.ask), hit.handling,
            str(hit.keep_until or ""),
        )  # fmt: skip
    for pointer in package.pointers:
        what = say("hub.package.pointer", what=explain_value(pointer.kind), country=country)
        yield ToldFact(
            pointer.reference, pointer.lead, what, explain_value(pointer.kind),
            (visible_line(pointer.value),) if pointer.value else (), _sides(pointer.told),
            _only_that((each.authority, each.ticket) for each in pointer.ask), pointer.handling,
            str(pointer.keep_until or ""),
        )  # fmt: skip


def _sides(told: Iterable[Holder]) -> tuple[ToldSide, ...]:
    by_side: dict[tuple[str, bool], list[ToldHolder]] = {}
    for holder in told:
        lines = lines_of_row(holder.fields, holder.places)
        line = ToldHolder(holder.unit or "", tuple(visible_line(each) for each in lines))
        side = by_side.setdefault((_whose(holder), holder.own), [])
        if line not in side:
            side.append(line)
    return tuple(ToldSide(whose, own, tuple(lines), 0) for (whose, own), lines in by_side.items())


def _whose(holder: Holder) -> str:
    if holder.set_kind.is_list:
        return say("screen.whose_list", whose=holder.authority, list=explain_list_kind(holder.set_kind))
    return str(holder.authority)


def _only_that(asked: Iterable[tuple[str, str | None]]) -> tuple[str, ...]:
    return tuple(sorted({f"{authority} ({ticket})" if ticket else authority for authority, ticket in asked}))
