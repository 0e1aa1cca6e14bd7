"""A page of one language in pieces: what every form of it shows, with footnotes, charts and changes."""

import re
from dataclasses import dataclass
from datetime import date

from mozaik.announce.model import (
    Announcement,
    ChartKind,
    Difference,
    DifferenceKind,
    Quoted,
    Run,
    Text,
)
from mozaik.announce.phrases import days_in_words, value_in_words
from mozaik.announce.words import CAMPAIGN, Words, own_name, words_of
from mozaik.figures import DEFINITIONS, UNNAMED
from mozaik.parties import Authority

_HOUSE = {definition.key for definition in DEFINITIONS}
_MARK = "\x00"
_BEFORE_NOUN = re.compile(r"(?<=\d) (?=\w)")

Line = tuple[Run, ...]
"""A sentence, in which a name may be in a language of its own."""


@dataclass(frozen=True, slots=True)
class Footnote:
    """What stands below a number: its name, and sentences."""

    number: int
    label: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Bars:
    """A chart as rows of its table: title, what the rows are, and each with its number."""

    kind: ChartKind
    title: str
    head: tuple[str, str]
    rows: tuple[tuple[str, str, int], ...]
    """Each row: its name, the number as it is written, and the number."""


@dataclass(frozen=True, slots=True)
class Pieces:
    """One language of an announcement, ready to be set."""

    announcement: Announcement
    text: Text
    words: Words
    footnotes: tuple[Footnote, ...]
    charts: tuple[Bars, ...]
    changes: tuple[str, ...]
    offences: tuple[Line, ...]
    authorities: tuple[Line, ...]
    notices: tuple[str, ...]
    approved: Line
    publishers: tuple[Run, ...]
    """The authorities that publish it by their full names, the one that sends it first."""

    def chart(self, kind: ChartKind) -> Bars | None:
        """The chart of a kind; None where nothing is counted for it."""
        return next((chart for chart in self.charts if chart.kind is kind), None)

    @property
    def published(self) -> str:
        """The day of publication in words."""
        return self.words.say("page.published", day=self.words.day(_day_of(self.announcement.embargo)))

    @property
    def version(self) -> str:
        """Which version it is."""
        return self.words.say("page.version", number=self.announcement.version)


def pieces_of(announcement: Announcement, language: str, *, is_preview: bool = False) -> Pieces:
    """The pieces of an announcement in one of its languages."""
    text, words = announcement.text(language), words_of(language)
    names = {named.authority: Run(named.short, language=named.language) for named in announcement.authorities}
    full = {named.authority: Run(named.name, language=named.language) for named in announcement.authorities}
    return Pieces(
        announcement,
        text,
        words,
        tuple(_footnote(figure, words, names) for figure in announcement.figures),
        tuple(_bars(announcement, kind, words) for kind in [chart.kind for chart in announcement.charts]),
        tuple(_changed(change, announcement, words) for change in announcement.changes),
        tuple(
            (Run(offence.title, language=offence.language), Run(f" ({offence.statute})"))
            for offence in announcement.offences
        ),
        tuple(
            (
                Run(named.name, language=named.language),
                Run(f" ({words.country(named.authority.country)})"),
            )
            for named in announcement.authorities
        ),
        tuple(_notices(announcement, text, words, is_preview)),
        _spliced(
            words.say("page.approved", authorities=_MARK),
            _joined([_name(authority, words, names) for authority in announcement.publishers]),
        ),
        tuple(_name(authority, words, full) for authority in announcement.publishers),
    )


def kept_together(text: str) -> str:
    """A figure as it is set: its number and the word behind it stay on one line."""
    return _BEFORE_NOUN.sub("\u00a0", text, count=1)


def figure_label(key: str, words: Words) -> str:
    """What a figure is called in a language."""
    return words.say(f"figure.{key}.label" if key in _HOUSE else f"label.{key}")


