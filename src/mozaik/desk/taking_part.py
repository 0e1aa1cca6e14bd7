"""Who takes part, by the operation in force beside a WORK, and how a file comes into force there."""

from datetime import datetime
from pathlib import Path

from mozaik.moments import utc_day
from mozaik.operation import Participant, SignedOperation, read_operation, reader_on, recipient_on
from mozaik.release import Work, bring_into_force
from mozaik.seal import TrustStore


def reader_in(work: Path, authority: str, trust: TrustStore, now: datetime, where: str) -> Participant:
    """The participant that reads WORK today; NotTakingPartError, naming `where`, for anybody else."""
    return reader_on(Work.open(work, trust).operation, authority, utc_day(now), where)


def recipient_in(work: Path, authority: str, trust: TrustStore, now: datetime, where: str) -> Participant:
    """Who may receive a package from WORK today; NotTakingPartError, naming `where`, for anybody else."""
    return recipient_on(Work.open(work, trust).operation, authority, utc_day(now), where)


def use_operation(file: Path, work: Path, trust: TrustStore, now: datetime) -> SignedOperation:
    """Bring a signed operation file into force beside WORK, without comparing anew.

    Raises as `read_operation`, NotSucceedingError for a version that does not follow the one in force, and
    RefusedError for a file of another edition than WORK.
    """
    signed = read_operation(file, trust)
    bring_into_force(Work.open(work, trust), signed, now)
    return signed
