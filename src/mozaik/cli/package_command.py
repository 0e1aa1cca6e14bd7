"""`mozaik package`: draft the intelligence package of one authority, or of a country beyond the operation."""

from datetime import date, datetime
from pathlib import Path

import click

from mozaik.cli.common import (
    FOLDER,
    NEW_PATH,
    echo_json,
    json_option,
    now,
    person_key_option,
    progress_bar,
    trust_option,
    use_option,
)
from mozaik.cli.own_keys import own_person, own_trust, person_key
from mozaik.desk import Asking, Beyond, Draft, Drafting, draft, list_beyond, reader_in, recipient_in
from mozaik.errors import InvalidInputError
from mozaik.parties import Authority, PersonRef
from mozaik.terms import Use
from mozaik.typed_json import to_json


@click.command(short_help="draft the intelligence package of one authority")
@click.argument("work", type=FOLDER)
@click.option("--for", "recipient", metavar="AUTH", help="Who receives it: an authority, or a country.")
@click.option("--reason", required=True, help="Why you read and draft; logged.")
@click.option("--by", "person", metavar="PERSON", help="Who drafts, as AUTHORITY/name; by default you.")
@click.option("--transfer-ground", "ground", metavar="TEXT", help="Ground of a transfer outside the EU.")
@click.option("--expires", type=click.DateTime(["%Y-%m-%d"]), help="Last day to keep it; else half a year.")
@click.option("-o", "--output", type=NEW_PATH, help="The draft to write, FILE.draft.")
@click.option("--beyond", is_flag=True, help="AUTH is a country without a contribution, such as AT.")
@click.option("--list-beyond", "only_list", is_flag=True, help="Only list the countries that facts point to.")
@use_option
@person_key_option
@trust_option
@json_option
def command(
    work: Path,
    recipient: str | None,
    reason: str,
    person: str | None,
    ground: str | None,
    expires: datetime | None,
    output: Path | None,
    beyond: bool,
    only_list: bool,
    use: str,
    key_path: Path | None,
    trust_path: Path | None,
    as_json: bool,
) -> None:
    """Draft what one authority receives from WORK: leads, confirmed hits, what was compared.

    The draft holds package.json, leads.csv, hits.csv and package.pdf. It becomes a package when two
    different persons have signed its release with `mozaik release`. Facts that point to a country, by a
    phone number, an e-mail domain or a residence, are told to that country too, even if it contributed
    nothing: see --list-beyond and --beyond. Who receives one is named in the operation file, and people of
    the lead and of the coordinator draft for all, others for their own authority.

    Without --by you draft under your login: for the authority of your own keys, or for the recipient
    where they are of several. The draft says who drafted it, and you sign it in the recipient's chain with
    your own key, which is made and trusted beforehand.

    \b
    Examples:
      mozaik package WORK --for SI-GPD --reason "action days" -o si.draft
      mozaik package WORK --for SI-GPD --reason "action days" --by EU-EC3/maria -o si.draft
      mozaik package WORK --for RS-MUP --reason "action days" --by EU-EC3/maria -o rs.draft \\
          --transfer-ground "derogation: serious threat, decision 12/2023"
      mozaik package WORK --list-beyond --reason "action days" --by EU-EC3/maria
      mozaik package WORK --for AT --beyond --reason "action days" --by EU-EC3/maria -o at.draft
    """
    trust = own_trust(trust_path)
    if only_list:
        if recipient or output or beyond or ground or expires:
            raise click.UsageError("--list-beyond drafts nothing: give it --reason and --by alone")
        who = own_person(person)
        moment = now()
        asking = Asking(reader_in(work, who.authority, trust, moment, "--by"), who, reason, moment, Use(use))
        _say_countries(list_beyond(work, asking, trust), as_json)
        return
    if recipient is None or output is None:
        raise InvalidInputError("recipient or draft is not named", remedy="give --for AUTH and -o FILE.draft")
    moment = now()
    addressed = recipient_in(work, recipient, trust, moment, "--for").authority
    who = _drafter(person, addressed)
    reader_in(work, who.authority, trust, moment, "--by")
    drafting = Drafting(addressed, reason, who, moment, ground, _day(expires), Use(use))
    key = person_key(key_path, who)
    with progress_bar(f"Drafting for {recipient}", quiet=as_json) as step:
        drafted = draft(work, drafting, key, trust, output, beyond=beyond)
        step(1, 1)
    if as_json:
        echo_json(_summary(drafted))
    else:
        _say(drafted, work)


def _drafter(named: str | None, recipient: Authority) -> PersonRef:
    """Who drafts; the recipient's own people may, so they do where one's keys do not say otherwise."""
    try:
        return own_person(named)
    except InvalidInputError:
        if recipient.is_country:  # a country beyond the operation has nobody here
            raise
        return own_person(named, recipient)


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None


def _say_countries(countries: tuple[Beyond, ...], as_json: bool) -> None:
    if as_json:
        names = ("country", "name", "pointers", "needs_ground", "is_named")
        told = [{name: getattr(country, name) for name in names} for country in countries]
        echo_json({"schema": "mozaik.package.beyond/1", "countries": told})
        return
    if not countries:
        click.echo("No fact that you see in full points to a country without a contribution.")
    for country in countries:
        ground = ", needs --transfer-ground" if country.needs_ground else ""
        named = "" if country.is_named else ", not yet a recipient: mozaik operation add"
        click.echo(f"{country.country}  {country.name}: {country.pointers} pointing there{ground}{named}")


def _summary(drafted: Draft) -> dict[str, object]:
    package = drafted.package
    return {
        "file": str(drafted.path),
        "id": drafted.manifest.id,
        "recipient": drafted.manifest.recipients[0],
        "synthetic": drafted.manifest.synthetic,
        "leads": len(package.leads),
        "counts": to_json(package.counts),
        "first": to_json(package.first),
        "custody": to_json(package.custody),
        "expires_on": to_json(package.expires_on),
        "keep_until": to_json(package.keep_until),
    }


def _say(drafted: Draft, work: Path) -> None:
    package = drafted.package
    number, counts = package.custody.sequence, package.counts
    click.echo(f"{drafted.path}: draft no. {number} by {package.drafted.by}, not yet released")
    click.echo(
        f"  leads {len(package.leads)}, from confirmed hits {counts.confirmed} and pointers "
        f"{len(package.pointers)}; not told: {counts.disputed} disputed, {counts.unjudged} unjudged, "
        f"{counts.rejected} rejected"
    )
    if package.keep_until and package.keep_until.earliest < package.expires_on:
        click.echo(f"  a row must be erased after {package.keep_until.earliest} already; release it before")
    click.echo(
        f"  next: two persons of {package.sender} run  mozaik release {drafted.path} --work {work} --key KEY"
    )
