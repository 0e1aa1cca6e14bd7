"""Plays the coordinator's two releasing persons: a package for every recipient that has confirmed hits."""

from dataclasses import dataclass
from pathlib import Path

from mozaik.package import Drafting, countries_beyond, draft_package, release_draft
from mozaik.parties import Authority, PersonRef
from mozaik.progress import Step
from mozaik.rehearsal.plan import Plan
from mozaik.rehearsal.stage import ANALYST, Stage
from mozaik.release import Work
from mozaik.seal import verify_sealed

REASON = "rehearsal: package after the action days"
GROUND = "rehearsal: invented ground of transfer"


@dataclass(frozen=True, slots=True)
class Issued:
    """One released package: its recipient, its file, the document to read, and how many leads it has."""

    recipient: str
    path: Path
    document: Path
    leads: int


def issue_packages(plan: Plan, stage: Stage, work: Work, step: Step) -> list[Issued]:
    """Draft, release by two persons and verify a package for every authority, and for each country beyond.

    A country beyond is one without a contribution to which facts point.
    """
    coordinator, now = plan.scenario.coordinator, plan.scenario.announced_at
    beyond = countries_beyond(work, coordinator, REASON, PersonRef.of(coordinator, ANALYST), now)
    contributors = [cast.id for cast in plan.scenario.contributors]
    recipients = [Authority(name) for name in [*contributors, *(entry.country for entry in beyond)]]
    issued = []
    for done, recipient in enumerate(recipients, 1):
        issued.append(_issue(plan, stage, work, recipient))
        step(done, len(recipients))
    return issued


def _issue(plan: Plan, stage: Stage, work: Work, recipient: Authority) -> Issued:
    person = PersonRef.of(plan.scenario.coordinator, ANALYST)
    now = plan.scenario.announced_at
    target = stage.folder / "packages" / f"{recipient}.draft"
    draft = draft_package(work, Drafting(recipient, REASON, person, now, GROUND), target)
    first, second = stage.releasers
    release_draft(target, first, stage.trust, now.date())
    released = release_draft(target, second, stage.trust, now.date())
    verified = verify_sealed(released.path, stage.trust)
    document = released.path.with_suffix(".pdf")
    verified.extract("package.pdf", document)
    target.unlink(missing_ok=True)
    return Issued(recipient, released.path, document, len(draft.document.leads))
