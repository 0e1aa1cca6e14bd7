"""Alarms: a child may be in danger now. They go to who is on call, and say by when the child is referred."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from mozaik.acts import SentFile
from mozaik.errors import RefusedError
from mozaik.exchange import DANGER, Alarm, Safeguarding, Sealed, Urgent, alarms_of
from mozaik.moments import after_all, utc_day, utc_text
from mozaik.node.documents import documents_of, keep_document, send_kept
from mozaik.node.place import Node
from mozaik.node.sending import Reached, reach
from mozaik.node.signed_here import Unsigned
from mozaik.node.signing import require_own_signer
from mozaik.operation import Expert, Operation, participant_on
from mozaik.parties import Authority
from mozaik.seal import Kind, SigningKey, TrustStore


@dataclass(frozen=True, slots=True)
class Concerned:
    """Whom an alarm about a country goes to: experts, and the authorities to which it is sent."""

    experts: tuple[Expert, ...]
    authorities: tuple[Authority, ...]


@dataclass(frozen=True, slots=True)
class AlarmRaised:
    """An alarm that was sealed: its id, by when the child is referred, whom it goes to, what was sent.

    `unreached` are those for whom no key is known: somebody must call them.
    """

    id: str
    refer_by: str
    experts: tuple[Expert, ...]
    sent: tuple[SentFile, ...]
    unreached: tuple[Authority, ...]


def concerned(operation: Operation, country: Authority, day: date) -> Concerned:
    """The experts of a country on call on a day, else all of it, else its participants without an expert.

    RefusedError for a country that nobody of the operation is of.
    """
    taking_part = [
        each.authority
        for each in operation.participants
        if each.authority.country == country and participant_on(operation, each.authority, day)
    ]
    experts = [each for each in operation.experts if each.person.authority in taking_part]
    chosen = [each for each in experts if each.is_on_call(day)] or experts
    authorities = sorted({each.person.authority for each in chosen} or set(taking_part))
    if not authorities:
        raise RefusedError(
            "nobody of this country takes part",
            where=country,
            remedy="call its contact authority; lead and coordinator have the numbers",
        )
    return Concerned(tuple(sorted(chosen, key=lambda each: each.person)), tuple(authorities))


def raise_alarm(node: Node, urgent: Urgent, key: SigningKey, trust: TrustStore, now: datetime) -> AlarmRaised:
    """Seal that a child may be in danger now, and send it to who is on call in the country concerned.

    Experts and the moment by which the child is referred follow from the operation file in force. A key that
    is missing stops no alarm. Raises as `concerned`; nothing is sealed then.
    """
    require_own_signer(node, key, trust)
    meant = concerned(node.operation, urgent.country, utc_day(now))
    content = _with_clock(node, urgent, meant, now)
    reached, unreached = _reach_all(node, meant.authorities, trust, now)
    sha256 = keep_document(node, content, meant.authorities, now, key)
    sent = tuple(send_kept(node, sha256, each, now) for each in reached)
    return AlarmRaised(node.store.manifest_of(sha256).id, content.refer_by, meant.experts, sent, unreached)


def unsigned_alarm(node: Node, urgent: Urgent, now: datetime) -> Unsigned:
    """An alarm as its person signs it elsewhere, with experts and clock as `raise_alarm` states them."""
    meant = concerned(node.operation, urgent.country, utc_day(now))
    return Unsigned(_with_clock(node, urgent, meant, now), meant.authorities, now)


def say_done(
    node: Node, done: Safeguarding, key: SigningKey, trust: TrustStore, now: datetime
) -> tuple[SentFile, ...]:
    """Seal what was done about an alarm, and send it to all whom the alarm is between.

    RefusedError for an alarm that this authority has no part in, and for a step that cannot follow.
    """
    require_own_signer(node, key, trust)
    unsigned = unsigned_safeguarding(node, done, trust, now)
    reached, _ = _reach_all(node, unsigned.recipients, trust, now)
    sha256 = keep_document(node, unsigned.content, unsigned.recipients, unsigned.at, key)
    return tuple(send_kept(node, sha256, each, now) for each in reached)


def unsigned_safeguarding(node: Node, done: Safeguarding, trust: TrustStore, now: datetime) -> Unsigned:
    """What was done about an alarm as its person signs it elsewhere; raises as `say_done`.

    It is of a moment after all that was said of the alarm, whatever the clocks of the nodes.
    """
    own = done.by.authority
    alarm = alarm_for(node, own, done.urgent, trust)
    if not DANGER.allows(alarm.run.stage, done.did):
        raise RefusedError(
            "this cannot follow",
            where=alarm.id,
            why=f"the alarm stands at {alarm.run.stage}",
            remedy="see what was done: mozaik urgent list; raise another alarm if a child is in danger",
        )
    at = after_all(now, (alarm.at, *(each.at for each in alarm.done)))
    parties = tuple(map(Authority, sorted({alarm.sender, *alarm.recipients})))
    others = tuple(name for name in parties if name != own)
    return Unsigned(replace(done, urgent=alarm.id), others or parties, at)


def alarms(node: Node, trust: TrustStore) -> tuple[Alarm, ...]:
    """The alarms that the authority of this node raised or was sent: open ones first, by their clocks."""
    return alarms_for(node, node.authority, trust)


def alarms_for(node: Node, authority: Authority, trust: TrustStore) -> tuple[Alarm, ...]:
    """The alarms that an authority raised or was sent, as this node keeps them: open ones first."""
    sealed: list[Sealed] = []
    for kind, form in ((Kind.URGENT, Urgent), (Kind.SAFEGUARDING, Safeguarding)):
        for stored in documents_of(node, kind, form, trust):
            said, content = stored.manifest, stored.content
            mine = authority in (said.sender, *said.recipients)
            if mine and isinstance(content, Urgent | Safeguarding) and content.by.authority == said.sender:
                sealed.append(Sealed(said.id, said.sender, said.recipients, said.created_at, content))
    return alarms_of(sealed)


def alarm_of(node: Node, name: str, trust: TrustStore) -> Alarm:
    """The one alarm of this node's authority whose id is written so, or ends so; raises as `alarm_for`."""
    return alarm_for(node, node.authority, name, trust)


def alarm_for(node: Node, authority: Authority, name: str, trust: TrustStore) -> Alarm:
    """The one alarm of an authority whose id is written so, or ends so; RefusedError for none or several."""
    named = _named(alarms_for(node, authority, trust), name)
    if len(named) != 1:
        raise RefusedError(
            "no single alarm has this id", where=name, remedy="take one from: mozaik urgent list"
        )
    return named[0]


def _with_clock(node: Node, urgent: Urgent, meant: Concerned, now: datetime) -> Urgent:
    refer_by = utc_text(now + timedelta(hours=node.operation.clocks.urgent_hours))
    return replace(urgent, experts=tuple(each.person for each in meant.experts), refer_by=refer_by)


def _reach_all(
    node: Node, names: Sequence[Authority], trust: TrustStore, now: datetime
) -> tuple[list[Reached], tuple[Authority, ...]]:
    """How others are reached, and those for whom no key is known."""
    reached, unreached = list[Reached](), list[Authority]()
    for name in names:
        if name != node.authority:
            try:
                reached.append(reach(node, name, trust, now))
            except RefusedError:
                unreached.append(name)
    return reached, tuple(unreached)


def _named(known: Sequence[Alarm], name: str) -> list[Alarm]:
    return [alarm for alarm in known if alarm.id == name or alarm.id.endswith(f".{name}")]
