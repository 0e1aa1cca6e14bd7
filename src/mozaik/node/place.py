"""Where a node lives: one private folder with what it keeps, what arrives, what it owes and what it derived.

node.toml       the name of the node and its authority
store/          sealed files, verified once at the door     index.sqlite    made anew if it is lost
work.acts/      the chains of what people did               work.secrets/   keys of operation and node
work/           the cross-check; deleted, it is made anew   notices/        what was new for whom
incoming/       sealed files that wait                      refused/        those that were not sound
owed.sqlite     owed work; made anew if it is lost          compared.json   what was compared last
out/            encrypted files for others; made anew
"""

import re
import tomllib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from mozaik.acts import Acts, accept_operation, governing_versions
from mozaik.aside import Aside
from mozaik.crosscheck import is_work
from mozaik.errors import InvalidInputError, RefusedError
from mozaik.files import (
    NODE_FILE,
    force_folder,
    make_private_folder,
    one_at_a_time,
    require_private,
    scratch_folder,
    storage_errors,
    written_whole,
)
from mozaik.moments import utc_day
from mozaik.node.backup import ACTS, SECRETS, STORE, Kept
from mozaik.node.index import Index
from mozaik.node.owed import Owed
from mozaik.node.store import Store
from mozaik.operation import Operation, SignedOperation, contributor_on
from mozaik.parties import Authority, is_authority
from mozaik.seal import TrustStore, verify_sealed

FORMAT = 1
DESCRIPTION, WORK = NODE_FILE, "work"
"""Names that `mozaik.work` knows, too: there the folder of a node means the WORK in it."""
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,31}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Node:
    """One installation: its folder, its name, and the authority that runs it."""

    folder: Path
    name: str
    authority: Authority

    @property
    def store(self) -> Store:
        """The sealed files that were sound at the door."""
        return Store(self.folder / STORE)

    @property
    def index(self) -> Index:
        """What came to the door, and how it stands."""
        return Index(self.folder / "index.sqlite")

    @property
    def owed(self) -> Owed:
        """What this node has still to do."""
        return Owed(self.folder / "owed.sqlite")

    @property
    def work(self) -> Path:
        """The folder WORK of this node."""
        return self.folder / WORK

    @property
    def acts(self) -> Acts:
        """What people did on this node."""
        return Acts(self.folder / ACTS, self.folder / SECRETS)

    @property
    def is_compared(self) -> bool:
        """Whether there is a cross-check to read."""
        return is_work(self.work)

    @property
    def operation(self) -> Operation:
        """The operation in force here; RefusedError where none is."""
        versions = governing_versions(self.acts)
        if not versions:
            raise RefusedError(
                "no operation file is in force on this node",
                where=str(self.folder),
                remedy="receive the one that lead and coordinator signed",
            )
        return versions[-1].operation

    @property
    def is_synthetic(self) -> bool:
        """Whether the operation in force here is an invented one; false where none is."""
        versions = governing_versions(self.acts)
        return bool(versions) and versions[-1].synthetic

    @property
    def incoming(self) -> Path:
        """Where sealed files are put that this node is to receive."""
        return self.folder / "incoming"

    @property
    def refused(self) -> Path:
        """Where files lie that came into `incoming` and were not sound, by digest."""
        return self.folder / "refused"

    @property
    def out(self) -> Path:
        """Where encrypted files wait to be carried to other nodes, `SENDER/RECIPIENT/000017-<sha256>.age`."""
        return self.folder / "out"

    @property
    def kept(self) -> Kept:
        """What a backup of this node holds."""
        return Kept.below(self.folder, (DESCRIPTION,))


def is_node(folder: Path) -> bool:
    """Whether a folder is that of a node."""
    return (folder / DESCRIPTION).is_file()


def init_node(
    folder: Path, authority: str, operation: SignedOperation, trust: TrustStore, now: datetime, name: str = ""
) -> Node:
    """Make the folder of a node of an authority that contributes to the operation, which comes into force.

    `name` is the node's own, by default made of the authority's. RefusedError for a folder that exists,
    NotTakingPartError for an authority that does not contribute, InvalidInputError for a bad name; raises as
    `verify_sealed`. A crash leaves nothing, or the whole node.
    """
    owner = contributor_on(
        operation.operation, authority, utc_day(now), "the authority of the node"
    ).authority
    called = name or owner.lower()
    if not _NAME.fullmatch(called):
        raise InvalidInputError(
            "this is no name of a node",
            why="it is not 1 to 32 lower-case letters, digits or dashes",
            remedy="give a short one with --name, such as lyon-1",
        )
    with one_at_a_time(folder):
        if folder.exists():
            raise RefusedError(
                "the folder of the node exists", where=str(folder), remedy="name a folder that does not exist"
            )
        with scratch_folder(folder, Aside.PART) as partial:
            _fill(Node(partial, called, owner), operation, trust, now)
            with storage_errors(folder):
                partial.rename(folder)
                force_folder(folder.parent)
    return Node(folder.resolve(), called, owner)


def open_node(folder: Path) -> Node:
    """The node of a folder; InvalidInputError for one that is none, RefusedError if others may enter it."""
    place = folder.resolve()
    if not is_node(place):
        raise InvalidInputError(
            "this is not the folder of a node", where=str(folder), remedy="make one with: mozaik node init"
        )
    require_private((place, place / DESCRIPTION))
    name, authority = _described(place / DESCRIPTION)
    return Node(place, name, authority)


def _fill(node: Node, operation: SignedOperation, trust: TrustStore, now: datetime) -> None:
    for folder in (node.incoming, node.refused, node.store.folder):
        make_private_folder(folder)
    node.acts.begin(node=node.name)
    accept_operation(node.acts, operation, now)
    with node.store.at_the_door(operation.path) as copied:
        manifest = verify_sealed(copied.path, trust).manifest
        node.store.keep(copied, manifest)
    node.index.add_sound(copied.sha256, manifest)
    with written_whole(node.folder / DESCRIPTION) as stream:
        stream.write(f'format = {FORMAT}\nname = "{node.name}"\nauthority = "{node.authority}"\n'.encode())


def _described(path: Path) -> tuple[str, Authority]:
    """Name and authority; InvalidInputError for a description that is damaged or of another format."""
    try:
        value = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        value = {}
    name, authority = value.get("name"), value.get("authority")
    if value.get("format") != FORMAT:
        raise InvalidInputError(
            "the description of the node is damaged or of another format",
            where=str(path),
            remedy="put it back from a backup; for the node of an older version: mozaik node upgrade",
        )
    if not isinstance(name, str) or not _NAME.fullmatch(name) or not is_authority(str(authority)):
        raise InvalidInputError(
            "the description of the node is damaged", where=str(path), remedy="put it back from a backup"
        )
    return name, Authority(str(authority))
