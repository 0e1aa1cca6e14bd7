"""Asking and answering: prepared here, signed in the browser, sealed and kept here."""

from collections.abc import Mapping
from datetime import datetime

from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from mozaik.errors import InvalidInputError, RefusedError
from mozaik.exchange import Answer, Case, Change, Ground, Outcome, Request, TermsChange, Urgency, answer_by
from mozaik.hub import clock, floor
from mozaik.hub.models import Account, account_of
from mozaik.hub.stepping_up import needs_step_up
from mozaik.hub.to_sign import Prepared, Returned, offered, returned
from mozaik.hub.views.reason import needs_reason
from mozaik.hub.views.requests import CODES, GRADES, own_rows
from mozaik.node import (
    AmendedRow,
    Unsigned,
    bytes_of,
    case_for,
    take_signed,
    unsigned_answer,
    unsigned_request,
    unsigned_terms,
)
from mozaik.parties import Authority, is_authority
from mozaik.seal import Role, Signature
from mozaik.terms import Disclosure, Handling, Purpose
from mozaik.wording import say


def _words(kinds: list[str]) -> list[tuple[str, str]]:
    return [(word, word) for word in kinds]


class Conditions(forms.Form):
    """The terms under which a document is sent, and one's own reference."""

    reference = forms.CharField(max_length=200)
    handling = forms.MultipleChoiceField(choices=_words(CODES), required=False)
    grade = forms.ChoiceField(choices=_words(GRADES))


class AskForm(Conditions):
    """Whom one asks what, how soon, on what law."""

    to = forms.CharField(max_length=32)
    ticket = forms.CharField(max_length=18)
    question = forms.CharField(max_length=2000)
    urgency = forms.ChoiceField(choices=_words([str(word) for word in Urgency]))
    legal_basis = forms.CharField(max_length=200)


class AnswerForm(Conditions):
    """What one answers, and what the asker is told of one's rows from now on, until when."""

    outcome = forms.ChoiceField(choices=_words([str(word) for word in Outcome]))
    ground = forms.ChoiceField(choices=_words([str(word) for word in Ground if word]), required=False)
    text = forms.CharField(max_length=2000)
    level = forms.ChoiceField(choices=_words(["full"]), required=False)
    until = forms.DateField(required=False)


@require_POST
@needs_step_up
def prepare_request(request: HttpRequest) -> HttpResponse:
    """What the person signs to ask another authority."""
    told, moment = _told(AskForm(request.POST)), clock.now()
    content = _request_of(_asker(request), told, moment)
    says = [
        say("hub.sign.ask", to=content.to, moment=content.answer_by),
        content.question,
        say("hub.sign.by", person=content.by),
        say("hub.sign.ask.learn", to=content.to),
    ]
    return _offer(request, unsigned_request(content, moment), says, told)


@require_POST
@needs_step_up
def complete_request(request: HttpRequest) -> HttpResponse:
    """Seal and keep the request that was signed."""
    back = returned(request)
    content = _request_of(_asker(request), back.about, back.at)
    _take(unsigned_request(content, back.at), back)
    return JsonResponse({"done": reverse("requests")})


@require_POST
@needs_reason
@needs_step_up
def prepare_answer(request: HttpRequest, set_id: str) -> HttpResponse:
    """What the owner's person signs first: what the asker is told of its rows, or the answer itself."""
    told = _told(AnswerForm(request.POST))
    return _offer_answer(request, set_id, {**told, "step": "terms" if told["level"] else "answer"})


@require_POST
@needs_reason
@needs_step_up
def complete_answer(request: HttpRequest, set_id: str) -> HttpResponse:
    """Keep what was signed; after the terms the answer is signed."""
    back = returned(request)
    if back.about.get("request") != set_id:
        raise RefusedError("this was signed for another request", remedy="open the request again")
    unsigned = _answering(request, set_id, back.about, back.at)
    _take(unsigned, back)
    if back.about["step"] == "terms":
        return _offer_answer(request, set_id, {**back.about, "step": "answer"})
    return JsonResponse({"done": reverse("request", args=[set_id])})


