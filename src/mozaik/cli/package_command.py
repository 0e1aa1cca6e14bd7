"""`mozaik package`: draft the intelligence package of one authority, or of a country beyond the operation."""

from datetime import date, datetime
from pathlib import Path

import click

from mozaik.cli.common import (
    ANY_SOURCE,
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
from mozaik.cli.preview_text import say_preview
from mozaik.desk import (
    Asking,
    Beyond,
    Draft,
    Drafting,
    Form,
    draft,
    list_beyond,
    preview,
    reader_in,
    recipient_in,
    write_form,
)
from mozaik.errors import InvalidInputError
from mozaik.parties import Authority, PersonRef
from mozaik.seal import SigningKey, TrustStore
from mozaik.terms import Use
from mozaik.typed_json import to_json
from mozaik.wording import SPOKEN


@click.command(short_help="draft the intelligence package of one authority")
@click.argument("work", type=ANY_SOURCE, metavar="WORK|PACKAGE")
@click.option("--for", "recipient", metavar="AUTH", help="Who receives it: an authority, or a country.")
@click.option("--reason", help="Why you read and draft; logged. Needed for every draft.")
@click.option("--by", "person", metavar="PERSON", help="Who drafts, as AUTHORITY/name; by default you.")
@click.option("--transfer-ground", "ground", metavar="TEXT", help="Ground of a transfer outside the EU.")
@click.option("--expires", type=click.DateTime(["%Y-%m-%d"]), help="Last day to keep it; else half a year.")
@click.option("-o", "--output", type=NEW_PATH, help="The draft to write, FILE.draft.")
@click.option("--preview", "only_preview", is_flag=True, help="Only show what would be told and held back.")
@click.option("--beyond", is_flag=True, help="AUTH is a country without a contribution, such as AT.")
@click.option("--list-beyond", "only_list", is_flag=True, help="Only list the countries that facts point to.")
@click.option(
    "--format",
    "form",
    type=click.Choice([str(form) for form in Form]),
    help="Write one bare file of a released PACKAGE.",
)
@click.option("--language", type=click.Choice(SPOKEN), help="Language of --format pdf; English by default.")
@use_option
@person_key_option
@trust_option
@json_option
def command(
    work: Path,
    recipient: str | None,
    reason: str | None,
    person: str | None,
    ground: str | None,
    expires: datetime | None,
    output: Path | None,
    only_preview: bool,
    beyond: bool,
    only_list: bool,
    form: str | None,
    language: str | None,
    use: str,
    key_path: Path | None,
    trust_path: Path | None,
    as_json: bool,
) -> None:
    """Draft what one authority receives from WORK: leads, confirmed hits, what was compared.

    The draft holds the package in every form. It becomes a package when two different persons have signed
    its release with `mozaik release`; then --format writes one form of it as a bare file, for a program
    that reads nothing sealed. A bare file proves nothing: keep the sealed one. With --preview nothing is
    drafted: you see what would be told and what held back, and only the reading is logged.

    Facts that point to a country, by a phone number, an e-mail domain or a residence, are told to that
    country too, even if it contributed nothing: see --list-beyond and --beyond. The operation file names
    who receives one; people of lead and coordinator draft for all, others for their own authority.

    Without --by you draft under your login: for the authority of your keys, or for the recipient where they
    are of several. You sign the draft in the recipient's chain, with a key that is made and trusted before.

    \b
    Examples:
      mozaik package WORK --for SI-GPD --reason "action days" -o si.draft
      mozaik package WORK --for SI-GPD --reason "action days" --preview
      mozaik package WORK --for RS-MUP --reason "action days" --by EU-EC3/maria -o rs.draft \\
          --transfer-ground "derogation: serious threat, decision 12/2023"
      mozaik package WORK --list-beyond --reason "action days" --by EU-EC3/maria
      mozaik package WORK --for AT --beyond --reason "action days" --by EU-EC3/maria -o at.draft
      mozaik package si.package --format vics -o si.vics.json
      mozaik package si.package --format pdf --language sl -o si.sl.pdf
    """
    trust = own_trust(trust_path)
    if form is not None:
        _refuse_beside_form(recipient, reason, person, ground, expires, beyond or only_list or only_preview)
        _write_form(work, Form(form), language or "en", trust, output, as_json)
        return
    reason = _stated_for_draft(reason, language)
    if only_list:
        _refuse_beside_list(recipient, output, beyond or only_preview, ground, expires)
        _list_beyond(work, own_person(person), reason, Use(use), trust, as_json)
        return
    if recipient is None or (output is None and not only_preview):
        raise InvalidInputError("recipient or draft is not named", remedy="give --for AUTH and -o FILE.draft")
    moment, day = now(), _day(expires)
    addressed = recipient_in(work, recipient, trust, moment, "--for").authority
    who = _drafter(person, addressed, work, trust, moment)
    key, drafting = person_key(key_path, who), Drafting(addressed, reason, who, moment, ground, day, Use(use))
    _draft(work, drafting, key, trust, output, only_preview, beyond, as_json)


def _draft(
    work: Path,
    drafting: Drafting,
    key: SigningKey,
    trust: TrustStore,
    output: Path | None,
    only_preview: bool,
    beyond: bool,
    as_json: bool,
) -> None:
    """Draft, or only show what a draft would tell."""
    title = f"Reading for {drafting.recipient}"
    if only_preview or output is None:
        with progress_bar(title, quiet=as_json):
            seen = preview(work, drafting, key, trust, output, beyond=beyond)
        say_preview(seen, as_json)
        return
    with progress_bar(title, quiet=as_json):
        drafted = draft(work, drafting, key, trust, output, beyond=beyond)
    _say(drafted, work, as_json)


def _list_beyond(work: Path, who: PersonRef, reason: str, use: Use, trust: TrustStore, as_json: bool) -> None:
    """Show the countries beyond the operation to which facts point; the reading is logged."""
    moment = now()
    asking = Asking(reader_in(work, who.authority, trust, moment, "--by"), who, reason, moment, use)
    _say_countries(list_beyond(work, asking, trust), as_json)


def _stated_for_draft(reason: str | None, language: str | None) -> str:
    """The reason of a draft, which has no language of its own."""
    if language is not None:
        raise click.UsageError("--language is of --format pdf: a draft holds the report in both languages")
    if reason is None:
        raise InvalidInputError("a reading needs a reason", remedy="state it with --reason TEXT")
    return reason


def _refuse_beside_list(*given: object) -> None:
    if any(given):
        raise click.UsageError("--list-beyond drafts nothing: give it --reason and --by alone")


def _refuse_beside_form(*given: object) -> None:
    if any(given):
        raise click.UsageError("--format writes a file of a released package: give it -o alone")


def _write_form(
    package: Path, form: Form, language: str, trust: TrustStore, output: Path | None, as_json: bool
) -> None:
    """Write one form of a released package, and say whether two persons signed these bytes."""
    if package.is_dir() or output is None:
        raise InvalidInputError(
            "one form is written of a released package",
            remedy="give a FILE.package and -o FILE; a draft is made without --format",
        )
    bare = write_form(package, form, trust, now(), output, language)
    if as_json:
        told = {"file": str(bare.path), "format": str(bare.form), "signed": bare.signed}
        echo_json({"schema": "mozaik.package.form/1", **told})
        return
    whence = "as it was released" if bare.signed else "made from its package.json, which was released"
    click.echo(f"{bare.path}: written, {whence}. It proves nothing by itself: keep {package}")


def _drafter(
    named: str | None, recipient: Authority, work: Path, trust: TrustStore, moment: datetime
) -> PersonRef:
    """Who drafts; the recipient's own people may, so they do where one's keys do not say otherwise."""
    try:
        person = own_person(named)
    except InvalidInputError:
        if recipient.is_country:  # a country beyond the operation has nobody here
            raise
        person = own_person(named, recipient)
    reader_in(work, person.authority, trust, moment, "--by")
    return person


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


def _say(drafted: Draft, work: Path, as_json: bool) -> None:
    if as_json:
        echo_json(_summary(drafted))
        return
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
