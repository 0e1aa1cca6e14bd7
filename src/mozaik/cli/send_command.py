"""`mozaik send`: give sealed files to the node of another authority, numbered and encrypted."""

from dataclasses import asdict
from pathlib import Path

import click

from mozaik.cli.common import FILE, FOLDER, counted, echo_json, json_option, progress_bar, trust_option
from mozaik.cli.own_keys import own_trust, trust_file
from mozaik.cli.sealing import moment_of, now_option
from mozaik.node import Checker, open_node, send, take_files


@click.command(short_help="give sealed files to another authority's node")
@click.argument("files", nargs=-1, required=True, type=FILE)
@click.option("--to", "recipient", metavar="AUTH", required=True, help="The authority that is to have them.")
@click.option("--node", "folder", type=FOLDER, required=True, envvar="MOZAIK_NODE",
              help="The folder of your node (also MOZAIK_NODE).")  # fmt: skip
@trust_option
@now_option
@json_option
def command(
    files: tuple[Path, ...],
    recipient: str,
    folder: Path,
    trust_path: Path | None,
    moment: str | None,
    as_json: bool,
) -> None:
    """Number each sealed FILE for one recipient, and put it encrypted into DIR/out.

    The node keeps the file, signs the number and encrypts both to the recipient: by the operation file, or
    else to the key of its node that you trust. Carry DIR/out there, or a copy: mozaik node carry. Sending a
    file again gives it no second number. What the recipient confirmed leaves DIR/out.

    \b
    Examples:
      mozaik send si.contribution --to EU-EC3 --node ljubljana
      mozaik send request.request --to HR-MUP --node ljubljana
    """
    node, at = open_node(folder), moment_of(moment)
    checker = Checker(trust_file(trust_path))
    try:
        with progress_bar("receive", quiet=as_json) as step:
            received = take_files(node, files, checker, at, step)
    finally:
        checker.close()
    sent = send(node, received, recipient, own_trust(trust_path), at)
    if as_json:
        echo_json({"sent": [asdict(each) for each in sent]})
        return
    for path, each in zip(files, sent, strict=True):
        click.echo(f"{path}: {each.id} is no. {each.number} to {each.recipient}")
    click.echo(f"{counted(len(sent), 'file')} in {node.out}; next: mozaik node carry {folder} FOLDER")
