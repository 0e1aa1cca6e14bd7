"""`mozaik search`: find a text in all that one authority may know of the hits."""

from pathlib import Path

import click

from mozaik.cli.common import FOLDER, json_option, now, trust_option, use_option
from mozaik.cli.hit_rows import reading_rows
from mozaik.cli.hit_text import reading_json, reading_text
from mozaik.cli.own_keys import own_person, own_trust
from mozaik.cli.screen import page_through
from mozaik.desk import Asking, Page, read, reader_in
from mozaik.terms import Use


@click.command(short_help="find a text in all that one authority may know")
@click.argument("work", type=FOLDER)
@click.argument("question", metavar="QUERY")
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
    question: str,
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
    """Find the hits in WORK that say QUERY somewhere, as far as one authority may know.

    A value, a path or a name is found by any part of three letters or more, in Latin or Cyrillic script; a
    phone number by four digits or more; a digest by its first six digits or more; a name by its words in any
    order. It is a reading like any other, and logged with your reason, never with QUERY. What you may not
    know is not found, as what is not there.

    \b
    Examples:
      mozaik search WORK "Јован Јовић" --as SI-GPD --reason "case 114"
      mozaik search WORK "041 123" --as SI-GPD --reason "number from a call"
      mozaik search WORK 9f86d081 --as SI-GPD --reason "digest from a partner" --json
    """
    trust, moment = own_trust(trust_path), now()
    participant = reader_in(work, reader, trust, moment, "--as")
    asking = Asking(participant, own_person(person, participant.authority), reason, moment, Use(use))
    reading = read(work, asking, trust, Page(limit=limit, after=after, search=question))
    if as_json:
        click.echo(reading_json(reading), nl=False)
    else:
        page_through(reading_text(reading) if full else reading_rows(reading, work))
