"""Which sealed sets were ever received, and which of them ended: superseded, or withdrawn by their owner.

One chain, only ever appended: it says which sets are compared, whatever becomes of WORK.
What ended never comes back: a set that was superseded, withdrawn or erased is known here for ever, with
nothing of its content. A set that had ended when it came is refused, and still says what it replaced: so a
line is known by whichever of its sets came, in any order.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from mozaik import chain
from mozaik.acts.folder import Acts
from mozaik.canonical import JsonValue
from mozaik.errors import InvalidInputError

MOST_SETS = 1_000
"""Sets in one entry of the chain: what an entry says is bounded."""


class Step(StrEnum):
    """What happened to sets at the receiver; the word is the event in the chain."""

    RECEIVED = "received"
    REFUSED = "refused"
    LEFT_OUT = "left-out"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class ReceivedSet:
    """A set as it was received: its id, owner, the SHA-256 of its file in hex, the ids that it replaces."""

    set_id: str
    authority: str
    sha256: str
    supersedes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Register:
    """What the chain says: the sets by id, who replaced which, and what owners withdrew.

    `superseded` maps (owner, id) to the id of the set that replaced it: an owner replaces its own sets alone.
    `left_out` are sets that whoever ran a cross-check left out; they may come back.
    """

    received: Mapping[str, ReceivedSet] = field(default_factory=dict)
    superseded: Mapping[tuple[str, str], str] = field(default_factory=dict)
    withdrawn: frozenset[str] = frozenset()
    left_out: frozenset[str] = frozenset()

    @property
    def current(self) -> frozenset[str]:
        """The ids of the sets that are compared: received, and not ended or left out since."""
        ended = {name for name, said in self.received.items() if (said.authority, name) in self.superseded}
        return frozenset(self.received) - ended - self.withdrawn - self.left_out


def read_register(acts: Acts) -> Register:
    """The register of a folder, empty if nothing was received; raises as `chain.entries`."""
    received: dict[str, ReceivedSet] = {}
    superseded: dict[tuple[str, str], str] = {}
    withdrawn: set[str] = set()
    left_out: set[str] = set()
    if not acts.exist:
        return Register()
    own = acts.register_chain()
    chain.complete(own)
    for entry in chain.entries(own):
        sets = _sets_of(chain.details_of(own, entry), own.folder)
        if entry.event in (Step.RECEIVED, Step.REFUSED):
            superseded |= {(said.authority, old): said.set_id for said in sets for old in said.supersedes}
        if entry.event == Step.RECEIVED:
            received |= {said.set_id: said for said in sets}
            left_out -= {said.set_id for said in sets}
        elif entry.event == Step.LEFT_OUT:
            left_out |= {said.set_id for said in sets}
        elif entry.event == Step.WITHDRAWN:
            withdrawn |= {said.set_id for said in sets}
    return Register(received, superseded, frozenset(withdrawn), frozenset(left_out))


def append_sets(acts: Acts, step: Step, sets: Sequence[ReceivedSet], now: datetime) -> None:
    """Append what happened to sets, in as many entries as they need; raises as `chain.append`."""
    for start in range(0, len(sets), MOST_SETS):
        part = [asdict(said) for said in sets[start : start + MOST_SETS]]
        chain.append(acts.register_chain(), step, {"sets": part}, now)


def _sets_of(details: Mapping[str, JsonValue] | None, path: Path) -> list[ReceivedSet]:
    """The sets in an entry's details; InvalidInputError for details that are not of this form."""
    sets = (details or {}).get("sets")
    if not isinstance(sets, list):
        raise _unreadable(path)
    return [_set_of(said, path) for said in sets]


def _set_of(said: JsonValue, path: Path) -> ReceivedSet:
    fields = ReceivedSet.__slots__
    if not isinstance(said, dict) or set(said) != set(fields):
        raise _unreadable(path)
    *texts, supersedes = (said[name] for name in fields)
    if not isinstance(supersedes, list) or not all(isinstance(text, str) for text in (*texts, *supersedes)):
        raise _unreadable(path)
    set_id, authority, sha256 = map(str, texts)
    return ReceivedSet(set_id, authority, sha256, tuple(map(str, supersedes)))


def _unreadable(path: Path) -> InvalidInputError:
    return InvalidInputError(
        "the register of received sets cannot be read",
        where=str(path),
        why="an entry is not a list of sets",
        remedy="put the folder of acts back from a copy",
    )
