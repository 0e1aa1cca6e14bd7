"""The commands that keep a node safe: `mozaik node backup` and `mozaik node restore`."""

from pathlib import Path

import click

from mozaik.cli.common import (
    FILE,
    FOLDER,
    NEW_PATH,
    counted,
    echo_json,
    json_option,
    key_option,
    trust_option,
)
from mozaik.cli.own_keys import keys_to_open, own_trust
from mozaik.cli.seal_command import recipient_of
from mozaik.cli.sealing import moment_of, now_option
from mozaik.node import bring_back, keep_safe, open_node


@click.command("backup")
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.option("--to", "recipients", multiple=True, required=True,
              help="Whose key opens it: a key id of the trust store, or a public key file.")  # fmt: skip
@click.option("-o", "--output", type=NEW_PATH, required=True, help="The backup to write.")
@click.option("--replace", is_flag=True, help="Write over a file that exists.")
@trust_option
@now_option
@json_option
def backup(
    folder: Path,
    recipients: tuple[str, ...],
    output: Path,
    replace: bool,
    trust_path: Path | None,
    moment: str | None,
    as_json: bool,
) -> None:
    """Write store, acts and secrets of a node into one encrypted file, while others go on working.

    Whoever holds the key of a recipient can be this node: keep that key apart from the backup. What is
    derived is not in it and is computed again.

    \b
    Examples:
      mozaik node backup lyon --to keeper.pub -o lyon.backup
    """
    trust = own_trust(trust_path)
    keys = [recipient_of(text, trust) for text in recipients]
    contents = keep_safe(
        open_node(folder),
        output,
        [key.age_recipient for key in keys],
        moment_of(moment),
        replace=replace,
    )
    if as_json:
        echo_json({"file": str(output), "files": len(contents.files), "made_at": contents.made_at})
        return
    click.echo(f"{output}: {counted(len(contents.files), 'file')} of node {contents.node}")
    click.echo(f"  only {', '.join(key.reference for key in keys)} can open it")


@click.command("restore")
@click.argument("file", type=FILE)
@click.option("-o", "--output", "folder", type=NEW_PATH, required=True, help="The folder of the node.")
@key_option
@now_option
@json_option
def restore_node(file: Path, folder: Path, key_path: Path | None, moment: str | None, as_json: bool) -> None:
    """Make the folder of a node from a backup, whole or not at all.

    What people did after the backup was made is not in it. So that no number of a package is given a second
    time, numbers go on 1,000 higher. Ask the other authorities to send again what they sent since.

    \b
    Examples:
      mozaik node restore lyon.backup -o lyon --key keeper.key
    """
    contents = bring_back(file, folder, keys_to_open(key_path), moment_of(moment))
    if as_json:
        echo_json({"folder": str(folder), "node": contents.node, "made_at": contents.made_at})
        return
    click.echo(f"{folder}: node {contents.node} as it was at {contents.made_at}")
    click.echo(f"  next: mozaik node run {folder} --once")
