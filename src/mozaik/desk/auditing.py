"""The chain of one's own authority, read for oversight."""

from pathlib import Path

from mozaik.release import Asking, Audit, Work, read_audit
from mozaik.seal import TrustStore


def audit(work: Path, asking: Asking, trust: TrustStore, limit: int, before: int | None = None) -> Audit:
    """The last entries of the chain of who asks, beside WORK; logged. Raises as `read_audit`."""
    return read_audit(Work.open(work, trust), asking, limit, before)
