"""`mozaik plan`: enforcement actions before they are carried out, so that nobody is in another's way."""

from datetime import datetime
from pathlib import Path
from typing import Unpack

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
from mozaik.cli.own_keys import own_authority, own_trust, owner_key
from mozaik.cli.plan_conflicts import conflicts
from mozaik.cli.sealing import (
    SealingOptions,
    moment_of,
    now_option,
    owner_option,
    sealing_of,
    sealing_options,
)
from mozaik.desk import (
    BadTimeError,
    CheckedPlan,
    PlanSealed,
    PlanState,
    Replacing,
    Window,
    built_in_plan_terms,
    check_plan,
    enter_plans,
    line_of_plan,
    report_outcome,
    seal_plan,
    window_of,
    withdraw_plan,
)
from mozaik.errors import InvalidInputError
from mozaik.seal import Manifest


@click.group()
def command() -> None:
    """Plan enforcement actions, and learn at once when another authority's plan meets yours.

    A plan says in which area and when you act, and about whom: never an address. It is sealed, and of it
    others learn at most that a hit exists. Both owners are told by what of their own their plans meet, and
    whom to call; nobody else is.

    \b
    Examples:
      mozaik plan seal raids.csv --terms si-terms.toml --check -o si.plan
      mozaik plan seal raids.csv --terms si-terms.toml -o si.plan
      mozaik plan enter si.plan --work WORK
      mozaik plan conflicts WORK --as SI-GPD --reason "before the day"
      mozaik plan outcome si.plan SI-7 carried-out --on 2023-11-09 -o si-2.plan
      mozaik plan withdraw si-2.plan -o si-3.plan
    """


command.add_command(conflicts)


@command.command("seal")
@click.argument("files", nargs=-1, required=True, type=FILE)
@owner_option
@click.option("--check", is_flag=True, help="Say what would be sealed, and write nothing.")
@sealing_options
@json_option
def seal(
    files: tuple[Path, ...],
    owner: str | None,
    check: bool,
    as_json: bool,
    **options: Unpack[SealingOptions],
) -> None:
    """Seal the planned actions in FILE: TOML with tables [[actions]], or CSV with one action a line.

    The columns are action, kind, areas, place, begins, ends, zone, selectors, series, name, language,
    birth_date, document; several values in a cell are parted by |. Bad rows go to FILE.rejects.csv with row,
    field and reason, and the others count.

    \b
    Examples:
      mozaik plan seal raids.csv --owner SI-GPD --terms si-terms.toml -o si.plan
      mozaik plan seal raids.toml --terms si-terms.toml --supersedes si.plan -o si-2.plan
    """
    replaced, options["supersedes"] = options["supersedes"], ()
    whose, trust = own_authority(owner, options["key_path"]), own_trust(options["trust_path"])
    lines = [line_of_plan(whose, old, trust) for old in replaced]
    sealing = sealing_of(options, whose, built_in_plan_terms)
    line = {*sealing.supersedes, *(name for names in lines for name in names)}
    sealing = sealing.in_place_of(tuple(sorted(line)))
    if check:
        _say_checked(check_plan(files, sealing), as_json)
    else:
        _say_sealed(seal_plan(files, sealing), as_json)


@command.command("withdraw")
@click.argument("file", type=FILE)
@click.option("-o", "--output", required=True, type=NEW_PATH, help="The sealed file to write.")
@key_option
@trust_option
@now_option
@json_option
def withdraw(
    file: Path,
    output: Path,
    key_path: Path | None,
    trust_path: Path | None,
    moment: str | None,
    as_json: bool,
) -> None:
    """Withdraw the plan FILE: a plan without actions takes its place, and its actions meet nobody any more.

    \b
    Examples:
      mozaik plan withdraw si.plan -o si-withdrawn.plan
    """
    manifest = withdraw_plan(file, _replacing(output, key_path, moment), own_trust(trust_path))
    _say_again(output, manifest, as_json)


