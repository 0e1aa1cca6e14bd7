"""What waits for an authority: read from records, never from a list that somebody must keep."""

from datetime import timedelta
from pathlib import Path

from mozaik.release import Asking, Planning, Waiting, Work, read_waiting, read_waiting_before
from mozaik.seal import TrustStore

WITHIN = timedelta(days=30)
"""How long before their day of review terms are named, unless somebody asks for another time."""


def tasks(work: Path, asking: Asking, trust: TrustStore, within: timedelta = WITHIN) -> Waiting:
    """What waits for who asks, in WORK; logged in its chain first. Raises as `read_waiting`."""
    return read_waiting(Work.open(work, trust), asking, asking.day + within)


def tasks_before(work: Path, asking: Asking, trust: TrustStore) -> Waiting:
    """What waits for who asks where nothing was compared yet, as at a node without sets; logged first."""
    return read_waiting_before(Planning.open(work, trust), asking)
