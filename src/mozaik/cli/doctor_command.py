"""`mozaik doctor`: what is missing, wrong or old, in plain sentences."""

from dataclasses import asdict
from pathlib import Path

import click

from mozaik.cli.common import FILE, FOLDER, echo_json, json_option, now, require_hub, trust_option
from mozaik.desk import Finding, Health, look_at_place
from mozaik.node import look_at_node
from mozaik.seal import home_folder


@click.command(short_help="what is missing, wrong or old")
@click.argument("folder", metavar="[DIR]", type=FOLDER, required=False)
@click.option("--deep", is_flag=True, help="Of a node: read every sealed file and every entry of its chains.")
@click.option("--hub", "hub", type=FILE, help="Look at the hub of this file, too (docs/hub.md).")
@trust_option
@json_option
def command(folder: Path | None, deep: bool, hub: Path | None, trust_path: Path | None, as_json: bool) -> int:
    """Look at your own place, and at the node in DIR: extras, keys, rights, clock, disk, chains, backups.

    Of a hub: its file, its own folder, its database.

    What is good is said, too, so that you see what was looked at. The exit code is 1 when something is
    wrong or missing.

    \b
    Examples:
      mozaik doctor
      mozaik doctor lyon --deep
      mozaik doctor --hub hub.toml
    """
    moment = now()
    findings = list(look_at_place(home_folder(), trust_path, moment))
    if folder is not None:
        findings += look_at_node(folder, moment, deep=deep)
    if hub is not None:
        findings += _look_at_hub(hub)
    if as_json:
        echo_json({"findings": [asdict(finding) for finding in findings]})
    else:
        for finding in findings:
            for line in _lines(finding):
                click.echo(line)
    return 1 if any(finding.health in (Health.WRONG, Health.MISSING) for finding in findings) else 0


def _look_at_hub(path: Path) -> list[Finding]:
    require_hub()
    from mozaik.hub import health

    return list(health.look_at_hub(path))


def _lines(finding: Finding) -> tuple[str, ...]:
    said = f"{finding.health:<8} {finding.about}: {finding.said}"
    return (said, f"{'':<8} -> {finding.remedy}") if finding.remedy else (said,)
