"""Plan, conflict, raid: who is in whose way is told to the two owners, and to nobody once it is done."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from mozaik.desk import PlanState, Replacing, plan_conflicts, report_outcome, seal_plan
from mozaik.node import State
from mozaik.rehearsal.paperwork import to_toml
from mozaik.rehearsal.year.cast import Planned, plans_of
from mozaik.rehearsal.year.play import Play
from mozaik.rehearsal.year.truth import Step
from mozaik.seal import Kind, verify_sealed

BEFORE = timedelta(days=3)
"""How long before the raids their plans are sealed."""


def plan_raids(play: Play, now: datetime) -> None:
    """Both seal and send what they plan; at the joint node the owners are told what is in the way."""
    for planned in plans_of(play.parties, now + BEFORE):
        source = play.nodes.folder / "sources" / f"{planned.set_id}.toml"
        source.write_text(to_toml({"actions": [dict(planned.row)]}), encoding="utf-8")
        terms = play.stage.terms(planned.owner, planned.sheet)
        sealing = play.sealing(planned.owner, planned.set_id, terms, _file_of(play, planned), now)
        _number(play, planned, seal_plan([source], sealing).path, now)
    _bring_all(play, now)
    play.nodes.work(play.parties.joint, now)
    play.diary.note(Step.PLAN, play.parties.joint, _states(play))
    for name in play.parties.all:
        play.diary.note(Step.CONFLICT, name, _conflicts(play, name, now))


def raid(play: Play, now: datetime) -> None:
    """Both report what became of each action; then nothing is in anybody's way."""
    for planned in plans_of(play.parties, now):
        old = _file_of(play, planned)
        replacing = Replacing(old.with_suffix(".done"), play.key(planned.owner), now)
        report_outcome(old, planned.action, PlanState.CARRIED_OUT, now.date(), replacing, play.nodes.keys)
        _number(play, planned, replacing.output, now)
    _bring_all(play, now)
    play.nodes.work(play.parties.joint, now)
    play.diary.note(Step.RAID, play.parties.joint, _states(play))
    for name in play.parties.all:
        play.diary.note(Step.RAID, name, _conflicts(play, name, now))


def _number(play: Play, planned: Planned, sealed: Path, now: datetime) -> None:
    play.nodes.send(planned.owner, play.parties.joint, [sealed], now)


def _bring_all(play: Play, now: datetime) -> None:
    for owner in play.parties.national:
        play.nodes.exchange(owner, play.parties.joint, now)


def _file_of(play: Play, planned: Planned) -> Path:
    return play.nodes.folder / "sealed" / f"{planned.set_id}.plan"


def _states(play: Play) -> Iterator[str]:
    """The actions of all plans that stand at the joint node, and what became of each."""
    for listed in play.joint.index.listed():
        if listed.kind == Kind.PLAN and listed.state is State.ACCEPTED:
            verified = verify_sealed(play.joint.store.path_of(listed.sha256), play.nodes.keys)
            for action in json.loads(verified.read_member("plan.json"))["actions"]:
                states = ["planned", *(outcome["state"] for outcome in action["outcomes"])]
                yield f"{action['action_id']} {states[-1]}"


def _conflicts(play: Play, name: str, now: datetime) -> Iterator[str]:
    told = plan_conflicts(play.joint.folder, play.ask(name, now), play.nodes.keys)
    return (f"{each.kind} of {each.action_id} with {each.other}" for each in told.conflicts)
