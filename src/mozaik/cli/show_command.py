"""`mozaik show`: what a file is and holds; rows and members of one's own."""

import csv
import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mozaik import desk
from mozaik.cli.common import (
    FILE,
    NEW_PATH,
    counted,
    echo_json,
    json_option,
    now,
    person_key_option,
    trust_option,
)
from mozaik.cli.layout import laid_out
from mozaik.cli.look_text import look_json, look_text
from mozaik.cli.own_keys import own_person, own_trust, person_key
from mozaik.cli.screen import page_through
from mozaik.desk import SealedLook, look_into
from mozaik.errors import InvalidInputError
from mozaik.files import refuse_existing, written_whole
from mozaik.seal import TrustStore, home_folder, own_persons
from mozaik.visible import visible_json, visible_line

if TYPE_CHECKING:  # reading rows loads more than a look, and few looks read rows
    from mozaik.desk import OwnReading, OwnRows


@click.command(short_help="say what a file is and holds")
@click.argument("file", type=FILE)
@click.option("--table", metavar="NAME", help="The rows of a table of your own file; needs --reason.")
@click.option("--extract", "member", metavar="MEMBER", help="Write a member, such as package.pdf, to a file.")
@click.option("--reason", help="Why you read rows of your own file; logged before they are shown.")
@click.option("--by", "person", metavar="PERSON", help="Who reads, as AUTH/name; by default you.")
@click.option("--csv", "as_csv", is_flag=True, help="The rows as a table for a spreadsheet.")
@click.option(
    "-o", "--output", type=NEW_PATH, help="Write to this file; a member by default to its own name."
)
@click.option("--replace", is_flag=True, help="Write over an output file that exists.")
@person_key_option
@trust_option
@json_option
def command(
    file: Path,
    table: str | None,
    member: str | None,
    reason: str | None,
    person: str | None,
    as_csv: bool,
    output: Path | None,
    replace: bool,
    key_path: Path | None,
    trust_path: Path | None,
    as_json: bool,
) -> None:
    """Say what FILE is: a sealed file or draft, a reading, a key, a trust store, a vouch.

    Of a sealed file, which is verified first: what it holds by table and kind, under which terms, who signed
    it, what it replaces. Rows are shown of your own files alone, with a reason, and that is logged in
    own.acts of your own folder. What others hold is told by `mozaik hits`, as far as they allow.

    \b
    Examples:
      mozaik show si.contribution
      mozaik show si.contribution --table selectors --reason "before it is sent"
      mozaik show si.contribution --table files --reason "to sort" --csv -o files.csv
      mozaik show SI-GPD.package --extract package.pdf
    """
    if (table and member) or (as_csv and (as_json or not table)):
        raise click.UsageError("give one of --table and --extract; --csv belongs to --table, without --json")
    trust = own_trust(trust_path)
    if table or member:
        reading = _reading(file, reason, person, key_path, trust)
        if member:
            target = output or Path(Path(member).name)
            desk.extract_member(file, member, target, trust, reading, replace=replace)
            _say_written(target, as_json)
            return
        if reading is None:
            raise InvalidInputError("rows are shown with a reason", remedy="say why you read, with --reason")
        if output is not None:
            refuse_existing((output,), replace)
        _deliver(desk.own_rows(file, table or "", reading, trust), as_csv, as_json, output)
        return
    look = look_into(file, trust)
    if as_json:
        echo_json(look_json(look))
    else:
        page_through(look_text(look))


def _reading(
    file: Path, reason: str | None, person: str | None, key_path: Path | None, trust: TrustStore
) -> "OwnReading | None":
    """Who reads rows of a sealed file, with the key that shows it; None where no reason is given."""
    if reason is None:
        return None
    look = look_into(file, trust)
    if not isinstance(look, SealedLook):
        raise InvalidInputError(
            "only a sealed file has tables and members", where=str(file), remedy="show it without --table"
        )
    whose = [each.authority for each in own_persons(home_folder()) if each.authority == look.sender]
    who = own_person(person, whose[0] if whose else None)
    return desk.OwnReading(person_key(key_path, who), reason, now(), home_folder())


def _say_written(target: Path, as_json: bool) -> None:
    if as_json:
        echo_json({"schema": "mozaik.show.extracted/1", "file": str(target)})
    else:
        click.echo(f"{target}: written, as it stands in the sealed file")


def _deliver(rows: "OwnRows", as_csv: bool, as_json: bool, output: Path | None) -> None:
    """Write the rows to the file, or show them."""
    text = _as_json(rows) if as_json else _as_csv(rows) if as_csv else _as_text(rows)
    if output is not None:
        with written_whole(output) as stream:
            stream.write(text.encode())
        click.echo(f"{output}: {counted(rows.count, 'row')} of {rows.table}", err=True)
    elif as_json or as_csv:
        click.echo(text, nl=False)
    else:
        page_through(text)


def _as_text(rows: "OwnRows") -> str:
    """A row after the other: its number, then what is worth reading of it."""
    return laid_out((f"{row['row_id']:>7}  ", _row_text(row)) for row in rows)


def _row_text(row: Mapping[str, object]) -> str:
    cells = [f"{name} {cell}" for name, cell in row.items() if name != "row_id" and cell is not None]
    return visible_line(", ".join(cells))


def _as_csv(rows: "OwnRows") -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(rows.columns)
    writer.writerows([_cell(row[name]) for name in rows.columns] for row in rows)
    return text.getvalue()


def _cell(value: object) -> object:
    return desk.armed(visible_line(value)) if isinstance(value, str) else value


def _as_json(rows: "OwnRows") -> str:
    document = {
        "schema": "mozaik.show.rows/1",
        "table": rows.table,
        "columns": list(rows.columns),
        "rows": [dict(row) for row in rows],
    }
    return visible_json(json.dumps(document, ensure_ascii=False, indent=2, sort_keys=True)) + "\n"
