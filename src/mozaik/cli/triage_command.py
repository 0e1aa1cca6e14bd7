"""`mozaik triage`: turn a seized item into a sealed contribution."""

from collections.abc import Mapping
from pathlib import Path
from typing import Unpack

import click

from mozaik.cli.common import ANY_SOURCE, NEW_PATH, echo_json, json_option, needed, progress_bar
from mozaik.cli.listing_text import say_listing
from mozaik.cli.sealing import (
    SealingOptions,
    say_rest,
    say_sealed,
    sealed_json,
    sealing_of,
    sealing_options,
)
from mozaik.desk import SealedItem, Seized, seal_item
from mozaik.parties import Authority
from mozaik.selectors import region_of


def region_of_option(_context: click.Context, _option: click.Parameter, text: str | None) -> str | None:
    """The region of `--region`; a usage error when no phone numbers are known of it."""
    if text is not None and region_of(Authority.parse(text.upper(), "--region")) is None:
        raise click.BadParameter("no country of which phone numbers are known; give two letters, such as SI")
    return region_of(Authority(text.upper())) if text is not None else None


@click.command("triage", short_help="turn a seized item into a sealed contribution")
@click.argument("source", type=ANY_SOURCE)
@click.option(
    "--owner", metavar="AUTH", help="Authority that owns the data, such as SI-GPD (needed to seal)."
)
@click.option("--item", metavar="REF", help="Reference of the seized item (needed to seal).")
@click.option(
    "--list", "only_list", is_flag=True, help="Only list what would be read; open and write nothing."
)
@sealing_options
@click.option("--vics", "vics_path", type=NEW_PATH, help="Also write VICS 2.0 (#Cases).")
@click.option("--csv", "csv_path", type=NEW_PATH, help="Also write CSV.")
@click.option("--scheme", help="Category scheme, when SOURCE is a case export with codes.")
@click.option(
    "--region",
    metavar="CC",
    callback=region_of_option,
    help="Country as which phone numbers without a country code are read; by default the owner's.",
)
@click.option("--workers", type=click.IntRange(1, 256), help="Parser processes; default one a core.")
@click.option(
    "--file-seconds", type=click.IntRange(1), default=60, show_default=True, help="Longest time for one file."
)
@json_option
def command(
    source: Path,
    owner: str | None,
    item: str | None,
    only_list: bool,
    vics_path: Path | None,
    csv_path: Path | None,
    scheme: str | None,
    region: str | None,
    workers: int | None,
    file_seconds: int,
    as_json: bool,
    **options: Unpack[SealingOptions],
) -> None:
    """Read every file of SOURCE and seal the facts: digests, picture hashes, cameras, selectors.

    SOURCE is a folder, a ZIP or TAR archive, a raw (dd) or E01 disk image, or a case export (VICS, CSV).
    Media are decoded in memory by separate processes with limits and dropped; nothing of them is stored.
    A file that cannot be read is listed in FILE.rejects.csv, and the others count; what of a file could not
    be searched or compared is listed in FILE.notes.csv. Deleted files are listed where their names are left.
    Without --terms the contribution is quarantined: it matches nothing.

    With --list, SOURCE alone is needed: it says of which kind it is, what reads it, how many files and bytes
    would be read, and what not and why. No digest is taken and nothing is written.

    \b
    Examples:
      mozaik triage card.dd --list
      mozaik triage card.dd --owner SI-GPD --item 2023-114/3 --terms si.toml -o card.contribution
      mozaik triage phone.zip --owner HR-MUP --item K-7 --terms hr.toml -o k7.contribution --vics k7.json
      mozaik triage folder --owner SI-GPD --item T-1 --rehearsal-terms -o t1.contribution
    """
    if only_list:
        say_listing(source, scheme, as_json)
        return
    seized = Seized(source, needed("item", item), scheme, vics_path, csv_path, region)
    sealing = sealing_of(options, Authority.parse(needed("owner", owner), "--owner"))
    with progress_bar(f"triage {source.name}", quiet=as_json) as step:
        sealed = seal_item(seized, sealing, step, workers=workers, file_seconds=file_seconds)
    if as_json:
        notes = str(sealed.notes) if sealed.notes else None
        rest = {"exports": sealed.exports, "notes_file": notes, "report": sealed.report.details}
        echo_json({**sealed_json(sealed), **rest})
    else:
        _say(sealed)


def _say(sealed: SealedItem) -> None:
    say_sealed(sealed)
    account = sealed.report.details
    if "pictures" in account:
        click.echo(
            f"  pictures {account['pictures']} (not compared {account['not_compared']}),"
            f" deleted files {account['deleted']}, selectors {account['selectors']}"
        )
    notes = account.get("notes")
    for note, count in notes.items() if isinstance(notes, Mapping) else ():
        click.echo(f"  {count} x {note}")
    if sealed.notes:
        click.echo(f"  which files these are: {sealed.notes}")
    say_rest(sealed)
