"""Counting all figures over sealed contributions for one reader."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TypedDict

from mozaik.contribution import SealedSet, refuse_repeats
from mozaik.errors import InvalidInputError, RefusedError
from mozaik.figures.counters import Behind, Counted, count, days_of_raids
from mozaik.figures.definitions import DEFINITIONS, JOINT, Definition
from mozaik.figures.figure import Figure, OwnerShare, RowRef, Statement
from mozaik.figures.statements import judged, left_out, statements_of
from mozaik.figures.visible import Visible, visible_rows
from mozaik.terms import PUBLIC, THE_PUBLIC, Disclosure, Handling, Reader, Use, union_handling, worst_grade
from mozaik.wording import say

Said = Mapping[str, Sequence[Statement]]


def count_figures(
    sets: Sequence[SealedSet],
    reader: Reader = THE_PUBLIC,
    use: Use = Use.ANALYSIS,
    *,
    on: date,
    as_of: date | None = None,
    countries: Collection[str] = (),
) -> tuple[Figure, ...]:
    """Every figure that the rows disclosed to `reader` for a use on the day `on` give, joint ones first.

    `as_of` leaves out what happened later; None counts everything recorded. For each of `countries` every
    figure that may be broken down is counted too. The order of the sets does not
    matter. Raises NotCurrentError for a set given twice or with its successor, InvalidInputError for a
    list, RefusedError for sets of two editions or for synthetic and real ones together.
    """
    _check(sets)
    rows = visible_rows(sets, reader, use, on)
    said = {
        key: [
            _without_free_words(key, origin, reader.name)
            for origin in statements
            if _may_stand(key, origin, reader.name)
        ]
        for key, statements in statements_of(rows["statements"], as_of).items()
    }
    figures = [
        figure
        for definition in _allowed(rows, reader.name)
        for scope in _scopes(definition, rows, said, countries)
        if (figure := _figure(definition, scope, rows, said, reader.name, as_of)) is not None
    ]
    counted = {definition.key for definition in DEFINITIONS}
    return (*figures, *_only_stated(said, counted, as_of))


def statements_left_out(
    sets: Sequence[SealedSet],
    reader: Reader = THE_PUBLIC,
    use: Use = Use.ANALYSIS,
    *,
    on: date,
    as_of: date | None = None,
) -> int:
    """How many statements that `reader` may read stand beside no figure, because they say what none may say.

    Such a statement names no known figure or scope, or is neither a number nor days.
    Raises as `count_figures`.
    """
    _check(sets)
    return left_out(visible_rows(sets, reader, use, on)["statements"], as_of)


def count_raids_by_day(
    sets: Sequence[SealedSet], reader: Reader = THE_PUBLIC, use: Use = Use.ANALYSIS, *, on: date, as_of: date
) -> tuple[tuple[date, int], ...]:
    """How many searches carried out began on each day, in order; those without a day are left out.

    Raises as `count_figures`.
    """
    _check(sets)
    days = sorted(days_of_raids(visible_rows(sets, reader, use, on), as_of))
    return tuple((day, days.count(day)) for day in dict.fromkeys(days))


def _check(sets: Sequence[SealedSet]) -> None:
    if not sets:
        raise InvalidInputError("no contribution given", remedy="give at least one sealed contribution")
    refuse_repeats(sets)
    for sealed_set in sets:
        if sealed_set.is_list:
            raise InvalidInputError(
                "figures are counted from contributions",
                where=str(sealed_set.path),
                why="a list",
                remedy="leave the lists out",
            )
        if sealed_set.manifest.edition != sets[0].manifest.edition:
            raise RefusedError(
                "contributions of two editions",
                where=str(sealed_set.path),
                why=f"{sets[0].path.name} is of another edition",
                remedy="count each edition by itself",
            )
        if sealed_set.manifest.synthetic != sets[0].manifest.synthetic:
            raise RefusedError(
                "synthetic and real contributions together",
                where=str(sealed_set.path),
                why=f"{sets[0].path.name} is of the other sort",
                remedy="never count them together",
            )


def _allowed(rows: Visible, reader: str) -> list[Definition]:
    """The figures that may be given over these rows: with one country alone, the whole is a breakdown.

    Decided by visible rows, never by the files given: a file of silent rows must change nothing.
    """
    seen = {(row.country, row.authority) for visible in rows.values() for row in visible}
    alone = len({country for country, _ in seen}) < 2 and {name for _, name in seen} != {reader}
    return [definition for definition in DEFINITIONS if not (alone and definition.whole_only)]


def _may_stand(key: str, statement: Statement, reader: str) -> bool:
    """A statement that breaks a whole-only figure down is shown to its owner alone."""
    return not _is_whole_only(key) or statement.scope == JOINT or statement.sealed_by == reader


def _is_whole_only(key: str) -> bool:
    return any(definition.whole_only for definition in DEFINITIONS if definition.key == key)


def _without_free_words(key: str, statement: Statement, reader: str) -> Statement:
    """The statement without what its owner wrote freely, where that must not be passed on.

    The public is told numbers, days and words of the vocabulary. Beside a whole-only figure nobody but the
    owner reads words of its own either, nor the record's reference: they could break the figure down.
    """
    if statement.sealed_by == reader or not (reader == PUBLIC or _is_whole_only(key)):
        return statement
    row = None if _is_whole_only(key) else statement.row
    return replace(statement, note="", reported_by="", row=row)


def _scopes(definition: Definition, rows: Visible, said: Said, countries: Collection[str]) -> list[str]:
    """Joint, then the countries in which the figure is counted."""
    if definition.whole_only:
        return [JOINT]
    stated = {statement.scope for statement in said.get(definition.key, ()) if statement.scope != JOINT}
    known = {row.country for visible in rows.values() for row in visible}
    wanted = known if definition.by_country else known & (stated | set(countries))
    return [JOINT, *sorted(wanted)]


def _figure(
    definition: Definition, scope: str, rows: Visible, said: Said, reader: str, as_of: date | None
) -> Figure | None:
    """The figure of one scope; None where nothing is counted and nothing is said."""
    counted = count(definition, _of_scope(rows, scope), as_of)
    statements = judged(said.get(definition.key, ()), scope, counted.value)
    if not statements and (counted.value is None or (scope != JOINT and counted.value == 0)):
        return None
    return Figure(
        key=definition.key,
        label=definition.label,
        definition=definition.definition,
        scope=scope,
        as_of=as_of,
        value=counted.value,
        unit=definition.unit,
        rows=_rows_behind(definition, counted.behind, reader),
        owners=() if definition.whole_only else _shares(counted.behind),
        names=counted.names,
        notes=_legal_notes(counted) if definition.legal else (),
        origins=_origins(counted),
        **_conditions(counted.behind),
        gaps=counted.gaps,
        statements=statements,
        fingerprint=_fingerprint(counted.behind),
    )


def _of_scope(rows: Visible, scope: str) -> Visible:
    if scope == JOINT:
        return rows
    return {name: [row for row in visible if row.country == scope] for name, visible in rows.items()}


def _rows_behind(definition: Definition, behind: Behind, reader: str) -> tuple[RowRef, ...]:
    rows = {
        row.ref
        for reports in behind.values()
        for row in reports
        if row.level is Disclosure.FULL and (not definition.whole_only or row.authority == reader)
    }
    return tuple(
        sorted(rows, key=lambda ref: (ref.authority, ref.table, ref.key, ref.set_id or "", ref.row_id or 0))
    )


def _fingerprint(behind: Behind) -> str:
    """The SHA-256, in hex, of all that the rows behind a figure say, whatever sets they are sealed in."""
    said = sorted(
        repr((row.ref.authority, row.ref.table, row.ref.key, sorted(row.fields.items())))
        for reports in behind.values()
        for row in reports
    )
    return hashlib.sha256("\n".join(dict.fromkeys(said)).encode()).hexdigest()


def _shares(behind: Behind) -> tuple[OwnerShare, ...]:
    shares: dict[str, list[bool]] = {}
    for (authority, _), reports in behind.items():
        full = any(row.level is Disclosure.FULL for row in reports)
        shares.setdefault(authority, []).append(full)
    return tuple(OwnerShare(name, len(full), sum(full)) for name, full in sorted(shares.items()))


class _Conditions(TypedDict):
    handling: tuple[Handling, ...]
    grade: str | None


def _conditions(behind: Behind) -> _Conditions:
    """A figure is derived from its rows: codes add up, the worst grade holds."""
    terms = [row.terms for reports in behind.values() for row in reports]
    return {
        "handling": tuple(sorted(union_handling(stated.handling for stated in terms))),
        "grade": worst_grade(stated.grade for stated in terms) if terms else None,
    }


def _legal_notes(counted: Counted) -> tuple[str, ...]:
    """The legal definitions that owners give with the statuses behind a figure, where shown in full."""
    notes = {
        row.fields["definition"]
        for reports in counted.behind.values()
        for row in reports
        if row.level is Disclosure.FULL and row.fields.get("definition")
    }
    return tuple(sorted(notes))


def _origins(counted: Counted) -> tuple[str, ...]:
    origins = {row.fields["origin"] for reports in counted.behind.values() for row in reports}
    return tuple(sorted(origin for origin in origins if origin))


def _only_stated(said: Said, counted: set[str], as_of: date | None) -> list[Figure]:
    """Figures that are stated and have no definition: shown as stated, with no counted value."""
    return [
        Figure(
            key=key,
            label=say(f"figure.{key}.label"),
            definition=say("figures.only_stated"),
            scope=scope,
            as_of=as_of,
            value=None,
            unit="",
            statements=tuple(statement for statement in said[key] if statement.scope == scope),
        )
        for key in sorted(set(said) - counted)
        for scope in sorted({statement.scope for statement in said[key]})
    ]
