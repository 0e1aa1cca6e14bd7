"""The custody chain of an item, looked at for gaps and overlaps; they are flagged, never filled.

A chain is the events of one item in the order of their sequence numbers. A flagged chain stands: a person
explains it with a new event.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby, pairwise
from typing import Any

import pyarrow as pa

from mozaik.wording import say

_Event = Mapping[str, Any]
_ENDS = ("returned", "destroyed")


class CustodyFault(StrEnum):
    """What does not fit in a custody chain; `text` says it in a sentence."""

    NO_SEIZURE = "no-seizure"
    MISSING_NUMBER = "missing-number"
    HOLDER_GAP = "holder-gap"
    SEAL_GAP = "seal-gap"
    CHANGED = "changed"
    ONE_SIDE = "one-side"
    OVERLAP = "overlap"
    AFTER_END = "after-end"

    @property
    def text(self) -> str:
        """What does not fit, for people."""
        return say(f"custody.{self.name.lower()}")


_HANDED_ON = (
    ("to_holder", "from_holder", CustodyFault.HOLDER_GAP),
    ("seal_new", "seal_old", CustodyFault.SEAL_GAP),
    ("sha256_after", "sha256_before", CustodyFault.CHANGED),
)
"""What one event leaves and the next must find: the two columns, and the fault when they differ."""


@dataclass(frozen=True, slots=True)
class CustodyFlag:
    """One thing that does not fit: the item, the sequence number of the event, and what it is."""

    item_id: str
    sequence: int
    fault: CustodyFault


def custody_flags(custody: pa.Table) -> list[CustodyFlag]:
    """All gaps and overlaps in a table `custody`, in the order of items and events."""
    events = sorted(custody.to_pylist(), key=lambda row: (row["item_id"], row["sequence"]))
    flags = []
    for item_id, chain in groupby(events, key=lambda row: str(row["item_id"])):
        for sequence, fault in _chain_faults(list(chain)):
            flags.append(CustodyFlag(item_id, sequence, fault))
    return flags


def _chain_faults(chain: Sequence[_Event]) -> Iterator[tuple[int, CustodyFault]]:
    if chain[0]["event"] != "seized":
        yield chain[0]["sequence"], CustodyFault.NO_SEIZURE
    if chain[0]["sequence"] > 1:
        yield chain[0]["sequence"], CustodyFault.MISSING_NUMBER
    for event in chain:
        if event["event"] == "handed-over" and not (event["from_holder"] and event["to_holder"]):
            yield event["sequence"], CustodyFault.ONE_SIDE
    known: dict[str, object] = {}
    ended = False
    for before, after in pairwise(chain):
        known |= {old: before[old] for old, _, _ in _HANDED_ON if before[old] is not None}
        ended = ended or before["event"] in _ENDS
        number = after["sequence"]
        if number != before["sequence"] + 1:
            yield number, CustodyFault.MISSING_NUMBER
        if after["event"] == "correction":
            continue
        if after["at"] < before["at"]:
            yield number, CustodyFault.OVERLAP
        if ended:
            yield number, CustodyFault.AFTER_END
        for old, new, fault in _HANDED_ON:
            if old in known and after[new] is not None and after[new] != known[old]:
                yield number, fault
