"""Seals everything the authorities hold: triaged items, case exports, records and reference lists."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from mozaik.contribution import ContributionSpec, Report, apply_sheet, write_contribution, write_list
from mozaik.errors import InvalidInputError, MozaikError
from mozaik.intake import read_case_export, read_list
from mozaik.kinds import SetKind
from mozaik.records import accept_records, read_record_file
from mozaik.rehearsal.plan import Item, Plan
from mozaik.rehearsal.planting import HARMLESS_LIST, KNOWN_LIST
from mozaik.rehearsal.stage import Stage, triaged_items
from mozaik.terms import quarantine_sheet
from mozaik.triage import TriageJob, TriageResult, Workers, triage_many

Step = Callable[[int, int], None]
GRADING_SCHEME = "vics-us"
LIST_FILES = {KNOWN_LIST: "known.json", HARMLESS_LIST: "harmless.csv"}


@dataclass(frozen=True, slots=True)
class Sealed:
    """The sealed files of a rehearsal, and the sources that could not be read at all."""

    contributions: tuple[Path, ...]
    lists: tuple[Path, ...]
    failures: tuple[str, ...]
    entries_read: int
    entries_rejected: int


def seal_items(plan: Plan, stage: Stage, workers: Workers, step: Step) -> Sealed:
    """Triage every item side by side and seal one contribution for each."""
    items = triaged_items(plan)
    jobs = [TriageJob(stage.sources[item.item_id], item.item_id) for item in items]
    paths, failures, read, rejected = [], [], 0, 0
    for item, outcome in zip(items, triage_many(jobs, workers, step), strict=True):
        if isinstance(outcome, MozaikError):
            failures.append(f"{item.item_id}: {outcome.what}")
            continue
        paths.append(_seal_item(plan, stage, item, outcome))
        read += outcome.report.read
        rejected += outcome.report.rejected
    return Sealed(tuple(paths), (), tuple(failures), read, rejected)


def _seal_item(plan: Plan, stage: Stage, item: Item, result: TriageResult) -> Path:
    sheet = (
        quarantine_sheet(item.authority, plan.scenario.review_on)
        if item.sheet == "quarantine"
        else stage.sheet(item.authority, item.sheet)
    )
    path = stage.sealed / f"{item.item_id}.contribution"
    spec = _spec(plan, item.authority, "triage", Report.of(result.report))
    spec = replace(spec, item=item.item_id, versions=result.report.versions)
    write_contribution(path, spec, apply_sheet(result.tables, sheet), sheet, stage.owners[item.authority])
    return path


def seal_everything(plan: Plan, stage: Stage, workers: Workers, step: Step) -> Sealed:
    """Seal all items, case exports, records and lists of a rehearsal."""
    items = seal_items(plan, stage, workers, step)
    exports = [_seal_export(plan, stage, authority) for authority in stage.exports]
    records = [seal_records(plan, stage, cast.id) for cast in plan.scenario.authorities]
    lists = (_seal_list(plan, stage, KNOWN_LIST), _seal_list(plan, stage, HARMLESS_LIST))
    return Sealed(
        (*items.contributions, *exports, *records),
        lists,
        items.failures,
        items.entries_read,
        items.entries_rejected,
    )


def _spec(plan: Plan, sender: str, label: str, report: Report) -> ContributionSpec:
    return ContributionSpec(
        sender=sender,
        edition=plan.scenario.edition,
        created_at=plan.scenario.announced_at,
        label=label,
        synthetic=True,
        report=report,
    )


def seal_records(plan: Plan, stage: Stage, authority: str) -> Path:
    """Seal what an authority reports, from its record file; InvalidInputError if a record is refused."""
    sheet = stage.sheet(authority, "records")
    accepted = accept_records(read_record_file(stage.folder / "records" / f"{authority}.toml"), sheet)
    if accepted.rejects:
        first = accepted.rejects[0]
        raise InvalidInputError(
            f"the rehearsal wrote {len(accepted.rejects)} records that are refused",
            where=f"{authority}, {first.table} row {first.row}, {first.field}",
            why=first.reason,
        )
    report = Report(accepted.read, accepted.accepted, accepted.duplicate)
    path = stage.sealed / f"{authority}.records.contribution"
    spec = _spec(plan, authority, "records", report)
    write_contribution(path, spec, accepted.tables, sheet, stage.owners[authority])
    return path


def _seal_export(plan: Plan, stage: Stage, authority: str) -> Path:
    """The case export in which an authority graded files."""
    reading = read_case_export(stage.exports[authority], authority, scheme=GRADING_SCHEME)
    sheet = stage.sheet(authority, "standard")
    path = stage.sealed / f"{authority}.case-export.contribution"
    spec = _spec(plan, authority, "case-export", Report.of(reading.report))
    write_contribution(path, spec, apply_sheet(reading.tables, sheet), sheet, stage.owners[authority])
    return path


def _seal_list(plan: Plan, stage: Stage, kind: SetKind) -> Path:
    """A reference list of the coordinator."""
    source = stage.folder / "lists" / LIST_FILES[kind]
    owner = plan.scenario.coordinator
    reading = read_list(source, GRADING_SCHEME if kind == KNOWN_LIST else None)
    sheet = stage.sheet(owner, "standard")
    path = stage.sealed / f"{kind}.list"
    spec = _spec(plan, owner, f"list-{kind}", Report.of(reading.report))
    write_list(
        path,
        spec,
        apply_sheet({"entries": reading.entries}, sheet)["entries"],
        sheet,
        stage.owners[owner],
        kind,
    )
    return path
