"""The cross-check of a node: all that stands in the store, compared anew, and let count by one rename.

What stands is a matter of the store; what takes part is a matter of the operation in force. A file that may
not take part, such as one of another edition, is named with the reason and stops no other.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path

from mozaik.acts import Step, accept_operation, append_sets, governing_versions, read_register
from mozaik.contribution import SealedSet, admit, reopen_set
from mozaik.crosscheck import Confirmed, compared_in, crosscheck, is_work, kept_out_of
from mozaik.errors import InvalidInputError, MozaikError, RefusedError
from mozaik.files import written_whole
from mozaik.moments import utc_text
from mozaik.node.index import Listed
from mozaik.node.place import Node
from mozaik.node.reception import mend
from mozaik.node.standing import State
from mozaik.operation import read_operation
from mozaik.progress import Step as Progress
from mozaik.seal import Kind, TrustStore

COMPARED = "compared.json"
_COMPARED_KINDS = (Kind.CONTRIBUTION, Kind.LIST)


@dataclass(frozen=True, slots=True)
class Compared:
    """What the last cross-check of a node was given: when, which files by digest, and which were left out.

    `taking_part` are those of them that lie in WORK: none without a contribution. `left_out` says of a digest
    why its file takes no part; `operation` is the digest of the file in force.
    """

    at: str = ""
    operation: str = ""
    given: tuple[str, ...] = ()
    taking_part: tuple[str, ...] = ()
    left_out: Mapping[str, str] = field(default_factory=dict)


def compared(node: Node) -> Compared:
    """What was compared last; nothing where nothing was, or nobody can tell: then it is compared anew."""
    try:
        value = json.loads((node.folder / COMPARED).read_text(encoding="utf-8"))
        given, part, left_out = value["given"], value["taking_part"], value["left_out"]
        said = Compared(value["at"], value["operation"], tuple(given), tuple(part), dict(left_out))
        texts = (said.at, said.operation, *said.given, *said.taking_part, *said.left_out.values())
        return said if all(isinstance(text, str) for text in texts) else Compared()
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return Compared()


def accept_operations(node: Node, trust: TrustStore, now: datetime) -> dict[str, str]:
    """Bring into force the operation files that arrived and follow; why others do not, by digest."""
    refused: dict[str, str] = {}
    for sha256 in operations_waiting(node):
        try:
            accept_operation(node.acts, read_operation(node.store.path_of(sha256), trust), now)
        except (RefusedError, InvalidInputError) as error:
            refused[sha256] = _sentence(error)
    return refused


def operations_waiting(node: Node) -> tuple[str, ...]:
    """The digests of the operation files that stand and never came into force, in order of their ids."""
    accepted = {version.digest for version in governing_versions(node.acts)}
    standing = sorted(_accepted(node, (Kind.OPERATION,)), key=lambda listed: listed.id or "")
    return tuple(listed.sha256 for listed in standing if listed.sha256 not in accepted)


def withdraw(node: Node, set_ids: tuple[str, ...], now: datetime) -> None:
    """Say that owners withdrew sets, which never take part again; RefusedError for one never received."""
    register = read_register(node.acts)
    if unknown := sorted(set(set_ids) - set(register.received)):
        raise RefusedError(
            "a set that was never compared here cannot be withdrawn",
            where=unknown[0],
            remedy="see the ids with: mozaik node status",
        )
    gone = [register.received[name] for name in sorted(set(set_ids) - register.withdrawn)]
    append_sets(node.acts, Step.WITHDRAWN, gone, now)


def is_cross_check_owed(node: Node) -> bool:
    """Whether what stands, who takes part, or what lies in WORK is another than at the last cross-check."""
    last = compared(node)
    given = tuple(sorted(listed.sha256 for listed in _standing(node)))
    if (given, _in_force(node)) != (last.given, last.operation):
        return bool(given) or is_work(node.work)
    return compared_in(node.work) != frozenset(last.taking_part)


def cross_check(
    node: Node,
    trust: TrustStore,
    now: datetime,
    still_mine: Callable[[], None],
    step: Progress | None = None,
) -> bool:
    """Compare all that stands; whether there is a new generation. Raises as the cross-check does.

    Where nothing stands any more, the new generation is empty: what left is told to nobody.

    `still_mine` is asked before anything of it counts, and raises for a worker who is late. What took part
    and no longer may is left out, by name.
    """
    if node.work.exists() and not is_work(node.work):
        raise RefusedError(
            "what lies in the place of the cross-check is none",
            where=str(node.work),
            remedy="move it away: the cross-check is made anew",
        )
    mend(node.store, node.index)
    standing = _standing(node)
    files = {node.store.path_of(listed.sha256): listed for listed in standing}
    contributions = [path for path, listed in files.items() if listed.kind == Kind.CONTRIBUTION]
    lists = [path for path, listed in files.items() if listed.kind == Kind.LIST]
    ended = kept_out_of(node.work, Confirmed())
    admitted = admit(contributions, lists, trust, step, ended, _stored_set)
    left_out = {files[refusal.path].sha256: _sentence(refusal.error) for refusal in admitted.refused}
    sets = (*admitted.contributions, *admitted.lists)
    counts = bool(admitted.contributions) or is_work(node.work)
    if counts:
        crosscheck(
            admitted.contributions,
            admitted.lists,
            node.work,
            now=now,
            step=step,
            replace=is_work(node.work),
            confirmed=Confirmed(_gone(node, sets, admitted.ended)),
            ended=admitted.ended,
            before_counting=still_mine,
            may_be_empty=True,
        )
    given = tuple(sorted(listed.sha256 for listed in standing))
    part = tuple(sorted(sealed.sha256 for sealed in sets)) if counts else ()
    _keep(node, Compared(utc_text(now), _in_force(node), given, part, left_out))
    return counts


def sets_standing(node: Node, trust: TrustStore) -> list[SealedSet]:
    """The contributions that stand, from the store; raises as `reopen_set`."""
    standing = (listed for listed in _standing(node) if listed.kind == Kind.CONTRIBUTION)
    return [_stored_set(node.store.path_of(listed.sha256), trust) for listed in standing]


def _stored_set(path: Path, trust: TrustStore) -> SealedSet:
    """A set of the store: its rows were checked at the door, its bytes and signatures are again."""
    return reopen_set(path, trust, path.name)


def _gone(node: Node, sets: Sequence[SealedSet], ended: Sequence[SealedSet]) -> frozenset[str]:
    """The sets that took part and do not any more, though nobody replaced or withdrew them."""
    register = read_register(node.acts)
    taking_part = {sealed.set_id for sealed in sets}
    replaced = {(sealed.authority, name) for sealed in (*sets, *ended) for name in sealed.manifest.supersedes}
    return frozenset(
        name
        for name in register.current - taking_part
        if (register.received[name].authority, name) not in replaced
    )


def _standing(node: Node) -> list[Listed]:
    """The contributions and lists that stand and were not withdrawn, in order of their digests."""
    withdrawn = read_register(node.acts).withdrawn
    return [listed for listed in _accepted(node, _COMPARED_KINDS) if listed.id not in withdrawn]


def _accepted(node: Node, kinds: tuple[Kind, ...]) -> Iterator[Listed]:
    return (
        listed for listed in node.index.listed() if listed.state is State.ACCEPTED and listed.kind in kinds
    )


def _in_force(node: Node) -> str:
    versions = governing_versions(node.acts)
    return versions[-1].digest if versions else ""


def _keep(node: Node, outcome: Compared) -> None:
    with written_whole(node.folder / COMPARED) as stream:
        text = json.dumps(asdict(outcome), ensure_ascii=False, indent=1, sort_keys=True)
        stream.write(f"{text}\n".encode())


def _sentence(error: MozaikError) -> str:
    """What, why and remedy of an error, without the place of the file in the store."""
    reason = f"{error.what}: {error.why}" if error.why else error.what
    return f"{reason}; {error.remedy}"
