"""Operation: which series and edition it is, who takes part in it, in which role, from when until when.

Decides who reads, contributes and receives on a day, what a role may do, whose keys count inside, and which
version of the file follows which. It refuses a file that lead and coordinator did not both sign, and gives an
authority that is invented the same answer as one that left.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mozaik.operation.faults import OperationError
    from mozaik.operation.file import (
        NewerOperationError,
        SignedOperation,
        inspect_operation,
        operation_of,
        read_operation,
        sign_operation,
        write_operation_draft,
    )
    from mozaik.operation.model import (
        Clocks,
        Earlier,
        Expert,
        ListInUse,
        Operation,
        OperationRole,
        Participant,
        Skill,
    )
    from mozaik.operation.roles import RIGHTS, Rights, may_draft_for, rights_of
    from mozaik.operation.taking_part import (
        NotTakingPartError,
        contributor_on,
        contributors,
        participant_on,
        reader_on,
        readers_on,
        recipient_on,
        recipients_on,
        require_holder,
    )
    from mozaik.operation.versions import NotSucceedingError, next_version, require_succession
    from mozaik.operation.vouching import (
        SignedVouch,
        Vouch,
        VouchError,
        keys_of,
        prepare_vouch,
        read_vouch,
        require_vouch,
        sign_vouch,
        write_vouch,
    )
else:
    from mozaik.lazily import loaded_when_asked

    __getattr__ = loaded_when_asked(__name__, __file__)

__all__ = [
    "RIGHTS",
    "Clocks",
    "Earlier",
    "Expert",
    "ListInUse",
    "NewerOperationError",
    "NotSucceedingError",
    "NotTakingPartError",
    "Operation",
    "OperationError",
    "OperationRole",
    "Participant",
    "Rights",
    "SignedOperation",
    "SignedVouch",
    "Skill",
    "Vouch",
    "VouchError",
    "contributor_on",
    "contributors",
    "inspect_operation",
    "keys_of",
    "may_draft_for",
    "next_version",
    "operation_of",
    "participant_on",
    "prepare_vouch",
    "read_operation",
    "read_vouch",
    "reader_on",
    "readers_on",
    "recipient_on",
    "recipients_on",
    "require_holder",
    "require_succession",
    "require_vouch",
    "rights_of",
    "sign_operation",
    "sign_vouch",
    "write_operation_draft",
    "write_vouch",
]
