"""`mozaik recall`: take sets of your own back everywhere, and see what was recalled and who confirmed it."""

from pathlib import Path

import click

from mozaik.cli.alarm_text import say_alarms
from mozaik.cli.common import FOLDER, echo_json, json_option, person_key_option, trust_option
from mozaik.cli.own_keys import own_person, own_trust, person_key
from mozaik.cli.sealing import moment_of, now_option
from mozaik.cli.sent_text import say_sent
from mozaik.node import open_node, recalls_of, withdraw_everywhere
from mozaik.typed_json import to_json
from mozaik.visible import visible_line


@click.group()
def command() -> None:
    """Take sets back that your node sent, wherever they went, and see what was recalled.

    \b
    Examples:
      mozaik recall withdraw zagreb HR-MUP.item.7c160a54fb1e075b --reason "seized under a warrant that fell"
      mozaik recall list ljubljana
    """


@command.command("withdraw")
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.argument("sets", metavar="ID...", nargs=-1, required=True)
@click.option("--reason", required=True, help="Why; told to everybody who had the sets.")
@click.option("--by", "person", metavar="PERSON", help="Who, as AUTH/name; by default you.")
@person_key_option
@trust_option
@now_option
@json_option
def withdraw(
    folder: Path,
    sets: tuple[str, ...],
    reason: str,
    person: str | None,
    key_path: Path | None,
    trust_path: Path | None,
    moment: str | None,
    as_json: bool,
) -> None:
    """Withdraw sets of your authority: here, and at everybody to whom DIR sent them.

    There they take part in nothing any more; what was told of them is recalled from who was told, by name.

    \b
    Examples:
      mozaik recall withdraw zagreb HR-MUP.item.7c160a54fb1e075b --reason "seized under a warrant that fell"
    """
    node = open_node(folder)
    key = person_key(key_path, own_person(person, node.authority))
    sent = withdraw_everywhere(node, sets, reason, key, own_trust(trust_path), moment_of(moment))
    say_sent(sent, folder, as_json)


@command.command("list")
@click.argument("folder", metavar="DIR", type=FOLDER)
@trust_option
@now_option
@json_option
def list_all(folder: Path, trust_path: Path | None, moment: str | None, as_json: bool) -> None:
    """List the recalls that DIR gave, with who confirmed them, and those that came.

    \b
    Examples:
      mozaik recall list lyon
    """
    trust, at = own_trust(trust_path), moment_of(moment)
    recalled = recalls_of(open_node(folder), trust, at)
    if as_json:
        echo_json({"recalls": to_json(recalled)})
        return
    say_alarms(folder, trust, at)
    if not recalled:
        click.echo("Nothing was recalled.")
    for each in recalled:
        state = "confirmed" if each.confirmed else "NOT CONFIRMED YET"
        told = f"{len(each.recall.references)} hits told in {', '.join(each.recall.files)}"
        click.echo(f"{each.id}  {each.sender} to {each.recipient}: {told}; {state}")
        click.echo(f"  {visible_line(each.recall.reason)}")
