"""`mozaik outcome`: what came of a package at its recipient, and at who sent it what came of all of them."""

from datetime import datetime
from pathlib import Path

import click

from mozaik.cli.alarm_text import say_alarms
from mozaik.cli.common import FOLDER, echo_json, json_option, now, person_key_option, trust_option
from mozaik.cli.own_keys import own_person, own_trust, person_key
from mozaik.cli.request_options import conditions_options, handling_of
from mozaik.cli.sealing import moment_of, now_option
from mozaik.cli.sent_text import say_sent
from mozaik.exchange import PackageOutcome, PackageStatus
from mozaik.node import open_node, packages_followed, report_after_package
from mozaik.typed_json import to_json
from mozaik.visible import visible_line


@click.group()
def command() -> None:
    """Report what came of a package that your node received, and see what came of those that it sent.

    \b
    Examples:
      mozaik outcome report ljubljana EU-EC3.package.1 arrested --on 2023-11-22 \\
        --reference "SI 114" --grade A1
      mozaik outcome list lyon
    """


@command.command("report")
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.argument("package", metavar="ID")
@click.argument("status", metavar="STATUS", type=click.Choice([str(status) for status in PackageStatus]))
@click.option(
    "--on", "day", required=True, type=click.DateTime(["%Y-%m-%d"]), help="On which day it happened."
)
@click.option("--hit", "references", multiple=True, metavar="REFERENCE",
              help="A hit of the package that it is about; repeat for more.")  # fmt: skip
@click.option("--text", default="", help="More in words.")
@click.option("--corrects", default="", metavar="ID", help="Your outcome whose place this one takes.")
@conditions_options
@click.option("--by", "person", metavar="PERSON", help="Who, as AUTH/name; by default you.")
@person_key_option
@trust_option
@now_option
@json_option
def report(
    folder: Path,
    package: str,
    status: str,
    day: datetime,
    references: tuple[str, ...],
    text: str,
    corrects: str,
    reference: str,
    handling: tuple[str, ...],
    grade: str,
    person: str | None,
    key_path: Path | None,
    trust_path: Path | None,
    moment: str | None,
    as_json: bool,
) -> None:
    """Report what happened with the package ID on a day, also years later, to who sent it.

    \b
    Examples:
      mozaik outcome report ljubljana EU-EC3.package.1 arrested --on 2023-11-22 \\
        --reference "SI 114" --grade A1
    """
    node = open_node(folder)
    key = person_key(key_path, own_person(person, node.authority))
    outcome = PackageOutcome(
        package, key.reference, PackageStatus(status), day.date(), tuple(sorted(set(references))), text,
        handling_of(handling), grade, reference, corrects,
    )  # fmt: skip
    sent = report_after_package(node, outcome, key, own_trust(trust_path), moment_of(moment))
    say_sent([sent], folder, as_json)


@command.command("list")
@click.argument("folder", metavar="DIR", type=FOLDER)
@trust_option
@json_option
def list_all(folder: Path, trust_path: Path | None, as_json: bool) -> None:
    """List the packages that DIR sent or received, and what came of each, by the days on which it happened.

    \b
    Examples:
      mozaik outcome list lyon
    """
    trust = own_trust(trust_path)
    known = packages_followed(open_node(folder), trust)
    if as_json:
        echo_json({"packages": to_json(known)})
        return
    say_alarms(folder, trust, now())
    if not known:
        click.echo("No package was sent or received.")
    for each in known:
        click.echo(f"{each.package} to {each.recipient}: {each.run.stage}")
        for said in each.outcomes:
            hits = f"; {', '.join(said.content.references)}" if said.content.references else ""
            click.echo(f"  {said.content.on} {said.content.status}{hits} ({said.content.by}, {said.id})")
            if said.content.text:
                click.echo(f"    {visible_line(said.content.text)}")
        for dated in each.run.late:
            click.echo(f"  too late, and without effect: {dated.id}")
