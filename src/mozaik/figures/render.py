"""Figures as text and as JSON values; the same figures give the same bytes."""

import textwrap
from collections.abc import Sequence

from mozaik.figures.definitions import JOINT
from mozaik.figures.figure import Figure, RowRef, Statement
from mozaik.records import STATED_SCOPES
from mozaik.wording import say

WIDTH, INDENT = 100, " " * 6
UNNAMED = "XX"
"""The country code of a country that the source does not name."""


def figures_text(figures: Sequence[Figure]) -> str:
    """The figures in plain words, one block a figure."""
    return "\n".join(_clean(line) for figure in figures for line in _block(figure))


def figures_json(figures: Sequence[Figure]) -> list[dict[str, object]]:
    """The figures as JSON values: numbers, texts, lists and objects."""
    return [_to_json(figure) for figure in figures]


def country_word(code: str) -> str:
    """A country code, or the words for a country that is not named."""
    return say("figures.unnamed") if code == UNNAMED else code


def origin_words(figure: Figure) -> str:
    """`, invented` or `, in part invented` where that is so: what is invented is marked wherever it shows."""
    if "invented" not in figure.origins:
        return ""
    return say("figures.invented") if figure.origins == ("invented",) else say("figures.part_invented")


def speaker_words(statement: Statement) -> str:
    """Who is said to have said it and, where that is somebody else, who sealed it."""
    if statement.said_by == statement.sealed_by:
        return statement.said_by
    return say("figures.speaker", whom=statement.said_by, owner=statement.sealed_by)


def _block(figure: Figure) -> list[str]:
    lines = [f"{_value(figure):>4}  {figure.label} [{_scope(figure)}{origin_words(figure)}]"]
    if figure.scope == JOINT:
        lines += textwrap.wrap(figure.definition, WIDTH, initial_indent=INDENT, subsequent_indent=INDENT)
    if figure.names:
        lines.append(f"{INDENT}{', '.join(country_word(name) for name in figure.names)}")
    elif figure.owners and figure.scope == JOINT:
        lines.append(
            INDENT
            + say(
                "figures.from",
                whom=", ".join(f"{owner.authority} {owner.counted}" for owner in figure.owners),
            )
        )
    lines += [INDENT + say("figures.defined", note=note) for note in figure.notes]
    if len(figure.handling) > 1 and figure.scope == JOINT:
        codes = " + ".join(figure.handling)
        lines.append(INDENT + say("figures.conditions", codes=codes, grade=figure.grade))
    lines += [f"{INDENT}? {gap.text}" for gap in figure.gaps]
    lines += [INDENT + _said(conflict) for conflict in figure.conflicts]
    return lines


def _value(figure: Figure) -> str:
    """The counted value; two days as a range, and a dash where nothing can be said."""
    if figure.value is None:
        return "-"
    first, is_range, last = str(figure.value).partition("/")
    return say("figures.range", first=first, last=last) if is_range else first


def _clean(line: str) -> str:
    """A line without characters that could steer a terminal: texts of records are a stranger's."""
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in line)


def _scope(figure: Figure) -> str:
    scope = _scope_word(figure.scope)
    return say("figures.scope_on", scope=scope, day=figure.as_of) if figure.as_of else scope


def _scope_word(scope: str) -> str:
    return say(f"figures.scope.{scope}") if scope in STATED_SCOPES else country_word(scope)


def _said(statement: Statement) -> str:
    verdict = say(f"verdict.{statement.verdict.name.lower()}")
    if statement.as_of:
        said = say(
            "figures.said_on",
            whom=speaker_words(statement),
            value=statement.value,
            scope=_scope_word(statement.scope),
            day=statement.as_of,
            verdict=verdict,
        )
    else:
        said = say(
            "figures.said",
            whom=speaker_words(statement),
            value=statement.value,
            scope=_scope_word(statement.scope),
            verdict=verdict,
        )
    return say("figures.noted", said=said, note=statement.note) if statement.note else said


def _to_json(figure: Figure) -> dict[str, object]:
    return {
        "key": figure.key,
        "label": figure.label,
        "definition": figure.definition,
        "scope": figure.scope,
        "as_of": str(figure.as_of) if figure.as_of else None,
        "value": figure.value,
        "unit": figure.unit,
        "origins": list(figure.origins),
        "handling": [str(code) for code in figure.handling],
        "grade": figure.grade,
        "names": [country_word(name) for name in figure.names],
        "legal_definitions": list(figure.notes),
        "owners": [
            {"authority": owner.authority, "counted": owner.counted, "in_full": owner.in_full}
            for owner in figure.owners
        ],
        "rows": [_row(ref) for ref in figure.rows],
        "gaps": [
            {"unknown": str(gap.unknown), "count": gap.count, "counted": gap.is_counted, "text": gap.text}
            for gap in figure.gaps
        ],
        "statements": [_statement(statement) for statement in figure.statements],
    }


def _row(ref: RowRef) -> dict[str, object]:
    return {
        "authority": ref.authority,
        "table": ref.table,
        "key": ref.key,
        "set_id": ref.set_id,
        "row_id": ref.row_id,
    }


def _statement(statement: Statement) -> dict[str, object]:
    return {
        "value": statement.value,
        "unit": statement.unit,
        "scope": statement.scope,
        "as_of": str(statement.as_of) if statement.as_of else None,
        "said_by": statement.said_by,
        "sealed_by": statement.sealed_by,
        "reported_by": statement.reported_by,
        "note": statement.note,
        "origin": statement.origin,
        "verdict": str(statement.verdict),
        "row": None if statement.row is None else _row(statement.row),
    }
