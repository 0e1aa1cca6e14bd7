"""`mozaik hits`: what one authority may know of the hits, and why it stands where it stands."""

import json
import re
import textwrap
from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from mozaik.cli.common import FOLDER, NEW_PATH, json_option, now, progress_bar, trust_option
from mozaik.cli.own_keys import own_person, own_trust
from mozaik.desk import (
    Coverage,
    CoverageLine,
    Page,
    Reading,
    Register,
    ReleasedHit,
    ReleasedHolder,
    Status,
    ask,
    likeness_text,
    lines_of_row,
    nearness_text,
    read,
    reading_as_json,
    refuse_existing,
)
from mozaik.files import written_whole
from mozaik.kinds import HitKind
from mozaik.terms import Disclosure
from mozaik.visible import visible_json
from mozaik.wording import (
    explain_grade,
    explain_handling,
    explain_hit,
    explain_list_kind,
    explain_nothing_found,
    explain_obstacle,
    explain_value,
)

WIDTH = 100
LABEL = re.compile(r" {3}(?:What|Why|With|Handling|Grade|Keep|Place|Status|To do) +| *")
"""What stands before the text of a line: the word of a row of a hit, or blanks."""
MOST_HOLDERS = 12
"""How many holders of one hit are printed; the rest is counted, and `--json` has them all."""

STATUS = {
    Status.UNJUDGED: "not judged yet: it is a lead, not a fact",
    Status.CONFIRMED: "confirmed by a person",
    Status.REJECTED: "rejected by a person",
    Status.DISPUTED: "disputed: two persons judged it differently",
}


@click.command(short_help="what one authority may know of the hits")
@click.argument("work", type=FOLDER)
@click.option("--as", "reader", required=True, metavar="AUTH", help="The authority that reads.")
@click.option("--reason", required=True, help="Why you read; logged before anything is shown.")
@click.option("--by", "person", metavar="PERSON", help="Who reads, as AUTH/name; by default your login.")
@click.option("--kind", type=click.Choice([str(kind) for kind in HitKind]), help="Only hits of this kind.")
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True, help="How many to show.")
@click.option("--after", metavar="REFERENCE", help="Go on after this hit.")
@click.option("-o", "--output", type=NEW_PATH, help="Write to this file instead of the screen.")
@click.option("--replace", is_flag=True, help="Write over an output file that exists.")
@trust_option
@json_option
def command(
    work: Path,
    reader: str,
    reason: str,
    person: str | None,
    kind: str | None,
    limit: int,
    after: str | None,
    output: Path | None,
    replace: bool,
    trust_path: Path | None,
    as_json: bool,
) -> None:
    """Show what one authority may know of the hits in WORK, the most important first.

    Every reading is logged in that authority's own chain. What an owner keeps silent leaves no trace in
    what you see, neither in numbers nor in order.

    \b
    Examples:
      mozaik hits WORK --as SI-GPD --reason "morning review" --by SI-GPD/ana
      mozaik hits WORK --as SI-GPD --reason "case 12" --kind picture --limit 10
      mozaik hits WORK --as SI-GPD --reason "export to our system" --json -o hits.json
    """
    register = Register.of(own_trust(trust_path))
    authority = register.known(reader, "--as")
    asking = ask(register, authority, own_person(person, authority), reason, now())
    if output is not None:
        refuse_existing((output,), replace)
    with progress_bar(f"Reading as {reader}", quiet=as_json) as step:
        page = Page(kind=HitKind(kind) if kind else None, limit=limit, after=after)
        reading = read(work, asking, page)
        step(1, 1)
    text = reading_json(reading) if as_json else reading_text(reading)
    if output is None:
        click.echo(text, nl=False)
        return
    with written_whole(output) as file:
        file.write(text.encode("utf-8"))
    click.echo(f"{output}: {_several(len(reading.hits), 'hit')} of {reading.total}", err=True)


def reading_json(reading: Reading) -> str:
    """The reading as one JSON object, ending in a line end."""
    text = json.dumps(reading_as_json(reading), ensure_ascii=False, indent=2, sort_keys=True)
    return visible_json(text) + "\n"


def reading_text(reading: Reading) -> str:
    """The reading as calm plain text of at most `WIDTH` columns."""
    return "".join(f"{row}\n" for line in _lines(reading) for row in _wrapped(line))


def _wrapped(line: str) -> list[str]:
    """A line of at most `WIDTH` columns, then its rest below where its text begins; values stay whole."""
    text = "".join(letter if letter.isprintable() else "\ufffd" for letter in line)
    label = LABEL.match(text)
    return textwrap.wrap(
        text,
        WIDTH,
        subsequent_indent=" " * (label.end() if label else 0),
        break_long_words=False,
        break_on_hyphens=False,
        drop_whitespace=True,
    ) or [""]


