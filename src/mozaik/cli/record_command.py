"""`mozaik record`: turn raids, items, custody, persons and statements into a sealed contribution."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import cast

import click

from mozaik.cli.common import FILE, NEW_PATH, echo_json, json_option, key_option, progress_bar
from mozaik.cli.own_keys import own_authority, owner_key
from mozaik.cli.sealing import (
    REVIEW_AFTER,
    edition_of,
    edition_option,
    moment_of,
    now_option,
    owner_option,
    refuse_existing,
    sheet_of,
    synthetic_option,
    terms_options,
    write_rejects,
)
from mozaik.contribution import ContributionSpec, Report, write_contribution
from mozaik.errors import InvalidInputError
from mozaik.records import (
    RECORD_TABLES,
    AcceptedRecords,
    CustodyFlag,
    accept_records,
    custody_flags,
    read_record_file,
)
from mozaik.seal import JsonValue, Manifest
from mozaik.terms import PUBLIC, TermsSheet, parse_sheet


@dataclass(frozen=True, slots=True)
class _Request:
    """The options of one call."""

    files: tuple[Path, ...]
    output: Path
    owner: str
    terms_path: Path | None
    rehearsal_terms: bool
    table: str
    set_id: str
    supersedes: tuple[str, ...]
    synthetic: bool
    replace: bool
    edition: str | None
    key_path: Path | None
    moment: str | None


@click.command("record", short_help="turn raids, items, custody, persons and statements into a contribution")
@click.argument("files", nargs=-1, required=True, type=FILE)
@click.option("-o", "--output", required=True, type=NEW_PATH, help="The contribution to write.")
@owner_option
@terms_options
@click.option("--table", type=click.Choice(RECORD_TABLES), default=None, help="The table of a CSV file.")
@click.option("--id", "set_id", default="", help="Id of the contribution; by default derived.")
@click.option("--supersedes", multiple=True, metavar="ID", help="Id that this replaces; repeat for more.")
@synthetic_option
@click.option("--replace", is_flag=True, help="Write over an output file that exists.")
@edition_option
@key_option
@now_option
@json_option
def command(
    files: tuple[Path, ...], output: Path, owner: str | None, as_json: bool, **options: object
) -> None:
    """Seal records: enforcement actions, items, custody, persons, statuses, statements.

    FILE is TOML with arrays of tables ([[actions]], [[items]], [[custody]], [[persons]], [[person_facts]],
    [[statuses]], [[statements]]), or CSV with a header, one table a file, named after its table or by
    --table. A row may name its terms in a field `terms`; else the sheet says which its table takes. Bad
    rows go to FILE.rejects.csv with row, field and reason, and the others count. Gaps and overlaps in
    custody are shown, never filled.

    \b
    Examples:
      mozaik record si.toml --owner SI-GPD --terms si-terms.toml -o si.contribution
      mozaik record si.toml -o si.contribution
      mozaik record items.csv custody.csv --owner HR-MUP --terms hr.toml -o hr.contribution
      mozaik record si.toml --owner SI-GPD --terms t.toml --supersedes SI-GPD.si.1a2b3c4d -o si-2.contribution
    """
    owner = own_authority(owner, cast(Path | None, options["key_path"]))
    options["table"] = options["table"] or ""
    request = _Request(files, output, owner, **options)  # type: ignore[arg-type]  # click checks them
    moment = moment_of(request.moment)
    sheet = _sheet(request, moment)
    refuse_existing((output,), request.replace)
    rows = [row for path in files for row in read_record_file(path, request.table)]
    with progress_bar("record", quiet=as_json) as step:
        outcome = accept_records(rows, sheet, step)
    if not rows:
        raise InvalidInputError(
            "no record in the files",
            where=", ".join(map(str, files)),
            remedy="write tables such as [[actions]] or [[items]]; docs/formats/records.md shows them",
        )
    bad = ((one.file, one.table, one.row, one.field, one.reason) for one in outcome.rejects)
    rejects = write_rejects(output, ("file", "table", "row", "field", "reason"), bad)
    key = owner_key(request.key_path, request.owner, moment)
    settled = replace(sheet, by_table={})
    manifest = write_contribution(output, _spec(request, outcome, moment), outcome.tables, settled, key)
    flags = custody_flags(outcome.tables["custody"]) if "custody" in outcome.tables else []
    answer = _answer(request, manifest, outcome, rejects, flags)
    if as_json:
        echo_json(answer)
    else:
        _say(answer, outcome, flags)


def _sheet(request: _Request, moment: datetime) -> TermsSheet:
    """The terms; those of a rehearsal keep suspects and victims apart and let the public count."""
    on = moment.date()
    if not request.rehearsal_terms or request.terms_path:
        return sheet_of(request.terms_path, request.rehearsal_terms, request.owner, on)
    common: dict[str, object] = {
        "purposes": ["cross-check", "operational-analysis"],
        "source": "A",
        "information": "1",
        "disclosure": "hit",
        "disclose": {PUBLIC: "hit"},
        "review_on": on + REVIEW_AFTER,
        "legal_basis": "none: synthetic data of a rehearsal",
    }
    terms = {
        "rehearsal": common | {"subject": "no-person"},
        "suspects": common | {"subject": "suspect"},
        "victims": common | {"subject": "victim", "necessity": "counted in a rehearsal"},
        "statements": common | {"subject": "no-person", "disclose": {PUBLIC: "full"}},
    }
    apply = dict.fromkeys(("persons", "person_facts", "statuses"), "suspects") | {"statements": "statements"}
    return parse_sheet({"terms": terms, "apply": apply}, request.owner, where="rehearsal terms")


def _spec(request: _Request, outcome: AcceptedRecords, moment: datetime) -> ContributionSpec:
    reasons = Counter((one.table, one.field) for one in outcome.rejects)
    rejected: list[JsonValue] = [
        {"table": table, "field": field, "rows": count} for (table, field), count in sorted(reasons.items())
    ]
    tables: dict[str, JsonValue] = {name: table.num_rows for name, table in outcome.tables.items()}
    return ContributionSpec(
        sender=request.owner,
        edition=edition_of(request.edition, moment),
        created_at=moment,
        label=request.output.stem,
        id=request.set_id,
        synthetic=request.synthetic or request.rehearsal_terms,
        supersedes=request.supersedes,
        report=Report(
            outcome.read,
            outcome.accepted,
            outcome.duplicate,
            len(outcome.rejects),
            {"tables": tables, "rejected": rejected},
        ),
        properties={"terms": "rehearsal"} if request.rehearsal_terms else {},
    )


def _answer(
    request: _Request,
    manifest: Manifest,
    outcome: AcceptedRecords,
    rejects: Path | None,
    flags: Sequence[CustodyFlag],
) -> dict[str, object]:
    return {
        "file": str(request.output),
        "id": manifest.id,
        "quarantined": request.terms_path is None and not request.rehearsal_terms,
        "read": outcome.read,
        "accepted": outcome.accepted,
        "duplicate": outcome.duplicate,
        "rejected": len(outcome.rejects),
        "rejects_file": str(rejects) if rejects else None,
        "tables": {name: table.num_rows for name, table in sorted(outcome.tables.items())},
        "custody_flags": [
            {"item": flag.item_id, "sequence": flag.sequence, "fault": str(flag.fault)} for flag in flags
        ],
    }


def _say(answer: Mapping[str, object], outcome: AcceptedRecords, flags: Sequence[CustodyFlag]) -> None:
    click.echo(f"{answer['file']}: sealed as {answer['id']}")
    click.echo(
        f"  read {outcome.read} = accepted {outcome.accepted} + duplicate {outcome.duplicate}"
        f" + rejected {len(outcome.rejects)}"
    )
    for name, table in sorted(outcome.tables.items()):
        click.echo(f"  {name}: {table.num_rows}")
    if answer["rejects_file"]:
        click.echo(f"  rejected rows and reasons: {answer['rejects_file']}")
    for fault, count in sorted(Counter(str(flag.fault) for flag in flags).items()):
        click.echo(f"  custody, {count} x {fault}")
    if flags:
        click.echo("  Flags are not filled: explain each with a new custody event (--json names them).")
    if answer["quarantined"]:
        click.echo("  QUARANTINED: no terms were stated, so nothing in it is compared, counted or disclosed.")
