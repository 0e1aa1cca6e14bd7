"""`mozaik operation new`, `add`, `until`, `remove` and `revoke`: who takes part, from when until when."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import click

from mozaik.cli.common import FILE, NEW_PATH, json_option, trust_option
from mozaik.cli.operation_options import DAY, Changing, changes_file, day_of, say_draft
from mozaik.cli.own_keys import own_trust
from mozaik.cli.sealing import moment_of, now_option
from mozaik.desk import (
    Operation,
    OperationRole,
    Participant,
    begin_operation,
    with_last_day,
    with_participant,
    with_revoked_key,
    without_participant,
)
from mozaik.parties import Authority
from mozaik.seal import load_public_key

ROLE = click.Choice([str(role) for role in OperationRole])


@click.command("new")
@click.argument("edition")
@click.option("--series", required=True, help="The series, such as Mozaik.")
@click.option("--framework", default="", help="The programme it belongs to, such as EMPACT.")
@click.option("--from", "first", type=DAY, required=True, help="The first action day.")
@click.option("--to", "last", type=DAY, required=True, help="The last action day.")
@click.option("--lead", required=True, metavar="AUTH", help="The authority that leads.")
@click.option("--coordinator", required=True, metavar="AUTH", help="The authority that coordinates.")
@click.option("--synthetic", is_flag=True, help="The operation is invented; the file says so.")
@click.option("-o", "--output", type=NEW_PATH, required=True, help="The draft to write, FILE.draft.")
@trust_option
@now_option
@json_option
def new(
    edition: str,
    series: str,
    framework: str,
    first: datetime,
    last: datetime,
    lead: str,
    coordinator: str,
    synthetic: bool,
    output: Path,
    trust_path: Path | None,
    moment: str | None,
    as_json: bool,
) -> None:
    """Begin the operation file of EDITION as a draft, with its lead and its coordinator.

    \b
    Examples:
      mozaik operation new mozaik-2023 --series Mozaik --framework EMPACT --from 2023-11-06 --to 2023-11-17 \\
          --lead SI-GPD --coordinator EU-EC3 -o mozaik.operation.draft
    """
    both = ((lead, OperationRole.LEAD, "--lead"), (coordinator, OperationRole.COORDINATOR, "--coordinator"))
    operation = Operation(
        series=series,
        framework=framework,
        edition=edition,
        first_day=first.date(),
        last_day=last.date(),
        participants=tuple(Participant(Authority.parse(name, where), role) for name, role, where in both),
    )
    begun = begin_operation(output, operation, own_trust(trust_path), moment_of(moment), synthetic=synthetic)
    say_draft(begun, as_json)


@click.command("add")
@changes_file
@click.argument("authority")
@click.option("--role", type=ROLE, help="Its role; a new one is a participant unless stated.")
@click.option("--from", "since", type=DAY, help="Its first day.")
@click.option("--until", type=DAY, help="Its last day.")
@click.option("--contact", help="How it is reached, in one line.")
@click.option("--vouching", type=FILE, multiple=True, help="Public key that vouches for its persons' keys.")
@click.option("--age", multiple=True, metavar="AGE1...", help="What files to it are encrypted to.")
def add(
    changing: Changing,
    authority: str,
    role: str | None,
    since: datetime | None,
    until: datetime | None,
    contact: str | None,
    vouching: tuple[Path, ...],
    age: tuple[str, ...],
) -> None:
    """Add AUTHORITY to FILE, or state more of one that is listed: what is not given stays.

    A recipient, such as a country beyond, gets packages and never reads.

    \b
    Examples:
      mozaik operation add mozaik.operation.draft HR-MUP --contact "duty desk" --vouching hr-head.pub
      mozaik operation add mozaik.operation.draft AT --role recipient
      mozaik operation add mozaik.operation HU-NNI --from 2023-11-10 -o mozaik-2.operation.draft
    """
    name = Authority.parse(authority, "AUTHORITY")
    keys = tuple(load_public_key(path) for path in vouching)

    def change(operation: Operation) -> Operation:
        known = operation.named(name) or Participant(name, OperationRole(role or OperationRole.PARTICIPANT))
        stated = replace(
            known,
            role=OperationRole(role) if role else known.role,
            since=day_of(since) or known.since,
            until=day_of(until) or known.until,
            contact=known.contact if contact is None else contact,
            vouching_keys=(*known.vouching_keys, *keys),
            age_recipients=(*known.age_recipients, *age),
        )
        return with_participant(operation, stated)

    changing.make(change)


@click.command("until")
@changes_file
@click.argument("authority")
@click.argument("day", metavar="DAY|open")
def until(
    changing: Changing,
    authority: str,
    day: str,
) -> None:
    """State the last DAY on which AUTHORITY takes part, or `open` for no end.

    From the next day on it reads nothing and receives nothing. What it sent, and what its people judged
    before, stays.

    \b
    Examples:
      mozaik operation until mozaik.operation HU-NNI 2023-11-30 -o mozaik-2.operation.draft
    """
    last = None if day == "open" else DAY.convert(day, None, None).date()
    name = Authority.parse(authority, "AUTHORITY")
    changing.make(lambda known: with_last_day(known, name, last))


@click.command("remove")
@changes_file
@click.argument("authority")
def remove(
    changing: Changing,
    authority: str,
) -> None:
    """Take AUTHORITY out of the draft of a first version; later it leaves with `until`.

    \b
    Examples:
      mozaik operation remove mozaik.operation.draft HU-NNI
    """
    name = Authority.parse(authority, "AUTHORITY")
    changing.make(lambda known: without_participant(known, name))


@click.command("revoke")
@changes_file
@click.argument("key_id", metavar="KEY-ID")
@click.option("--reason", required=True, help="Why the key vouches no more.")
def revoke(
    changing: Changing,
    key_id: str,
    reason: str,
) -> None:
    """Revoke the vouching key KEY-ID (8 characters or more): it stays listed, and vouches no more.

    A person's key for which no other vouching key has vouched ends with it; what it signed before stays.

    \b
    Examples:
      mozaik operation revoke mozaik.operation 77b0e5d1 --reason "laptop lost" -o mozaik-2.operation.draft
    """
    at = moment_of(changing.moment)
    changing.make(lambda known: with_revoked_key(known, key_id, reason, at))
