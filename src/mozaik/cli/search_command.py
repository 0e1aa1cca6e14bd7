"""`mozaik search`: find a text in the hits, or who holds a picture or file, as one authority may know."""

from pathlib import Path

import click

from mozaik.cli.alarm_text import say_alarms
from mozaik.cli.common import FILE, FOLDER, json_option, now, trust_option, use_option
from mozaik.cli.held_text import echo_held_json, held_text
from mozaik.cli.hit_rows import reading_rows
from mozaik.cli.hit_text import reading_json, reading_text
from mozaik.cli.own_keys import own_person, own_trust
from mozaik.cli.screen import page_through
from mozaik.desk import Asking, Page, find_holders, question_of, read, reader_in
from mozaik.errors import InvalidInputError
from mozaik.terms import Use


@click.command(short_help="find a text in the hits, or who holds a picture or file")
@click.argument("work", type=FOLDER)
@click.argument("question", metavar="[QUERY]", required=False)
@click.option(
    "--picture", type=FILE, help="Who holds this picture, or one near it: looks at all that is held."
)
@click.option("--pdq", metavar="HEX", help="As --picture, by the PDQ of a picture, 64 hex digits.")
@click.option("--digest", metavar="HEX", help="Who holds the file with this MD5, SHA-1 or SHA-256.")
@click.option("--as", "reader", required=True, metavar="AUTH", help="The authority that reads.")
@click.option("--reason", required=True, help="Why you read; logged before anything is shown.")
@click.option("--by", "person", metavar="PERSON", help="Who reads, as AUTH/name; by default your login.")
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True, help="How many to show.")
@click.option("--after", metavar="REFERENCE", help="Go on after this hit.")
@click.option("--full", is_flag=True, help="All that is told of each hit, not a line each.")
@use_option
@trust_option
@json_option
def command(
    work: Path,
    question: str | None,
    picture: Path | None,
    pdq: str | None,
    digest: str | None,
    reader: str,
    reason: str,
    person: str | None,
    limit: int,
    after: str | None,
    full: bool,
    use: str,
    trust_path: Path | None,
    as_json: bool,
) -> None:
    """Find the hits in WORK that say QUERY somewhere, or who holds a picture or file, as far as one may know.

    A value, a path or a name is found by any part of three letters or more, in Latin or Cyrillic script; a
    phone number by four digits or more; a digest by its first six digits or more; a name by its words in any
    order. It is a reading like any other, and logged with your reason, never with QUERY. What you may not
    know is not found, as what is not there.

    With --picture, --pdq or --digest everything that the sets hold is looked at, and not hits alone: every
    picture within the distance of the cross-check, turned or mirrored in any way. A picture is decoded in a
    process of its own, and nothing of it is kept. What others tell as existence only is told as a ticket.

    \b
    Examples:
      mozaik search WORK "Јован Јовић" --as SI-GPD --reason "case 114"
      mozaik search WORK "041 123" --as SI-GPD --reason "number from a call"
      mozaik search WORK 9f86d081 --as SI-GPD --reason "digest from a partner" --json
      mozaik search WORK --picture seen.jpg --as SI-GPD --reason "seen at a search, case 114"
    """
    held_question = question_of(picture, pdq, digest)
    if (question is None) is (held_question is None):
        raise InvalidInputError(
            "nothing or more than one thing to search for",
            remedy="give one of QUERY, --picture, --pdq and --digest",
        )
    trust, moment = own_trust(trust_path), now()
    participant = reader_in(work, reader, trust, moment, "--as")
    asking = Asking(participant, own_person(person, participant.authority), reason, moment, Use(use))
    if not as_json:
        say_alarms(work, trust, moment, reader)
    if held_question is not None:
        held = find_holders(work, asking, trust, held_question, limit)
        echo_held_json(held) if as_json else page_through(held_text(held))
        return
    reading = read(work, asking, trust, Page(limit=limit, after=after, search=question))
    if as_json:
        click.echo(reading_json(reading), nl=False)
    else:
        page_through(reading_text(reading) if full else reading_rows(reading, work))
