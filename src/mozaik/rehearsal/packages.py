"""Plays the coordinator's two releasing persons: a package for every recipient that has confirmed hits."""

from dataclasses import dataclass
from pathlib import Path

from mozaik.desk import Drafting, draft, list_beyond, release
from mozaik.parties import Authority, PersonRef
from mozaik.progress import Step
from mozaik.rehearsal.plan import Plan
from mozaik.rehearsal.stage import ANALYST, Stage
from mozaik.seal import verify_sealed

REASON = "rehearsal: package after the action days"
GROUND = "rehearsal: invented ground of transfer"


@dataclass(frozen=True, slots=True)
class Issued:
    """One released package: recipient, file, document to read, leads, and the values of hits and pointers."""

    recipient: str
    path: Path
    document: Path
    leads: int
    hits: frozenset[str]
    pointers: frozenset[str]


def issue_packages(plan: Plan, stage: Stage, step: Step) -> list[Issued]:
    """Draft, release by two persons and verify a package for every authority, and for each country beyond.

    A country beyond is one without a contribution to which facts point.
    """
    beyond = list_beyond(stage.work, stage.ask(plan.scenario.coordinator, REASON), stage.trust)
    contributors = [cast.id for cast in plan.scenario.contributors]
    recipients = [Authority(name) for name in [*contributors, *(country.country for country in beyond)]]
    issued = []
    for done, recipient in enumerate(recipients, 1):
        issued.append(_issue(plan, stage, recipient))
        step(done, len(recipients))
    return issued


def _issue(plan: Plan, stage: Stage, recipient: Authority) -> Issued:
    person = PersonRef.of(plan.scenario.coordinator, ANALYST)
    now = plan.scenario.announced_at
    target = stage.folder / "packages" / f"{recipient}.draft"
    drafting, key = Drafting(recipient, REASON, person, now, GROUND), stage.owners[person.authority]
    drafted = draft(stage.work, drafting, key, stage.trust, target)
    first, second = stage.releasers
    release(target, first, stage.trust, now, stage.work)
    released = release(target, second, stage.trust, now, stage.work)
    verified = verify_sealed(released.path, stage.trust)
    document = released.path.with_suffix(".pdf")
    verified.extract("package.pdf", document)
    target.unlink(missing_ok=True)
    package = drafted.package
    hits = frozenset(value for hit in package.hits for value in hit.values)
    pointers = frozenset(pointer.value for pointer in package.pointers if pointer.value)
    return Issued(recipient, released.path, document, len(package.leads), hits, pointers)
