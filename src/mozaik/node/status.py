"""How a node stands, for whoever runs it: what is stored, what waits, what failed; never a hit."""

import shutil
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from mozaik.acts import governing_versions, read_register
from mozaik.node.arriving import Arrivals, arrivals
from mozaik.node.comparing import compared, is_cross_check_owed, operations_waiting
from mozaik.node.index import Listed
from mozaik.node.owed import Line
from mozaik.node.place import Node
from mozaik.node.standing import State
from mozaik.parties import Authority


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A file that stands and takes no part in the cross-check: its digest, id, and why."""

    sha256: str
    id: str | None
    why: str


@dataclass(frozen=True, slots=True)
class NodeStatus:
    """How a node stands.

    `stored` counts files by kind and state, `refused` are those that do not stand, `withdrawn` the ids of
    sets that their owners withdrew. `edition` and `version` are those of the operation file in force,
    `compared` is how many files took part in the last cross-check. `free_bytes` is the room on the disk.
    """

    name: str
    authority: str
    edition: str
    version: int
    stored: Mapping[str, Mapping[str, int]]
    refused: tuple[Listed, ...]
    left_out: tuple[LeftOut, ...]
    withdrawn: tuple[str, ...]
    arrivals: Arrivals
    owed: tuple[Line, ...]
    cross_check_owed: bool
    compared_at: str
    compared: int
    free_bytes: int


def status_of(node: Node, now: datetime) -> NodeStatus:
    """How a node stands, `now` by the clock of the machine; no sealed file is opened."""
    listed = node.index.listed()
    force, last = governing_versions(node.acts)[-1].operation, compared(node)
    by_digest = {line.sha256: line for line in listed}
    return NodeStatus(
        name=node.name,
        authority=node.authority,
        edition=force.edition,
        version=force.version,
        stored=_counted(listed),
        refused=tuple(line for line in listed if line.state is State.REFUSED),
        left_out=(*_left_out(last.left_out, by_digest), *_not_in_force(node, listed)),
        withdrawn=tuple(sorted(read_register(node.acts).withdrawn)),
        arrivals=arrivals(node, now),
        owed=node.owed.lines(),
        cross_check_owed=is_cross_check_owed(node),
        compared_at=last.at,
        compared=len(last.taking_part),
        free_bytes=shutil.disk_usage(node.folder).free,
    )


def refused_for(node: Node, authority: Authority) -> tuple[Listed, ...]:
    """The files that do not stand and are an authority's business: its own, and at its own node all others.

    Of a file that was refused at the door nobody knows whose it is.
    """
    own = authority == node.authority
    refused = (line for line in node.index.listed() if line.state is State.REFUSED)
    return tuple(line for line in refused if own or line.sender == authority)


def _counted(listed: tuple[Listed, ...]) -> Mapping[str, Mapping[str, int]]:
    counts: dict[str, Counter[str]] = {}
    for line in listed:
        counts.setdefault(line.kind or "not readable", Counter())[str(line.state)] += 1
    return {kind: dict(sorted(states.items())) for kind, states in sorted(counts.items())}


def _left_out(left_out: Mapping[str, str], by_digest: Mapping[str, Listed]) -> tuple[LeftOut, ...]:
    return tuple(
        LeftOut(sha256, by_digest[sha256].id, why)
        for sha256, why in sorted(left_out.items())
        if sha256 in by_digest
    )


def _not_in_force(node: Node, listed: tuple[Listed, ...]) -> tuple[LeftOut, ...]:
    """Operation files that stand and never came into force: they do not follow the one that is."""
    waiting = set(operations_waiting(node))
    why = "it does not follow the operation file in force; ask lead and coordinator which version holds"
    return tuple(LeftOut(line.sha256, line.id, why) for line in listed if line.sha256 in waiting)
