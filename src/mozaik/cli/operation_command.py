"""`mozaik operation`: the file that says who takes part in an edition, signed by lead and coordinator."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import click

from mozaik.cli.common import FILE, FOLDER, NEW_PATH, echo_json, json_option, key_option, now, trust_option
from mozaik.cli.operation_changes import add, new, remove, revoke, until
from mozaik.cli.operation_details import clocks, expert, use_list
from mozaik.cli.own_keys import opened_key, own_trust, person_key
from mozaik.desk import (
    Expert,
    Operation,
    OperationRole,
    Participant,
    SignedOperation,
    inspect_operation,
    sign_operation,
    use_operation,
)
from mozaik.errors import InvalidInputError
from mozaik.parties import PersonRef
from mozaik.typed_json import to_json

ROLES = tuple(OperationRole)


@click.group()
def command() -> None:
    """Say who takes part in an edition: begin the file, change it, sign it, show it.

    The file is a draft until a person of the lead and a person of the coordinator have signed it. A change
    of the signed file begins its next version, which both sign again. Nothing is read before there is one.

    \b
    Examples:
      mozaik operation new mozaik-2023 --series Mozaik --framework EMPACT --from 2023-11-06 --to 2023-11-17 \\
          --lead SI-GPD --coordinator EU-EC3 -o mozaik.operation.draft
      mozaik operation add mozaik.operation.draft HR-MUP --contact "duty desk" --vouching hr-head.pub
      mozaik operation add mozaik.operation.draft AT --role recipient
      mozaik operation sign mozaik.operation.draft --by SI-GPD/ana
      mozaik operation sign mozaik.operation.draft --by EU-EC3/maria     writes mozaik.operation
      mozaik operation show mozaik.operation
      mozaik operation until mozaik.operation HR-MUP 2023-11-30 -o mozaik-2.operation.draft
      mozaik operation use mozaik-2.operation --work WORK
    """


for _change in (new, add, until, remove, expert, use_list, clocks, revoke):
    command.add_command(_change)


@command.command("sign")
@click.argument("draft", type=FILE)
@key_option
@click.option("--by", "person", metavar="PERSON", help="Who signs, as AUTHORITY/name: the key's person.")
@click.option("-o", "--output", type=NEW_PATH, help="The signed file; by default DRAFT without .draft.")
@trust_option
@json_option
def sign(
    draft: Path,
    key_path: Path | None,
    person: str | None,
    output: Path | None,
    trust_path: Path | None,
    as_json: bool,
) -> None:
    """Sign DRAFT as a person of the lead or of the coordinator; the second signature writes the file.

    Read it first with `mozaik operation show DRAFT`: you vouch for every name and every vouching key in it.

    \b
    Examples:
      mozaik operation sign mozaik.operation.draft --by SI-GPD/ana
      mozaik operation sign mozaik.operation.draft --key maria.key
    """
    if person is None and key_path is None:
        raise InvalidInputError("no key is named", remedy="give --key FILE, or --by AUTHORITY/name")
    who = PersonRef.parse(person, "--by") if person else None
    key = person_key(key_path, who) if who else opened_key(key_path or draft)
    signed = sign_operation(draft, key, own_trust(trust_path), output)
    if as_json:
        echo_json(_as_json(signed))
        return
    names = " and ".join(signed.signers)
    if signed.is_complete:
        click.echo(f"{signed.path}: version {signed.operation.version}, signed by {names}")
        click.echo(f"  SHA-256 {signed.sha256}")
    else:
        click.echo(f"{signed.path}: signed by {names}; {_missing(signed)} must still sign")


@command.command("use")
@click.argument("file", type=FILE)
@click.option("--work", type=FOLDER, required=True, help="WORK, of which FILE says who reads it.")
@trust_option
@json_option
def use(file: Path, work: Path, trust_path: Path | None, as_json: bool) -> None:
    """Bring FILE into force beside WORK: who joined reads from now on, who left reads nothing more.

    Nothing is compared anew. The first version, or the one after the version in force, is accepted.

    \b
    Examples:
      mozaik operation use mozaik-2.operation --work WORK
    """
    signed = use_operation(file, work, own_trust(trust_path), now())
    if as_json:
        echo_json(_as_json(signed))
    else:
        click.echo(f"version {signed.operation.version} of {signed.operation.edition} is in force for {work}")


@command.command("show")
@click.argument("file", type=FILE)
@click.option("--on", "day", type=click.DateTime(["%Y-%m-%d"]), help="Who takes part on this day, not today.")
@trust_option
@json_option
def show(file: Path, day: datetime | None, trust_path: Path | None, as_json: bool) -> None:
    """Show who takes part, in which role, until when, and who signed FILE, a draft or a signed file.

    \b
    Examples:
      mozaik operation show mozaik.operation
      mozaik operation show mozaik.operation --on 2023-11-09 --json
    """
    signed = inspect_operation(file, own_trust(trust_path))
    on = day.date() if day else now().date()
    if as_json:
        echo_json(_as_json(signed))
    else:
        click.echo("\n".join(_lines(signed, on)))


def _as_json(signed: SignedOperation) -> dict[str, object]:
    return {
        "file": str(signed.path),
        "id": signed.file_id,
        "sha256": signed.sha256,
        "synthetic": signed.synthetic,
        "signed_by": list(signed.signers),
        "is_complete": signed.is_complete,
        "operation": to_json(signed.operation),
    }


def _missing(signed: SignedOperation) -> str:
    here = {PersonRef(name).authority for name in signed.signers}
    needed = (signed.operation.lead.authority, signed.operation.coordinator.authority)
    return " and ".join(name for name in needed if name not in here)


def _lines(signed: SignedOperation, on: date) -> Iterator[str]:
    operation = signed.operation
    framework = f" ({operation.framework})" if operation.framework else ""
    yield f"{operation.series}: {operation.edition}{framework}, version {operation.version}"
    if signed.synthetic:
        yield "SYNTHETIC: nothing here happened."
    yield f"Action days {operation.first_day} to {operation.last_day}"
    yield _signed_line(signed)
    if operation.earlier:
        yield f"Replaces version {operation.earlier.version}, SHA-256 {operation.earlier.digest}"
    yield ""
    yield from _table([_participant_row(each, on) for each in _by_role(operation)])
    if operation.experts:
        yield f"\nExperts, on call on {on} marked *"
        yield from _table([_expert_row(expert, on) for expert in operation.experts])
    if operation.lists:
        yield "\nReference lists in use"
        yield from (f"  {entry.set_id} of {entry.owner}" for entry in operation.lists)
    limits = operation.clocks
    yield (
        f"\nAnswers to requests: urgent within {limits.urgent_hours} hours, urgent and not directly "
        f"accessible within {limits.urgent_days} days, others within {limits.other_days} days"
    )


def _signed_line(signed: SignedOperation) -> str:
    if signed.is_complete:
        return f"Signed by {' and '.join(signed.signers)}, SHA-256 {signed.sha256}"
    by = f"signed by {signed.signers[0]}" if signed.signers else "signed by nobody"
    return f"DRAFT, {by}; {_missing(signed)} must still sign"


def _by_role(operation: Operation) -> list[Participant]:
    return sorted(operation.participants, key=lambda each: (ROLES.index(each.role), each.authority))


def _participant_row(participant: Participant, on: date) -> tuple[str, ...]:
    since = f"from {participant.since}" if participant.since else ""
    until = f"until {participant.until}" if participant.until else ""
    here = "" if participant.takes_part_on(on) else f"not on {on}"
    revoked = sum(key.revoked_at is not None for key in participant.vouching_keys)
    keys = f"{len(participant.vouching_keys)} vouching" + (f", {revoked} revoked" if revoked else "")
    shown = keys if participant.vouching_keys else ""
    span = ", ".join(filter(None, (since, until, here)))
    return participant.authority, participant.role, span, shown, participant.contact


def _expert_row(expert: Expert, on: date) -> tuple[str, ...]:
    mark = "*" if expert.is_on_call(on) else ""
    languages = ", ".join(expert.languages)
    return f"{expert.person}{mark}", ", ".join(expert.skills), languages, expert.contact


def _table(rows: list[tuple[str, ...]]) -> Iterator[str]:
    """Rows as columns of equal width; a column without a word is left out."""
    columns = [column for column in zip(*rows, strict=True) if any(column)]
    widths = [max(map(len, column)) for column in columns]
    for row in zip(*columns, strict=True):
        cells = (f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True))
        yield f"  {'  '.join(cells)}".rstrip()
