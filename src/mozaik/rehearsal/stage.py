"""The stage of a rehearsal: folders, keys of the people who act, the trust store, and the written sources."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from mozaik.desk import Asking, OwnerTerms, Register, SignedOperation, stated_terms
from mozaik.moments import utc_day
from mozaik.node import Node, init_node
from mozaik.parties import PersonRef
from mozaik.progress import Step
from mozaik.rehearsal.operation_file import write_operation
from mozaik.rehearsal.packing import pack_item
from mozaik.rehearsal.paperwork import later_rows, record_rows, terms_sheets, to_toml
from mozaik.rehearsal.plan import Item, Plan
from mozaik.rehearsal.reference_lists import (
    write_case_export,
    write_harmless_list,
    write_known_list,
    write_single_digests,
)
from mozaik.seal import Role, SigningKey, TrustStore

EARLIER = "earlier"
"""The folder of sources of which the sealed sets are replaced or withdrawn later."""
ANALYST, FIRST_RELEASER, SECOND_RELEASER = "analyst", "releaser-one", "releaser-two"


@dataclass(frozen=True, slots=True)
class Stage:
    """Where a rehearsal plays and who may sign."""

    folder: Path
    now: datetime
    trust: TrustStore
    owners: Mapping[str, SigningKey]
    releasers: tuple[SigningKey, SigningKey]
    sources: Mapping[str, Path]
    exports: Mapping[str, Path]
    operation: SignedOperation
    node: Node

    def terms(self, authority: str, name: str) -> OwnerTerms:
        """The terms of an authority's sheet, read from its file as the command line does."""
        return stated_terms(self.folder / "terms" / f"{authority}.{name}.toml", authority)

    def ask(self, authority: str, reason: str) -> Asking:
        """The analyst of an authority reads, on the day of the announcement."""
        operation = self.operation.operation
        return Asking.of(operation, authority, PersonRef.of(authority, ANALYST), reason, self.now)

    @property
    def register(self) -> Register:
        """Whom an owner may name: whoever takes part in the operation on the day of the announcement."""
        return Register.of_operation(self.operation.operation, utc_day(self.now))

    @property
    def work(self) -> Path:
        """The folder that readers name: that of the node."""
        return self.node.folder

    @property
    def sealed(self) -> Path:
        """The folder of sealed contributions and lists."""
        return self.folder / "sealed"


def set_stage(plan: Plan, folder: Path, step: Step) -> Stage:
    """Write sources, records, terms, lists and keys below `folder`."""
    for name in ("sources", "records", "terms", "lists", "keys", "sealed", "packages"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    (folder / "SYNTHETIC.txt").write_text(plan.scenario.synthetic + "\n", encoding="utf-8")
    trust, owners, releasers = _make_keys(plan, folder, plan.scenario.announced_at)
    sources = _write_sources(plan, folder / "sources", step)
    exports = {}
    for cast in plan.scenario.authorities:
        for name, sheet in terms_sheets(plan, cast).items():
            (folder / "terms" / f"{cast.id}.{name}.toml").write_text(to_toml(sheet), encoding="utf-8")
        records = to_toml(record_rows(plan, cast))
        (folder / "records" / f"{cast.id}.toml").write_text(records, encoding="utf-8")
        if later := later_rows(plan, cast):
            (folder / "records" / f"{cast.id}.later.toml").write_text(to_toml(later), encoding="utf-8")
        if cast.id in plan.gradings:
            exports[cast.id] = folder / "sources" / cast.id / "case-export.json"
            write_case_export(cast, plan.gradings[cast.id], exports[cast.id])
    write_known_list(plan, folder / "lists" / "known.json")
    write_single_digests(plan, folder / "lists" / "known-by-one-digest.csv")
    write_harmless_list(plan, folder / "lists" / "harmless.csv")
    operation = write_operation(plan, folder, owners, trust)
    now = plan.scenario.announced_at
    node = init_node(folder / "node", plan.scenario.coordinator, operation, trust, now)
    return Stage(folder, now, trust, owners, releasers, sources, exports, operation, node)


def _make_keys(
    plan: Plan, folder: Path, now: datetime
) -> tuple[TrustStore, dict[str, SigningKey], tuple[SigningKey, SigningKey]]:
    """Keys of every authority's analyst and of two releasing persons at the coordinator."""
    trust = TrustStore()
    owners = {}
    for cast in plan.scenario.authorities:
        owners[cast.id] = _make_key(cast.id, ANALYST, Role.OWNER, trust, folder, now)
    coordinator = plan.scenario.coordinator
    first = _make_key(coordinator, FIRST_RELEASER, Role.RELEASER, trust, folder, now)
    second = _make_key(coordinator, SECOND_RELEASER, Role.RELEASER, trust, folder, now)
    trust.save(folder / "trust.json")
    return trust, owners, (first, second)


def _make_key(
    authority: str, person: str, role: Role, trust: TrustStore, folder: Path, now: datetime
) -> SigningKey:
    key = SigningKey.generate(authority, person)
    key.save(folder / "keys" / f"{authority}.{person}.key")
    trust.add(key.trusted(now, (role,)))
    return key


def _write_sources(plan: Plan, folder: Path, step: Step) -> dict[str, Path]:
    sources = {}
    for done, item in enumerate(plan.items, 1):
        sources[item.item_id] = pack_item(item, folder / item.authority)
        step(done, len(plan.items))
    for item in [*(first for _, first in plan.replaced), *plan.withdrawn]:
        pack_item(item, folder / EARLIER)
    return sources


def triaged_items(plan: Plan) -> list[Item]:
    """The items in the order in which they are triaged: large images first, so that no worker waits."""
    return sorted(plan.items, key=lambda item: (item.form not in ("ext4", "fat"), item.item_id))
