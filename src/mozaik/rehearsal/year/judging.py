"""Reading and judgement: joint hits go to a national node, are judged there, and count at the joint one."""

from datetime import datetime

from mozaik.desk import Verdict, read
from mozaik.node import give_judgements, give_reading, judge_by_reading, look_at_reading, news_from
from mozaik.rehearsal.year.again import knows_the_same
from mozaik.rehearsal.year.cast import HIDDEN, SHARED
from mozaik.rehearsal.year.play import Play
from mozaik.rehearsal.year.truth import Step

REJECTED = frozenset({f"digest file {SHARED}", f"digest file {HIDDEN}"})
"""What the lead's analyst rejects; the rest is confirmed."""


def read_there(play: Play, now: datetime) -> None:
    """The joint node tells each national one what it may know; its analyst looks at that, at home."""
    for name in play.parties.national:
        node = play.nodes.by_name[name]
        play.nodes.exchange(play.parties.joint, name, now)
        news = news_from(node, play.nodes.keys)
        play.diary.note(Step.NOTICE, name, (f"{sender} has something new" for sender in news))
        bring_reading(play, name, now)
        left = news_from(node, play.nodes.keys)
        play.diary.note(Step.NOTICE, name, (f"{sender} has not told all that is new" for sender in left))
        known = look_at_reading(play.nodes.by_name[name], play.look(name, now), play.nodes.keys)
        play.diary.note(Step.READING, name, map(play.line_of, known.hits))


def judge_there(play: Play, now: datetime) -> None:
    """The lead's analyst judges at home; afterwards everybody sees the same status, here and there."""
    lead = play.parties.lead
    node, looking = play.nodes.by_name[lead], play.look(lead, now)
    hits = look_at_reading(node, looking, play.nodes.keys).hits
    verdicts = {
        hit.reference: Verdict.REJECT if play.line_of(hit) in REJECTED else Verdict.CONFIRM for hit in hits
    }
    judge_by_reading(node, looking, verdicts, play.key(lead), play.nodes.keys)
    give_judgements(node, play.joint_name, play.nodes.keys, now)
    play.nodes.exchange(lead, play.parties.joint, now)
    play.nodes.work(play.parties.joint, now)
    for name in play.parties.all:
        reading = read(play.joint.folder, play.ask(name, now), play.nodes.keys)
        play.diary.note(Step.JUDGEMENT, name, (f"{play.line_of(hit)} {hit.status}" for hit in reading.hits))
    for name in play.parties.national:
        bring_reading(play, name, now)
        if knows_the_same(play, name, now):
            play.diary.note(Step.JUDGEMENT, name, ["the same at home"])


def bring_reading(play: Play, name: str, now: datetime) -> None:
    """Let the joint node tell a national one what is new for it, and carry that there."""
    give_reading(play.joint, play.ask_for(name, now), play.nodes.keys)
    play.nodes.exchange(play.parties.joint, name, now)
