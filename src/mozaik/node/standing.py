"""What of all sound files stands: a pure function of the files, so that the order of arrival changes nothing.

An owner replaces its own files alone. Two different files of one id contradict each other, and neither
stands; of two owners with one id stands the one whose name the id begins with. A file that claims to replace
another owner's file does not stand.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Claim:
    """What a sound file says of itself: its sender, its id, and the ids that it replaces."""

    sender: str
    id: str
    supersedes: tuple[str, ...] = ()


class State(StrEnum):
    """How a received file stands."""

    ACCEPTED = "accepted"
    SUPERSEDED = "superseded"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Standing:
    """How a file stands; why, in one sentence, if it is refused; the id that replaced it, if one did."""

    state: State
    why: str = ""
    superseded_by: str | None = None


TWO_FILES = (
    "two different files of its sender have this id; ask the sender which one holds, and to seal it again"
)
FOREIGN_ID = "another authority uses this id; ask the sender to seal it under an id of its own"
FOREIGN_CLAIM = "it claims to replace another authority's file; ask the sender to seal it again"


def standings(files: Mapping[str, Claim]) -> dict[str, Standing]:
    """How each sound file stands, by the SHA-256 of its bytes."""
    refused = _refused(files)
    newer: dict[tuple[str, str], list[str]] = defaultdict(list)
    for sha256, claim in files.items():
        if sha256 not in refused:
            for old in claim.supersedes:
                newer[claim.sender, old].append(claim.id)
    standing = {}
    for sha256, claim in files.items():
        if why := refused.get(sha256):
            standing[sha256] = Standing(State.REFUSED, why)
        elif by := newer.get((claim.sender, claim.id)):
            standing[sha256] = Standing(State.SUPERSEDED, superseded_by=_last(by, newer, claim.sender))
        else:
            standing[sha256] = Standing(State.ACCEPTED)
    return standing


def _refused(files: Mapping[str, Claim]) -> dict[str, str]:
    by_id: dict[str, list[str]] = defaultdict(list)
    owners: dict[str, set[str]] = defaultdict(set)
    for sha256, claim in files.items():
        by_id[claim.id].append(sha256)
        owners[claim.id].add(claim.sender)
    refused = {}
    for sha256, claim in files.items():
        own = [other for other in by_id[claim.id] if files[other].sender == claim.sender]
        if any(owners[old] - {claim.sender} for old in claim.supersedes if old in owners):
            refused[sha256] = FOREIGN_CLAIM
        elif len(owners[claim.id]) > 1 and not claim.id.startswith(f"{claim.sender}."):
            refused[sha256] = FOREIGN_ID
        elif len(own) > 1:
            refused[sha256] = TWO_FILES
    return refused


def _last(ids: Collection[str], newer: Mapping[tuple[str, str], list[str]], sender: str) -> str:
    """Of the files that replace one, one that nothing replaces; of several the first in order."""
    return min((name for name in ids if (sender, name) not in newer), default=min(ids))
