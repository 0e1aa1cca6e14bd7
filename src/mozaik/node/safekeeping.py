"""Keeping a node safe: a backup that the node remembers, and a way back that gives no number twice."""

import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from mozaik.acts import mark_restored
from mozaik.files import make_private_folder, written_whole
from mozaik.moments import is_utc_text
from mozaik.node.archive import Contents
from mozaik.node.backup import back_up, restore
from mozaik.node.place import Node, open_node
from mozaik.node.reception import mend
from mozaik.seal import SigningKey

LAST_BACKUP = "last-backup.json"


def keep_safe(
    node: Node, target: Path, recipients: Sequence[str], now: datetime, *, replace: bool = False
) -> Contents:
    """Write a backup of a node, and note when that was; raises as `back_up`."""
    contents = back_up(node.kept, target, recipients, now, replace=replace)
    with written_whole(node.folder / LAST_BACKUP) as stream:
        stream.write(json.dumps({"at": contents.made_at, "files": len(contents.files)}).encode())
    return contents


def last_backup(node: Node) -> str | None:
    """When the last backup of a node was made, as UTC text; None where nobody knows of one."""
    try:
        at = json.loads((node.folder / LAST_BACKUP).read_text(encoding="utf-8"))["at"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return at if isinstance(at, str) and is_utc_text(at) else None


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
