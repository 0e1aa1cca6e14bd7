"""Beside the making of an announcement: `mozaik announce agree` and `mozaik announce rows`."""

from dataclasses import asdict
from pathlib import Path
from typing import TypedDict, Unpack

import click

from mozaik.cli.common import FILE, FOLDER, NEW_PATH, echo_json, json_option, key_option, trust_option
from mozaik.cli.own_keys import own_person, own_trust, owner_key
from mozaik.cli.sealing import moment_of, now_option
from mozaik.desk import Asking, announcing, read_sets, reader_in
from mozaik.parties import Authority


class _Signing(TypedDict):
    """Who agrees, and with which key."""

    owner: str
    key_path: Path | None
    trust_path: Path | None
    moment: str | None


@click.command()
@click.argument("announcement")
@click.option("--version", type=click.IntRange(1), default=1, show_default=True, help="Of which version.")
@click.option("--figure", default="victims_safeguarded", show_default=True, help="To which figure.")
@click.option("--scope", default="joint", show_default=True, help="Of which scope.")
@click.option("--owner", metavar="AUTH", required=True, help="The authority that agrees.")
@click.option("-o", "--output", type=NEW_PATH, required=True, help="The file to write, in FOLDER/agreements.")
@key_option
@trust_option
@now_option
@json_option
def agree(
    announcement: str,
    version: int,
    figure: str,
    scope: str,
    output: Path,
    as_json: bool,
    **signing: Unpack[_Signing],
) -> None:
    """Agree, for an authority, that a small count about victims is told in one version of ANNOUNCEMENT.

    Every authority with records is asked, whether or not it has a victim; the agreement names no number.

    \b
    Examples:
      mozaik announce agree mozaik-2023.joint --owner HR-MUP -o joint/agreements/HR-MUP.json
    """
    owner = Authority.parse(signing["owner"], "--owner")
    agreement = announcing.Agreement(owner, announcement, version, figure, scope)
    trust = own_trust(signing["trust_path"])
    announcing.agree_to_small_count(
        output, agreement, owner_key(signing["key_path"], owner), trust, moment_of(signing["moment"])
    )
    if as_json:
        echo_json({"file": str(output), **asdict(agreement)})
    else:
        click.echo(f"{output}: {owner} agrees to {figure} [{scope}] in version {version} of {announcement}")


class _Reading(TypedDict):
    """Who reads, why, where it is logged, and by which trust store and moment."""

    reader: str
    work: Path
    reason: str
    person: str | None
    trust_path: Path | None
    moment: str | None


@click.command()
@click.argument("announcement", type=FILE)
@click.argument("key", metavar="KEY")
@click.argument("files", nargs=-1, required=True, type=FILE)
@click.option("--scope", default="joint", show_default=True, help="The scope of the figure.")
@click.option("--as", "reader", required=True, metavar="AUTH", help="The reading authority.")
@click.option("--work", type=FOLDER, required=True, help="WORK, in which the reading is logged.")
@click.option("--reason", required=True, help="Why you read; it is logged.")
@click.option("--by", "person", metavar="PERSON", help="Who reads; by default the person of your key.")
@trust_option
@now_option
@json_option
def rows(
    announcement: Path,
    key: str,
    files: tuple[Path, ...],
    scope: str,
    as_json: bool,
    **reading: Unpack[_Reading],
) -> None:
    """Open a number of ANNOUNCEMENT, by its KEY, to the rows of sealed FILES that your authority may know.

    The reading is logged in your authority's chain in WORK before anything is shown.

    \b
    Examples:
      mozaik announce rows joint.announcement raids *.contribution --as SI-GPD --work WORK --reason query
    """
    trust, now = own_trust(reading["trust_path"]), moment_of(reading["moment"])
    participant = reader_in(reading["work"], reading["reader"], trust, now, "--as")
    asking = Asking(participant, own_person(reading["person"], participant.authority), reading["reason"], now)
    figure = announcing.rows_of_figure(
        announcement, key, scope, read_sets(files, trust), asking, reading["work"], trust
    )
    if as_json:
        echo_json({"key": figure.key, "scope": figure.scope, "value": figure.value,
                   "rows": [asdict(row) for row in figure.rows]})  # fmt: skip
        return
    click.echo(f"{figure.value}  {figure.label} [{figure.scope}, as of {figure.as_of}]")
    for row in figure.rows:
        click.echo(
            f"  {row.authority}  {row.table}  {row.key}"
            + (f"  {row.set_id} {row.row_id}" if row.set_id else "")
        )
    if not figure.rows:
        click.echo("  No row of it may be read in full.")
