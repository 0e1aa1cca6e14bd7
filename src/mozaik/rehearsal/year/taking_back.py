"""Withdrawal, recall: the participant takes a set back, and whoever was told of it forgets that by name."""

from collections.abc import Iterator
from datetime import datetime

from mozaik.node import look_at_reading, recalls_of, withdraw_everywhere
from mozaik.rehearsal.year.cast import taken_back
from mozaik.rehearsal.year.contributing import lines_told, sets_compared
from mozaik.rehearsal.year.play import Play
from mozaik.rehearsal.year.truth import Step


def withdraw(play: Play, now: datetime) -> None:
    """The participant takes a set back, everywhere; the joint node compares what is left."""
    other, joint = play.parties.other, play.parties.joint
    sets = (taken_back(play.parties).set_id,)
    why = "a court took the order back (invented)"
    withdraw_everywhere(play.nodes.by_name[other], sets, why, play.key(other), play.nodes.keys, now)
    play.nodes.exchange(other, joint, now)
    play.nodes.work(joint, now)
    play.diary.note(Step.WITHDRAWAL, joint, (f"compares {name}" for name in sets_compared(play)))
    for name in play.parties.all:
        play.diary.note(Step.WITHDRAWAL, name, lines_told(play, name, now))


def recall(play: Play, now: datetime) -> None:
    """Every reader is told which hits to forget, in which files, and its receipt says that it was."""
    for name in play.parties.national:
        play.nodes.exchange(play.parties.joint, name, now)
        node = play.nodes.by_name[name]
        known = look_at_reading(node, play.look(name, now), play.nodes.keys)
        play.diary.note(Step.RECALL, name, (f"still knows {play.line_of(hit)}" for hit in known.hits))
        play.diary.note(Step.RECALL, name, _recalled(play, name, now))
    given = recalls_of(play.joint, play.nodes.keys, now)
    confirmed = (f"{each.recipient} has its recall" for each in given if each.confirmed)
    play.diary.note(Step.RECALL, play.parties.joint, confirmed)


def _recalled(play: Play, name: str, now: datetime) -> Iterator[str]:
    """Of which kinds of files the recalls that came to a node take something back."""
    node = play.nodes.by_name[name]
    kinds = {listed.id: listed.kind for listed in node.index.listed()}
    for each in recalls_of(node, play.nodes.keys, now):
        for file in each.recall.files:
            yield f"a {kinds.get(file, 'file that it never had')} is recalled"
