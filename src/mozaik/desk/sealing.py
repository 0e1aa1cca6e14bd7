"""What every sealing of facts states, and what it answers: whose, when, under which terms, where to."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

import pyarrow as pa

from mozaik.contribution import ContributionSpec, Report, check_contribution, write_contribution
from mozaik.desk.owner_terms import OwnerTerms
from mozaik.desk.register import Register
from mozaik.parties import Authority
from mozaik.seal import Manifest, SigningKey
from mozaik.terms import TermsSheet


@dataclass(frozen=True, slots=True)
class Sealing:
    """One act of sealing: the owner's key and terms, the edition, the moment, and the file to write.

    The owner is the authority of the key; it and whom its terms name must be in the register. `replace`
    allows to write over files that exist; `synthetic` says that the data is invented, as built-in terms do
    by themselves.
    """

    output: Path
    key: SigningKey
    terms: OwnerTerms
    register: Register
    edition: str
    moment: datetime
    synthetic: bool = False
    replace: bool = False
    supersedes: tuple[str, ...] = ()
    set_id: str = ""

    def __post_init__(self) -> None:
        self.register.require_owner(self.owner)
        self.register.require_readers(self.terms.sheet)

    @property
    def owner(self) -> Authority:
        """The authority whose data it is."""
        return self.key.authority

    def in_place_of(self, ids: tuple[str, ...]) -> "Sealing":
        """The same act, of a file that replaces these."""
        return replace(self, supersedes=ids)


@dataclass(frozen=True, slots=True)
class Sealed:
    """A set that was sealed: its file and manifest, what became of what was read, and the reject file.

    `doubts` says in words what looks wrong and can still be right.
    """

    path: Path
    manifest: Manifest
    terms: OwnerTerms
    report: Report
    rejects: Path | None
    doubts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """What is sealed: the word that stands in its id, its rows, and how they came about."""

    label: str
    tables: Mapping[str, pa.Table]
    report: Report
    item: str = ""
    versions: Mapping[str, str] = field(default_factory=dict)


def check_facts(sealing: Sealing, facts: Facts, sheet: TermsSheet) -> None:
    """Raise what `seal_facts` would raise of these rows and terms, and write nothing."""
    spec = spec_of(sealing, facts.label, facts.report, facts.item, facts.versions)
    check_contribution(sealing.output, spec, facts.tables, sheet)


def seal_facts(sealing: Sealing, facts: Facts, sheet: TermsSheet) -> Manifest:
    """Seal rows that stand under the terms of a sheet as a contribution; raises as `write_contribution`."""
    spec = spec_of(sealing, facts.label, facts.report, facts.item, facts.versions)
    return write_contribution(sealing.output, spec, facts.tables, sheet, sealing.key)


def spec_of(
    sealing: Sealing, label: str, report: Report, item: str = "", versions: Mapping[str, str] | None = None
) -> ContributionSpec:
    """The identity of the set that a sealing writes."""
    built_in = sealing.terms.built_in
    return ContributionSpec(
        sender=sealing.owner,
        edition=sealing.edition,
        created_at=sealing.moment,
        label=label,
        item=item,
        id=sealing.set_id,
        synthetic=sealing.synthetic or built_in,
        versions=versions or {},
        supersedes=sealing.supersedes,
        report=report,
        properties={"terms": "rehearsal"} if built_in else {},
    )
