"""Contributions and lists: write, read, check and supersede the sealed tables of one authority.

Decides what a sealed set of rows may look like: which tables and columns, of which types, in which order,
under which terms. A signature says who sent a file; this room says whether its rows can be relied on, and
refuses a validly signed file whose tables break a rule.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mozaik.contribution.check import TableError
    from mozaik.contribution.door import Admitted, Refusal, admit
    from mozaik.contribution.doubles import Double, find_doubles
    from mozaik.contribution.read import SealedSet, read_set, reopen_set, set_of
    from mozaik.contribution.signed_elsewhere import (
        UnsignedContribution,
        contribution_to_sign,
        write_signed_contribution,
    )
    from mozaik.contribution.spec import ContributionSpec, Report, apply_sheet
    from mozaik.contribution.stated import NewerTablesError
    from mozaik.contribution.supersede import EndedError, NotCurrentError, refuse_repeats, superseded_by
    from mozaik.contribution.write import check_contribution, write_contribution, write_list
else:
    from mozaik.lazily import loaded_when_asked

    __getattr__ = loaded_when_asked(__name__, __file__)

__all__ = [
    "Admitted",
    "ContributionSpec",
    "Double",
    "EndedError",
    "NewerTablesError",
    "NotCurrentError",
    "Refusal",
    "Report",
    "SealedSet",
    "TableError",
    "UnsignedContribution",
    "admit",
    "apply_sheet",
    "check_contribution",
    "contribution_to_sign",
    "find_doubles",
    "read_set",
    "refuse_repeats",
    "reopen_set",
    "set_of",
    "superseded_by",
    "write_contribution",
    "write_list",
    "write_signed_contribution",
]
