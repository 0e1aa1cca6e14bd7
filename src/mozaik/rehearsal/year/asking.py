"""Ticket, request, answer: the lead asks the participant about a ticket and about a contact."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from mozaik.desk import rows_asked
from mozaik.errors import RefusedError
from mozaik.exchange import (
    Answer,
    AskedSelector,
    Case,
    Ground,
    Outcome,
    Request,
    Urgency,
    answer_by,
)
from mozaik.node import answer, ask, case_of, cases, hits_of, look_at_reading
from mozaik.parties import Authority, PersonRef
from mozaik.rehearsal.mishap import not_played
from mozaik.rehearsal.stage import ANALYST
from mozaik.rehearsal.year.cast import PRIVATE, SHARED, given_in_answer, kept_at_home
from mozaik.rehearsal.year.contributing import seal_seizure, sets_at
from mozaik.rehearsal.year.play import Play
from mozaik.rehearsal.year.truth import Step
from mozaik.terms import Handling, Purpose

TICKET, PERSON, DANGER = "ticket", "contact", "third question"
"""The references of the lead's three requests."""


def ask_about_ticket(play: Play, now: datetime) -> None:
    """The lead has a ticket of a hit and asks its owner, who sees at the joint node what it stands for."""
    lead, other, joint = play.parties.all
    ticket = ticket_of_shared(play, now)
    _ask(play, replace(_question(play, TICKET, now), ticket=ticket), now)
    for reader, asker in ((other, lead), (lead, other), (joint, lead), (other, joint)):
        play.diary.note(Step.TICKET, reader, _rows_behind(play, reader, asker, ticket, now))


def ask_about_contact(play: Play, now: datetime) -> None:
    """The lead asks about a contact that the participant never contributed, and holds at home alone."""
    other = play.parties.other
    play.nodes.keep(other, [seal_seizure(play, kept_at_home(play.parties), now)], now)
    _ask(play, _question(play, PERSON, now), now, AskedSelector("email", PRIVATE))
    play.nodes.work(other, now)
    case = _case(play, other, PERSON)
    hits = hits_of(play.nodes.by_name[other], case, play.ask(other, now), play.nodes.keys)
    play.diary.note(Step.REQUEST, other, (f"{case.asker} asks about {play.line_of(hit)}" for hit in hits))
    _ask(play, _question(play, DANGER, now), now)
    for name in play.parties.all:
        known = cases(play.nodes.by_name[name], play.nodes.keys)
        play.diary.note(Step.REQUEST, name, (_line_of(each) for each in known))


def answer_all(play: Play, now: datetime) -> None:
    """One is asked back, made clear, given partly and then wholly; one is given; one is refused."""
    lead, other = play.parties.national
    _answer(play, TICKET, Outcome.CLARIFICATION, now)
    play.nodes.exchange(other, lead, now)
    _ask(play, replace(_question(play, TICKET, now), clarifies=_case(play, lead, TICKET).id), now)
    _answer(play, TICKET, Outcome.PARTLY, now, Ground.INVESTIGATION)
    given = given_in_answer(play.parties)
    play.nodes.send(other, lead, [seal_seizure(play, given, now)], now)
    _answer(play, TICKET, Outcome.GIVEN, now, facts=given.set_id)
    _answer(play, PERSON, Outcome.GIVEN, now)
    _answer(play, DANGER, Outcome.REFUSED, now, Ground.SAFETY)
    play.nodes.exchange(other, lead, now)
    for name in play.parties.all:
        node = play.nodes.by_name[name]
        known = cases(node, play.nodes.keys)
        play.diary.note(Step.ANSWER, name, (_line_of(case) for case in known))
        play.diary.note(Step.ANSWER, name, (f"has {each}" for each in sets_at(node) if each == given.set_id))


def _question(play: Play, reference: str, now: datetime) -> Request:
    lead, other = play.parties.national
    return Request(
        to=Authority(other),
        by=PersonRef.of(lead, ANALYST),
        purpose=Purpose.EXCHANGE,
        legal_basis="court order (invented)",
        urgency=Urgency.URGENT,
        answer_by=answer_by(now, Urgency.URGENT, play.nodes.operation.clocks),
        handling=(Handling.H0,),
        grade="A2",
        question="What more is known? (invented)",
        own_reference=reference,
    )


def _ask(play: Play, request: Request, now: datetime, *selectors: AskedSelector) -> None:
    lead, other = play.parties.national
    ask(play.nodes.by_name[lead], request, selectors, play.key(lead), play.nodes.keys, now)
    play.nodes.exchange(lead, other, now)


def _answer(
    play: Play, reference: str, outcome: Outcome, now: datetime, ground: Ground = Ground.NONE, facts: str = ""
) -> None:
    other = play.parties.other
    content = Answer(
        request=_case(play, other, reference).id,
        by=PersonRef.of(other, ANALYST),
        outcome=outcome,
        ground=ground,
        text="an invented answer",
        handling=(Handling.H0,),
        grade="A2",
        own_reference="7",
        facts=facts,
    )
    answer(play.nodes.by_name[other], content, play.key(other), play.nodes.keys, now)


def _case(play: Play, name: str, reference: str) -> Case:
    """The case of a node by the lead's reference."""
    known = cases(play.nodes.by_name[name], play.nodes.keys)
    named = next((case for case in known if case.request.own_reference == reference), None)
    if named is None:
        raise not_played("a request did not come to a node of the year", name)
    return case_of(play.nodes.by_name[name], named.id, play.nodes.keys)


def _line_of(case: Case) -> str:
    steps = ", ".join(["", *(dated.step for dated in case.run.counted)])
    return f"{case.asker} asked about {case.request.own_reference}{steps}"


def ticket_of_shared(play: Play, now: datetime) -> str:
    """The ticket that the lead was given for the participant's side of the shared file."""
    lead = play.parties.lead
    known = look_at_reading(play.nodes.by_name[lead], play.look(lead, now), play.nodes.keys)
    shared = [hit for hit in known.hits if play.line_of(hit) == f"digest file {SHARED}"]
    tickets = [holder.ticket for hit in shared for holder in hit.holders if holder.ticket]
    if len(tickets) != 1:
        raise not_played("the lead was not given the one ticket that is planted", f"it has {len(tickets)}")
    return tickets[0]


def _rows_behind(play: Play, reader: str, asker: str, ticket: str, now: datetime) -> Iterator[str]:
    """The own rows that a reader sees behind a ticket of somebody; nothing where it is refused."""
    try:
        rows = rows_asked(play.joint.folder, play.ask(reader, now), Authority(asker), ticket, play.nodes.keys)
    except RefusedError:
        return
    yield from (f"{asker} asks about a row of {row.set_id}" for row in rows)
