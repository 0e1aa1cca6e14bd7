"""Receiving sets: what was superseded or withdrawn stays out, and what leaves WORK is confirmed by name.

The register of received sets says what is compared, not WORK: whoever deletes WORK loses no set.
"""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

from mozaik import __version__
from mozaik.acts import (
    Acts,
    Governing,
    ReceivedSet,
    Register,
    Step,
    append_sets,
    governing_versions,
    read_register,
    require_acceptable,
)
from mozaik.contribution import EndedError, NotCurrentError, SealedSet, read_set
from mozaik.crosscheck.model import Confirmed, Leaving, Left
from mozaik.errors import InvalidInputError, RefusedError
from mozaik.operation import ListInUse, SignedOperation, contributors
from mozaik.seal import TrustStore
from mozaik.work import DESCRIPTION, Description, current_generation, has_generations, old_acts_of


def acts_beside(work: Path) -> Acts:
    """The acts that belong to a WORK, whether or not they exist; those inside an older one are taken over."""
    acts = Acts.beside(work)
    if not acts.exist and (old := old_acts_of(work)):
        acts.take_over(old)
    return acts


def is_work(path: Path) -> bool:
    """Whether a cross-check has written a WORK here that counts."""
    return has_generations(path)


def compared_in(path: Path) -> frozenset[str]:
    """The SHA-256 of the files that the WORK in a folder compares; none where there is none to be read."""
    try:
        described = Description.read(current_generation(path) / DESCRIPTION)
    except (InvalidInputError, OSError):
        return frozenset()
    return frozenset(compared.sha256 for compared in described.inputs)


def checked_in(path: Path) -> frozenset[str]:
    """The SHA-256 of the files whose rows this very version checked for the WORK in a folder.

    WORK is private to who runs the cross-check: who could write into it could as well change the program.
    """
    try:
        described = Description.read(current_generation(path) / DESCRIPTION)
    except (InvalidInputError, OSError):
        return frozenset()
    if described.versions.get("mozaik") != __version__:
        return frozenset()
    return frozenset(compared.sha256 for compared in described.inputs)


def reads_for(work: Path) -> Callable[[Path, TrustStore], SealedSet]:
    """How files are read for the folder WORK: rows that were checked for it before are not checked again."""
    return partial(read_set, checked=checked_in(work))


def leaving_sets(
    register: Register, sets: Sequence[SealedSet], ended: Sequence[SealedSet], confirmed: Confirmed
) -> tuple[Left, ...]:
    """The sets that leave WORK when these are compared; NotCurrentError or RefusedError as below.

    `ended` are sets that the door refused because they had ended: what they replaced leaves as well.
    Refused are sets that ended, a known id with other content, a claim on another owner's set, a set that
    leaves unconfirmed, and a confirmation of what does not leave.
    """
    for sealed in sets:
        if error := _why_ended(sealed, register, confirmed):
            raise error
    _refuse_unknown(confirmed.withdrawn, register)
    left = _leaving(register, sets, ended, confirmed)
    _require_confirmed(left, confirmed)
    return left


def kept_out_of(
    work: Path, confirmed: Confirmed, operation: SignedOperation | None = None
) -> Callable[[SealedSet], RefusedError | None]:
    """Why a set must not be received into the folder WORK, for the door; raises as `read_register`.

    The cross-check asks again while it holds WORK: meanwhile another one may have replaced it.
    """
    acts = acts_beside(work)
    register, governing = read_register(acts), _after(acts, operation)
    return lambda sealed: _why_ended(sealed, register, confirmed) or _why_foreign(sealed, governing)


def governing_of(
    acts: Acts, operation: SignedOperation | None, sets: Sequence[SealedSet]
) -> Governing | None:
    """The operation file that governs when these sets are compared: the given one, or the one in force.

    Raises as `require_acceptable`, and RefusedError for a set of another edition, of an exercise beside real
    data, or of an owner that does not contribute.
    """
    governing = _after(acts, operation)
    for sealed in sets:
        if foreign := _why_foreign(sealed, governing):
            raise foreign
    return governing


def _after(acts: Acts, operation: SignedOperation | None) -> Governing | None:
    if operation is not None:
        require_acceptable(acts, operation)
        return Governing(operation.operation, operation.sha256, operation.synthetic)
    versions = governing_versions(acts)
    return versions[-1] if versions else None


def _is_in_use(sealed: SealedSet, governing: Governing) -> bool:
    """Whether this is a reference list that the operation file names, whoever owns it."""
    return sealed.is_list and ListInUse(sealed.authority, sealed.set_id) in governing.operation.lists


def _why_foreign(sealed: SealedSet, governing: Governing | None) -> RefusedError | None:
    """The refusal of a set that does not belong to the operation that governs, None without one."""
    if governing is None:
        return None
    why, remedy = "", "cross-check it in its own operation"
    if sealed.manifest.edition != governing.operation.edition:
        why = "it is of another edition than the operation file"
    elif sealed.manifest.synthetic is not governing.synthetic:
        why = "one of set and operation file is synthetic, the other is real"
    elif sealed.authority not in contributors(governing.operation) and not _is_in_use(sealed, governing):
        why = f"the operation file does not list {sealed.authority} among those that contribute"
        remedy = "have lead and coordinator add it with: mozaik operation add"
    refused = RefusedError(
        "a file does not belong to this operation", where=str(sealed.path), why=why, remedy=remedy
    )
    return refused if why else None


