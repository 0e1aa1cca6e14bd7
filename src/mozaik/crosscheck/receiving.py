"""Receiving sets: what was superseded or withdrawn stays out, and what leaves WORK is confirmed by name."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from pathlib import Path

from mozaik.acts import Acts, ReceivedSet, Register, Step, append_sets, carry_on, read_register
from mozaik.contribution import NotCurrentError, SealedSet
from mozaik.crosscheck.model import Confirmed, Leaving, Left
from mozaik.errors import RefusedError
from mozaik.work import Input, NewWork, acts_of


def receive_sets(
    new: NewWork, sets: Sequence[SealedSet], confirmed: Confirmed, now: datetime
) -> tuple[Left, ...]:
    """Register the sets in the new WORK and give back what left; NotCurrentError or RefusedError as below.

    Refused are sets that ended, a known id with other content, a claim on another owner's set, a set that
    leaves unconfirmed, and a confirmation of what does not leave.
    """
    old = Register() if new.old_acts is None else read_register(Acts(new.old_acts))
    for sealed in sets:
        if ended := _why_ended(sealed, old, confirmed):
            raise ended
    _refuse_unknown(confirmed.withdrawn, old)
    left = _leaving(new.old.inputs if new.old else (), sets, confirmed)
    _require_confirmed(left, confirmed)
    _register(new, sets, old, confirmed, left, now)
    return left


def ended_in(work: Path, confirmed: Confirmed) -> Callable[[SealedSet], NotCurrentError | None]:
    """Why a set must not be received into the folder WORK, for the door; raises as `read_register`.

    `receive_sets` asks again while it holds WORK: meanwhile another cross-check may have replaced it.
    """
    acts = acts_of(work)
    register = Register() if acts is None else read_register(Acts(acts))
    return lambda sealed: _why_ended(sealed, register, confirmed)


def _why_ended(sealed: SealedSet, register: Register, confirmed: Confirmed) -> NotCurrentError | None:
    """The refusal of a set that must not be received, again or at all."""
    name, set_id = str(sealed.path), sealed.set_id
    if by := register.superseded.get((sealed.authority, set_id)):
        return NotCurrentError(
            "a file was superseded earlier", where=name, why=f"{by} replaced it",
            remedy="use what its owner sealed last",
        )  # fmt: skip
    if set_id in register.withdrawn | confirmed.withdrawn:
        return NotCurrentError(
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


def _leaving(old: Sequence[Input], sets: Sequence[SealedSet], confirmed: Confirmed) -> tuple[Left, ...]:
    given = {sealed.set_id for sealed in sets}
    replaced = {(sealed.authority, name) for sealed in sets for name in sealed.manifest.supersedes}

    def why(old_set: Input) -> Leaving:
        if (old_set.authority, old_set.set_id) in replaced:
            return Leaving.SUPERSEDED
        return Leaving.WITHDRAWN if old_set.set_id in confirmed.withdrawn else Leaving.LEFT_OUT

    return tuple(
        Left(old_set.set_id, old_set.authority, why(old_set))
        for old_set in old
        if old_set.set_id not in given
    )


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


def _register(
    new: NewWork,
    sets: Sequence[SealedSet],
    old: Register,
    confirmed: Confirmed,
    left: Sequence[Left],
    now: datetime,
) -> None:
    """Carry the register on into the new WORK, with what was received and what left this time."""
    acts = Acts(new.acts_folder)
    if new.old_acts is not None:
        carry_on(Acts(new.old_acts), acts)
    said = [
        ReceivedSet(sealed.set_id, sealed.authority, sealed.sha256, sealed.manifest.supersedes)
        for sealed in sets
        if sealed.set_id not in old.received
    ]
    dropped = {leaving.set_id for leaving in left if leaving.why is Leaving.LEFT_OUT}
    append_sets(acts, Step.RECEIVED, said, now)
    append_sets(acts, Step.LEFT_OUT, [old.received[name] for name in sorted(dropped)], now)
    append_sets(acts, Step.WITHDRAWN, [old.received[name] for name in sorted(confirmed.withdrawn)], now)
