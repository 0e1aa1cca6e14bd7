"""Statements beside figures: what an authority says, and how it stands to what is counted."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from mozaik.figures.definitions import JOINT
from mozaik.figures.figure import Statement, Verdict
from mozaik.figures.visible import VisibleRow
from mozaik.records import statement_fault
from mozaik.terms import Disclosure

_EXACT = re.compile(r"(?P<number>\d{1,15})")
_AT_LEAST = re.compile(r"(?:at least (?P<number>\d{1,15}))|(?:(?P<plus>\d{1,15})\+)")
_MORE = re.compile(r"(?:more than|over|>) ?(?P<number>\d{1,15})")
_DAYS = re.compile(r"(?P<first>\d{4}-\d{2}-\d{2})/(?P<last>\d{4}-\d{2}-\d{2})")


def statements_of(rows: Sequence[VisibleRow], as_of: date | None) -> dict[str, list[Statement]]:
    """Figure key -> the statements made by a day that the reader may read in full.

    What no statement may say is left out, however it came to be sealed; `left_out` counts these.
    """
    by_figure: dict[str, list[Statement]] = {}
    for row in _readable(rows, as_of):
        said = row.fields["as_of"]
        if statement_fault(row.fields):
            continue
        statement = Statement(
            value=row.fields["value"],
            unit=row.fields["unit"] or "",
            scope=row.fields["scope"] or JOINT,
            as_of=said,
            said_by=row.fields["said_by"] or row.authority,
            sealed_by=row.authority,
            reported_by=row.fields["reported_by"] or "",
            note=row.fields["note"] or "",
            origin=row.fields["origin"] or "",
            verdict=Verdict.NOT_COUNTED,
            row=row.ref,
        )
        by_figure.setdefault(row.fields["figure"], []).append(statement)
    return by_figure


def left_out(rows: Sequence[VisibleRow], as_of: date | None) -> int:
    """How many statements that the reader may read say what no statement may, and are left out."""
    return sum(statement_fault(row.fields) is not None for row in _readable(rows, as_of))


def _readable(rows: Sequence[VisibleRow], as_of: date | None) -> list[VisibleRow]:
    return [
        row
        for row in rows
        if row.level is Disclosure.FULL
        and not (as_of and row.fields["as_of"] and row.fields["as_of"] > as_of)
    ]


def judged(statements: Sequence[Statement], scope: str, value: int | str | None) -> tuple[Statement, ...]:
    """The statements that belong beside a figure of this scope, each with its verdict.

    Statements of the same scope always do; statements about a part stand beside the joint figure only
    when the part they claim is larger than the whole that is counted.
    """
    beside = []
    for statement in statements:
        if statement.scope == scope:
            beside.append(replace(statement, verdict=_same_scope(statement.value, value)))
        elif scope == JOINT and _exceeds(statement.value, value):
            verdict = Verdict.LARGER_PART if isinstance(value, int) else Verdict.OUTSIDE
            beside.append(replace(statement, verdict=verdict))
    return tuple(beside)


def _same_scope(said: str, value: int | str | None) -> Verdict:
    text = said.strip().lower()
    if isinstance(value, str):
        return Verdict.AGREES if text == value else Verdict.OTHER_VALUE
    if value is None:
        return Verdict.NOT_COUNTED
    bound = _lower_bound(text)
    if bound is None:
        return Verdict.NOT_EXACT
    agrees = value == bound if _EXACT.fullmatch(text) else value >= bound
    return Verdict.AGREES if agrees else Verdict.OTHER_VALUE


def _lower_bound(text: str) -> int | None:
    """The smallest number that a text allows: `40`, `50+`, `at least 50`, `more than 200`; else None."""
    if exact := _EXACT.fullmatch(text):
        return int(exact["number"])
    if exact := _AT_LEAST.fullmatch(text):
        return int(exact["number"] or exact["plus"])
    if exact := _MORE.fullmatch(text):
        return int(exact["number"]) + 1
    return None


def _exceeds(said: str, value: int | str | None) -> bool:
    """Whether what is said of a part cannot be true of a part of what is counted."""
    text = said.strip().lower()
    if isinstance(value, int):
        bound = _lower_bound(text)
        return bound is not None and bound > value
    if isinstance(value, str) and (part := _DAYS.fullmatch(text)) and (whole := _DAYS.fullmatch(value)):
        return part["first"] < whole["first"] or part["last"] > whole["last"]
    return False
