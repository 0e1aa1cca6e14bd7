"""Alarms as people read them: in a line or two, before everything else in every list of a node."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mozaik.files import NODE_FILE
from mozaik.seal import TrustStore
from mozaik.visible import visible_line

if TYPE_CHECKING:
    from mozaik.exchange import Alarm


def say_alarms(place: Path, trust: TrustStore, at: datetime, reader: str = "") -> None:
    """Print the open alarms at a node, all or those of a reader, above a list."""
    for line in alarm_lines(open_alarms(place, trust, reader), at):
        click.echo(line)


def open_alarms(place: Path, trust: TrustStore, reader: str = "") -> "tuple[Alarm, ...]":
    """The open alarms at a node, all or those of a reader; none for a WORK that is no node's."""
    if not (place / NODE_FILE).is_file():
        return ()
    from mozaik.node import alarms, open_node  # a WORK by itself needs none of it

    return tuple(
        alarm
        for alarm in alarms(open_node(place), trust)
        if alarm.is_open and reader in ("", alarm.sender, *alarm.recipients)
    )


def alarm_lines(alarms_open: "tuple[Alarm, ...]", at: datetime) -> Iterator[str]:
    """What stands above every list, followed by an empty line; nothing where no child is in danger."""
    for alarm in alarms_open:
        yield alarm_line(alarm, at)
    if alarms_open:
        yield ""


def alarm_line(alarm: "Alarm", at: datetime) -> str:
    """One alarm: where, since when, who is to act, where it stands, by when the child is referred."""
    urgent = alarm.urgent
    experts = ", ".join(urgent.experts) or ", ".join(alarm.recipients)
    clock = "OVERDUE since" if alarm.is_overdue(at) else "refer by"
    due = f"; {clock} {urgent.refer_by}" if alarm.is_open and not alarm.referrals else ""
    head = f"URGENT: a child may be in danger now, {urgent.country}" if alarm.is_open else "settled"
    return f"{head}: {alarm.id}, {alarm.run.stage}, to {experts}{due}"


def told_of(alarm: "Alarm", at: datetime) -> Iterator[str]:
    """All of an alarm, as people read it."""
    urgent = alarm.urgent
    yield alarm_line(alarm, at)
    yield f"  raised by {urgent.by} at {alarm.at}; {visible_line(urgent.own_reference)}"
    yield f"  {', '.join(urgent.handling)}, grade {urgent.grade}; {visible_line(urgent.legal_basis)}"
    yield f"  {visible_line(urgent.what)}"
    for referral in alarm.referrals:
        yield f"  referred to {visible_line(referral.to)} at {referral.at} by {referral.by}"
    for dated in alarm.run.counted:
        yield f"  {dated.at} {dated.step}: {dated.id}"
    for dated in alarm.run.late:
        yield f"  too late, and without effect: {dated.id}"
