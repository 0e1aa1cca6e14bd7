"""Cases: a request with all that followed it; a pure function of the documents, whatever their order."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from mozaik.exchange.machine import REQUEST, Dated, Run, Stage, Step
from mozaik.exchange.request import Answer, Ground, Outcome, Request, Urgency
from mozaik.moments import moment_from_text, utc_text
from mozaik.parties import Authority

OPEN = (Stage.ASKED, Stage.PARTLY)
"""Stages in which the asked authority owes something."""


@dataclass(frozen=True, slots=True)
class Filed:
    """A request or an answer as it was sealed: its id, by whom, to whom, and when (UTC text)."""

    id: str
    sender: Authority
    recipients: tuple[str, ...]
    at: str
    content: Request | Answer


@dataclass(frozen=True, slots=True)
class Case:
    """A request and where it stands: who asked whom, when, by when, its answers in order.

    `foreign` are the ids of answers by somebody who was not asked, which change nothing.
    """

    id: str
    asker: Authority
    at: str
    request: Request
    clarified: tuple[Filed, ...]
    answers: tuple[Filed, ...]
    run: Run[Stage, Step]
    foreign: tuple[str, ...]

    @property
    def stage(self) -> Stage:
        """Where it stands."""
        return self.run.stage

    @property
    def answered_at(self) -> str:
        """When it was answered first, whether given, given partly or refused; empty before."""
        steps = (Step.GIVE, Step.GIVE_PARTLY, Step.REFUSE)
        return next((dated.at for dated in self.run.counted if dated.step in steps), "")

    @property
    def is_open(self) -> bool:
        """Whether the asked authority owes something."""
        return self.stage in OPEN

    @property
    def due(self) -> str:
        """By when an answer is owed, UTC text: as the request states, and later by every wait for the asker.

        From when clarification is asked until it is given the clock of who was asked stands still.
        """
        counted = self.run.counted
        waits = (
            moment_from_text(following.at) - moment_from_text(asked.at)
            for asked, following in pairwise(counted)
            if asked.step is Step.ASK_BACK
        )
        stated = self.request.answer_by
        try:
            return utc_text(moment_from_text(stated) + sum(waits, timedelta()))
        except OverflowError:  # whoever states the last day there is need not be waited for longer
            return stated

    def is_overdue(self, now: datetime) -> bool:
        """Whether an answer is owed and its time has passed."""
        return self.is_open and not self.answered_at and utc_text(now) > self.due

    def waits_for(self, authority: str) -> bool:
        """Whether an authority is to do something: to answer, or to make clearer what it asked."""
        if self.stage is Stage.CLARIFICATION:
            return authority == self.asker
        return self.stage in OPEN and authority == self.request.to

    @property
    def was_in_time(self) -> bool:
        """Whether it was answered by when it was due."""
        return bool(self.answered_at) and self.answered_at <= self.due


def cases_of(filed: Iterable[Filed]) -> tuple[Case, ...]:
    """All cases of these documents; those whose answer is due first stand first."""
    documents = {each.id: each for each in filed}
    cases = [
        _case(each, each.content, documents.values())
        for each in documents.values()
        if isinstance(each.content, Request) and not each.content.clarifies
    ]
    return tuple(sorted(cases, key=lambda case: (case.stage not in OPEN, case.due, case.id)))


def _case(asked: Filed, request: Request, documents: Iterable[Filed]) -> Case:
    clarified, answers, foreign = list[Filed](), list[Filed](), list[str]()
    for each in sorted(documents, key=lambda each: (each.at, each.id)):
        if isinstance(each.content, Request):
            if each.content.clarifies == asked.id and each.sender == asked.sender:
                clarified.append(each)
        elif each.content.request == asked.id:
            if each.sender == request.to and asked.sender in each.recipients:
                answers.append(each)
            else:
                foreign.append(each.id)
    steps = [Dated(each.at, each.id, Step.CLARIFY) for each in clarified]
    steps += [
        Dated(each.at, each.id, each.content.outcome.step)
        for each in answers
        if isinstance(each.content, Answer)
    ]
    return Case(
        asked.id,
        asked.sender,
        asked.at,
        request,
        tuple(clarified),
        tuple(answers),
        REQUEST.run(steps),
        tuple(foreign),
    )


@dataclass(frozen=True, slots=True)
class Statistics:
    """How many requests, by urgency, where they stand, why they were refused, and how many in time."""

    requests: int
    by_urgency: Mapping[Urgency, int]
    by_stage: Mapping[Stage, int]
    by_ground: Mapping[Ground, int]
    in_time: int
    late: int
    overdue: int


def statistics_of(cases: Iterable[Case], now: datetime) -> Statistics:
    """The figures of the yearly report on requests (after Directive (EU) 2023/977)."""
    listed = tuple(cases)
    grounds = [
        each.content.ground
        for case in listed
        for each in case.answers
        if isinstance(each.content, Answer)
        and each.content.ground is not Ground.NONE
        and each.content.outcome is Outcome.REFUSED
    ]
    return Statistics(
        len(listed),
        Counter(case.request.urgency for case in listed),
        Counter(case.stage for case in listed),
        Counter(grounds),
        sum(case.was_in_time for case in listed),
        sum(bool(case.answered_at) and not case.was_in_time for case in listed),
        sum(case.is_overdue(now) for case in listed),
    )
