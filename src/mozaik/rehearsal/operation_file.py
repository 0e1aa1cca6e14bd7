"""Plays lead and coordinator: the operation file of a scenario, signed by an analyst of each."""

from collections.abc import Mapping
from pathlib import Path

from mozaik.desk import (
    Expert,
    Operation,
    OperationRole,
    Participant,
    SignedOperation,
    Skill,
    begin_operation,
    read_operation,
    sign_operation,
)
from mozaik.parties import Authority, PersonRef
from mozaik.rehearsal.plan import Plan
from mozaik.seal import SigningKey, TrustStore

CONTACT = "invented duty desk"


def write_operation(
    plan: Plan, folder: Path, owners: Mapping[str, SigningKey], trust: TrustStore
) -> SignedOperation:
    """Write who takes part in a scenario below `folder`, signed; analysts' keys vouch for colleagues."""
    operation = _operation_of(plan, owners, trust)
    path = folder / f"{plan.scenario.edition}.operation"
    draft = path.with_name(f"{path.name}.draft")
    begin_operation(draft, operation, trust, plan.scenario.announced_at, synthetic=True)
    for name in (operation.lead.authority, operation.coordinator.authority):
        sign_operation(draft, owners[name], trust, path)
    draft.unlink()
    return read_operation(path, trust)


def _operation_of(plan: Plan, owners: Mapping[str, SigningKey], trust: TrustStore) -> Operation:
    scenario = plan.scenario
    taking_part = [
        Participant(
            Authority(cast.id),
            OperationRole(cast.role),
            contact=CONTACT,
            vouching_keys=tuple(filter(None, (trust.find(owners[cast.id].key_id),))),
            age_recipients=(owners[cast.id].age_recipient,),
        )
        for cast in scenario.authorities
    ]
    beyond = [Participant(Authority(name), OperationRole.RECIPIENT) for name in scenario.recipients]
    experts = [
        Expert(
            PersonRef.of(cast.id, owners[cast.id].person), (Skill.INTERPRETING,), (cast.language,), CONTACT,
            scenario.first_day, scenario.last_day,
        )
        for cast in scenario.authorities
    ]  # fmt: skip
    return Operation(
        series=scenario.series,
        framework=scenario.framework,
        edition=scenario.edition,
        first_day=scenario.first_day,
        last_day=scenario.last_day,
        participants=(*taking_part, *beyond),
        experts=tuple(experts),
    )