def _why_ended(sealed: SealedSet, register: Register, confirmed: Confirmed) -> NotCurrentError | None:
    """The refusal of a set that must not be received, again or at all."""
    name, set_id = str(sealed.path), sealed.set_id
    if by := register.superseded.get((sealed.authority, set_id)):
        return EndedError(
            "a file was superseded earlier", where=name, why=f"{by} replaced it",
            remedy="use what its owner sealed last",
        )  # fmt: skip
    if set_id in register.withdrawn | confirmed.withdrawn:
        return EndedError(
            "a file was withdrawn by its owner", where=name,
            why="what was withdrawn or erased never comes back",
            remedy="destroy the file; its owner may seal it again under another id",
        )  # fmt: skip
    known = register.received.get(set_id)
    if known and (known.authority, known.sha256) != (sealed.authority, sealed.sha256):
        return NotCurrentError(
            "a file has the id of another one that was received earlier", where=name,
            why="the two differ in content", remedy="ask its sender which one holds, and to seal it again",
        )  # fmt: skip
    replaced = (register.received[old] for old in sealed.manifest.supersedes if old in register.received)
    if any(old.authority != sealed.authority for old in replaced):
        return NotCurrentError(
            "a file claims to supersede another owner's file", where=name,
            remedy="ask its sender to re-issue it",
        )  # fmt: skip
    return None


def _refuse_unknown(withdrawn: Collection[str], register: Register) -> None:
    if unknown := sorted(set(withdrawn) - set(register.received)):
        raise RefusedError(
            "a set that was never received here cannot be withdrawn",
            where=unknown[0],
            remedy="check the id; the sets of WORK stand in its work.json",
        )


def _leaving(
    register: Register, sets: Sequence[SealedSet], ended: Sequence[SealedSet], confirmed: Confirmed
) -> tuple[Left, ...]:
    given = {sealed.set_id for sealed in sets}
    replaced = {(sealed.authority, name) for sealed in (*sets, *ended) for name in sealed.manifest.supersedes}

    def why(received: ReceivedSet) -> Leaving:
        if (received.authority, received.set_id) in replaced:
            return Leaving.SUPERSEDED
        return Leaving.WITHDRAWN if received.set_id in confirmed.withdrawn else Leaving.LEFT_OUT

    gone = (register.received[name] for name in sorted(register.current - given))
    return tuple(Left(received.set_id, received.authority, why(received)) for received in gone)


def _require_confirmed(left: Sequence[Left], confirmed: Confirmed) -> None:
    """RefusedError, naming each, for sets that leave unconfirmed, and for a confirmation of no such set."""
    by_choice = {leaving.set_id: leaving for leaving in left if leaving.why is Leaving.LEFT_OUT}
    if lost := [leaving for leaving in by_choice.values() if leaving.set_id not in confirmed.dropped]:
        names = ", ".join(f"{leaving.set_id} of {leaving.authority}" for leaving in lost)
        raise RefusedError(
            f"{len(lost)} of the sets in WORK were not given again",
            why=f"these would leave it: {names}",
            remedy="give their files too, or confirm each: "
            + " ".join(f"--drop {leaving.set_id}" for leaving in lost),
        )
    if extra := sorted(confirmed.dropped - set(by_choice)):
        raise RefusedError(
            "a set that does not leave WORK cannot be dropped",
            where=extra[0],
            why="it is not in WORK, it is given again, or another set replaces it",
            remedy="leave out this --drop, or the file",
        )


def register_sets(
    acts: Acts,
    register: Register,
    sets: Sequence[SealedSet],
    ended: Sequence[SealedSet],
    confirmed: Confirmed,
    left: Sequence[Left],
    now: datetime,
) -> None:
    """Append to the register what is received and what leaves; once more after a crash changes nothing."""
    said = [_received(sealed) for sealed in sets if sealed.set_id not in register.current]
    news = [_received(sealed) for sealed in ended if _ends_more(sealed, register)]
    dropped = sorted(leaving.set_id for leaving in left if leaving.why is Leaving.LEFT_OUT)
    withdrawn = sorted(confirmed.withdrawn - register.withdrawn)
    append_sets(acts, Step.RECEIVED, said, now)
    append_sets(acts, Step.REFUSED, news, now)
    append_sets(acts, Step.LEFT_OUT, [register.received[name] for name in dropped], now)
    append_sets(acts, Step.WITHDRAWN, [register.received[name] for name in withdrawn], now)


def _received(sealed: SealedSet) -> ReceivedSet:
    return ReceivedSet(sealed.set_id, sealed.authority, sealed.sha256, sealed.manifest.supersedes)


def _ends_more(sealed: SealedSet, register: Register) -> bool:
    """Whether a refused set replaced one of which the register does not say yet that it was replaced."""
    return any((sealed.authority, name) not in register.superseded for name in sealed.manifest.supersedes)
