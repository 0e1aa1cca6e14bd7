"""The clock of the hub, asked here alone: rooms take time as a value."""

import time
from datetime import UTC, datetime


def now() -> datetime:
    """The present moment in UTC, to the second, as chains write it."""
    return datetime.now(UTC).replace(microsecond=0)


def seconds() -> float:
    """Seconds since 1970, as sessions keep them."""
    return time.time()
