"""`mozaik open`: decrypt a file that was encrypted to one's own key."""

from pathlib import Path

import click

from mozaik.cli.common import FILE, NEW_PATH, echo_json, json_option, key_option, progress_bar
from mozaik.cli.own_keys import keys_to_open
from mozaik.errors import InvalidInputError, RefusedError
from mozaik.files import refuse_folder
from mozaik.seal import decrypt


@click.command()
@click.argument("file", type=FILE)
@click.option("-o", "--output", type=NEW_PATH, help="The opened file; default FILE without .age.")
@key_option
@json_option
def command(file: Path, output: Path | None, key_path: Path | None, as_json: bool) -> None:
    """Decrypt FILE with your key; it is written whole or not at all.

    Opening proves nothing about who sent the file: verify it next. Without --key every key of your own
    folder is tried.

    \b
    Examples:
      mozaik open HR-MUP.package.age -o HR-MUP.package
      mozaik open SI-GPD.contribution.age --key coordinator.key
    """
    target = output or _without_age(file)
    refuse_folder(target)
    if target.exists():
        raise RefusedError(
            "the file exists already", where=str(target), remedy="move it away or choose another with -o"
        )
    keys = keys_to_open(key_path)
    with progress_bar("open", quiet=as_json) as step:
        decrypt(file, target, *keys, step=step)
    if as_json:
        echo_json({"file": str(target), "next": f"mozaik verify {target}"})
    else:
        click.echo(f"{target}: opened, and not yet verified. Next: mozaik verify {target}")


def _without_age(file: Path) -> Path:
    if file.suffix != ".age":
        raise InvalidInputError("no name for the opened file", where=str(file), remedy="give one with -o")
    return file.with_suffix("")
