"""The check of the figures: what is not counted or not disclosed, and what others say otherwise."""

import re
from collections.abc import Iterator

from mozaik.announce.build import is_suppressed, reasons_small
from mozaik.announce.concerns import Concern
from mozaik.announce.disclosure import missing_agreements
from mozaik.announce.draft import DraftText
from mozaik.announce.model import Announcement, BlockKind
from mozaik.announce.records import STATES_OF_ITEMS, FigureKey, Records, key_of, quoted_keys
from mozaik.announce.template import Literal, Wanted, parts_of
from mozaik.announce.words import words_of
from mozaik.figures import DEFINITIONS, UNNAMED, Figure, Verdict

_KNOWN = {definition.key for definition in DEFINITIONS}
_LISTED = 4
"""Countries in a text from which on they are a list of who took part."""


def figure_concerns(draft: DraftText, records: Records, before: Announcement | None) -> Iterator[Concern]:
    """What concerns the figures that a draft quotes."""
    if records.edition and records.edition != draft.edition:
        yield Concern(
            "edition", f"the records are of {records.edition}", "give the records of its edition", "edition",
            stops=True,
        )  # fmt: skip
    for key in quoted_keys(draft):
        figure = records.public.get(key)
        if figure is None or figure.value is None:
            yield _not_told(key, records)
            continue
        yield from _undisclosed(key, figure, records)
        yield from _statements(key, figure)
        yield from _small(key, figure, draft, records, before)
    yield from _more_than(draft, records)
    yield from _states(draft, records)
    yield from _countries(draft, records)
    yield from _days(draft)


def _not_told(key: FigureKey, records: Records) -> Concern:
    place = f"{key.key} {key.scope}"
    own = records.own.get(key)
    if key.key not in _KNOWN and key.scope != "campaign":
        return Concern(
            "figure", f"there is no figure {key.key}", "mozaik figures lists the keys", place, stops=True
        )
    if own is not None and own.value is not None:
        return Concern(
            "undisclosed", "it is counted, and its owners do not disclose it to PUBLIC",
            "ask the owners to disclose these rows to PUBLIC by name, or leave it out", place, stops=True,
        )  # fmt: skip
    return Concern(
        "figure", "nothing that may be told is counted for it in this scope",
        "leave it out, or choose another scope; counts about victims are never broken down", place,
        stops=True,
    )  # fmt: skip


def _undisclosed(key: FigureKey, figure: Figure, records: Records) -> Iterator[Concern]:
    """Where the writer's authority counts more than the public may: owners of whom some rows are withheld."""
    own = records.own.get(key)
    if own is None or own.value == figure.value:
        return
    told = {share.authority: share.counted for share in figure.owners}
    less = [share.authority for share in own.owners if told.get(share.authority, 0) < share.counted]
    yield Concern(
        "undisclosed",
        f"{own.value} are counted, {figure.value} are disclosed to PUBLIC"
        + (f"; less is disclosed by {', '.join(less)}" if less else ""),
        "ask the owners to disclose these rows to PUBLIC by name, or keep the smaller number",
        f"{key.key} {key.scope}",
    )


def _statements(key: FigureKey, figure: Figure) -> Iterator[Concern]:
    topics = {Verdict.OUTSIDE: "dates", Verdict.LARGER_PART: "statement", Verdict.OTHER_VALUE: "statement"}
    for said in figure.conflicts:
        topic = "dates" if key.key == "dates" else topics.get(said.verdict, "statement")
        yield Concern(
            topic,
            f"{said.sealed_by} states {said.value} for {said.scope}; it {said.verdict} ({figure.value})",
            "ask which of them is right; the footnote shows both",
            f"{key.key} {key.scope}",
        )


