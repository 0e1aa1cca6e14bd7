"""Bringing the folder of an older node to the form of this program; what is derived is made anew.

Formats are migrated one after the other, each by a function in `MIGRATIONS`, so that the data of every
version is read by all later ones. Format 1 is the first.
"""

import shutil
import tomllib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from mozaik.crosscheck import is_work
from mozaik.errors import InvalidInputError, RefusedError
from mozaik.files import make_private_folder, one_at_a_time
from mozaik.node.comparing import COMPARED
from mozaik.node.place import DESCRIPTION, FORMAT, Node, is_node, open_node
from mozaik.node.reception import mend
from mozaik.release import Work
from mozaik.seal import TrustStore

MIGRATIONS: Mapping[int, Callable[[Path], None]] = {}
"""By the format that it migrates from, what brings a folder to the next one."""


def upgrade(folder: Path) -> tuple[str, ...]:
    """Bring the folder of a node to this program's form; the names of what was derived and is made anew.

    Nothing that must not be lost is changed, but by the migration of its format. Doing it twice changes
    nothing. InvalidInputError for a folder that is no node's; RefusedError for one of a newer program.
    """
    if not is_node(folder):
        raise InvalidInputError(
            "this is not the folder of a node", where=str(folder), remedy="make one with: mozaik node init"
        )
    with one_at_a_time(folder):
        for stated in range(_stated_format(folder), FORMAT):
            MIGRATIONS[stated](folder)
        node = open_node(folder)
        for place in (node.incoming, node.refused, node.store.folder):
            make_private_folder(place)
        gone = tuple(_remove_unreadable(node))
        mend(node.store, node.index)
    return gone


def _stated_format(folder: Path) -> int:
    try:
        stated = tomllib.loads((folder / DESCRIPTION).read_text(encoding="utf-8")).get("format")
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        stated = None
    if type(stated) is not int or (stated != FORMAT and stated < FORMAT and stated not in MIGRATIONS):
        raise InvalidInputError(
            "the description of the node is damaged",
            where=str(folder / DESCRIPTION),
            remedy="put it back from a backup",
        )
    if stated > FORMAT:
        raise RefusedError(
            "this node is of a newer version of the program",
            where=str(folder),
            why=f"its format is {stated}, this program knows {FORMAT}",
            remedy="install that version; a node never goes back to an older one",
        )
    return stated


def _remove_unreadable(node: Node) -> Iterator[str]:
    """Remove what is derived and that this program cannot read; say what."""
    for path, read in ((node.index.path, node.index.listed), (node.owed.path, node.owed.lines)):
        try:
            read()
        except InvalidInputError:
            for part in (
                path,
                *(path.with_name(f"{path.name}-{rest}") for rest in ("wal", "shm", "journal")),
            ):
                part.unlink(missing_ok=True)
            yield path.name
    if node.work.exists() and not _is_readable(node):
        shutil.rmtree(node.work)
        (node.folder / COMPARED).unlink(missing_ok=True)
        yield node.work.name


def _is_readable(node: Node) -> bool:
    try:
        return is_work(node.work) and Work.open(node.work, TrustStore()).path == node.work.resolve()
    except InvalidInputError:
        return False
