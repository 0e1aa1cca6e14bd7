"""Decides whether a log is whole: append-only, hash-chained, of salted commitments; knows no facts.

Custody, judgement, release and audit are kept so. A chain is cut into segments, each closed by a head that
the node signs. Its lines can be shown; the details lie beside them, readable by the owner alone, and can be
erased while the chain stays verifiable (docs/formats/chain.md). The room refuses a changed, removed, moved
or added entry or segment.
"""

from mozaik.chain.earlier import take_over
from mozaik.chain.entry import Entry, Head
from mozaik.chain.errors import BrokenChainError, ChainError, DetailsError, HeadError, TornChainError
from mozaik.chain.finding import Mark, count_all, count_events, entries_of, mark_of
from mozaik.chain.log import (
    ERASED,
    append,
    append_after,
    complete,
    details_of,
    entries,
    erase_details,
    head,
    standing_still,
    verify_chain,
)
from mozaik.chain.place import Chain
from mozaik.chain.signed_head import Node
from mozaik.chain.walk import EMPTY

__all__ = [
    "EMPTY",
    "ERASED",
    "BrokenChainError",
    "Chain",
    "ChainError",
    "DetailsError",
    "Entry",
    "Head",
    "HeadError",
    "Mark",
    "Node",
    "TornChainError",
    "append",
    "append_after",
    "complete",
    "count_all",
    "count_events",
    "details_of",
    "entries",
    "entries_of",
    "erase_details",
    "head",
    "mark_of",
    "standing_still",
    "take_over",
    "verify_chain",
]
