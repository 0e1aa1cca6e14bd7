"""Seals everything the authorities hold: triaged items, case exports, records and reference lists."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from mozaik.desk import (
    HashList,
    OwnerTerms,
    SealedItem,
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
from mozaik.rehearsal.stage import EARLIER, Stage, triaged_items

GRADING_SCHEME = "vics-us"
LISTS = (
    (KNOWN_LIST, "known", "known.json"),
    (KNOWN_LIST, "known-by-one-digest", "known-by-one-digest.csv"),
    (HARMLESS_LIST, "harmless", "harmless.csv"),
)
"""The coordinator's lists: what each holds, its name, and the file from which it is sealed."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """Sets that were sealed first: those that are replaced, by the item's reference, and those withdrawn."""

    replaced: Mapping[str, SealedItem]
    withdrawn: tuple[SealedItem, ...]

    @property
    def files(self) -> tuple[Path, ...]:
        """The sealed files."""
        return tuple(sealed.path for sealed in (*self.replaced.values(), *self.withdrawn))

    @property
    def withdrawn_ids(self) -> frozenset[str]:
        """The ids of the sets that their owners withdrew."""
        return frozenset(sealed.manifest.id for sealed in self.withdrawn)


@dataclass(frozen=True, slots=True)
class SealedFiles:
    """The sealed files of a rehearsal, and the sources that could not be read at all."""

    contributions: tuple[Path, ...]
    lists: tuple[Path, ...]
    earlier: Earlier
    failures: tuple[str, ...]
    entries_read: int
    entries_rejected: int


def seal_everything(plan: Plan, stage: Stage, workers: int, step: Step) -> SealedFiles:
    """Seal all items, case exports, records and lists of a rehearsal."""
    earlier = seal_earlier(plan, stage)
    items = seal_all_items(plan, stage, earlier, workers, step)
    exports = [_seal_export(plan, stage, authority) for authority in stage.exports]
    records = [seal_records_of(plan, stage, cast.id) for cast in plan.scenario.authorities]
    records += [
        seal_records_of(plan, stage, person.authority, f"{person.authority}.later")
        for person in plan.later_persons
    ]
    filled = {"known": plan.known, "known-by-one-digest": plan.known_by_one, "harmless": plan.harmless}
    lists = tuple(
        _seal_list(plan, stage, *reference_list) for reference_list in LISTS if filled[reference_list[1]]
    )
    return SealedFiles(
        (*items.contributions, *exports, *records),
        lists,
        earlier,
        items.failures,
        items.entries_read,
        items.entries_rejected,
    )


def seal_earlier(plan: Plan, stage: Stage) -> Earlier:
    """Seal the sets that their owners replace or withdraw later."""

    def seal(item: Item, name: str) -> SealedItem:
        source = stage.folder / "sources" / EARLIER / item.item_id
        sealing = _sealing(plan, stage, item.authority, name, stage.terms(item.authority, "standard"))
        return seal_item(Seized(source, item.item_id), sealing)

    return Earlier(
        {item.item_id: seal(first, f"{item.item_id}.first") for item, first in plan.replaced},
        tuple(seal(item, f"{item.item_id}.withdrawn") for item in plan.withdrawn),
    )


def seal_all_items(plan: Plan, stage: Stage, earlier: Earlier, workers: int, step: Step) -> SealedFiles:
    """Triage every item side by side and seal one contribution for each."""
    items = triaged_items(plan)
    pairs = [
        (
            Seized(stage.sources[item.item_id], item.item_id, region=item.region),
            _sealing_of_item(plan, stage, item, earlier),
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
        earlier=earlier,
        failures=failures,
        entries_read=sum(item.report.read for item in sealed),
        entries_rejected=sum(item.report.rejected for item in sealed),
    )


def seal_records_of(plan: Plan, stage: Stage, authority: str, file: str = "") -> Path:
    """Seal what an authority reports, from its record file; InvalidInputError if a record is refused."""
    source = stage.folder / "records" / f"{file or authority}.toml"
    terms = stage.terms(authority, "records")
    sealing = _sealing(plan, stage, authority, f"{source.stem}.records.contribution", terms)
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


def _sealing_of_item(plan: Plan, stage: Stage, item: Item, earlier: Earlier) -> Sealing:
    sealing = _sealing(
        plan, stage, item.authority, f"{item.item_id}.contribution", _terms_of(stage, item, plan)
    )
    first = earlier.replaced.get(item.item_id)
    return replace(sealing, supersedes=(first.manifest.id, *first.manifest.supersedes)) if first else sealing


def _terms_of(stage: Stage, item: Item, plan: Plan) -> OwnerTerms:
    if item.sheet == "quarantine":
        return quarantine(item.authority, plan.scenario.announced_at.date())
    return stage.terms(item.authority, item.sheet)


def _seal_export(plan: Plan, stage: Stage, authority: str) -> Path:
    """The case export in which an authority graded files of several items."""
    name, terms = f"{authority}.case-export.contribution", stage.terms(authority, "standard")
    seized = Seized(stage.exports[authority], item="", scheme=GRADING_SCHEME)
    return seal_item(seized, _sealing(plan, stage, authority, name, terms)).path


def _seal_list(plan: Plan, stage: Stage, kind: SetKind, name: str, source: str) -> Path:
    """A reference list of the coordinator."""
    owner = plan.scenario.coordinator
    scheme = GRADING_SCHEME if kind is SetKind.KNOWN else None
    hash_list = HashList(stage.folder / "lists" / source, kind, scheme)
    sealing = _sealing(plan, stage, owner, f"{name}.list", stage.terms(owner, "standard"))
    return seal_list(hash_list, sealing).path
