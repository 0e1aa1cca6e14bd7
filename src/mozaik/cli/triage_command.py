"""`mozaik triage`: turn a seized item into a sealed contribution."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import cast

import click
import pyarrow as pa

from mozaik import __version__
from mozaik.cli.common import (
    ANY_SOURCE,
    NEW_PATH,
    Step,
    echo_json,
    json_option,
    key_option,
    progress_bar,
)
from mozaik.cli.own_keys import owner_key
from mozaik.cli.sealing import (
    edition_of,
    edition_option,
    moment_of,
    now_option,
    refuse_existing,
    say_quarantine,
    sheet_of,
    synthetic_option,
    terms_options,
    write_rejects,
)
from mozaik.contribution import ContributionSpec, Report, apply_sheet, write_contribution
from mozaik.errors import InvalidInputError
from mozaik.files import written_whole
from mozaik.intake import CaseHeader, find_export, find_source, read_case_export, write_csv, write_vics
from mozaik.triage import Workers, triage_source


@dataclass(frozen=True, slots=True)
class _Facts:
    """What a source gave: tables, the report, rejects as place and reason, tool versions."""

    tables: Mapping[str, pa.Table]
    report: Report
    rejects: list[tuple[object, str]]
    versions: Mapping[str, str]


@click.command("triage", short_help="turn a seized item into a sealed contribution")
@click.argument("source", type=ANY_SOURCE)
@click.option("--owner", required=True, metavar="AUTH", help="Authority that owns the data, such as SI-GPD.")
@click.option("--item", required=True, metavar="REF", help="Reference of the seized item.")
@terms_options
@click.option("-o", "--output", required=True, type=NEW_PATH, help="The contribution to write.")
@click.option("--vics", "vics_path", type=NEW_PATH, help="Also write VICS 2.0 (#Cases).")
@click.option("--csv", "csv_path", type=NEW_PATH, help="Also write CSV.")
@click.option("--scheme", help="Category scheme, when SOURCE is a case export with codes.")
@click.option("--workers", type=click.IntRange(1, 256), help="Parser processes; default one a core.")
@click.option(
    "--file-seconds", type=click.IntRange(1), default=60, show_default=True, help="Longest time for one file."
)
@synthetic_option
@click.option("--replace", is_flag=True, help="Write over output files that exist.")
@edition_option
@key_option
@now_option
@json_option
def command(source: Path, owner: str, item: str, output: Path, as_json: bool, **options: object) -> None:
    """Read every file of SOURCE and seal the facts: digests, picture hashes, cameras, selectors.

    SOURCE is a folder, a ZIP or TAR archive, a raw (dd) or E01 disk image, or a case export (VICS, CSV).
    Media are decoded in memory by separate processes with limits and dropped; nothing of them is stored.
    A file that cannot be read is listed in FILE.rejects.csv, and the others count. Deleted files are listed
    where their names are left. Without --terms the contribution is quarantined: it matches nothing.

    \b
    Examples:
      mozaik triage card.dd --owner SI-GPD --item 2023-114/3 --terms si.toml -o card.contribution
      mozaik triage phone.zip --owner HR-MUP --item K-7 --terms hr.toml -o k7.contribution --vics k7.json
      mozaik triage folder --owner SI-GPD --item T-1 --rehearsal-terms -o t1.contribution
    """
    request = _Request(source, owner, item, output, **options)  # type: ignore[arg-type]  # click checks them
    moment = moment_of(request.moment)
    sheet = sheet_of(request.terms_path, request.rehearsal_terms, owner, moment.date())
    refuse_existing((output, request.vics_path, request.csv_path), request.replace)
    key = owner_key(request.key_path, owner, moment)
    with progress_bar(f"triage {source.name}", quiet=as_json) as step:
        facts = _facts(request, step)
    if not facts.report.read:
        raise InvalidInputError(
            "the source holds no file", where=str(source), remedy="check that it is the right folder or image"
        )
    rejects_path = write_rejects(output, ("place", "reason"), facts.rejects)
    exports = _write_exports(request, facts.tables)
    manifest = write_contribution(
        output, _spec(request, facts, moment), apply_sheet(facts.tables, sheet), sheet, key
    )
    quarantined = request.terms_path is None and not request.rehearsal_terms
    answer = {
        "file": str(output),
        "id": manifest.id,
        "quarantined": quarantined,
        "review_on": str(sheet.terms[0].review_on),
        "rejects_file": str(rejects_path) if rejects_path else None,
        "exports": exports,
        "report": facts.report.details,
    }
    if as_json:
        echo_json(answer)
    else:
        _say(answer, facts.report.details)


@dataclass(frozen=True, slots=True)
class _Request:
    """The options of one call."""

    source: Path
    owner: str
    item: str
    output: Path
    terms_path: Path | None
    rehearsal_terms: bool
    vics_path: Path | None
    csv_path: Path | None
    scheme: str | None
    workers: int | None
    file_seconds: int
    synthetic: bool
    replace: bool
    edition: str | None
    key_path: Path | None
    moment: str | None


def _facts(request: _Request, step: Step) -> _Facts:
    if _is_export(request.source):
        reading = read_case_export(request.source, request.owner, request.item, request.scheme, step)
        bad: list[tuple[object, str]] = [(one.number, one.reason) for one in reading.report.rejects]
        return _Facts(reading.tables, Report.of(reading.report), bad, {"mozaik": __version__})
    with Workers(request.workers, seconds=request.file_seconds) as workers:
        result = triage_source(request.source, request.item, workers, step)
    rejects: list[tuple[object, str]] = [(one.where, one.reason) for one in result.report.rejects]
    return _Facts(result.tables, Report.of(result.report), rejects, result.report.versions)


def _is_export(path: Path) -> bool:
    """Whether the source is a case export: no known source, but a file with records."""
    try:
        find_source(path)
    except InvalidInputError as no_source:
        try:
            find_export(path)
        except InvalidInputError:
            raise InvalidInputError(
                "this is no source that Mozaik knows",
                where=str(path),
                why=no_source.why,
                remedy=f"{no_source.remedy}; of case exports it reads VICS and CSV with digests",
            ) from None
        return True
    return False


def _spec(request: _Request, facts: _Facts, moment: datetime) -> ContributionSpec:
    return ContributionSpec(
        sender=request.owner,
        edition=edition_of(request.edition, moment),
        created_at=moment,
        label="triage",
        item=request.item,
        synthetic=request.synthetic or request.rehearsal_terms,
        versions=facts.versions,
        report=facts.report,
        properties={"terms": "rehearsal"} if request.rehearsal_terms else {},
    )


def _write_exports(request: _Request, tables: Mapping[str, pa.Table]) -> dict[str, int]:
    written = {}
    if request.vics_path:
        header = CaseHeader(request.owner, request.item, __version__)
        with written_whole(request.vics_path) as stream:
            written["vics_media"], written["vics_left_out"] = write_vics(
                stream, header, tables["files"], tables["media"]
            )
    if request.csv_path:
        with written_whole(request.csv_path) as stream:
            written["csv_rows"] = write_csv(stream, tables["files"], tables["media"])
    return written


def _say(answer: Mapping[str, object], account: Mapping[str, object]) -> None:
    click.echo(f"{answer['file']}: sealed as {answer['id']}")
    click.echo(
        f"  read {account['read']} = accepted {account['accepted']} + duplicate {account['duplicate']}"
        f" + rejected {account['rejected']}"
    )
    if "pictures" in account:
        click.echo(
            f"  pictures {account['pictures']} (not compared {account['not_compared']}),"
            f" deleted files {account['deleted']}, selectors {account['selectors']}"
        )
    for note, count in cast(Mapping[str, int], account["notes"]).items():
        click.echo(f"  {count} x {note}")
    if answer["rejects_file"]:
        click.echo(f"  rejected entries and reasons: {answer['rejects_file']}")
    if answer["quarantined"]:
        say_quarantine(str(answer["review_on"]))
