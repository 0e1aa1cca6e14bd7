"""The sealed file of a plan: signed by its owner, its terms in the manifest, its actions in plan.json.

Told of a plan is at most that a hit exists, so terms that would tell more are refused, and so are terms under
which nothing is compared: a plan that nobody meets protects nobody.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import cast

from mozaik import __version__
from mozaik.canonical import JsonValue, from_canonical, to_canonical
from mozaik.errors import InvalidInputError, RefusedError
from mozaik.moments import utc_day, utc_text
from mozaik.parties import Authority
from mozaik.plans.model import FORMAT, Plan
from mozaik.seal import Kind, Manifest, Role, SigningKey, TrustStore, Verified, verify_sealed, write_sealed
from mozaik.terms import Disclosure, Subject, Terms, cross_check_obstacle, terms_from_json, terms_to_json
from mozaik.typed_json import from_json

MEMBER = "plan.json"


class PlanError(InvalidInputError):
    """A sound sealed file is not a plan, or its content breaks a rule of plans."""


@dataclass(frozen=True, slots=True)
class SealedPlan:
    """A plan that was verified: its content, terms and manifest, and the SHA-256 of its file in hex."""

    path: Path
    plan: Plan
    terms: Terms
    manifest: Manifest
    sha256: str

    @property
    def owner(self) -> Authority:
        """The authority whose plan it is."""
        return self.manifest.sender


def check_plan_terms(terms: Terms, on: date) -> None:
    """RefusedError for terms that tell more of a plan than a hit, or under which nothing is compared."""
    levels = (terms.disclosure, *(named.level for named in terms.disclosures))
    if max(levels) > Disclosure.HIT:
        raise RefusedError(
            "of a plan no more is told than a hit",
            where=f"terms '{terms.name}'",
            why="they disclose it in full to somebody",
            remedy="state the disclosure hit, or silent",
        )
    if obstacle := cross_check_obstacle(terms, on):
        raise RefusedError(
            "under these terms a plan is compared with nothing",
            where=f"terms '{terms.name}'",
            why=str(obstacle),
            remedy="state the purpose cross-check, whom it is about, and a day of review that is to come",
        )


def write_plan(
    path: Path,
    plan: Plan,
    terms: Terms,
    key: SigningKey,
    edition: str,
    now: datetime,
    *,
    synthetic: bool = False,
    supersedes: tuple[str, ...] = (),
) -> Manifest:
    """Seal a plan under its owner's terms; raises as `check_plan_terms` and `write_sealed`.

    RefusedError for terms of another owner. A plan without actions withdraws what it supersedes.
    """
    if terms.owner != key.authority:
        raise RefusedError(
            "the terms are of another owner than the sender",
            where=str(path),
            remedy="seal with terms of your own",
        )
    check_plan_terms(terms, utc_day(now))
    if not plan.actions and not supersedes:
        raise InvalidInputError(
            "nothing to seal", where=str(path), remedy="plan an action, or withdraw a plan"
        )
    if fault := _subject_fault(plan, terms):
        raise RefusedError(
            "the plan does not fit its terms",
            where=str(path),
            why=fault,
            remedy="state whom it is about in subject",
        )
    content = plan.to_bytes()
    manifest = Manifest(
        kind=Kind.PLAN,
        id=f"{key.authority}.plan",
        edition=edition,
        sender=key.authority,
        created_at=utc_text(now),
        synthetic=synthetic,
        versions={"mozaik": __version__, "plan": str(FORMAT)},
        default_terms=cast("Mapping[str, JsonValue]", terms_to_json(terms)),
        supersedes=supersedes,
    )
    return write_sealed(path, _named(manifest, content), {MEMBER: content}, [(key, Role.OWNER)])


def read_plan(path: Path, trust: TrustStore) -> SealedPlan:
    """The plan in a sealed file; raises as `verify_sealed`, and PlanError for what is none."""
    return plan_of(verify_sealed(path, trust))


def plan_of(verified: Verified) -> SealedPlan:
    """The plan in a sealed file that was verified; raises as `read_plan`, but the seal's."""
    manifest, where = verified.manifest, str(verified.path)
    if manifest.kind is not Kind.PLAN or verified.names != (MEMBER,):
        raise _broken(where, f"it is a {manifest.kind}, or has another member than {MEMBER}")
    data = verified.read_member(MEMBER)
    value = from_canonical(data, f"{where}: {MEMBER}")
    stated = value.get("format") if isinstance(value, Mapping) else None
    if type(stated) is int and stated > FORMAT:
        raise PlanError(
            "a plan of a newer format",
            where=where,
            why=f"it is of format {stated}, this program reads {FORMAT}",
            remedy="use a newer version of the program",
        )
    try:
        plan = from_json(Plan, value, where)
        terms = terms_from_json(manifest.default_terms)
    except InvalidInputError as error:
        raise _broken(where, error.why) from error
    if plan.to_bytes() != data or to_canonical(manifest.default_terms) != _canonical_terms(terms):
        raise _broken(where, "its actions or terms are not in order")
    if terms.owner != manifest.sender:
        raise _broken(where, "its terms are of another owner than the sender")
    if max(terms.disclosure, *(named.level for named in terms.disclosures), Disclosure.HIT) > Disclosure.HIT:
        raise _broken(where, "its terms tell more than a hit")
    if fault := _subject_fault(plan, terms):
        raise _broken(where, fault)
    return SealedPlan(verified.path, plan, terms, manifest, verified.sha256)


def _named(manifest: Manifest, content: bytes) -> Manifest:
    """The manifest under an id made of all that it states and of its content."""
    digest = hashlib.sha256(manifest.to_bytes() + content).hexdigest()
    return replace(manifest, id=f"{manifest.id}.{digest[:16]}")


def _subject_fault(plan: Plan, terms: Terms) -> str:
    """Why a plan cannot stand under terms, empty if it can: the terms decide what may be compared."""
    names_persons = any(action.persons for action in plan.actions)
    return (
        "it names persons, and its terms are about no person"
        if names_persons and terms.subject is Subject.NO_PERSON
        else ""
    )


def _canonical_terms(terms: Terms) -> bytes:
    return to_canonical(cast(JsonValue, terms_to_json(terms)))


def _broken(where: str, why: str) -> PlanError:
    return PlanError(
        "this is not a plan that can be read", where=where, why=why, remedy="ask its sender to seal it again"
    )
