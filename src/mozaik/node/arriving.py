"""What lies in `incoming`: received when it is whole, and moved out of the way when it is not sound.

A file is looked at when nobody has changed it for a moment; names that begin with a dot or end in `.part` are
being written. What was received is removed from the folder once it is in store and index. What is not sound
lies in `refused`, named by its digest, with the reason in the index.
"""

import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeAlias

from mozaik.files import PRIVATE, force_folder, storage_errors
from mozaik.node.checking import Checker
from mozaik.node.opening import take_files
from mozaik.node.place import Node
from mozaik.node.reception import Received
from mozaik.node.standing import State
from mozaik.progress import Step

Mark: TypeAlias = tuple[int, int, int, int]
"""Inode, size and times of a file."""
SETTLED_SECONDS = 2
"""For so long nobody has changed a file that is looked at."""


@dataclass(frozen=True, slots=True)
class Arrivals:
    """What lies in `incoming`: to be received, changed just now, named `.part`, and no file at all."""

    ready: tuple[Path, ...]
    young: tuple[Path, ...]
    unfinished: tuple[Path, ...]
    strange: tuple[Path, ...]


def arrivals(node: Node, now: datetime) -> Arrivals:
    """What lies in `incoming`, each in order of names; `now` is by the clock of the machine."""
    ready, young, unfinished, strange = [], [], [], []
    for path, state in _listed(node.incoming):
        if not stat.S_ISREG(state.st_mode):
            strange.append(path)
        elif path.name.endswith(".part"):
            unfinished.append(path)
        elif abs(now.timestamp() - state.st_mtime) < SETTLED_SECONDS:
            young.append(path)
        else:
            ready.append(path)
    return Arrivals(tuple(ready), tuple(young), tuple(unfinished), tuple(strange))


def take_in(
    node: Node, checker: Checker, now: datetime, moment: datetime, step: Step | None = None
) -> tuple[Received, ...]:
    """Receive what is ready in `incoming`, and clear it away; raises as `receive`.

    `now` is by the clock of the machine, `moment` is what documents state.

    A file that cannot be read stays where it is, and its answer says why. So does one that was changed or
    replaced meanwhile, for the next time.
    """
    ready = {path: mark for path in arrivals(node, now).ready if (mark := mark_of(path))}
    received = take_files(node, tuple(ready), checker, moment, step)
    _clear_away(node, [answer for answer in received if mark_of(answer.path) == ready[answer.path]])
    return received


def mark_of(path: Path) -> Mark | None:
    """By what a file is known to be the one that it was: another one of its name, or a change, differs."""
    try:
        state = path.lstat()
    except FileNotFoundError:
        return None
    return state.st_ino, state.st_size, state.st_mtime_ns, state.st_ctime_ns


def _clear_away(node: Node, received: Sequence[Received]) -> None:
    """Remove from `incoming` what is in the store, and move to `refused` what was refused at the door."""
    for answer in received:
        if answer.listed is None:
            continue
        with storage_errors(answer.path):
            if is_refused_at_door(answer):
                answer.path.chmod(PRIVATE)
                answer.path.rename(node.refused / (answer.arrived or answer.listed.sha256))
                force_folder(node.refused)
            else:
                answer.path.unlink(missing_ok=True)


def is_refused_at_door(answer: Received) -> bool:
    """Whether a file was not sound, so that it is not in the store."""
    return answer.listed is not None and answer.listed.state is State.REFUSED and answer.listed.id is None


def _listed(folder: Path) -> Iterator[tuple[Path, os.stat_result]]:
    """The visible entries of a folder with their state, without following a link."""
    with storage_errors(folder):
        for path in sorted(folder.iterdir()):
            if not path.name.startswith("."):
                yield path, path.lstat()
