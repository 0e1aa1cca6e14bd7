"""`mozaik hits`: what one authority may know of the hits, and why it stands where it stands."""

from pathlib import Path

import click

from mozaik.cli.alarm_text import say_alarms
from mozaik.cli.common import (
    FOLDER,
    NEW_PATH,
    counted,
    json_option,
    now,
    progress_bar,
    trust_option,
    use_option,
)
from mozaik.cli.hit_rows import reading_rows
from mozaik.cli.hit_text import reading_json, reading_text
from mozaik.cli.own_keys import own_person, own_trust
from mozaik.cli.screen import page_through
from mozaik.desk import Asking, Page, Reading, Status, hits_csv, read, reader_in
from mozaik.files import refuse_existing, written_whole
from mozaik.kinds import HitKind
from mozaik.parties import Authority
from mozaik.terms import Use


@click.command(short_help="what one authority may know of the hits")
@click.argument("work", type=FOLDER)
@click.option("--as", "reader", required=True, metavar="AUTH", help="The authority that reads.")
@click.option("--reason", required=True, help="Why you read; logged before anything is shown.")
@click.option("--by", "person", metavar="PERSON", help="Who reads, as AUTH/name; by default your login.")
@click.option("--kind", type=click.Choice([str(kind) for kind in HitKind]), help="Only hits of this kind.")
@click.option(
    "--status", type=click.Choice([str(status) for status in Status]), help="Only hits that stand so."
)
@click.option("--with", "authority", metavar="AUTH", help="Only hits that this authority shares.")
@click.option("--item", metavar="ITEM", help="Only hits on this item of your own.")
@click.option("--new", "unread", is_flag=True, help="Only hits that you were not told of before.")
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True, help="How many to show.")
@click.option("--after", metavar="REFERENCE", help="Go on after this hit.")
@click.option("--full", is_flag=True, help="All that is told of each hit, not a line each.")
@click.option(
    "--csv", "as_csv", is_flag=True, help="A table, to look through and to fill in for judge --from."
)
@click.option("-o", "--output", type=NEW_PATH, help="Write to this file instead of the screen.")
@click.option("--replace", is_flag=True, help="Write over an output file that exists.")
@use_option
@trust_option
@json_option
def command(
    work: Path,
    reader: str,
    reason: str,
    person: str | None,
    kind: str | None,
    status: str | None,
    authority: str | None,
    item: str | None,
    unread: bool,
    limit: int,
    after: str | None,
    full: bool,
    as_csv: bool,
    output: Path | None,
    replace: bool,
    use: str,
    trust_path: Path | None,
    as_json: bool,
) -> None:
    """Show what one authority may know of the hits in WORK, the most important first.

    A line a hit: its place, the beginning of its reference, which will do wherever a reference is asked for,
    what is shared, with whom, and where it stands. `mozaik explain` says all of one hit, --full of every one.
    Every reading is logged in that authority's own chain. What an owner keeps silent leaves no trace in
    what you see, neither in numbers nor in order.

    \b
    Examples:
      mozaik hits WORK --as SI-GPD --reason "morning review" --new
      mozaik hits WORK --as SI-GPD --reason "case 12" --kind picture --with HR-MUP
      mozaik hits WORK --as SI-GPD --reason "to sort" --csv --limit 5000 -o hits.csv
      mozaik hits WORK --as SI-GPD --reason "export to our system" --json -o hits.json
    """
    if as_csv and as_json:
        raise click.UsageError("--csv and --json exclude each other")
    shared_with = Authority.parse(authority, "--with") if authority else None
    trust, moment = own_trust(trust_path), now()
    participant = reader_in(work, reader, trust, moment, "--as")
    who = own_person(person, participant.authority)
    asking = Asking(participant, who, reason, moment, Use(use))
    if output is not None:
        refuse_existing((output,), replace)
    kinds, state = HitKind(kind) if kind else None, Status(status) if status else None
    page = Page(kinds, limit, after, state, shared_with, item, unread)
    with progress_bar(f"Reading as {reader}", quiet=as_json) as step:
        reading = read(work, asking, trust, page)
        step(1, 1)
    if as_json or as_csv:
        text = reading_json(reading) if as_json else hits_csv(reading)
    else:
        say_alarms(work, trust, moment, reader)
        text = reading_text(reading) if full else reading_rows(reading, work)
    _deliver(text, reading, output, plain=not (as_json or as_csv))


def _deliver(text: str, reading: Reading, output: Path | None, *, plain: bool) -> None:
    """Write to the file, or show: page by page what a person reads."""
    if output is None:
        (page_through if plain else _print)(text)
        return
    with written_whole(output) as file:
        file.write(text.encode("utf-8"))
    click.echo(f"{output}: {counted(len(reading.hits), 'hit')} of {reading.total:,}", err=True)


def _print(text: str) -> None:
    click.echo(text, nl=False)
