"""Decides whether a log is whole: append-only, hash-chained, of salted commitments; knows no facts.

Custody, judgement, release and audit are kept so. The chain file can be shown and its head signed or
quoted; the details lie beside it, readable by the owner alone, and can be erased while the chain stays
verifiable (docs/formats/chain.md). The room refuses a changed, removed, moved or added entry.
"""

from mozaik.chain.entry import Entry, Head
from mozaik.chain.errors import BrokenChainError, ChainError, DetailsError, HeadError, TornChainError
from mozaik.chain.log import (
    EMPTY,
    append,
    append_after,
    complete,
    details_of,
    entries,
    erase_details,
    head,
    verify_chain,
)

__all__ = [
    "EMPTY",
    "BrokenChainError",
    "ChainError",
    "DetailsError",
    "Entry",
    "Head",
    "HeadError",
    "TornChainError",
    "append",
    "append_after",
    "complete",
    "details_of",
    "entries",
    "erase_details",
    "head",
    "verify_chain",
]
