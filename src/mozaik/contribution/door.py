"""The door of a cross-check: which of the files given are compared, and which are refused, by name.

What is wrong with one file stops no other: a file that is not sound, is of another kind than it was given
as, is repeated, superseded or claims another owner's id, and one of another edition or sort than most owners
sent. Where nobody can tell which file is the odd one, as of two owners with two editions, all are admitted
here, and the cross-check itself refuses them.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeAlias

from mozaik.contribution.doubles import same_files, same_item
from mozaik.contribution.read import SealedSet, read_set
from mozaik.contribution.supersede import EndedError, NotCurrentError
from mozaik.errors import InvalidInputError, MozaikError, RefusedError
from mozaik.progress import Step, file_by_file
from mozaik.seal import TrustStore

Ended: TypeAlias = Callable[[SealedSet], MozaikError | None]
"""Why a set must not be received, again or at all, by what was received earlier; None if it may be."""
Reads: TypeAlias = Callable[[Path, TrustStore], SealedSet]
"""How a file is verified and read."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file that was refused, and the error that says why and what to do about it."""

    path: Path
    error: MozaikError


@dataclass(frozen=True, slots=True)
class Admitted:
    """What came through the door, contributions and lists in the order given, and what was refused.

    `ended` are the refused sets that their owners superseded or withdrew: what these replaced has ended too.
    """

    contributions: tuple[SealedSet, ...]
    lists: tuple[SealedSet, ...]
    refused: tuple[Refusal, ...]
    ended: tuple[SealedSet, ...]


def admit(
    files: Sequence[Path],
    lists: Sequence[Path],
    trust: TrustStore,
    step: Step | None = None,
    ended: Ended | None = None,
    read_one: Reads = read_set,
) -> Admitted:
    """Verify the files one by one and admit those that can be compared together.

    `files` should be contributions and `lists` reference lists. `step` counts files and their bytes;
    `ended` says of a set that was received before, or of one that ended, why it is refused. Raises
    StorageError when the disk fails, and nothing for a file that is bad.
    `read_one` verifies and reads a file.
    """
    refused: list[Refusal] = []
    read: list[_Given] = []
    over: list[SealedSet] = []
    for number, path in enumerate(file_by_file([*files, *lists], step)):
        try:
            read.append(_Given(read_one(path, trust), number >= len(files)))
        except (InvalidInputError, RefusedError) as error:
            refused.append(Refusal(path, error))
    # A set that ended is refused after those that it replaces: what its owner took back stays out with it.
    ending = partial(_ended, ended=ended or (lambda _: None))
    for faults in (_foreign_claims, _repeats, _superseded, ending, _same_items, _other_kinds, _unlike):
        errors = dict(faults(read))
        refused += [Refusal(read[at].sealed.path, errors[at]) for at in sorted(errors)]
        over += [read[at].sealed for at in sorted(errors) if isinstance(errors[at], EndedError)]
        read = [given for at, given in enumerate(read) if at not in errors]
    return Admitted(
        tuple(given.sealed for given in read if not given.as_list),
        tuple(given.sealed for given in read if given.as_list),
        tuple(refused),
        tuple(over),
    )


@dataclass(frozen=True, slots=True)
class _Given:
    """A sound file as it was given: as a contribution or as a list."""

    sealed: SealedSet
    as_list: bool


_Faults = Iterator[tuple[int, MozaikError]]
"""Which of the sets are refused, by their place, and why."""


def _foreign_claims(read: Sequence[_Given]) -> _Faults:
    """Who supersedes another owner's set, and who uses an id that is another owner's.

    An id that begins with its owner's own name stands; the others of that id do not. Without one such, none
    of them does, because nobody can tell whose it is.
    """
    owners: dict[str, set[str]] = defaultdict(set)
    for given in read:
        owners[given.sealed.set_id].add(given.sealed.authority)
    for at, given in enumerate(read):
        sealed = given.sealed
        if any(owners[old] - {sealed.authority} for old in sealed.manifest.supersedes if old in owners):
            yield (
                at,
                _not_current(sealed, "a file claims to supersede another owner's file", "that file stays"),
            )
        elif len(owners[sealed.set_id]) > 1 and not sealed.set_id.startswith(f"{sealed.authority}."):
            yield at, _not_current(sealed, "a file has the id of another owner's file", "an id is used once")


