"""What partners of the campaign use: `mozaik campaign translate`, `tally` and `tallies`."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TypedDict, Unpack

import click

from mozaik.campaign import (
    Coverage,
    catalogue_folder,
    catalogue_path,
    catalogue_tags,
    coverage,
    export_catalogue,
    export_template,
    import_catalogue,
    sign_off,
    unsaved_keys,
    write_text,
)
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
from mozaik.cli.own_keys import own_trust, owner_key
from mozaik.cli.sealing import edition_of, edition_option, moment_of, now_option
from mozaik.errors import RefusedError
from mozaik.files import refuse_existing
from mozaik.parties import Authority
from mozaik.tallies import make_tally, read_tally, sum_reach, sum_tallies


class _Signing(TypedDict):
    """What stands in the sealed file and who signs it."""

    edition: str | None
    key_path: Path | None
    moment: str | None


@click.group("translate")
@json_option
@click.pass_context
def translate(context: click.Context, as_json: bool) -> None:
    """Give catalogues to translators and take them back (gettext PO).

    \b
    Examples:
      mozaik campaign translate export sl -o po
      mozaik campaign translate import po/sl.po
      mozaik campaign translate --json coverage
    """
    context.obj = as_json


_catalogues = click.option(
    "--catalogues", type=FOLDER, help="Folder of catalogues instead of the site's own."
)


@translate.command("export")
@click.argument("tags", nargs=-1)
@click.option(
    "-o", "--output", required=True, type=NEW_PATH, help="Folder for TAG.po files and campaign.pot."
)
@click.option("--replace", is_flag=True, help="Write over files even if words in them are lost.")
@_catalogues
@click.pass_obj
def export(
    as_json: bool, tags: tuple[str, ...], output: Path, replace: bool, catalogues: Path | None
) -> None:
    """Write the catalogues of TAGS (default: all) for translators, merged with the present English text.

    A tag without a catalogue gives an empty one: that is how a new language begins. A file that is there is
    written over only if all its words are in the new one: nothing is written if one of them would be lost.

    \b
    Examples:
      mozaik campaign translate export -o po
      mozaik campaign translate export sl is -o po
    """
    folder = catalogues or catalogue_folder()
    wanted = tags or [tag for tag in catalogue_tags(folder) if catalogue_path(folder, tag).exists()]
    texts = {output / f"{tag}.po": export_catalogue(folder, tag) for tag in wanted}
    if not replace:
        _refuse_loss(texts)
    output.mkdir(parents=True, exist_ok=True)
    write_text(output / "campaign.pot", export_template())
    for path, text in texts.items():
        write_text(path, text)
    if as_json:
        echo_json({"files": [str(path) for path in texts]})
        return
    for path in texts:
        click.echo(path)


def _refuse_loss(texts: Mapping[Path, str]) -> None:
    """Refuse, before anything is written, to write over words that are nowhere else."""
    for path, text in texts.items():
        keys = unsaved_keys(path, text)
        if keys:
            raise RefusedError(
                "the file holds words of a translator that are not in the site",
                where=str(path),
                why=f"{counted(len(keys), 'text')}: {', '.join(keys[:8])}",
                remedy="import it first, name another folder, or add --replace",
            )


@translate.command("import")
@click.argument("files", nargs=-1, required=True, type=FILE)
@_catalogues
@click.pass_obj
def import_(as_json: bool, files: tuple[Path, ...], catalogues: Path | None) -> None:
    """Take translated PO FILES into the site; a file that is wrong in form is refused with the reasons.

    \b
    Examples:
      mozaik campaign translate import po/sl.po
      mozaik campaign translate import po/*.po
    """
    rows = [import_catalogue(path, catalogues or catalogue_folder()) for path in files]
    if as_json:
        echo_json({"catalogues": [_row_json(row) for row in rows]})
        return
    for row in rows:
        click.echo(f"{row.tag}: {row.done} of {counted(row.total, 'text')}")


@translate.command("sign-off")
@click.argument("tag")
@click.option("--reviewer", required=True, help="Who read the whole catalogue; the pages name them.")
@click.option("--owner", required=True, metavar="AUTH", help="Whose key signs: an id such as SI-GPD.")
@_catalogues
@key_option
@now_option
@click.pass_obj
def sign_off_(
    as_json: bool,
    tag: str,
    reviewer: str,
    owner: str,
    catalogues: Path | None,
    key_path: Path | None,
    moment: str | None,
) -> None:
    """Record that a native speaker has read the whole catalogue of TAG, signed with your key.

    A changed catalogue has to be signed off again. A build counts the signature if the key is in its trust
    store.

    \b
    Examples:
      mozaik campaign translate sign-off sl --reviewer "Ana Primer" --owner SI-GPD
    """
    when = moment_of(moment)
    key = owner_key(key_path, Authority.parse(owner, "--owner"))
    path = sign_off(catalogues or catalogue_folder(), tag, reviewer, when.date(), key)
    if as_json:
        echo_json({"file": str(path), "language": tag, "reviewer": reviewer})
    else:
        click.echo(f"{path}: {reviewer}, signed with the key of {key.reference}")


@translate.command("coverage")
@_catalogues
@trust_option
@click.pass_obj
def coverage_(as_json: bool, catalogues: Path | None, trust_path: Path | None) -> None:
    """Show how far each language is and who reviewed it.

    \b
    Examples:
      mozaik campaign translate coverage
      mozaik campaign translate --json coverage
    """
    rows = coverage(catalogues or catalogue_folder(), own_trust(trust_path))
    if as_json:
        echo_json({"catalogues": [_row_json(row) for row in rows]})
        return
    for row in rows:
        share = f"{100 * row.done // row.total:3} %"
        reviewer = row.reviewer or "awaits review"
        click.echo(f"{row.tag:8} {row.name:22} {row.done:4}/{row.total} {share}  {reviewer}")


@click.command("tally")
@click.option("--partner", required=True, metavar="AUTH", help="Who counted: an id such as SI-SCHOOLS.")
@click.option("--screenings", required=True, type=click.IntRange(min=0), help="How often the film was shown.")
@click.option("--reach", type=click.IntRange(min=0), help="How many persons it reached, if you counted.")
@click.option("--since", required=True, type=click.DateTime(["%Y-%m-%d"]), help="First day counted.")
@click.option("--until", required=True, type=click.DateTime(["%Y-%m-%d"]), help="Last day counted.")
@click.option(
    "-o", "--output", required=True, type=NEW_PATH, help="The tally to write, such as schools.tally."
)
@click.option("--replace", is_flag=True, help="Write over a file that exists.")
@edition_option
@key_option
@now_option
@json_option
def tally(
    partner: str,
    screenings: int,
    reach: int | None,
    since: datetime,
    until: datetime,
    output: Path,
    replace: bool,
    as_json: bool,
    **signing: Unpack[_Signing],
) -> None:
    """Seal how often a partner showed the film, between which days, and nothing about who watched.

    The site counts nobody. A school, the police or a hotline may send this file; `tallies` adds them up.

    \b
    Examples:
      mozaik campaign tally --partner SI-SCHOOLS --screenings 12 \\
        --since 2026-09-01 --until 2026-11-20 -o schools.tally
    """
    moment = moment_of(signing["moment"])
    refuse_existing((output,), replace)
    key = owner_key(signing["key_path"], Authority.parse(partner, "--partner"))
    days = (since.date(), until.date())
    manifest = make_tally(output, screenings, days, key, edition_of(signing["edition"]), moment, reach)
    if as_json:
        echo_json({"file": str(output), "id": manifest.id, "screenings": screenings, "reach": reach})
    else:
        click.echo(f"{output}: sealed as {manifest.id}, {counted(screenings, 'screening')}")


@click.command("tallies")
@click.argument("files", nargs=-1, required=True, type=FILE)
@trust_option
@json_option
def tallies(files: tuple[Path, ...], trust_path: Path | None, as_json: bool) -> None:
    """Verify the tallies FILES and add them up; a partner's days may be counted once.

    \b
    Examples:
      mozaik campaign tallies *.tally
    """
    trust = own_trust(trust_path)
    tallied = [read_tally(path, trust) for path in files]
    total = sum_tallies(tallied)
    if as_json:
        rows = [
            {
                "id": sealed.id,
                "partner": sealed.partner,
                "screenings": sealed.screenings,
                "reach": sealed.reach,
            }
            for sealed in tallied
        ]
        echo_json({"screenings": total, "reach": sum_reach(tallied), "tallies": rows})
        return
    for sealed in tallied:
        click.echo(f"{sealed.partner:16} {sealed.since} to {sealed.until} {sealed.screenings:8}")
    click.echo(counted(total, "screening"))


def _row_json(row: Coverage) -> dict[str, object]:
    return {"tag": row.tag, "name": row.name, "done": row.done, "total": row.total, "reviewer": row.reviewer}