def _offer_answer(request: HttpRequest, set_id: str, told: Mapping[str, str]) -> HttpResponse:
    unsigned = _answering(request, set_id, told, clock.now())
    person, case = unsigned.person, _case(request, set_id)
    opened = say("hub.sign.answer.opens", asker=case.asker, until=told["until"] or say("hub.request.no_end"))
    says = [
        say("hub.sign.answer", asker=case.asker, outcome=say(f"hub.request.outcome.{told['outcome']}")),
        told["text"],
        opened if told["level"] else say("hub.sign.answer.opens_nothing"),
        say("hub.sign.by", person=person),
    ]
    return _offer(request, unsigned, says, {**told, "request": set_id})


def _answering(request: HttpRequest, set_id: str, told: Mapping[str, str], moment: datetime) -> Unsigned:
    """The document of this step, as it was or is prepared at a moment."""
    account, case = _asker(request), _case(request, set_id)
    node, trust = floor.node(), floor.trust()
    if told["step"] == "answer":
        return unsigned_answer(node, _answer_of(account, case, told), trust, moment)
    rows = tuple(
        sorted(AmendedRow(row.set_id, row.table, row.row_id) for row in own_rows(request, case, moment))
    )
    content = TermsChange(
        Change.TERMS, tuple(sorted({row.set_id for row in rows})), rows, case.asker, Disclosure.FULL,
        datetime.fromisoformat(told["until"]).date() if told["until"] else None, account.person,
        f"request {case.id}",
    )  # fmt: skip
    return unsigned_terms(node, content, trust, moment)


def _request_of(account: Account, told: Mapping[str, str], moment: datetime) -> Request:
    if not is_authority(told["to"]):
        raise InvalidInputError("nobody is asked", remedy="open the hit again, and ask from there")
    urgency = Urgency(told["urgency"])
    return Request(
        to=Authority(told["to"]),
        by=account.person,
        purpose=Purpose.EXCHANGE,
        legal_basis=told["legal_basis"],
        urgency=urgency,
        answer_by=answer_by(moment, urgency, floor.operation().clocks),
        handling=_codes(told),
        grade=told["grade"],
        question=told["question"],
        own_reference=told["reference"],
        ticket=told["ticket"].strip().upper(),
    )


def _answer_of(account: Account, case: Case, told: Mapping[str, str]) -> Answer:
    return Answer(
        case.id, account.person, Outcome(told["outcome"]), Ground(told["ground"]), told["text"], _codes(told),
        told["grade"], told["reference"],
    )  # fmt: skip


def _codes(told: Mapping[str, str]) -> tuple[Handling, ...]:
    return tuple(sorted({Handling.H0, *map(Handling, told["handling"].split())}))


def _told(form: forms.Form) -> dict[str, str]:
    """What a form says, as words; InvalidInputError that names the fields that do not fit."""
    if not form.is_valid():
        raise InvalidInputError(
            "something is missing or does not fit", where=", ".join(form.errors),
            remedy="fill in what is named, and sign again",
        )  # fmt: skip
    return {name: _word(value) for name, value in form.cleaned_data.items()}


def _word(value: object) -> str:
    return " ".join(value) if isinstance(value, list) else str(value or "").replace("\r\n", "\n")


def _asker(request: HttpRequest) -> Account:
    account = account_of(request)
    if not account.rights.judges:
        raise RefusedError(
            f"a person who signs in as {account.role} asks and answers nothing", remedy="ask an analyst"
        )
    return account


def _case(request: HttpRequest, set_id: str) -> Case:
    return case_for(floor.node(), account_of(request).authority, set_id, floor.trust())


def _offer(
    request: HttpRequest, unsigned: Unsigned, says: list[str], about: Mapping[str, str]
) -> HttpResponse:
    return offered(request, Prepared(bytes_of(floor.node(), unsigned), says, about, unsigned.at))


def _take(unsigned: Unsigned, back: Returned) -> None:
    signature = Signature(back.key_id, Role.OWNER, back.signature)
    take_signed(floor.node(), unsigned, signature, floor.trust(), clock.now())
