"""Reading and judgement: joint hits go to a national node, are judged there, and count at the joint one."""

from datetime import datetime

from mozaik.desk import Status, Verdict, read
from mozaik.node import Looking, give_judgements, give_reading, judge_by_reading, look_at_reading
from mozaik.parties import PersonRef
from mozaik.rehearsal.mishap import not_played
from mozaik.rehearsal.stage import ANALYST
from mozaik.rehearsal.year.cast import CONTACT
from mozaik.rehearsal.year.play import REASON, Play, joint_name, line_of
from mozaik.rehearsal.year.truth import Step


def read_there(play: Play, now: datetime) -> None:
    """The joint node tells each national one what it may know; its analyst looks at that, at home."""
    for name in play.parties.national:
        give_reading(play.joint, play.ask_for(name, now), play.nodes.keys)
        play.nodes.exchange(play.parties.joint, name, now)
        known = look_at_reading(play.nodes.by_name[name], looking(play, name, now), play.nodes.keys)
        play.diary.note(Step.READING, name, map(line_of, known.hits))


def judge_there(play: Play, now: datetime) -> None:
    """The lead's analyst judges at home; afterwards everybody sees the same status, there and here."""
    lead = play.parties.lead
    node, there = play.nodes.by_name[lead], looking(play, lead, now)
    hits = look_at_reading(node, there, play.nodes.keys).hits
    verdicts = {hit.reference: Verdict.CONFIRM if CONTACT in hit.values else Verdict.REJECT for hit in hits}
    judge_by_reading(node, there, verdicts, play.key(lead), play.nodes.keys)
    give_judgements(node, joint_name(play), play.nodes.keys, now)
    play.nodes.exchange(lead, play.parties.joint, now)
    play.nodes.work(play.parties.joint, now)
    for name in play.parties.all:
        reading = read(play.joint.folder, play.ask(name, now), play.nodes.keys)
        statuses = {hit.reference: hit.status for hit in reading.hits}
        play.diary.note(Step.JUDGEMENT, name, (f"{line_of(h)} {h.status}" for h in reading.hits))
        if name in play.parties.national:
            _require_same(play, name, statuses, now)


def looking(play: Play, name: str, now: datetime) -> Looking:
    """The analyst of a national authority looks at what the joint node told it."""
    return Looking(joint_name(play), PersonRef.of(name, ANALYST), REASON, now)


def _require_same(play: Play, name: str, statuses: dict[str, Status], now: datetime) -> None:
    """RefusedError where a node knows other hits or another status than the joint node tells of them."""
    give_reading(play.joint, play.ask_for(name, now), play.nodes.keys)
    play.nodes.exchange(play.parties.joint, name, now)
    known = look_at_reading(play.nodes.by_name[name], looking(play, name, now), play.nodes.keys)
    if {hit.reference: hit.status for hit in known.hits} != statuses:
        raise not_played("a national node knows other hits than the joint one tells", name)
