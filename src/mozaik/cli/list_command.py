"""`mozaik list`: turn a hash list into a sealed reference list."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import cast

import click

from mozaik.cli.common import FILE, NEW_PATH, echo_json, json_option, key_option, progress_bar
from mozaik.cli.own_keys import own_authority, owner_key
from mozaik.cli.sealing import (
    edition_of,
    edition_option,
    moment_of,
    now_option,
    owner_option,
    refuse_existing,
    say_quarantine,
    sheet_of,
    synthetic_option,
    terms_options,
    write_rejects,
)
from mozaik.contribution import ContributionSpec, Report, write_list
from mozaik.intake import ExportReport, read_list
from mozaik.kinds import LIST_KINDS, SetKind


@click.command("list", short_help="turn a hash list into a sealed reference list")
@click.argument("source", type=FILE)
@click.option("-o", "--output", required=True, type=NEW_PATH, help="The list to write.")
@owner_option
@click.option(
    "--kind",
    "list_kind",
    default=str(SetKind.KNOWN),
    show_default=True,
    type=click.Choice([str(kind) for kind in LIST_KINDS]),
    help="Known material, or files known to be harmless.",
)
@terms_options
@click.option("--scheme", help="Scheme of the category codes, such as vics-us or caid-uk.")
@click.option("--name", default="", help="A word for the list that stands in its id.")
@synthetic_option
@click.option("--replace", is_flag=True, help="Write over output files that exist.")
@edition_option
@key_option
@now_option
@json_option
def command(source: Path, owner: str | None, output: Path, as_json: bool, **options: object) -> None:
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
    owner = own_authority(owner, cast(Path | None, options["key_path"]))
    request = _Request(source, owner, output, **options)  # type: ignore[arg-type]  # click checks them
    moment = moment_of(request.moment)
    sheet = sheet_of(request.terms_path, request.rehearsal_terms, owner, moment.date())
    refuse_existing((output,), request.replace)
    key = owner_key(request.key_path, owner, moment)
    with progress_bar(f"read {source.name}", quiet=as_json) as step:
        reading = read_list(source, request.scheme, step)
    report = reading.report
    rejects_path = write_rejects(
        output, ("record", "reason"), ((one.number, one.reason) for one in report.rejects)
    )
    spec = _spec(request, report, moment)
    manifest = write_list(output, spec, reading.entries, sheet, key, SetKind(request.list_kind))
    answer = {
        "file": str(output),
        "id": manifest.id,
        "kind": request.list_kind,
        "quarantined": request.terms_path is None and not request.rehearsal_terms,
        "review_on": str(sheet.terms[0].review_on),
        "rejects_file": str(rejects_path) if rejects_path else None,
        "report": report.to_json(),
    }
    if as_json:
        echo_json(answer)
    else:
        _say(answer, report)


@dataclass(frozen=True, slots=True)
class _Request:
    """The options of one call."""

    source: Path
    owner: str
    output: Path
    list_kind: str
    terms_path: Path | None
    rehearsal_terms: bool
    scheme: str | None
    name: str
    synthetic: bool
    replace: bool
    edition: str | None
    key_path: Path | None
    moment: str | None


def _spec(request: _Request, report: ExportReport, moment: datetime) -> ContributionSpec:
    return ContributionSpec(
        sender=request.owner,
        edition=edition_of(request.edition, moment),
        created_at=moment,
        label=f"list-{request.list_kind}" + (f"-{request.name}" if request.name else ""),
        synthetic=request.synthetic or request.rehearsal_terms,
        report=Report.of(report),
        properties={"terms": "rehearsal"} if request.rehearsal_terms else {},
    )


def _say(answer: Mapping[str, object], report: ExportReport) -> None:
    click.echo(f"{answer['file']}: sealed as {answer['id']} ({answer['kind']})")
    click.echo(
        f"  read {report.read} = accepted {report.accepted} + duplicate {report.duplicate}"
        f" + rejected {report.rejected}"
    )
    if report.empty_files:
        click.echo(f"  {report.empty_files} digests of the empty file dropped")
    for note, count in report.all_notes.items():
        click.echo(f"  {count} x {note}")
    if answer["rejects_file"]:
        click.echo(f"  rejected records and reasons: {answer['rejects_file']}")
    if answer["quarantined"]:
        say_quarantine(str(answer["review_on"]))
