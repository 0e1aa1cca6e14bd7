"""`mozaik list`: turn a hash list into a sealed reference list."""

from pathlib import Path
from typing import Unpack

import click

from mozaik.cli.common import FILE, echo_json, json_option, progress_bar
from mozaik.cli.own_keys import own_authority
from mozaik.cli.sealing import (
    SealingOptions,
    owner_option,
    say_rest,
    say_sealed,
    sealed_json,
    sealing_of,
    sealing_options,
)
from mozaik.desk import HashList, SealedList, seal_list
from mozaik.kinds import LIST_KINDS, SetKind


@click.command("list", short_help="turn a hash list into a sealed reference list")
@click.argument("source", type=FILE)
@owner_option
@click.option(
    "--kind",
    "list_kind",
    default=str(SetKind.KNOWN),
    show_default=True,
    type=click.Choice([str(kind) for kind in LIST_KINDS]),
    help="Known material, or files known to be harmless.",
)
@click.option("--scheme", help="Scheme of the category codes, such as vics-us or caid-uk.")
@click.option("--name", default="", help="A word for the list that stands in its id.")
@sealing_options
@json_option
def command(
    source: Path,
    owner: str | None,
    list_kind: str,
    scheme: str | None,
    name: str,
    as_json: bool,
    **options: Unpack[SealingOptions],
) -> None:
    """Read a hash list and seal its usable entries.

    SOURCE is VICS 1.1 to 2.0 (#Media or #Cases), the ICSE baseline list, any CSV with a column of MD5,
    SHA-1, SHA-256 or PDQ, or a hashdeep or md5sum list. Refused records are listed with number and reason in
    FILE.rejects.csv. Category codes keep their scheme and are never compared across schemes. PhotoDNA values
    are counted and not matched. Digests of the empty file are dropped.

    \b
    Examples:
      mozaik list vics.json -o known.list
      mozaik list vics.json --owner EU-EC3 --kind known --scheme vics-us --terms ec3.toml -o known.list
      mozaik list icse.csv --owner SI-GPD --kind known --terms si.toml -o icse.list
      mozaik list icons.csv --owner SI-GPD --kind harmless --terms si.toml -o harmless.list
    """
    sealing = sealing_of(options, own_authority(owner, options["key_path"]))
    hash_list = HashList(source, SetKind(list_kind), scheme, name)
    with progress_bar(f"read {source.name}", quiet=as_json) as step:
        sealed = seal_list(hash_list, sealing, step)
    if as_json:
        echo_json({**sealed_json(sealed), "kind": list_kind, "report": sealed.account.to_json()})
    else:
        _say(sealed, list_kind)


def _say(sealed: SealedList, list_kind: str) -> None:
    say_sealed(sealed, list_kind)
    if sealed.account.empty_files:
        click.echo(f"  {sealed.account.empty_files} digests of the empty file dropped")
    for note, count in sealed.account.all_notes.items():
        click.echo(f"  {count} x {note}")
    say_rest(sealed)
