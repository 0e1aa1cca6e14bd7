"""Seals everything the authorities hold: triaged items, case exports, records and reference lists."""

from dataclasses import dataclass
from pathlib import Path

from mozaik.desk import (
    HashList,
    OwnerTerms,
    Sealing,
    Seized,
    quarantine,
    seal_item,
    seal_items,
    seal_list,
    seal_records,
)
from mozaik.errors import InvalidInputError, MozaikError
from mozaik.kinds import SetKind
from mozaik.progress import Step
from mozaik.rehearsal.plan import Item, Plan
from mozaik.rehearsal.planting import HARMLESS_LIST, KNOWN_LIST
from mozaik.rehearsal.stage import Stage, triaged_items

GRADING_SCHEME = "vics-us"
LIST_FILES = {KNOWN_LIST: "known.json", HARMLESS_LIST: "harmless.csv"}


@dataclass(frozen=True, slots=True)
class SealedFiles:
    """The sealed files of a rehearsal, and the sources that could not be read at all."""

    contributions: tuple[Path, ...]
    lists: tuple[Path, ...]
    failures: tuple[str, ...]
    entries_read: int
    entries_rejected: int


def seal_everything(plan: Plan, stage: Stage, workers: int, step: Step) -> SealedFiles:
    """Seal all items, case exports, records and lists of a rehearsal."""
    items = seal_all_items(plan, stage, workers, step)
    exports = [_seal_export(plan, stage, authority) for authority in stage.exports]
    records = [seal_records_of(plan, stage, cast.id) for cast in plan.scenario.authorities]
    lists = (_seal_list(plan, stage, SetKind.KNOWN), _seal_list(plan, stage, SetKind.HARMLESS))
    return SealedFiles(
        (*items.contributions, *exports, *records),
        lists,
        items.failures,
        items.entries_read,
        items.entries_rejected,
    )


def seal_all_items(plan: Plan, stage: Stage, workers: int, step: Step) -> SealedFiles:
    """Triage every item side by side and seal one contribution for each."""
    items = triaged_items(plan)
    pairs = [
        (
            Seized(stage.sources[item.item_id], item.item_id),
            _sealing(
                plan, stage, item.authority, f"{item.item_id}.contribution", _terms_of(stage, item, plan)
            ),
        )
        for item in items
    ]
    outcomes = seal_items(pairs, step, workers=workers)
    sealed = [outcome for outcome in outcomes if not isinstance(outcome, MozaikError)]
    failures = tuple(
        f"{item.item_id}: {outcome.what}"
        for item, outcome in zip(items, outcomes, strict=True)
        if isinstance(outcome, MozaikError)
    )
    return SealedFiles(
        contributions=tuple(item.path for item in sealed),
        lists=(),
        failures=failures,
        entries_read=sum(item.report.read for item in sealed),
        entries_rejected=sum(item.report.rejected for item in sealed),
    )


def seal_records_of(plan: Plan, stage: Stage, authority: str) -> Path:
    """Seal what an authority reports, from its record file; InvalidInputError if a record is refused."""
    source = stage.folder / "records" / f"{authority}.toml"
    terms = stage.terms(authority, "records")
    sealing = _sealing(plan, stage, authority, f"{authority}.records.contribution", terms)
    sealed = seal_records([source], sealing)
    if sealed.rejects:
        raise InvalidInputError(
            "the rehearsal wrote records that are refused",
            where=str(source),
            why=f"{sealed.report.rejected} rows are listed in {sealed.rejects}",
            remedy="mend what the rehearsal writes",
        )
    return sealed.path


def _sealing(plan: Plan, stage: Stage, authority: str, name: str, terms: OwnerTerms) -> Sealing:
    """One act of sealing by the analyst of an authority, on the day of the announcement."""
    return Sealing(
        output=stage.sealed / name,
        key=stage.owners[authority],
        terms=terms,
        register=stage.register,
        edition=plan.scenario.edition,
        moment=plan.scenario.announced_at,
        synthetic=True,
    )


def _terms_of(stage: Stage, item: Item, plan: Plan) -> OwnerTerms:
    if item.sheet == "quarantine":
        return quarantine(item.authority, plan.scenario.announced_at.date())
    return stage.terms(item.authority, item.sheet)


def _seal_export(plan: Plan, stage: Stage, authority: str) -> Path:
    """The case export in which an authority graded files of several items."""
    name, terms = f"{authority}.case-export.contribution", stage.terms(authority, "standard")
    seized = Seized(stage.exports[authority], item="", scheme=GRADING_SCHEME)
    return seal_item(seized, _sealing(plan, stage, authority, name, terms)).path


def _seal_list(plan: Plan, stage: Stage, kind: SetKind) -> Path:
    """A reference list of the coordinator."""
    owner = plan.scenario.coordinator
    scheme = GRADING_SCHEME if kind is SetKind.KNOWN else None
    hash_list = HashList(stage.folder / "lists" / LIST_FILES[kind], kind, scheme)
    return seal_list(
        hash_list, _sealing(plan, stage, owner, f"{kind}.list", stage.terms(owner, "standard"))
    ).path
