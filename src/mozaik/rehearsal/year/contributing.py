"""Seize, contribute, hit: both seal what they seized, their nodes send it, and the joint node compares it."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from mozaik.desk import Seized, read, seal_item, seal_records
from mozaik.node import Node, State, sets_standing
from mozaik.rehearsal.paperwork import to_toml
from mozaik.rehearsal.year.cast import Seizure, seizures_of, series_rows, series_set
from mozaik.rehearsal.year.play import Play
from mozaik.rehearsal.year.truth import Step
from mozaik.rehearsal.year.weather import through_bad_weather
from mozaik.seal import Kind


def seize(play: Play, now: datetime) -> None:
    """Seal what was seized and the series that it belongs to; the nodes number it for the joint one."""
    for owner in play.parties.national:
        seized = [each for each in seizures_of(play.parties) if each.owner == owner]
        sealed = [seal_seizure(play, each, now) for each in seized] + [_seal_series(play, owner, now)]
        play.nodes.send(owner, play.parties.joint, sealed, now)
        play.diary.note(Step.SEIZE, owner, sets_at(play.nodes.by_name[owner]))


def contribute(play: Play, now: datetime) -> None:
    """All of it comes to the joint node, through bad weather, and is compared."""
    through_bad_weather(play, now)
    play.nodes.work(play.parties.joint, now)
    play.diary.note(Step.CONTRIBUTE, play.parties.joint, sets_compared(play))
    for name in play.parties.all:
        play.diary.note(Step.HIT, name, lines_told(play, name, now))


def seal_seizure(play: Play, seizure: Seizure, now: datetime) -> Path:
    """Write the files of an item as they were seized, and seal what triage finds in them."""
    source = play.nodes.folder / "sources" / seizure.set_id
    source.mkdir(parents=True)
    for name, content in seizure.files.items():
        (source / name).write_bytes(content)
    output = play.nodes.folder / "sealed" / f"{seizure.set_id}.contribution"
    terms = play.stage.terms(seizure.owner, seizure.sheet)
    sealing = play.sealing(seizure.owner, seizure.set_id, terms, output, now)
    return seal_item(Seized(source, seizure.item), sealing, workers=1).path


def sets_at(node: Node) -> Iterator[str]:
    """The contributions that stand at a node."""
    return (
        listed.id or ""
        for listed in node.index.listed()
        if listed.kind == Kind.CONTRIBUTION and listed.state is State.ACCEPTED
    )


def sets_compared(play: Play) -> Iterator[str]:
    """The contributions that the joint node compares."""
    return (sealed.set_id for sealed in sets_standing(play.joint, play.nodes.keys))


def lines_told(play: Play, name: str, now: datetime) -> Iterator[str]:
    """The hits that an authority may know at the joint node, in lines."""
    reading = read(play.joint.folder, play.ask(name, now), play.nodes.keys)
    return map(play.line_of, reading.hits)


def _seal_series(play: Play, owner: str, now: datetime) -> Path:
    source = play.nodes.folder / "sources" / f"{series_set(owner)}.toml"
    source.write_text(to_toml(series_rows(owner)), encoding="utf-8")
    output = play.nodes.folder / "sealed" / f"{series_set(owner)}.contribution"
    terms = play.stage.terms(owner, "records")
    return seal_records([source], play.sealing(owner, series_set(owner), terms, output, now)).path
