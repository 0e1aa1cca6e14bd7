"""Bad weather: a file is lost, one comes twice, one late, one cut, one at the wrong node; in any order.

Each gap is named while it is there. What is wrong gets one sentence and changes nothing. What was lost waits
at its sender until it is confirmed, and so comes with the next stick.
"""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from mozaik.exchange import said_of
from mozaik.node import pairs_of
from mozaik.rehearsal.year.play import Play
from mozaik.rehearsal.year.truth import Step


def through_bad_weather(play: Play, now: datetime) -> None:
    """Carry to the joint node what both have numbered for it, until all of it has come."""
    lead, other, joint = play.parties.all
    _, *from_lead = play.nodes.waiting(lead, joint, now)
    late, *from_other = play.nodes.waiting(other, joint, now)
    arriving = [*from_lead, *from_other, play.rolled.choice(from_lead)]
    play.rolled.shuffle(arriving)
    play.nodes.keep(joint, arriving, now)
    play.diary.note(Step.WEATHER, joint, _gaps(play))
    _bring_wrong_ones(play, late, now)
    play.nodes.keep(joint, [late], now)
    play.diary.note(Step.WEATHER, joint, _gaps(play))
    play.nodes.exchange(joint, lead, now)
    open_numbers = next(pair.confirmed.open for pair in pairs_of(play.nodes.by_name[lead], play.nodes.keys))
    play.diary.note(Step.WEATHER, lead, (f"no. {number} is to be sent again" for number in open_numbers))
    for name in play.parties.national:
        play.nodes.exchange(name, joint, now)
    play.diary.note(Step.WEATHER, joint, _gaps(play))


def _bring_wrong_ones(play: Play, file: Path, now: datetime) -> None:
    """A file that was cut on its way, and one that is for another node."""
    cut = play.nodes.folder / file.name
    cut.write_bytes(file.read_bytes()[:-9])
    for name, wrong, what in (
        (play.parties.joint, cut, "a file that was cut"),
        (play.parties.lead, file, "a file for another node"),
    ):
        before = play.nodes.state(name)
        (received,) = play.nodes.take(name, [wrong], now)
        if received.is_refused and play.nodes.state(name) == before:
            play.diary.note(Step.WEATHER, name, [f"refuses {what}, and stays as it was"])
    cut.unlink()


def _gaps(play: Play) -> Iterator[str]:
    return (f"of {pair.authority}: {said_of(pair.came)}" for pair in pairs_of(play.joint, play.nodes.keys))