def _footnote(figure: Quoted, words: Words, names: dict[Authority, Run]) -> Footnote:
    house = figure.key in _HOUSE
    lines: list[Line] = [
        (Run(words.say(f"figure.{figure.key}.definition" if house else f"definition.{figure.key}")),),
        (Run(words.say("note.scope", scope=words.scope(figure.scope), day=words.day(figure.as_of))),),
        _counted_from(figure, words, names),
    ]
    if figure.more_than is not None and isinstance(figure.value, int):
        lines.append((Run(words.say("note.exact", number=words.number(figure.value))),))
    lines += [
        (Run(words.say(f"figure.unknown.{gap.unknown}", count=gap.count)),)
        for gap in figure.gaps
        if not figure.is_suppressed
    ]
    lines += [(Run(words.say("note.legal", text=text)),) for text in figure.legal]
    lines += [
        _spliced(
            words.say(
                "note.said", authority=_MARK, value=days_in_words(said.value, words),
                scope=words.scope(said.scope), day=words.day(said.as_of or figure.as_of),
            ),
            (_name(said.said_by, words, names),),
        )
        for said in figure.statements
    ]  # fmt: skip
    if "invented" in figure.origins:
        only = figure.origins == ("invented",)
        lines.append((Run(words.say("note.invented" if only else "note.part_invented")),))
    return Footnote(figure.note, figure_label(figure.key, words), tuple(lines))


def _counted_from(figure: Quoted, words: Words, names: dict[Authority, Run]) -> Line:
    """How many of whom; of counts about victims only that all are counted together."""
    if figure.is_suppressed:
        return (Run(words.say("note.suppressed")),)
    if not figure.owners:
        return (Run(words.say("note.together")),)
    shares = [
        _spliced(
            words.say("note.share", authority=_MARK, number=words.number(share.counted)),
            (_name(share.authority, words, names),),
        )
        for share in figure.owners
    ]
    key = "note.tallies" if figure.scope == CAMPAIGN else "note.from"
    return _spliced(words.say(key, shares=_MARK), _joined_lines(shares, "; "))


def _bars(announcement: Announcement, kind: ChartKind, words: Words) -> Bars:
    chart = announcement.chart(kind)
    by_day = kind is ChartKind.RAIDS_BY_DAY
    rows = tuple(
        (
            words.short_day(date.fromisoformat(point.name)) if by_day else figure_label(point.name, words),
            words.number(point.value),
            point.value,
        )
        for point in chart.points
    )
    head = words.say("chart.day" if by_day else "chart.kind"), words.say("chart.number")
    return Bars(kind, words.say(f"chart.{kind}"), head, rows)


def _changed(change: Difference, announcement: Announcement, words: Words) -> str:
    if change.kind is DifferenceKind.TEXT:
        return (
            words.say("change.text", after=change.after) if change.after else words.say("change.text_removed")
        )
    label, scope = figure_label(change.key, words), words.scope(change.scope)
    before, after = (_value(text, words) for text in (change.before, change.after))
    if change.kind is DifferenceKind.REMOVED:
        return words.say("change.removed", label=label, scope=scope)
    if not after or (not before and change.kind is DifferenceKind.VALUE):
        return (
            words.say("change.hidden", label=label, scope=scope)
            if not after
            else words.say("change.added", label=label, scope=scope, after=after)
        )
    key = "change.added" if change.kind is DifferenceKind.ADDED else "change.value"
    return words.say(key, label=label, scope=scope, before=before, after=after)


def _value(text: str, words: Words) -> str:
    return value_in_words(int(text) if text.isdecimal() else text, words) if text else ""


def _notices(announcement: Announcement, text: Text, words: Words, is_preview: bool) -> list[str]:
    """What a reader must know before the text."""
    notices = [words.say("page.preview")] if is_preview else []
    if announcement.synthetic:
        notices.append(words.say("page.synthetic"))
    if words.falls_back:
        notices.append(words.say("page.falls_back", language=own_name(words.text_tag)))
    if text.words == "en" or text.language == "en":
        return notices
    notices.append(
        words.say("page.reviewed", name=text.reviewer) if text.reviewer else words.say("page.machine")
    )
    if any(block.falls_back for block in text.blocks) or words.faults:
        notices.append(words.say("page.partly"))
    return notices


def _name(authority: Authority, words: Words, names: dict[Authority, Run]) -> Run:
    """An authority as footnotes call it: by its own short name, else by its id."""
    if authority.country == UNNAMED:
        return Run(words.say("unnamed_authority"))
    return names.get(authority, Run(authority))


def _spliced(sentence: str, inside: Line) -> Line:
    """A sentence with runs in the place of the mark."""
    before, _, after = sentence.partition(_MARK)
    return tuple(run for run in (Run(before), *inside, Run(after)) if run.text)


def _joined(runs: list[Run]) -> Line:
    return _joined_lines([(run,) for run in runs], "; ")


def _joined_lines(lines: list[Line], between: str) -> Line:
    joined: list[Run] = []
    for line in lines:
        joined += [Run(between), *line] if joined else line
    return tuple(joined)


def _day_of(moment: str) -> date:
    return date.fromisoformat(moment[:10])
