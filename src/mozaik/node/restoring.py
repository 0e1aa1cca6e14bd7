"""Bringing a node back from a backup, so that it goes on and gives no number a second time."""

from datetime import datetime
from pathlib import Path

from mozaik.acts import mark_restored
from mozaik.files import make_private_folder
from mozaik.node.archive import Contents
from mozaik.node.backup import restore
from mozaik.node.place import open_node
from mozaik.node.reception import mend
from mozaik.seal import SigningKey


def bring_back(source: Path, folder: Path, keys: list[SigningKey], now: datetime) -> Contents:
    """Restore the folder of a node, list what its store holds, and say in its register that it came back.

    Raises as `restore`; the folder is there as soon as it is whole.
    """
    contents = restore(source, folder, *keys)
    node = open_node(folder)
    for place in (node.incoming, node.refused):
        make_private_folder(place)
    mend(node.store, node.index)
    mark_restored(node.acts, contents.made_at, now)
    return contents
