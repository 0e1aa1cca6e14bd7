"""Open alarms as every page of the hub shows them to those whom they concern, and to nobody else."""

from dataclasses import dataclass

from mozaik.hub import clock, floor
from mozaik.hub.models import Account
from mozaik.node import alarms_for
from mozaik.terms import Use


@dataclass(frozen=True, slots=True)
class ShownDanger:
    """An open alarm in a banner: where a child may be in danger, by when it is referred, where it stands.

    What is known stands on the page of the alarm alone, where it is logged that somebody reads it.
    """

    id: str
    country: str
    refer_by: str
    is_overdue: bool
    is_referred: bool
    stage: str


def dangers_for(account: Account) -> tuple[ShownDanger, ...]:
    """The open alarms that an account's authority raised or was sent, for those who read for analysis."""
    if account.rights.use is not Use.ANALYSIS:
        return ()
    now = clock.now()
    return tuple(
        ShownDanger(
            alarm.id, alarm.urgent.country, alarm.urgent.refer_by, alarm.is_overdue(now),
            bool(alarm.referrals), str(alarm.run.stage),
        )
        for alarm in alarms_for(floor.node(), account.authority, floor.trust())
        if alarm.is_open
    )  # fmt: skip
