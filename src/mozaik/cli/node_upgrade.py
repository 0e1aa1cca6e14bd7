"""`mozaik node upgrade`: bring the folder of an older node to the form of this program."""

from pathlib import Path

import click

from mozaik.cli.common import FOLDER, echo_json, json_option
from mozaik.node import upgrade


@click.command("upgrade")
@click.argument("folder", metavar="DIR", type=FOLDER)
@json_option
def upgrade_node(folder: Path, as_json: bool) -> None:
    """Bring the node in DIR to the form of this program; nothing that must not be lost is lost.

    Make a backup first. What is derived and of another version is removed and made anew by the next run.

    \b
    Examples:
      mozaik node upgrade lyon
    """
    gone = upgrade(folder)
    if as_json:
        echo_json({"folder": str(folder), "made_anew": list(gone)})
        return
    said = f"made anew: {', '.join(gone)}" if gone else "nothing was to do"
    click.echo(f"{folder}: {said}")
    click.echo(f"  next: mozaik node run {folder} --once")
