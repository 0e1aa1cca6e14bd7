"""An authority's own chain, as its oversight reads it: who read, judged and released what, when and why.

The chain is verified first, and the reading stands in it before anything is told. It holds references and
counts, and no selector.
"""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass

from mozaik import chain
from mozaik.canonical import JsonValue
from mozaik.errors import RefusedError
from mozaik.release.asking import Asking, admit_reader
from mozaik.release.log import record
from mozaik.release.work import Work
from mozaik.terms import Use

EVENT = "read-audit"


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One entry: its number, time (UTC text), event and hash, and what it says; None where that was erased.

    Of an act that a person signed it is the statement.
    """

    seq: int
    at: str
    event: str
    hash: str
    said: Mapping[str, JsonValue] | None


@dataclass(frozen=True, slots=True)
class Audit:
    """Some entries, the newest first, and the head of the chain, which is whole up to there."""

    entries: tuple[AuditEntry, ...]
    head: chain.Head

    @property
    def next_before(self) -> int | None:
        """Before which number the next page begins; None at the beginning of the chain."""
        last = self.entries[-1].seq if self.entries else 1
        return last if last > 1 else None


def read_audit(work: Work, asking: Asking, limit: int, before: int | None = None) -> Audit:
    """The last entries of the reader's own chain, before a number or of all; logged before they are told.

    RefusedError for another use than oversight; raises as `verify_chain` for a chain that is not whole.
    """
    if asking.use is not Use.OVERSIGHT:
        raise RefusedError(
            "the chain is read for oversight alone",
            remedy="read it as an auditor or a data-protection officer",
        )
    admit_reader(work, asking)
    record(work, asking, EVENT, {"limit": limit, "before": before})
    own = work.acts.chain_of(asking.authority)
    chain.complete(own)
    head = chain.verify_chain(own)
    wanted = (entry for entry in chain.entries(own) if before is None or entry.seq < before)
    last = deque(wanted, maxlen=limit)
    return Audit(tuple(_told(own, entry) for entry in reversed(last)), head)


def _told(own: chain.Chain, entry: chain.Entry) -> AuditEntry:
    details = chain.details_of(own, entry)
    stated = details.get("statement") if details else None
    said = stated if isinstance(stated, Mapping) else details
    return AuditEntry(entry.seq, entry.at, entry.event, entry.hash, said)
