"""`mozaik receive`: take sealed files into the store of a node."""

from dataclasses import asdict
from pathlib import Path

import click

from mozaik.cli.alarm_text import say_alarms
from mozaik.cli.common import (
    FILE,
    FOLDER,
    NEW_PATH,
    counted,
    echo_json,
    json_option,
    progress_bar,
    trust_option,
)
from mozaik.cli.own_keys import opened_key, own_trust, trust_file
from mozaik.cli.sealing import moment_of, now_option
from mozaik.node import Checker, Listed, Node, Received, State, files_within, open_node, take_files
from mozaik.parties import Authority
from mozaik.visible import visible_line


@click.command(short_help="take sealed files into the store of a node")
@click.argument("files", nargs=-1, required=True, type=NEW_PATH)
@click.option("--node", "folder", type=FOLDER, required=True, envvar="MOZAIK_NODE",
              help="The folder of the node (also MOZAIK_NODE).")  # fmt: skip
@click.option("--key", "key_path", type=FILE, envvar="MOZAIK_KEY",
              help="A private key that opens files beside the node's own (also MOZAIK_KEY).")  # fmt: skip
@trust_option
@now_option
@json_option
def command(
    files: tuple[Path, ...],
    folder: Path,
    key_path: Path | None,
    trust_path: Path | None,
    moment: str | None,
    as_json: bool,
) -> int:
    """Verify each sealed FILE at the door, and keep it in the store of the node.

    An encrypted file is opened with the key of the node. Of a folder, such as a stick, all files are taken
    that other nodes sent to this one: SENDER/RECIPIENT/000017-....age. Receipts for them lie in DIR/out.

    A file that is refused is named with the reason and stops no other; the exit code is then 2. Giving a file
    again changes nothing. What stands is compared by `mozaik node run`.

    \b
    Examples:
      mozaik receive *.contribution known.list --node lyon
      mozaik receive mozaik-2.operation --node lyon
      mozaik receive /media/stick --node lyon
    """
    node = open_node(folder)
    checker = Checker(trust_file(trust_path))
    try:
        with progress_bar("receive", quiet=as_json) as step:
            keys = [opened_key(key_path)] if key_path else []
            received = take_files(node, files_within(node, files), checker, moment_of(moment), step, keys)
    finally:
        checker.close()
    refused = [answer for answer in received if answer.is_refused]
    if as_json:
        echo_json({"received": [_json(answer) for answer in received]})
    else:
        say_alarms(folder, own_trust(trust_path), moment_of(moment))
        for answer in received:
            click.echo(received_line(answer, node), err=answer.is_refused)
        click.echo(
            f"{counted(len(received) - len(refused), 'file')} in the store; next: mozaik node run {folder}"
        )
    return 2 if refused else 0


def received_line(answer: Received, node: Node) -> str:
    """What became of a file, in one line; of one for somebody else whom it is for."""
    name = visible_line(str(answer.path))
    if answer.listed is None:
        return f"{name}: not received: {answer.why}"
    listed = answer.listed
    match listed.state:
        case State.REFUSED:
            return f"{name}: refused: {listed.why}"
        case State.SUPERSEDED:
            return f"{name}: {listed.id} received; {listed.superseded_by} replaces it"
        case State.ACCEPTED:
            others = ", ".join(listed.recipients) if _is_for_others(listed, node) else ""
            return f"{name}: {listed.id} received{f'; it is for {others}, and nobody else' if others else ''}"


def _is_for_others(listed: Listed, node: Node) -> bool:
    named = [Authority(name) for name in listed.recipients]
    return listed.sender != node.authority and not any(name.covers(node.authority) for name in named)


def _json(answer: Received) -> dict[str, object]:
    listed = asdict(answer.listed) if answer.listed else {"state": "unread", "why": answer.why}
    return {"path": str(answer.path), **listed}
