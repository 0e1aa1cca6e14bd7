"""What each role of the edition may do: one table, asked by whoever lets an authority do something."""

from collections.abc import Mapping
from dataclasses import dataclass

from mozaik.operation.model import OperationRole, Participant
from mozaik.terms import Use


@dataclass(frozen=True, slots=True)
class Rights:
    """What a role may do.

    `reads`: it reads hits and figures, and judges; what owners say of everyone holds for it. `contributes`:
    its sealed sets are compared. `drafts_for_all`: its people draft the packages of every other authority;
    those of a participant draft for their own alone. `uses`: for what it reads, or what is read for its
    package: a coordinator brings nothing before a court, and a recipient supervises nobody.
    """

    reads: bool
    contributes: bool
    drafts_for_all: bool
    uses: frozenset[Use]


RIGHTS: Mapping[OperationRole, Rights] = {
    OperationRole.LEAD: Rights(reads=True, contributes=True, drafts_for_all=True, uses=frozenset(Use)),
    OperationRole.COORDINATOR: Rights(
        reads=True, contributes=True, drafts_for_all=True, uses=frozenset(Use) - {Use.COURT}
    ),
    OperationRole.PARTICIPANT: Rights(
        reads=True, contributes=True, drafts_for_all=False, uses=frozenset(Use)
    ),
    OperationRole.RECIPIENT: Rights(
        reads=False, contributes=False, drafts_for_all=False, uses=frozenset(Use) - {Use.OVERSIGHT}
    ),
}
"""Every role has a row; a role without one is a fault that a test names."""


def rights_of(participant: Participant) -> Rights:
    """What the role of a participant may do, on the days on which it takes part."""
    return RIGHTS[participant.role]


def may_draft_for(drafter: Participant, recipient: Participant) -> bool:
    """Whether people of one participant may draft the package of another."""
    rights = rights_of(drafter)
    return rights.drafts_for_all or (rights.reads and drafter.authority == recipient.authority)
