"""Judging by a reading: what a person signed elsewhere counts here as if it had been said here."""

from mozaik.acts import checked_judgement, take_judgement
from mozaik.errors import RefusedError
from mozaik.release.asking import Asking
from mozaik.release.judge import owed_notes
from mozaik.release.kept import view_for
from mozaik.release.log import logging
from mozaik.release.work import Work
from mozaik.seal import SignedStatement


def take_judgement_of(work: Work, signed: SignedStatement, asking: Asking) -> None:
    """Take in a judgement that a person signed elsewhere, by the reference that a reading told.

    RefusedError for a reference that names no hit of its authority now, in the words of `judge`, for a note
    (H3) that the person has not read, and when it cannot be logged; raises as `check_statement`.
    """
    said = checked_judgement(signed, work.trust, "a judgement that came")
    view = view_for(work, asking)
    places = view.places_like(said.reference)
    if len(places) != 1:
        raise RefusedError(
            "no hit of yours has this reference",
            why="what it was about is not told any more, or not yet",
            remedy="it is looked for again after the next cross-check",
        )
    (hit,) = view.hits_at(places)
    read = {(note.owner, note.note) for note in said.acknowledged}
    if any(stated.note not in read for stated in owed_notes(view.lens, view.holders_of([hit])[0])):
        raise RefusedError(
            "the hit is under H3: somebody must read the owner's note first",
            remedy="judge it again from the reading, with --acknowledge",
        )
    with logging(work):
        take_judgement(work.acts, signed, hit["hit_id"].hex(), work.trust, asking.now)
