"""From a draft and what was counted to the announcement: templates filled, every figure with its note."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from mozaik.announce.changes import changes_of
from mozaik.announce.disclosure import SmallBy, missing_agreements, public_parts, small_by, told_beside
from mozaik.announce.draft import DraftBlock, DraftText
from mozaik.announce.model import (
    ENGLISH,
    Announcement,
    Block,
    Chart,
    ChartKind,
    Earlier,
    GapTold,
    Point,
    Quoted,
    Run,
    SaidOtherwise,
    Share,
    Text,
)
from mozaik.announce.phrases import phrase
from mozaik.announce.records import KINDS_OF_ITEMS, WHOLE_OF_CHART, FigureKey, Records, key_of, quoted_keys
from mozaik.announce.template import Literal, NameKind, NameOf, Part, Unreadable, Wanted, parts_of
from mozaik.announce.words import Words, words_of
from mozaik.figures import JOINT, Figure
from mozaik.parties import Authority

Before = tuple[Announcement, Earlier]
"""The version before, and how the next one names it."""
Notes = Mapping[FigureKey, Quoted]


def build(draft: DraftText, records: Records, before: Before | None = None) -> Announcement:
    """The announcement that a draft makes of what was counted; the same input gives the same value.

    The draft must have passed its check: KeyError for a figure or a name that is not there.
    """
    version = before[1].version + 1 if before else 1
    notes = _notes(draft, records, version, before[0] if before else None)
    announcement = Announcement(
        id=draft.id,
        version=version,
        earlier=before[1] if before else None,
        edition=draft.edition,
        operation=draft.operation,
        scope=draft.scope,
        as_of=draft.as_of,
        embargo=draft.embargo,
        synthetic=records.synthetic,
        publishers=draft.publishers,
        authorities=draft.authorities,
        offences=draft.offences,
        campaign=draft.campaign,
        figures=tuple(notes.values()),
        charts=_charts(draft, records, notes),
        texts=tuple(_text(draft, language, notes) for language in draft.languages),
    )
    return _with_changes(announcement, before[0]) if before else announcement


def is_suppressed(
    key: FigureKey, draft: DraftText, records: Records, version: int, before: Announcement | None
) -> bool:
    """Whether a count about victims is small and somebody who must agree has not."""
    figure = records.public[key]
    why = reasons_small(key, draft, records, before)
    return bool(why) and bool(missing_agreements(figure, draft.id, version, records.owners, records.agreed))


def reasons_small(
    key: FigureKey, draft: DraftText, records: Records, before: Announcement | None
) -> tuple[SmallBy, ...]:
    """Why a figure of a draft is small, by all that is public of it; empty where it is not."""
    figure = records.public[key]
    days = [other for other in quoted_keys(draft) if other[:2] == key[:2] and other != key]
    values = [records.public[other].value for other in days if other in records.public]
    told = [
        *_told_before(key, before),
        *(value for value in values if isinstance(value, int)),
        *told_beside(figure, records.beside),
    ]
    return small_by(figure, draft.victims_threshold, told, public_parts(figure, records.beside))


def _told_before(key: FigureKey, before: Announcement | None) -> list[int | None]:
    """What the version before told of a figure; None where only a version before that one can have."""
    figures = before.figures if before else ()
    told = [figure.value for figure in figures if (figure.key, figure.scope) == key[:2]]
    values: list[int | None] = [value for value in told if isinstance(value, int)]
    return values or ([None] if before and before.version > 1 else [])


def _with_changes(announcement: Announcement, before: Announcement) -> Announcement:
    return replace(announcement, changes=changes_of(before, announcement))


def _notes(
    draft: DraftText, records: Records, version: int, before: Announcement | None
) -> dict[FigureKey, Quoted]:
    more_than = {
        key_of(part, draft): part.more_than
        for block in draft.blocks
        for part in parts_of(block.text)
        if isinstance(part, Wanted) and part.more_than is not None
    }
    return {
        key: quoted(
            records.public[key],
            number,
            more_than.get(key),
            key.as_of,
            suppressed=is_suppressed(key, draft, records, version, before),
        )
        for number, key in enumerate(quoted_keys(draft), 1)
    }


def quoted(
    figure: Figure, note: int, more_than: int | None, as_of: date, *, suppressed: bool = False
) -> Quoted:
    """A counted figure as an announcement quotes it; of a suppressed one nothing is told but that it is."""
    told = Quoted(
        note, figure.key, figure.scope, as_of, figure.value, more_than, figure.unit, figure.label,
        figure.definition, origins=figure.origins,
    )  # fmt: skip
    if suppressed:
        return Quoted(
            note, figure.key, figure.scope, as_of, None, None, figure.unit, figure.label, figure.definition
        )
    return replace(
        told,
        owners=tuple(Share(Authority(owner.authority), owner.counted) for owner in figure.owners),
        names=figure.names,
        legal=figure.notes,
        gaps=tuple(GapTold(str(gap.unknown), gap.count, gap.is_counted) for gap in figure.gaps),
        statements=tuple(
            SaidOtherwise(
                statement.sealed_by, statement.value, statement.scope, statement.as_of, str(statement.verdict)
            )
            for statement in figure.conflicts
        ),
    )


def _charts(draft: DraftText, records: Records, notes: Notes) -> tuple[Chart, ...]:
    kinds = dict.fromkeys(block.chart for block in draft.blocks if block.chart)
    return tuple(
        Chart(kind, notes[FigureKey(WHOLE_OF_CHART[kind], draft.scope, draft.as_of)].note, points)
        for kind in kinds
        if (points := _points(kind, draft, records))
    )


def _points(kind: ChartKind, draft: DraftText, records: Records) -> tuple[Point, ...]:
    if kind is ChartKind.RAIDS_BY_DAY:
        counted = records.raids_by_day if draft.scope == JOINT else ()
        return tuple(Point(day.isoformat(), number) for day, number in counted)
    values = {key: records.public.get(FigureKey(key, draft.scope, draft.as_of)) for key in KINDS_OF_ITEMS}
    return tuple(
        Point(key, figure.value) for key, figure in values.items() if figure and isinstance(figure.value, int)
        and figure.value
    )  # fmt: skip


def _text(draft: DraftText, language: str, notes: Notes) -> Text:
    words = words_of(language)
    translation = draft.translations.get(words.text_tag)
    return Text(
        language,
        words.text_tag,
        translation.reviewer if translation else "",
        tuple(_block(draft, block, words, notes) for block in draft.blocks),
    )


def _block(draft: DraftText, block: DraftBlock, words: Words, notes: Notes) -> Block:
    template, language = draft.template(block, words.text_tag)
    falls_back = bool(block.text) and language != words.text_tag
    spoken = words_of(ENGLISH) if falls_back else words
    runs = tuple(run for part in parts_of(template) for run in _runs(part, draft, spoken, notes))
    return Block(block.key, block.kind, runs, block.chart, falls_back)


def _runs(part: Part, draft: DraftText, words: Words, notes: Notes) -> tuple[Run, ...]:
    match part:
        case Literal(text):
            return (Run(text),)
        case NameOf(kind, key):
            return (_name(kind, key, draft),)
        case Wanted():
            figure = notes[key_of(part, draft)]
            return (Run(phrase(figure, words, part.form, part.more_than), figure.note),)
        case Unreadable(written):
            raise KeyError(written)


def _name(kind: NameKind, key: str, draft: DraftText) -> Run:
    if kind is NameKind.OPERATION:
        return Run(draft.operation)
    if kind is NameKind.AUTHORITY:
        named = next(each for each in draft.authorities if each.authority == key)
        return Run(named.name, language=named.language)
    offence = next(each for each in draft.offences if each.key == key)
    return Run(f"{offence.title} ({offence.statute})", language=offence.language)
