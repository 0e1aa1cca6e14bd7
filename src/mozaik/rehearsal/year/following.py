"""Outcome, alarm: what came of a package reaches who sent it, and a child in danger who can help."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from mozaik.exchange import (
    Followed,
    Help,
    PackageOutcome,
    PackageStatus,
    Referral,
    Safeguarding,
    Urgent,
)
from mozaik.moments import utc_text
from mozaik.node import alarms, packages_followed, raise_alarm, report_after_package, say_done
from mozaik.parties import Authority, PersonRef
from mozaik.rehearsal.stage import ANALYST
from mozaik.rehearsal.year.packing import package_at
from mozaik.rehearsal.year.play import Play
from mozaik.rehearsal.year.truth import Step
from mozaik.terms import Handling

CAME_OF_IT = ((PackageStatus.SAFEGUARDED, 3), (PackageStatus.TAKEN_UP, 9), (PackageStatus.CONVICTED, 0))
"""What came of the lead's package, each so many days before it was reported: not in the order of the days."""
DONE = (Help.TAKE, Help.REFER, Help.SAFE)


def follow_up(play: Play, now: datetime) -> None:
    """The lead reports what came of its package, late and in any order; the joint node follows that."""
    lead, _, joint = play.parties.all
    for status, days in CAME_OF_IT:
        outcome = PackageOutcome(
            package=package_at(play, lead),
            by=PersonRef.of(lead, ANALYST),
            status=status,
            on=(now - timedelta(days=days)).date(),
            references=(),
            text="",
            handling=(Handling.H0,),
            grade="A2",
            own_reference="YEAR",
        )
        report_after_package(play.nodes.by_name[lead], outcome, play.key(lead), play.nodes.keys, now)
    play.nodes.exchange(lead, joint, now)
    for name in play.parties.all:
        followed = packages_followed(play.nodes.by_name[name], play.nodes.keys)
        said = map(_line_of, followed)
        play.diary.note(Step.OUTCOME, name, said)


def _line_of(package: Followed) -> str:
    statuses = [outcome.content.status for outcome in package.outcomes]
    return f"package of {package.recipient} {package.run.stage}{_in_a_row(statuses)}"


def raise_and_help(play: Play, now: datetime) -> None:
    """The coordinator sees a child in danger in the participant's country, which takes it on and helps."""
    _, other, joint = play.parties.all
    urgent = Urgent(
        country=Authority(Authority(other).country),
        experts=(),
        by=PersonRef.of(joint, ANALYST),
        what="a child speaks of today (invented)",
        package="",
        references=(),
        legal_basis="vital interests (invented)",
        handling=(Handling.H0,),
        grade="B2",
        own_reference="YEAR",
        refer_by=utc_text(now),
    )
    raise_alarm(play.joint, urgent, play.key(joint), play.nodes.keys, now)
    play.nodes.exchange(joint, other, now)
    for help_given in DONE:
        _say(play, help_given, now)
    play.nodes.exchange(other, joint, now)
    for name in play.parties.all:
        known = alarms(play.nodes.by_name[name], play.nodes.keys)
        said = (f"alarm {each.run.stage}{_in_a_row([s.step for s in each.run.counted])}" for each in known)
        play.diary.note(Step.URGENT, name, said)


def _say(play: Play, help_given: Help, now: datetime) -> None:
    other = play.parties.other
    person = PersonRef.of(other, ANALYST)
    (alarm,) = alarms(play.nodes.by_name[other], play.nodes.keys)
    referral = Referral("centre for social work (invented)", utc_text(now), person)
    done = Safeguarding(
        urgent=alarm.id,
        by=person,
        did=help_given,
        referral=referral if help_given is Help.REFER else None,
        text="done (invented)",
        handling=(Handling.H0,),
        grade="A1",
        own_reference="9",
    )
    say_done(play.nodes.by_name[other], done, play.key(other), play.nodes.keys, now)


def _in_a_row(steps: Sequence[str]) -> str:
    return "".join(f", {step}" for step in steps)
