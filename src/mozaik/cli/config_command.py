"""`mozaik config`: what the commands fall back to, and where each setting comes from."""

import os
from pathlib import Path

import click

from mozaik.cli.common import echo_json, json_option
from mozaik.cli.layout import labelled, laid_out
from mozaik.cli.project import NAME, SETTINGS, find_project, stated_settings
from mozaik.seal import home_folder
from mozaik.visible import visible_line


@click.command(short_help="say what commands fall back to, and where it is stated")
@json_option
def command(as_json: bool) -> None:
    """Say of each setting its value and where it comes from.

    A case states once in mozaik.toml, in its folder or above, what every command would be told: owner,
    person, key, terms, edition, trust, work, operation. An option on the command line counts before a
    variable of the environment, and that before the file. Paths in the file are from its own folder.

    \b
    Examples:
      mozaik config
      mozaik config --json
    """
    stated, project = stated_settings(os.environ, Path.cwd()), find_project(Path.cwd())
    if as_json:
        settings = {
            each.name: {"value": stated[each.name].value, "from": stated[each.name].source}
            if each.name in stated
            else None
            for each in SETTINGS
        }
        echo_json(
            {"project": str(project) if project else None, "home": str(home_folder()), "settings": settings}
        )
        return
    rows = [("Project", str(project) if project else f"none: no {NAME} here or above")]
    rows.append(
        ("Home", f"{home_folder()} ({'MOZAIK_HOME' if os.environ.get('MOZAIK_HOME') else 'default'})")
    )
    for each in SETTINGS:
        known = stated.get(each.name)
        text = f"{visible_line(known.value)} (from {known.source})" if known else f"not stated: {each.doc}"
        rows.append((each.name.capitalize(), text))
    click.echo(laid_out(labelled(rows)), nl=False)
