"""Seize, contribute, hit: both seal what they found, their nodes send it, and the joint node compares it."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from mozaik.desk import Sealing, Seized, read, seal_item
from mozaik.node import sets_standing
from mozaik.rehearsal.year.cast import Seizure, seizures_of
from mozaik.rehearsal.year.play import Play, line_of
from mozaik.rehearsal.year.truth import Step


def seize_and_contribute(play: Play, now: datetime) -> None:
    """Seal what was seized, send it to the joint node, and let that compare it."""
    sealed = seize(play, now)
    contribute(play, sealed, now)


def seize(play: Play, now: datetime) -> dict[str, list[Path]]:
    """Write the sources of the action day and seal each; the sealed files by owner."""
    sealed: dict[str, list[Path]] = {name: [] for name in play.parties.national}
    for seizure in seizures_of(play.parties):
        path = seal_seizure(play, seizure, now)
        sealed[seizure.owner].append(path)
        play.diary.note(Step.SEIZE, seizure.owner, [seizure.set_id])
    return sealed


def seal_seizure(play: Play, seizure: Seizure, now: datetime) -> Path:
    """Write the files of an item as they were seized, and seal what triage finds in them."""
    source = play.nodes.folder / "sources" / seizure.set_id
    source.mkdir(parents=True)
    for name, content in seizure.files.items():
        (source / name).write_bytes(content)
    sealing = Sealing(
        output=play.nodes.folder / f"{seizure.set_id}.contribution",
        key=play.key(seizure.owner),
        terms=play.stage.terms(seizure.owner, seizure.sheet),
        register=play.stage.register,
        edition=play.nodes.operation.edition,
        moment=now,
        synthetic=True,
        set_id=seizure.set_id,
    )
    return seal_item(Seized(source, seizure.item), sealing, workers=1).path


def contribute(play: Play, sealed: dict[str, list[Path]], now: datetime) -> None:
    """Send all of it to the joint node, by numbers."""
    for name, files in sealed.items():
        play.nodes.send(name, play.parties.joint, files, now)
        play.nodes.exchange(name, play.parties.joint, now)
    play.nodes.work(play.parties.joint, now)
    standing = sets_standing(play.joint, play.nodes.keys)
    play.diary.note(Step.CONTRIBUTE, play.parties.joint, (sealed.set_id for sealed in standing))


def meet(play: Play, now: datetime) -> None:
    """Everybody asks at the joint node which hits it may know."""
    for name in play.parties.all:
        play.diary.note(Step.HIT, name, lines_told(play, name, now))


def lines_told(play: Play, name: str, now: datetime) -> Iterator[str]:
    """The hits that an authority may know at the joint node, in lines."""
    reading = read(play.joint.folder, play.ask(name, now), play.nodes.keys)
    return map(line_of, reading.hits)
