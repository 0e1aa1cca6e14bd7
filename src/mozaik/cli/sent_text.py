"""What was numbered for other nodes, on the screen, and what carries it there."""

from collections.abc import Sequence
from pathlib import Path

import click

from mozaik.cli.common import echo_json
from mozaik.node import SentFile
from mozaik.typed_json import to_json


def say_sent(sent: Sequence[SentFile], folder: Path, as_json: bool) -> None:
    """A line for each file and its number, and the next step; with `as_json` the files for machines."""
    if as_json:
        echo_json({"sent": to_json(tuple(sent))})
        return
    for each in sent:
        click.echo(f"{each.id} is no. {each.number} to {each.recipient}")
    click.echo(f"  next: mozaik node carry {folder} FOLDER")
