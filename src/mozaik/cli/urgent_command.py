"""`mozaik urgent`: a child may be in danger now: raise the alarm, say what was done, see what is open."""

from pathlib import Path

import click

from mozaik.cli.alarm_text import told_of
from mozaik.cli.common import FOLDER, echo_json, json_option, person_key_option, trust_option
from mozaik.cli.own_keys import own_person, own_trust, person_key
from mozaik.cli.request_options import conditions_options, handling_of
from mozaik.cli.sealing import moment_of, now_option
from mozaik.cli.sent_text import say_sent
from mozaik.exchange import Help, Referral, Safeguarding, Urgent
from mozaik.moments import utc_text
from mozaik.node import alarms, open_node, raise_alarm, say_done
from mozaik.parties import Authority, PersonRef
from mozaik.typed_json import to_json

_REFERRED_TO = click.option(
    "--referred-to", "service", default="", help="The service to which you have referred the child."
)


@click.group()
def command() -> None:
    """Raise that a child may be in danger now, say what was done about it, see what is open.

    It goes to who is on call in the country concerned, outranks everything in every list, and says by when
    the child is to be referred to a service that protects it.

    \b
    Examples:
      mozaik urgent raise lyon --country HR --what "a child speaks of today" \\
        --legal-basis "vital interests" --reference "EC 31" --grade B2
      mozaik urgent done zagreb HR-MUP.urgent.7c160a54fb1e075b refer --referred-to "centre for social work" \\
        --text "a team is on its way" --reference "HR 9" --grade A1
      mozaik urgent list zagreb
    """


@command.command("raise")
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.option("--country", required=True, metavar="CC", help="Where the child may be: two letters.")
@click.option("--what", required=True, help="What is known, in words; no picture, no file.")
@click.option("--legal-basis", required=True, help="On which ground you tell it.")
@click.option("--package", "package", default="", metavar="ID", help="The package from which it is known.")
@click.option("--hit", "references", multiple=True, metavar="REFERENCE", help="A hit; repeat for more.")
@_REFERRED_TO
@conditions_options
@click.option("--by", "person", metavar="PERSON", help="Who, as AUTH/name; by default you.")
@person_key_option
@trust_option
@now_option
@json_option
def raise_one(
    folder: Path,
    country: str,
    what: str,
    legal_basis: str,
    package: str,
    references: tuple[str, ...],
    service: str,
    reference: str,
    handling: tuple[str, ...],
    grade: str,
    person: str | None,
    key_path: Path | None,
    trust_path: Path | None,
    moment: str | None,
    as_json: bool,
) -> None:
    """Raise that a child may be in danger now in a country; it goes to its experts on call. Then call them.

    \b
    Examples:
      mozaik urgent raise lyon --country HR --what "a child speaks of today" \\
        --legal-basis "vital interests" --reference "EC 31" --grade B2
    """
    node, at = open_node(folder), moment_of(moment)
    key = person_key(key_path, own_person(person, node.authority))
    urgent = Urgent(
        Authority.parse(country, "--country"), (), key.reference, what, package,
        tuple(sorted(set(references))), legal_basis, handling_of(handling), grade, reference, utc_text(at),
        _referral(service, at_text=utc_text(at), by=key.reference),
    )  # fmt: skip
    raised = raise_alarm(node, urgent, key, own_trust(trust_path), at)
    if as_json:
        echo_json({"raised": to_json(raised)})
        return
    click.echo(f"{raised.id}: refer the child by {raised.refer_by}")
    for expert in raised.experts:
        click.echo(f"  call {expert.person}: {expert.contact}")
    for sent in raised.sent:
        click.echo(f"  is no. {sent.number} to {sent.recipient}")
    for name in raised.unreached:
        click.echo(f"  NOT SENT to {name}: no key of its node is known; call it")
    click.echo(f"  next: mozaik node carry {folder} FOLDER")


@command.command("done")
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.argument("alarm", metavar="ID")
@click.argument("did", metavar="DID", type=click.Choice([str(step) for step in Help]))
@click.option("--text", required=True, help="What was done, in words.")
@_REFERRED_TO
@conditions_options
@click.option("--by", "person", metavar="PERSON", help="Who, as AUTH/name; by default you.")
@person_key_option
@trust_option
@now_option
@json_option
def done(
    folder: Path,
    alarm: str,
    did: str,
    text: str,
    service: str,
    reference: str,
    handling: tuple[str, ...],
    grade: str,
    person: str | None,
    key_path: Path | None,
    trust_path: Path | None,
    moment: str | None,
    as_json: bool,
) -> None:
    """Say what was done about the alarm ID: take it on, refer the child, the child is safe, or unfounded.

    \b
    Examples:
      mozaik urgent done zagreb HR-MUP.urgent.7c160a54fb1e075b take --text "on it" \\
        --reference "HR 9" --grade A1
    """
    node, at = open_node(folder), moment_of(moment)
    key = person_key(key_path, own_person(person, node.authority))
    referral = _referral(service, at_text=utc_text(at), by=key.reference)
    said = Safeguarding(
        alarm, key.reference, Help(did), referral, text, handling_of(handling), grade, reference
    )
    sent = say_done(node, said, key, own_trust(trust_path), at)
    say_sent(sent, folder, as_json)


@command.command("list")
@click.argument("folder", metavar="DIR", type=FOLDER)
@trust_option
@now_option
@json_option
def list_all(folder: Path, trust_path: Path | None, moment: str | None, as_json: bool) -> None:
    """List the alarms that DIR raised or received: open ones first, by their clocks.

    \b
    Examples:
      mozaik urgent list zagreb
    """
    known, at = alarms(open_node(folder), own_trust(trust_path)), moment_of(moment)
    if as_json:
        listed = [{**_as_json(alarm), "overdue": alarm.is_overdue(at)} for alarm in known]
        echo_json({"alarms": listed})
        return
    if not known:
        click.echo("No alarm was raised.")
    for alarm in known:
        for line in told_of(alarm, at):
            click.echo(line)


def _as_json(alarm: object) -> dict[str, object]:
    value = to_json(alarm)
    return dict(value) if isinstance(value, dict) else {}


def _referral(service: str, at_text: str, by: PersonRef) -> Referral | None:
    return Referral(service, at_text, by) if service else None
