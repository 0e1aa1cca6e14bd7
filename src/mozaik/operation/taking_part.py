"""Who takes part on a day. One answer for an authority that is invented, that left, or that never reads.

A refusal must not tell which of them it is: it names the day and the nearest who do take part, and no more.
"""

from collections.abc import Iterable
from datetime import date

from mozaik.errors import RefusedError
from mozaik.operation.model import Operation, Participant
from mozaik.operation.roles import rights_of
from mozaik.parties import Authority, nearest_authorities


class NotTakingPartError(RefusedError):
    """An authority does not take part in the edition in the way that is asked, on that day."""


def participant_on(operation: Operation, authority: str, day: date) -> Participant | None:
    """The participant or recipient with this id whose time the day lies in, or None."""
    named = operation.named(authority)
    return named if named is not None and named.takes_part_on(day) else None


def readers_on(operation: Operation, day: date) -> tuple[Participant, ...]:
    """Who reads on a day, in order of their ids."""
    return tuple(each for each in _on(operation, day) if rights_of(each).reads)


def recipients_on(operation: Operation, day: date) -> tuple[Participant, ...]:
    """Who may receive a package on a day: everybody whose time it is."""
    return tuple(_on(operation, day))


def reader_on(operation: Operation, authority: str, day: date, where: str) -> Participant:
    """The participant that reads on a day; NotTakingPartError, naming `where`, for anybody else."""
    return _among(readers_on(operation, day), operation, authority, day, where, "reads")


def recipient_on(operation: Operation, authority: str, day: date, where: str) -> Participant:
    """The participant or recipient of a package on a day; NotTakingPartError, naming `where`, for others."""
    return _among(recipients_on(operation, day), operation, authority, day, where, "receives packages")


def contributor_on(operation: Operation, authority: str, day: date, where: str) -> Participant:
    """The participant whose sets are compared, on a day; NotTakingPartError, naming `where`, for others."""
    allowed = (each for each in _on(operation, day) if rights_of(each).contributes)
    return _among(allowed, operation, authority, day, where, "contributes")


def require_holder(operation: Operation, authority: str, day: date, where: str) -> None:
    """NotTakingPartError, naming `where`, for whoever neither takes part on a day nor owns a list in use."""
    if authority not in {each.owner for each in operation.lists}:
        _among(_on(operation, day), operation, authority, day, where, "takes part")


def contributors(operation: Operation) -> frozenset[Authority]:
    """The authorities whose sealed sets are compared, whenever their time is: what was sent stays."""
    return frozenset(each.authority for each in operation.participants if rights_of(each).contributes)


def _on(operation: Operation, day: date) -> Iterable[Participant]:
    return (each for each in operation.participants if each.takes_part_on(day))


def _among(
    allowed: Iterable[Participant], operation: Operation, authority: str, day: date, where: str, does: str
) -> Participant:
    by_id = {participant.authority: participant for participant in allowed}
    for participant in by_id.values():
        if participant.authority == authority:
            return participant
    nearest = nearest_authorities(authority, by_id)
    hint = f"did you mean {' or '.join(nearest)}? If not, " if nearest else ""
    raise NotTakingPartError(
        f"this authority does not take part in {operation.edition}",
        where=where,
        why=f"the operation file names no such authority that {does} on {day}",
        remedy=f"{hint}see who does with: mozaik operation show FILE",
    )
