"""`mozaik amend`: what an owner changes of sets that its node sent: terms, a permit, erasure; and see it."""

from datetime import date, datetime
from pathlib import Path

import click

from mozaik.cli.alarm_text import say_alarms
from mozaik.cli.common import (
    FOLDER,
    Function,
    echo_json,
    json_option,
    now,
    person_key_option,
    trust_option,
)
from mozaik.cli.own_keys import own_person, own_trust, person_key
from mozaik.cli.sealing import moment_of, now_option
from mozaik.cli.sent_text import say_sent
from mozaik.errors import InvalidInputError
from mozaik.exchange import (
    Amendment,
    Amends,
    Change,
    Permit,
    TermsChange,
    lives_of,
)
from mozaik.node import (
    AmendedRow,
    Node,
    amend_everywhere,
    amendments_of,
    open_node,
    withdraw_everywhere,
)
from mozaik.parties import Authority
from mozaik.seal import SigningKey
from mozaik.terms import Disclosure, Handling, Use
from mozaik.typed_json import to_json
from mozaik.visible import visible_line

DAY = click.DateTime(["%Y-%m-%d"])


@click.group()
def command() -> None:
    """Change what holds for sets of your own that your node sent: what one reader may know, or that they go.

    An amendment is signed by you and goes to everybody to whom DIR sent the sets. `mozaik recall withdraw`
    takes sets back without erasing them.

    \b
    Examples:
      mozaik amend terms zagreb HR-MUP.item.7c160a54 --reader SI-GPD --level full --reason "SI 114"
      mozaik amend permit zagreb HR-MUP.item.7c160a54 --reader SI-GPD --lifts H1 --use court \\
        --until 2024-05-20 --reason "the court asks"
      mozaik amend erase zagreb HR-MUP.item.7c160a54 --reason "the case was dropped"
      mozaik amend list lyon
    """


def _amending(function: Function) -> Function:
    """Add what every amendment needs: why, who, which key, and when."""
    for add in (
        json_option,
        now_option,
        trust_option,
        person_key_option,
        click.option("--by", "person", metavar="PERSON", help="Who, as AUTH/name; by default you."),
        click.option("--reason", required=True, help="Why; told to everybody who had the sets."),
    ):
        function = add(function)
    return function


def _aimed(function: Function) -> Function:
    """Add for whom an amendment is, of which sets, and of which rows of them."""
    for add in (
        click.option("--reader", required=True, metavar="AUTH", help="For whom it is, and nobody else."),
        click.option("--row", "rows", multiple=True, metavar="SET:TABLE:ROW",
                     help="A single row, as a ticket names it; repeat for more. Without: all rows."),
        click.argument("sets", metavar="[ID]...", nargs=-1),
        click.argument("folder", metavar="DIR", type=FOLDER),
    ):  # fmt: skip
        function = add(function)
    return function


@command.command("terms")
@_aimed
@click.option("--level", required=True, type=click.Choice([level.word for level in Disclosure]),
              help="What the reader is told from now on.")  # fmt: skip
@click.option("--until", type=DAY, help="The last day; then holds again what was sealed. Without: no end.")
@_amending
def change_terms(
    folder: Path,
    sets: tuple[str, ...],
    rows: tuple[str, ...],
    reader: str,
    level: str,
    until: datetime | None,
    reason: str,
    person: str | None,
    key_path: Path | None,
    trust_path: Path | None,
    moment: str | None,
    as_json: bool,
) -> None:
    """Say anew at which level one reader is told sets of yours, or single rows: the decision about a ticket.

    Of whole sets the level opens or closes; what the reader was told above it is recalled. Single rows are
    opened, and never closed below what the terms of all rows tell.

    \b
    Examples:
      mozaik amend terms zagreb --row HR-MUP.item.7c160a54:files:12 --reader SI-GPD --level full \\
        --reason "request SI 114"
      mozaik amend terms zagreb HR-MUP.item.7c160a54 --reader SI-GPD --level silent --reason "in danger"
    """
    node = open_node(folder)
    key = person_key(key_path, own_person(person, node.authority))
    named, chosen = _chosen(sets, rows)
    content = TermsChange(
        Change.TERMS, named, chosen, Authority.parse(reader, "--reader"), Disclosure.of(level), _day(until),
        key.reference, reason,
    )  # fmt: skip
    _send(node, content, key, trust_path, moment, as_json)


