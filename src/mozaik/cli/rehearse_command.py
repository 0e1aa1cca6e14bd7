"""`mozaik rehearse`: a whole synthetic operation with known truth, on this machine."""

import os
from pathlib import Path

import click

from mozaik.cli.common import NEW_PATH, echo_json, json_option, progress_steps
from mozaik.rehearsal import (
    empty_folder,
    load_scenario,
    make_plan,
    outcome_json,
    outcome_text,
    rehearse,
    write_outcome,
)


@click.command(short_help="run a whole synthetic operation with known truth")
@click.argument("folder", type=NEW_PATH, metavar="DIR")
@click.option("--scenario", default="mozaik-2023", show_default=True, help="Name, or path of a TOML file.")
@click.option("--seed", default=2023, show_default=True, help="The same seed plants the same overlaps.")
@click.option("--scale", default=1.0, show_default=True, help="How much content each item gets.")
@click.option(
    "--workers",
    type=click.IntRange(1),
    default=lambda: os.cpu_count() or 1,
    show_default="cores",
    help="Parser children.",
)
@click.option("--exchange", is_flag=True, help="Also play a year of exchange between three nodes.")
@click.option("--replace", is_flag=True, help="Remove an earlier rehearsal in DIR first.")
@json_option
def command(
    folder: Path,
    scenario: str,
    seed: int,
    scale: float,
    workers: int,
    exchange: bool,
    replace: bool,
    as_json: bool,
) -> int:
    """Play a joint operation from seized items to released packages, below DIR.

    Everything is synthetic: drawn pictures, invented people, reserved domains and numbers. What was
    planted is known (truth.json), so the outcome says what was found, missed, false or leaked. Exit code
    1 when anything was.

    \b
    Examples:
      mozaik rehearse demo
      mozaik rehearse --exchange --replace demo
      mozaik rehearse --seed 7 --scale 3 /tmp/rehearsal
      mozaik rehearse --scenario my-operation.toml --replace demo
    """
    empty_folder(folder, replace)
    played = load_scenario(scenario)
    if not as_json:
        click.echo(f"{played.title}\n{played.synthetic}\n")
    plan = make_plan(played, seed, scale)
    with progress_steps(quiet=as_json) as progress:
        outcome = rehearse(plan, folder, progress, workers, exchange=exchange)
    write_outcome(outcome)
    if as_json:
        echo_json(outcome_json(outcome))
    else:
        click.echo(outcome_text(outcome))
    return 0 if outcome.is_right else 1
