"""`mozaik explain`: why one hit stands, what is told of it, and who judged it."""

from collections.abc import Iterator
from pathlib import Path

import click

from mozaik.cli.common import FOLDER, echo_json, json_option, now, trust_option, use_option
from mozaik.cli.hit_text import hit_lines, title_of
from mozaik.cli.layout import Line, laid_out
from mozaik.cli.own_keys import own_person, own_trust
from mozaik.desk import (
    Asking,
    Explained,
    OwnJudgement,
    PictureGroup,
    explain,
    file_texts,
    nearest_texts,
    reader_in,
    split_texts,
)
from mozaik.terms import Use
from mozaik.typed_json import to_json
from mozaik.wording import say

MOST_OF_GROUP = 6
"""How many lines of each sort are said of a group; --json has all."""


@click.command(short_help="say why one hit stands, what is told of it, who judged it")
@click.argument("work", type=FOLDER)
@click.argument("reference", metavar="H-...|T-...")
@click.option("--as", "reader", required=True, metavar="AUTH", help="The authority that reads.")
@click.option("--reason", required=True, help="Why you read; logged before anything is shown.")
@click.option("--by", "person", metavar="PERSON", help="Who reads, as AUTH/name; by default your login.")
@use_option
@trust_option
@json_option
def command(
    work: Path,
    reference: str,
    reader: str,
    reason: str,
    person: str | None,
    use: str,
    trust_path: Path | None,
    as_json: bool,
) -> None:
    """Say all that is told of the hit with this reference, or about which this ticket of yours asks.

    The beginning of a reference will do, from four letters on. What your own people said of the hit stands
    below it, with when and why; what people of other authorities said is theirs. It is a reading like any
    other, and logged.

    \b
    Examples:
      mozaik explain WORK H-B3QBLTLM --as SI-GPD --reason "case 114"
      mozaik explain WORK T-6OXXN2WEDXXUI5QM --as SI-GPD --reason "case 114" --json
    """
    trust, moment = own_trust(trust_path), now()
    participant = reader_in(work, reader, trust, moment, "--as")
    asking = Asking(participant, own_person(person, participant.authority), reason, moment, Use(use))
    explained = explain(work, reference, asking, trust)
    if as_json:
        echo_json(explained_json(explained))
    else:
        click.echo(explained_text(explained), nl=False)


def explained_json(explained: Explained) -> dict[str, object]:
    """The hit, its ticket and its judgements for machines."""
    return {
        "reader": explained.reading.reader,
        "use": str(explained.reading.use),
        "hit": to_json(explained.hit),
        "group": to_json(explained.group),
        "ticket": explained.ticket,
        "judgements": to_json(explained.judgements),
        "by_others": explained.by_others,
    }


def explained_text(explained: Explained) -> str:
    """The hit in plain words."""
    return laid_out(_lines(explained))


def _lines(explained: Explained) -> Iterator[Line]:
    yield "", title_of(explained.reading)
    yield "", ""
    if explained.ticket:
        owner = next(h.authority for h in explained.hit.holders if h.ticket == explained.ticket)
        yield "", say("explain.ticket", ticket=explained.ticket, authority=owner)
        yield "", ""
    yield from hit_lines(explained.hit, explained.group, [*_grouped(explained.group), *_judged(explained)])


def _grouped(group: PictureGroup | None) -> Iterator[Line]:
    """How near the group of a near picture is, by which file it is best looked at, what would split it."""
    if group is None:
        return
    for lines in (
        nearest_texts(group.nearest),
        file_texts(group.best, group.best_grade, group.files),
        split_texts(group.splits),
    ):
        for line in lines[:MOST_OF_GROUP]:
            yield say("paper.group"), line
        if len(lines) > MOST_OF_GROUP:
            yield say("paper.group"), say("paper.more_of_group", count=len(lines) - MOST_OF_GROUP)


def _judged(explained: Explained) -> Iterator[Line]:
    label = say("explain.judged")
    for judgement in explained.judgements:
        yield label, _words(judgement)
    if explained.by_others:
        yield label, say("explain.by_others")
    elif not explained.judgements:
        yield label, say("explain.by_nobody")


def _words(judgement: OwnJudgement) -> str:
    verdict = say(f"verdict.{judgement.verdict}")
    return say(
        "explain.judgement", at=judgement.at, person=judgement.person, verdict=verdict, why=judgement.reason
    )
