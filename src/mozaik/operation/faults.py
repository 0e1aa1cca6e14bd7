"""What is wrong with a part of an operation file, as the reason and the remedy of one error."""

from collections.abc import Iterable
from typing import TypeAlias

from mozaik.errors import InvalidInputError

Fault: TypeAlias = tuple[str, str]
"""Why it cannot stand, and what to do."""


class OperationError(InvalidInputError):
    """An operation file, or what is to stand in one, breaks a rule."""


def raise_first(where: str, faults: Iterable[Fault]) -> None:
    """OperationError for the first fault, naming `where`; nothing without one."""
    for why, remedy in faults:
        raise OperationError("this cannot stand in an operation file", where=where, why=why, remedy=remedy)