def _lines(reading: Reading) -> Iterable[str]:
    title = f"{reading.edition}: what {reading.reader} may know"
    yield title + (" (synthetic data)" if reading.synthetic else "")
    yield ""
    if not reading.total:
        yield "Nothing was found over the sets disclosed to you."
    for hit in reading.hits:
        yield from _hit_lines(hit)
        yield ""
    if reading.total:
        yield _page_line(reading)
    yield ""
    yield from coverage_lines(reading.coverage)


def _page_line(reading: Reading) -> str:
    shown = f"{len(reading.hits)} of {_several(reading.total, 'hit')} shown."
    return shown + (f" Go on with --after {reading.next_after}" if reading.next_after else "")


def _hit_lines(hit: ReleasedHit) -> Iterable[str]:
    words = explain_hit(hit.kind)
    yield f"{hit.position}. {words.title}   {hit.reference}"
    yield f"   What     {_what(hit)}"
    yield f"   Why      {words.meaning} {words.caution}"
    holders = list(dict.fromkeys(_holder(holder) for holder in hit.holders))
    for number, text in enumerate(holders[:MOST_HOLDERS]):
        yield f"   {'With     ' if number == 0 else ' ' * 9}{text}"
    if len(holders) > MOST_HOLDERS:
        yield f"   {' ' * 9}and {len(holders) - MOST_HOLDERS} more; --json lists them all"
    notes = sorted({note for holder in hit.holders for note in holder.handling_notes})
    for number, code in enumerate(hit.handling):
        text = explain_handling(code, "; ".join(notes))
        yield f"   {'Handling ' if number == 0 else ' ' * 9}{text}"
    yield f"   Grade    {explain_grade(hit.grade)} (the worst of the chain)"
    yield f"   Keep     until {hit.keep_until}, the earliest last day of a row of it; then erase that row"
    yield f"   Place    {'; '.join(reason.text for reason in hit.reasons) or 'no special reason'}"
    yield f"   Status   {STATUS[hit.status]}"
    yield f"   To do    {_to_do(hit, words.next_step)}"


def _what(hit: ReleasedHit) -> str:
    what = explain_value(hit.value_kind)
    if hit.second_fact:
        what += f", and the second fact agrees: {explain_value(hit.second_fact)}"
    if hit.values:
        what += ": " + ", ".join(hit.values)
    notes = (nearness_text(hit.distance, hit.transform), likeness_text(hit.explanation))
    return "; ".join([what, *(note for note in notes if note)])


def _holder(holder: ReleasedHolder) -> str:
    whose = "you" if holder.own else holder.authority
    if holder.set_kind.is_list:
        whose += f" ({explain_list_kind(holder.set_kind)})"
    if holder.level is Disclosure.HIT:
        return f"{whose}: shares this hit and tells no more; ask with ticket {holder.ticket}"
    lines = lines_of_row(holder.fields or {}, holder.places)
    return ", ".join([f"{whose}: {holder.unit}" if holder.unit else whose, *lines])


def _to_do(hit: ReleasedHit, next_step: str) -> str:
    steps = [next_step]
    if asked := sorted({holder.authority for holder in hit.holders if holder.ticket}):
        steps.append(f"Ask {', '.join(asked)} with the ticket.")
    if hit.status is Status.UNJUDGED:
        steps.append(f"Judge it: mozaik judge WORK {hit.reference} confirm|reject --by PERSON --reason TEXT")
    return " ".join(steps)


def coverage_lines(coverage: Coverage) -> Iterable[str]:
    """Over what the answer speaks, as plain lines; the same words whether or not something silent exists."""
    yield "Over what this speaks"
    yield f"   {explain_nothing_found()}"
    for what, whose in _gathered(coverage.lines).items():
        told = [f"{name}{f' {rows:,}' if rows else ''}" for name, rows in whose.items()]
        yield f"   {what}: {', '.join(told)}"
    if any(line.rows for line in coverage.lines):
        yield "   A number is the rows that you may see in full; of the others only that there are some."
    if not coverage.lines:
        yield "   No set is disclosed to you."
    versions = [f"{name} {version}" for name, version in sorted(coverage.versions.items())]
    parameters = [f"{name} {value}" for name, value in sorted(coverage.parameters.items())]
    yield f"   Versions: {', '.join(versions)}. Parameters: {', '.join(parameters)}."


def _gathered(lines: Sequence[CoverageLine]) -> dict[str, dict[str, int]]:
    """What was or was not compared, and of whom: the rows in full by owner, one entry a method and state."""
    found: dict[str, dict[str, int]] = {}
    for line in sorted(lines, key=lambda line: (line.table, line.matcher, line.state, line.reason)):
        state = "compared" if line.state == "compared" else f"not compared ({explain_obstacle(line.reason)})"
        kind = f" ({explain_list_kind(line.set_kind)})" if line.set_kind.is_list else ""
        whose = found.setdefault(f"{line.table} by {line.matcher or 'triage'}, {state}", {})
        owner = f"{line.authority}{kind}"
        whose[owner] = whose.get(owner, 0) + (line.rows or 0)
    return found


def _several(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"