@command.command("outcome")
@click.argument("file", type=FILE)
@click.argument("action")
@click.argument(
    "state", type=click.Choice([str(state) for state in PlanState if state is not PlanState.PLANNED])
)
@click.option(
    "--on", "day", type=click.DateTime(["%Y-%m-%d"]), required=True, help="The day on which it came about."
)
@click.option("--begins", default="", help="When an action that is postponed begins, if that is known.")
@click.option("--ends", default="", help="When it ends.")
@click.option("--zone", default="", help="The zone of both, such as Europe/Ljubljana.")
@click.option("-o", "--output", required=True, type=NEW_PATH, help="The sealed file to write.")
@key_option
@trust_option
@now_option
@json_option
def outcome(
    file: Path,
    action: str,
    state: str,
    day: datetime,
    begins: str,
    ends: str,
    zone: str,
    output: Path,
    key_path: Path | None,
    trust_path: Path | None,
    moment: str | None,
    as_json: bool,
) -> None:
    """Seal the plan FILE again with what became of ACTION: carried-out, called-off or postponed.

    An action that is postponed stands without a time unless you state one, and meets every plan in its area.

    \b
    Examples:
      mozaik plan outcome si.plan SI-7 carried-out --on 2023-11-09 -o si-2.plan
      mozaik plan outcome si.plan SI-8 postponed --on 2023-11-09 -o si-2.plan
    """
    stated = {"begins": begins, "ends": ends, "zone": zone}
    manifest = report_outcome(
        file,
        action,
        PlanState(state),
        day.date(),
        _replacing(output, key_path, moment),
        own_trust(trust_path),
        _window(stated) if begins or ends else None,
    )
    _say_again(output, manifest, as_json)


@command.command("enter")
@click.argument("files", nargs=-1, required=True, type=FILE)
@click.option("--work", type=FOLDER, required=True, envvar="MOZAIK_WORK", help="WORK (also MOZAIK_WORK).")
@trust_option
@json_option
def enter(files: tuple[Path, ...], work: Path, trust_path: Path | None, as_json: bool) -> None:
    """Take sealed plans in beside WORK, at once; a node takes them in by itself as it receives them.

    \b
    Examples:
      mozaik plan enter si.plan hr.plan --work WORK
    """
    entered = enter_plans(files, work, own_trust(trust_path))
    if as_json:
        echo_json({"work": str(work), "entered": [sealed.manifest.id for sealed in entered]})
        return
    click.echo(f"{counted(len(entered), 'plan')} entered; see what meets yours: mozaik plan conflicts {work}")


def _replacing(output: Path, key_path: Path | None, moment: str | None) -> Replacing:
    return Replacing(output, owner_key(key_path, own_authority(None, key_path)), moment_of(moment))


def _window(stated: dict[str, str]) -> Window:
    try:
        return window_of(stated)
    except BadTimeError as bad:
        raise InvalidInputError(
            "the new time cannot be read",
            where=f"--{bad.field}",
            why=str(bad),
            remedy="state it with its zone, or leave it out",
        ) from bad


def _say_checked(checked: CheckedPlan, as_json: bool) -> None:
    accepted = checked.accepted
    if as_json:
        echo_json({"file": None, "id": None, "rejects_file": None, **_counts(checked)})
        return
    click.echo(f"{counted(len(accepted.actions), 'action')} would be sealed; nothing was written")
    _say_counts(checked)
    for bad in accepted.rejects:
        click.echo(f"  {bad.file}, row {bad.row}, {bad.field}: {bad.reason}")


def _say_sealed(sealed: PlanSealed, as_json: bool) -> None:
    if as_json:
        said = {"file": str(sealed.path), "id": sealed.manifest.id}
        echo_json(
            {
                **said,
                "rejects_file": str(sealed.rejects) if sealed.rejects else None,
                **_counts(sealed.checked),
            }
        )
        return
    click.echo(f"{sealed.path}: sealed as {sealed.manifest.id}")
    _say_counts(sealed.checked)
    if sealed.rejects:
        click.echo(f"  rejected rows and reasons: {sealed.rejects}")


def _counts(checked: CheckedPlan) -> dict[str, object]:
    accepted = checked.accepted
    return {
        "read": accepted.read,
        "accepted": len(accepted.actions),
        "duplicate": accepted.duplicate,
        "rejected": len(accepted.rejects),
        "countries": checked.countries,
        "disclosure": checked.terms.disclosure.word,
        "review_on": str(checked.terms.review_on),
    }


def _say_counts(checked: CheckedPlan) -> None:
    accepted = checked.accepted
    click.echo(
        f"  read {accepted.read} = accepted {len(accepted.actions)} + duplicate {accepted.duplicate}"
        f" + rejected {len(accepted.rejects)}"
    )
    for country, count in checked.countries.items():
        click.echo(f"  {country}: {counted(count, 'action')}")
    click.echo(f"  others learn: {checked.terms.disclosure.word}; review on {checked.terms.review_on}")


def _say_again(output: Path, manifest: Manifest, as_json: bool) -> None:
    if as_json:
        echo_json({"file": str(output), "id": manifest.id, "supersedes": list(manifest.supersedes)})
        return
    click.echo(f"{output}: sealed as {manifest.id}; it replaces {counted(len(manifest.supersedes), 'plan')}")
