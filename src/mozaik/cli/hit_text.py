"""A hit, a reading and its coverage as people read them: calm plain text that fits a narrow screen."""

import json
from collections.abc import Iterable, Iterator

from mozaik.cli.layout import Line, labelled, laid_out
from mozaik.desk import (
    Coverage,
    Held,
    PictureGroup,
    Reading,
    ReleasedHit,
    ReleasedHolder,
    Status,
    gathered_coverage,
    group_text,
    likeness_text,
    lines_of_row,
    nearness_text,
    reading_as_json,
)
from mozaik.terms import Disclosure
from mozaik.visible import visible_json
from mozaik.wording import (
    explain_grade,
    explain_handling,
    explain_hit,
    explain_list_kind,
    explain_nothing_found,
    explain_value,
    say,
)

INDENT, POINT = " " * 3, "   - "
SCHEMA = "mozaik.hits/1"
MOST_HOLDERS = 12
"""How many holders of one hit are printed; the rest is counted, and `--json` has them all."""


def reading_json(reading: Reading) -> str:
    """The reading as one JSON object, ending in a line end."""
    told = {"schema": SCHEMA, **reading_as_json(reading)}
    text = json.dumps(told, ensure_ascii=False, indent=2, sort_keys=True)
    return visible_json(text) + "\n"


def reading_text(reading: Reading) -> str:
    """The reading as calm plain text of at most `WIDTH` columns."""
    return laid_out(_lines(reading))


def _lines(reading: Reading) -> Iterator[Line]:
    yield "", title_of(reading)
    yield "", ""
    if not reading.total:
        yield "", say("screen.nothing")
    for hit in reading.hits:
        yield from hit_lines(hit, reading.group_of(hit))
        yield "", ""
    if reading.total:
        yield "", page_text(reading)
    yield "", ""
    yield from coverage_lines(reading.coverage)


def title_of(reading: Reading | Held) -> str:
    """Of which edition, for whom and for which use this is told."""
    title = say(
        "screen.title",
        edition=reading.edition,
        reader=reading.reader,
        use=say(f"use_name.{reading.use}"),
    )
    return say("screen.synthetic", title=title) if reading.synthetic else title


def hit_lines(
    hit: ReleasedHit, group: PictureGroup | None = None, more: Iterable[Line] = ()
) -> Iterator[Line]:
    """All that is told of one hit, under labels, with the group to which it belongs, and more rows below."""
    yield "", f"{hit.position}. {explain_hit(hit.kind).title}   {hit.reference}"
    yield from labelled([*_hit_rows(hit, group), *more])


def page_text(reading: Reading) -> str:
    """How much of all is shown, and how to go on."""
    shown = say("screen.shown", shown=len(reading.hits), count=reading.total)
    return f"{shown} {say('screen.go_on', reference=reading.next_after)}" if reading.next_after else shown


def _hit_rows(hit: ReleasedHit, group: PictureGroup | None) -> Iterator[Line]:
    """What is said of a hit, each with its label."""
    words = explain_hit(hit.kind)
    yield say("screen.what"), _what(hit, group)
    yield say("screen.why"), f"{words.meaning} {words.caution}"
    holders = list(dict.fromkeys(holder_text(holder) for holder in hit.holders))
    for text in holders[:MOST_HOLDERS]:
        yield say("screen.with"), text
    if len(holders) > MOST_HOLDERS:
        yield say("screen.with"), say("screen.more_holders", count=len(holders) - MOST_HOLDERS)
    notes = sorted({note for holder in hit.holders for note in holder.handling_notes})
    for code in hit.handling:
        yield say("screen.handling"), explain_handling(code, "; ".join(notes))
    yield say("screen.grade"), say("screen.grade_text", grade=explain_grade(hit.grade))
    yield say("screen.keep"), say("screen.keep_text", day=hit.keep_until)
    yield say("screen.place"), "; ".join(reason.text for reason in hit.reasons) or say("screen.no_reason")
    yield say("screen.status"), say(f"status.{hit.status}")
    yield say("screen.to_do"), _to_do(hit, words.next_step)


def _what(hit: ReleasedHit, group: PictureGroup | None) -> str:
    what = explain_value(hit.value_kind)
    if hit.second_fact:
        what = say("screen.second_fact", what=what, fact=explain_value(hit.second_fact))
    if hit.values:
        what = say("screen.value", what=what, values=", ".join(hit.values))
    notes = (nearness_text(hit.distance, hit.transform), group_text(group), likeness_text(hit.explanation))
    return "; ".join([what, *(note for note in notes if note)])


def holder_text(holder: ReleasedHolder) -> str:
    """Who holds a hit, where, and what the row says; at hit level the ticket alone."""
    whose = say("screen.you") if holder.own else str(holder.authority)
    if holder.set_kind.is_list:
        whose = say("screen.whose_list", whose=whose, list=explain_list_kind(holder.set_kind))
    if holder.level is Disclosure.HIT:
        return say("screen.hidden", whose=whose, ticket=holder.ticket)
    lines = lines_of_row(holder.fields or {}, holder.places)
    return ", ".join([f"{whose}: {holder.unit}" if holder.unit else whose, *lines])


def _to_do(hit: ReleasedHit, next_step: str) -> str:
    steps = [next_step]
    if asked := sorted({holder.authority for holder in hit.holders if holder.ticket}):
        steps.append(say("screen.ask", whom=", ".join(asked)))
    if hit.status is Status.UNJUDGED:
        command = f"mozaik judge WORK {hit.reference} confirm|reject --by PERSON --reason TEXT"
        steps.append(say("screen.judge", command=command))
    return " ".join(steps)


def coverage_lines(coverage: Coverage) -> Iterator[Line]:
    """Over what the answer speaks; the same words whether or not something silent exists."""
    yield "", say("screen.over")
    yield INDENT, explain_nothing_found()
    for what, whose in gathered_coverage(coverage.lines).items():
        told = [f"{name}{f' {rows:,}' if rows else ''}" for name, rows in whose.items()]
        yield POINT, f"{what}: {', '.join(told)}"
    if any(line.rows for line in coverage.lines):
        yield INDENT, say("screen.numbers")
    if not coverage.lines:
        yield INDENT, say("screen.no_set")
    versions = ", ".join(f"{name} {version}" for name, version in sorted(coverage.versions.items()))
    parameters = ", ".join(f"{name} {value}" for name, value in sorted(coverage.parameters.items()))
    yield INDENT, say("screen.versions", versions=versions, parameters=parameters)