def _small(
    key: FigureKey, figure: Figure, draft: DraftText, records: Records, before: Announcement | None
) -> Iterator[Concern]:
    version = before.version + 1 if before else 1
    why = reasons_small(key, draft, records, before)
    if not why:
        return
    missing = missing_agreements(figure, draft.id, version, records.owners, records.agreed)
    suppressed = is_suppressed(key, draft, records, version, before)
    yield Concern(
        "small",
        f"it is below {draft.victims_threshold} by its {' and '.join(why)}, "
        + (f"and suppressed: {len(missing)} authorities have not agreed" if suppressed else "and agreed to"),
        f"have each agree with: mozaik announce agree; missing: {', '.join(missing)}"
        if missing
        else "none is needed: every authority with records agreed",
        f"{key.key} {key.scope}",
    )


def _more_than(draft: DraftText, records: Records) -> Iterator[Concern]:
    for block in draft.blocks:
        for part in parts_of(block.text):
            if not isinstance(part, Wanted) or part.more_than is None:
                continue
            figure = records.public.get(key_of(part, draft))
            if figure is None or not isinstance(figure.value, int) or figure.value <= part.more_than:
                yield Concern(
                    "more-than", f"more than {part.more_than} {part.key} are not counted",
                    "write a smaller number, or the figure alone", f"en, {block.key}", stops=True,
                )  # fmt: skip


def _states(draft: DraftText, records: Records) -> Iterator[Concern]:
    """Items seized, examined and confirmed are three numbers: shown side by side where one is quoted."""
    quoted = {(key.key, key.scope) for key in quoted_keys(draft)}
    if not any((key, draft.scope) in quoted for key in STATES_OF_ITEMS):
        return
    values = {
        key: figure.value
        for key in STATES_OF_ITEMS
        if (figure := records.public.get(FigureKey(key, draft.scope, draft.as_of))) is not None
    }
    if len(set(values.values())) > 1:
        yield Concern(
            "states",
            ", ".join(f"{key.removeprefix('items_')} {value}" for key, value in values.items()),
            "say of the items seized only that they were seized: what they hold is known of those confirmed",
            f"items {draft.scope}",
        )


def _countries(draft: DraftText, records: Records) -> Iterator[Concern]:
    """The countries that a draft lists, typed or by its authorities, against those that are counted."""
    figure = records.public.get(FigureKey("countries", draft.scope, draft.as_of))
    if figure is None:
        return
    named = set(figure.names) - {UNNAMED}
    if len(named) != figure.value and any(key.key == "countries" for key in quoted_keys(draft)):
        yield Concern(
            "countries", f"{figure.value} are counted, and {len(named)} can be named",
            "say that one is not named, as {countries names} does", f"countries {draft.scope}",
        )  # fmt: skip
    listed = {named_authority.authority.country for named_authority in draft.authorities}
    shown = any(block.kind is BlockKind.AUTHORITIES for block in draft.blocks)
    for where, codes in (("authorities", listed - {"EU"} if shown else set()), ("text", _typed(draft))):
        if codes and codes != named:
            wrong = sorted(codes ^ named)
            yield Concern(
                "countries", f"the {where} of the draft lists {len(codes)} countries, {len(named)} are "
                f"counted and can be named: {', '.join(wrong)}",
                "list those that are counted, or ask whose records are missing", f"countries {draft.scope}",
            )  # fmt: skip


def _typed(draft: DraftText) -> set[str]:
    """The countries that the English text names itself, where they are so many that they are a list."""
    words = words_of("en")
    text = " ".join(
        part.text for block in draft.blocks for part in parts_of(block.text) if isinstance(part, Literal)
    )
    typed = {
        code
        for code in words.country_codes()
        if re.search(rf"(?<!\w){re.escape(words.country(code))}(?!\w)", text)
    }
    return typed if len(typed) >= _LISTED else set()


def _days(draft: DraftText) -> Iterator[Concern]:
    days = sorted({key.as_of for key in quoted_keys(draft)})
    if len(days) > 1:
        yield Concern(
            "dates", f"figures are of different days: {', '.join(map(str, days))}",
            "quote all of one day, or say in the text that they are not", "as_of",
        )  # fmt: skip
    if draft.embargo[:10] < str(draft.as_of):
        yield Concern(
            "dates", "it is published before the day up to which is counted",
            "set embargo to the day of publication", "embargo", stops=True,
        )  # fmt: skip
