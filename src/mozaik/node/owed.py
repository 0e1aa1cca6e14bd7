"""Owed work: what a node has still to do, who is at it, and until when; a table in SQLite.

A worker takes a piece of work for a time, the lease, under a number that only grows, the fencing number. If
the worker dies, the lease ends and another one takes the work up, under a higher number. Whoever
finishes late, under an earlier number, is refused. Owing twice what is not done yet is owing it once;
what is owed while somebody is at it is done again afterwards.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

from mozaik.errors import RefusedError
from mozaik.moments import utc_text
from mozaik.node.tables import Tables

FORMAT = 1
LEASE = timedelta(minutes=15)
"""How long a worker has a piece of work, unless it says in time that it is still at it."""
LONGEST_PAUSE = timedelta(hours=1)
_TABLE = """
CREATE TABLE owed (
  duty TEXT NOT NULL, subject TEXT NOT NULL, wanted INTEGER NOT NULL, done INTEGER NOT NULL,
  fencing INTEGER NOT NULL, leased_until TEXT NOT NULL, not_before TEXT NOT NULL,
  failures INTEGER NOT NULL, why TEXT NOT NULL, PRIMARY KEY (duty, subject)
) STRICT, WITHOUT ROWID
"""
_OWE = """
INSERT INTO owed VALUES (?, ?, 1, 0, 0, '', '', 0, '')
ON CONFLICT (duty, subject) DO UPDATE SET wanted = wanted + 1, not_before = ''
"""
_OPEN = """
SELECT duty, subject, wanted, fencing + 1, failures FROM owed
WHERE wanted > done AND (leased_until <= :now OR leased_until > :lease)
  AND (not_before <= :now OR not_before > :pause)
"""
_TAKE = "UPDATE owed SET fencing = ?, leased_until = ? WHERE duty = ? AND subject = ?"
_MINE = "WHERE duty = ? AND subject = ? AND fencing = ?"


class Duty(StrEnum):
    """What a node does, in this order."""

    VERIFY = "verify"
    """Receive what lies in `incoming`."""
    CROSSCHECK = "cross-check"
    """Compare all that stands, and let the outcome count."""
    JUDGEMENTS = "judgements"
    """Let judgements count that came from other nodes."""
    VIEW = "view"
    """Make what one reader may know, before it asks."""
    NOTICE = "notice"
    """Say what is new for one reader."""


_ORDER = {duty: place for place, duty in enumerate(Duty)}


class LateError(RefusedError):
    """Somebody else has taken up the work meanwhile; what was done late does not count."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A piece of work as a worker has it: what, for whom, which demand it meets, under which number."""

    duty: Duty
    subject: str
    wanted: int
    fencing: int
    failures: int


@dataclass(frozen=True, slots=True)
class Line:
    """A piece of work that is owed: whether somebody is at it, how often it failed, and why."""

    duty: Duty
    subject: str
    leased_until: str
    not_before: str
    failures: int
    why: str


@dataclass(frozen=True, slots=True)
class Owed:
    """The table in a file; every method opens it, and other processes may do the same."""

    path: Path

    def owe(self, duty: Duty, subject: str = "") -> None:
        """Owe a piece of work, at once."""
        with self._tables.writing() as connection:
            connection.execute(_OWE, (str(duty), subject))

    def take(self, now: datetime, lease: timedelta = LEASE) -> Taken | None:
        """The next piece of work that nobody is at, for the time of a lease; None if there is none.

        A lease or pause that ends later than any that could be given now was given by a clock that went back
        since: it is over.
        """
        moments = {"now": now, "lease": now + max(lease, LEASE), "pause": now + LONGEST_PAUSE}
        with self._tables.writing() as connection:
            rows = connection.execute(_OPEN, {name: utc_text(at) for name, at in moments.items()}).fetchall()
            if not rows:
                return None
            taken = min(
                (Taken(Duty(duty), *rest) for duty, *rest in rows),
                key=lambda work: (_ORDER[work.duty], work.subject),
            )
            until = utc_text(now + lease)
            connection.execute(_TAKE, (taken.fencing, until, str(taken.duty), taken.subject))
            return taken

    def renew(self, taken: Taken, now: datetime, lease: timedelta = LEASE) -> None:
        """Say that a worker is still at it; LateError if another one has taken it up."""
        self._set(taken, "leased_until = ?", utc_text(now + lease))

    def finish(self, taken: Taken) -> None:
        """Say that a piece of work is done; LateError if another worker has taken it up."""
        self._set(taken, "leased_until = '', failures = 0, why = '', done = ?", taken.wanted)

    def fail(self, taken: Taken, why: str, now: datetime) -> None:
        """Say why a piece of work failed; it is tried again after a pause that grows. Raises as `finish`."""
        pause = min(timedelta(seconds=10 * 2 ** min(taken.failures, 20)), LONGEST_PAUSE)
        changes = "leased_until = '', failures = failures + 1, why = ?, not_before = ?"
        self._set(taken, changes, why, utc_text(now + pause))

    def end_leases(self) -> None:
        """End all leases at once, when nobody who could have one is alive; the numbers only grow."""
        with self._tables.writing() as connection:
            connection.execute("UPDATE owed SET leased_until = ''")

    def end_pauses(self) -> None:
        """Let what failed be tried at once: who begins to run the node may have mended why it failed."""
        with self._tables.writing() as connection:
            connection.execute("UPDATE owed SET not_before = ''")

    def lines(self) -> tuple[Line, ...]:
        """What is owed, in the order in which it is done."""
        query = "SELECT duty, subject, leased_until, not_before, failures, why FROM owed WHERE wanted > done"
        with self._tables.opened() as connection:
            lines = [Line(Duty(duty), *rest) for duty, *rest in connection.execute(query)]
        return tuple(sorted(lines, key=lambda line: (_ORDER[line.duty], line.subject)))

    def _set(self, taken: Taken, changes: str, *values: str | int) -> None:
        """Change the row of a piece of work that the worker still has."""
        query = f"UPDATE owed SET {changes} {_MINE}"  # noqa: S608  # own constants alone
        with self._tables.writing() as connection:
            key = (str(taken.duty), taken.subject, taken.fencing)
            if not connection.execute(query, (*values, *key)).rowcount:
                raise LateError(
                    "somebody else has taken up this work meanwhile",
                    where=str(taken.duty),
                    why="its lease had ended",
                    remedy="nothing is to do: the other one finishes it",
                )

    @property
    def _tables(self) -> Tables:
        return Tables(self.path, "the table of owed work", FORMAT, _TABLE, "what lies in the store")