@command.command("permit")
@_aimed
@click.option(
    "--lifts", required=True, type=click.Choice(["H1", "H2"]), help="The code that bars nothing then."
)
@click.option("--use", required=True, type=click.Choice([str(use) for use in Use]), help="For which use.")
@click.option("--until", required=True, type=DAY, help="The last day.")
@_amending
def permit(
    folder: Path,
    sets: tuple[str, ...],
    rows: tuple[str, ...],
    reader: str,
    lifts: str,
    use: str,
    until: datetime,
    reason: str,
    person: str | None,
    key_path: Path | None,
    trust_path: Path | None,
    moment: str | None,
    as_json: bool,
) -> None:
    """Permit one reader what H1 or H2 bars, for one use and until a day; packages for that use then hold it.

    H1 bars judicial proceedings, H2 whoever the terms do not name. The code itself stays on what is told.

    \b
    Examples:
      mozaik amend permit zagreb HR-MUP.item.7c160a54 --reader SI-GPD --lifts H1 --use court \\
        --until 2024-05-20 --reason "SI 114"
    """
    node = open_node(folder)
    key = person_key(key_path, own_person(person, node.authority))
    named, chosen = _chosen(sets, rows)
    content = Permit(
        Change.PERMIT, named, chosen, Authority.parse(reader, "--reader"), Handling(lifts), Use(use),
        until.date(), key.reference, reason,
    )  # fmt: skip
    _send(node, content, key, trust_path, moment, as_json)


@command.command("erase")
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.argument("sets", metavar="ID...", nargs=-1, required=True)
@_amending
def erase(
    folder: Path,
    sets: tuple[str, ...],
    reason: str,
    person: str | None,
    key_path: Path | None,
    trust_path: Path | None,
    moment: str | None,
    as_json: bool,
) -> None:
    """Have sets of your own erased: here, and at everybody to whom DIR sent them. Nothing brings them back.

    The sealed files leave the stores; their ids stay, and keep them from coming in again. What was told of
    them is recalled. Copies and backups outside the nodes are for whoever made them.

    \b
    Examples:
      mozaik amend erase zagreb HR-MUP.item.7c160a54 --reason "the case was dropped"
    """
    node = open_node(folder)
    key = person_key(key_path, own_person(person, node.authority))
    at = moment_of(moment)
    say_sent(
        withdraw_everywhere(node, sets, reason, key, own_trust(trust_path), at, erase=True), folder, as_json
    )


@command.command("list")
@click.argument("folder", metavar="DIR", type=FOLDER)
@trust_option
@json_option
def list_all(folder: Path, trust_path: Path | None, as_json: bool) -> None:
    """List the amendments that DIR gave and that came to it, and what became of each set.

    \b
    Examples:
      mozaik amend list lyon
    """
    trust = own_trust(trust_path)
    amended = amendments_of(open_node(folder), trust)
    runs = lives_of(amended)
    late = sorted({dated for run in runs.values() for dated in run.late})
    if as_json:
        stages = {name: run.stage for name, run in runs.items()}
        echo_json({"amendments": to_json(amended), "sets": to_json(stages), "late": to_json(late)})
        return
    say_alarms(folder, trust, now())
    if not amended:
        click.echo("Nothing was amended.")
    for each in sorted(amended, key=lambda each: (each.at, each.id)):
        click.echo(f"{each.at}  {_said(each.content)}")
        click.echo(f"  {each.id}; {visible_line(each.content.reason)}")
    for name, run in runs.items():
        click.echo(f"{name}: {run.stage}")
        for dated in run.late:
            click.echo(f"  too late, and without effect: {dated.id}")


def _said(content: Amends) -> str:
    """What an amendment does, in a line."""
    if isinstance(content, Amendment):
        return f"{content.by} {content.change}s {', '.join(content.sets)}"
    of = (
        f"{len(content.rows):,} rows of {', '.join(content.sets)}"
        if content.rows
        else ", ".join(content.sets)
    )
    if isinstance(content, Permit):
        what = f"{content.lifts} bars nothing for {content.use}"
    else:
        what = f"told at {content.level.word}"
    until = f"until {content.until}" if content.until else "without end"
    return f"{content.by} for {content.reader}: {what}, {until}; {of}"


def _send(
    node: Node, content: Amends, key: SigningKey, trust_path: Path | None, moment: str | None, as_json: bool
) -> None:
    sent = amend_everywhere(node, content, key, own_trust(trust_path), moment_of(moment))
    say_sent(sent, node.folder, as_json)


def _chosen(sets: tuple[str, ...], rows: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[AmendedRow, ...]]:
    """The sets and rows that are named; the sets of single rows need not be named, too."""
    chosen = tuple(sorted({_row(text) for text in rows}))
    named = {*sets, *(row.set_id for row in chosen)}
    if not named:
        raise InvalidInputError(
            "no set and no row is named", remedy="name ids of sets, or rows with --row SET:TABLE:ROW"
        )
    return tuple(sorted(named)), chosen


def _row(text: str) -> AmendedRow:
    set_id, _, rest = text.partition(":")
    table, _, number = rest.partition(":")
    if not (set_id and table and number.isascii() and number.isdigit() and len(number) < 16):
        raise InvalidInputError(
            "a row is not written SET:TABLE:ROW", remedy="take it from: mozaik request ticket"
        )
    return AmendedRow(set_id, table, int(number))


def _day(at: datetime | None) -> date | None:
    return None if at is None else at.date()