def _repeats(read: Sequence[_Given]) -> _Faults:
    """Files given twice, of which the first stands, and different files of one id, of which none does."""
    by_id = _grouped(read, lambda sealed: sealed.set_id)
    for places in by_id.values():
        first = read[places[0]].sealed
        same = all(read[at].sealed.sha256 == first.sha256 for at in places)
        for at in places[1:] if same else places if len(places) > 1 else []:
            why = f"{first.path} is the same file" if same else "different files have this id"
            yield at, _not_current(read[at].sealed, "two files have the same id", why, "give each file once")


def _superseded(read: Sequence[_Given]) -> _Faults:
    """Files of an owner that another file of this owner replaces."""
    newer = {old: given.sealed for given in read for old in given.sealed.manifest.supersedes}
    for at, given in enumerate(read):
        if successor := newer.get(given.sealed.set_id):
            why, remedy = f"{successor.path} supersedes it", "leave out the superseded file"
            what, place = "a file is superseded by another one given with it", str(given.sealed.path)
            yield at, EndedError(what, where=place, why=why, remedy=remedy)


def _ended(read: Sequence[_Given], ended: Ended) -> _Faults:
    """Files that were superseded or withdrawn earlier, or that contradict what was received earlier."""
    for at, given in enumerate(read):
        if error := ended(given.sealed):
            yield at, error


def _same_items(read: Sequence[_Given]) -> _Faults:
    """Who holds the same files of the same item as an earlier file, under another id."""
    place = {given.sealed.path: at for at, given in enumerate(read)}
    for first, second in same_files([given.sealed for given in read]):
        if error := same_item(first, second):
            yield place[second.path], error


def _other_kinds(read: Sequence[_Given]) -> _Faults:
    """Lists that were given as contributions, and contributions that were given as lists."""
    for at, given in enumerate(read):
        if given.sealed.is_list is not given.as_list:
            wanted = "list" if given.as_list else "contribution"
            what, remedy = f"a {given.sealed.manifest.kind} was given as a {wanted}", "give lists with --list"
            yield at, InvalidInputError(what, where=str(given.sealed.path), remedy=remedy)


def _unlike(read: Sequence[_Given]) -> _Faults:
    """Files of another edition or sort than those of more than half of the owners; none without such."""
    sorts = [(given.sealed.manifest.edition, given.sealed.manifest.synthetic) for given in read]
    owners = {(given.sealed.authority, sort) for given, sort in zip(read, sorts, strict=True)}
    votes = Counter(sort for _, sort in owners)
    most = next((sort for sort, count in votes.items() if 2 * count > len(owners)), None)
    for at, sort in enumerate(sorts):
        if most and sort != most:
            what = "of another edition" if sort[0] != most[0] else "of the other sort, real or invented,"
            why, place = "the files of most owners are not", str(read[at].sealed.path)
            yield (
                at,
                RefusedError(
                    f"a file is {what} than the others", where=place, why=why, remedy="compare it apart"
                ),
            )


def _grouped(read: Sequence[_Given], key: Callable[[SealedSet], Hashable]) -> Mapping[Hashable, list[int]]:
    groups: dict[Hashable, list[int]] = defaultdict(list)
    for at, given in enumerate(read):
        groups[key(given.sealed)].append(at)
    return groups


def _not_current(
    sealed: SealedSet, what: str, why: str, remedy: str = "ask its sender to re-issue it"
) -> NotCurrentError:
    return NotCurrentError(what, where=str(sealed.path), why=why, remedy=remedy)
