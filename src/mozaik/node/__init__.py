"""Node: one installation and its truth: sealed files in a store, verified once at the door, and their index.

Decides what of all that arrived stands, whatever the order in which it came, and says of each refused file
why in one sentence. A bad file never stops others, and nothing that was accepted is lost.
"""

from mozaik.node.archive import Archived, Contents
from mozaik.node.backup import Kept, back_up, restore
from mozaik.node.checking import Checker
from mozaik.node.index import Index, Listed
from mozaik.node.reception import Received, mend, receive
from mozaik.node.standing import State, standings
from mozaik.node.store import Store

__all__ = [
    "Archived",
    "Checker",
    "Contents",
    "Index",
    "Kept",
    "Listed",
    "Received",
    "State",
    "Store",
    "back_up",
    "mend",
    "receive",
    "restore",
    "standings",
]
