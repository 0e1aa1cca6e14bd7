"""What another authority asks about with a ticket: one's own rows, at the joint WORK."""

from pathlib import Path

from mozaik.parties import Authority
from mozaik.release import (
    Asking,
    OwnRow,
    Planning,
    Work,
    own_rows_asked,
    record_alarm_read,
    record_request_read,
)
from mozaik.seal import TrustStore


def rows_asked(
    work: Path, asking: Asking, asker: Authority, ticket: str, trust: TrustStore
) -> tuple[OwnRow, ...]:
    """Rows of who asks here, behind the ticket of another authority; logged. Raises as `own_rows_asked`."""
    return own_rows_asked(Work.open(work, trust), asking, asker, ticket)


def note_request_read(work: Path, asking: Asking, request: str, trust: TrustStore) -> None:
    """Log that a person reads a request, by its id, before it is shown."""
    record_request_read(Work.open(work, trust), asking, request)


def note_alarm_read(work: Path, asking: Asking, alarm: str, trust: TrustStore) -> None:
    """Log that a person reads an alarm, by its id, before it is shown; there need be no WORK yet."""
    record_alarm_read(Planning.open(work, trust), asking, alarm)
