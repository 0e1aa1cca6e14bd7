"""`mozaik trim`: seal one's own set again without some of its rows."""

from pathlib import Path

import click

from mozaik.cli.common import FILE, NEW_PATH, counted, echo_json, json_option, key_option, trust_option
from mozaik.cli.own_keys import own_authority, own_trust, owner_key
from mozaik.cli.sealing import moment_of, now_option
from mozaik.desk import Drop, Trimmed, trim


@click.command(short_help="seal your own set again without some of its rows")
@click.argument("file", type=FILE)
@click.option(
    "--drop",
    "drops",
    multiple=True,
    required=True,
    metavar="TABLE[:ROWS]",
    help="Rows to leave out, such as selectors:3,5-9, or a whole table; repeat for more.",
)
@click.option("-o", "--output", required=True, type=NEW_PATH, help="The sealed file to write.")
@click.option("--replace", is_flag=True, help="Write over an output file that exists.")
@click.option("--owner", metavar="AUTH", envvar="MOZAIK_OWNER",
              help="Authority that owns FILE; by default your keys' (also MOZAIK_OWNER).")  # fmt: skip
@key_option
@trust_option
@now_option
@json_option
def command(
    file: Path,
    drops: tuple[str, ...],
    output: Path,
    replace: bool,
    owner: str | None,
    key_path: Path | None,
    trust_path: Path | None,
    moment: str | None,
    as_json: bool,
) -> None:
    """Seal FILE, a contribution or list of your own, again without some rows, before it is sent.

    `mozaik show FILE --table NAME` numbers the rows; a value never stands on a command line. The new file
    replaces FILE: whoever received FILE is sent the new one, and FILE is destroyed. Rows that stay and say
    what a dropped row says are counted, so that nothing is disclosed by another table.

    \b
    Examples:
      mozaik trim si.contribution --drop selectors:3,5-9 -o si-2.contribution
      mozaik trim si.contribution --drop links --drop files:0-20 -o si-2.contribution
    """
    whose = own_authority(owner, key_path)
    key, stated = owner_key(key_path, whose), [Drop.parse(text) for text in drops]
    trimmed = trim(file, stated, output, key, own_trust(trust_path), moment_of(moment), replace=replace)
    if as_json:
        echo_json(
            {
                "file": str(trimmed.path),
                "id": trimmed.manifest.id,
                "supersedes": list(trimmed.manifest.supersedes),
                "dropped": dict(trimmed.dropped),
                "doubts": list(trimmed.doubts),
            }
        )
    else:
        _say(trimmed)


def _say(trimmed: Trimmed) -> None:
    click.echo(f"{trimmed.path}: sealed as {trimmed.manifest.id}")
    for table, count in trimmed.dropped.items():
        click.echo(f"  {counted(count, 'row')} of {table} left out")
    click.echo(f"  replaces {', '.join(trimmed.manifest.supersedes)}")
    for doubt in trimmed.doubts:
        click.echo(f"  CHECK: {doubt}")
