"""Answering: what the asker is told of one's rows, what is permitted, and the answer, signed one by one."""

from collections.abc import Mapping
from datetime import date, datetime

from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from mozaik.errors import InvalidInputError, RefusedError
from mozaik.exchange import LIFTED, Answer, Case, Change, Ground, Outcome, Permit, TermsChange
from mozaik.hub import clock, documents, floor
from mozaik.hub.documents import Conditions, codes_of, signing_account, told_in, words_of
from mozaik.hub.models import Account, account_of
from mozaik.hub.stepping_up import needs_step_up
from mozaik.hub.to_sign import returned
from mozaik.hub.views.reason import needs_reason
from mozaik.hub.views.requests import own_rows
from mozaik.node import AmendedRow, Unsigned, case_for, unsigned_amendment, unsigned_answer
from mozaik.terms import Disclosure, Handling, Use
from mozaik.wording import say

STEPS = ("terms", "permit", "answer")
"""What is signed, in this order, of what the owner decides; the answer always."""


class AnswerForm(Conditions):
    """What one answers; what the asker is told of one's rows, and what it may use them for, until when."""

    outcome = forms.ChoiceField(choices=words_of(Outcome))
    ground = forms.ChoiceField(choices=words_of(ground for ground in Ground if ground), required=False)
    text = forms.CharField(max_length=2000)
    level = forms.ChoiceField(choices=words_of(["full"]), required=False)
    until = forms.DateField(required=False)
    lifts = forms.ChoiceField(choices=words_of(LIFTED), required=False)
    use = forms.ChoiceField(choices=words_of(Use), required=False)
    permit_until = forms.DateField(required=False)


@require_POST
@needs_reason
@needs_step_up
def prepare_answer(request: HttpRequest, set_id: str) -> HttpResponse:
    """What the owner's person signs first: what it opens or permits, or the answer itself."""
    told = told_in(AnswerForm(request.POST))
    if told["lifts"] and not (told["use"] and told["permit_until"]):
        raise InvalidInputError(
            "a permit says for which use, and until which day", where="use, permit_until",
            remedy="fill in both, and sign again",
        )  # fmt: skip
    return _offer_answer(request, set_id, {**told, "step": _steps(told)[0]})


@require_POST
@needs_reason
@needs_step_up
def complete_answer(request: HttpRequest, set_id: str) -> HttpResponse:
    """Keep what was signed; what is opened and permitted comes before the answer."""
    back = returned(request)
    if back.about.get("request") != set_id:
        raise RefusedError("this was signed for another request", remedy="open the request again")
    documents.take(_answering(request, set_id, back.about, back.at), back)
    steps = _steps(back.about)
    left = steps[steps.index(back.about["step"]) + 1 :]
    if left:
        return _offer_answer(request, set_id, {**back.about, "step": left[0]})
    return JsonResponse({"done": reverse("request", args=[set_id])})


def _steps(told: Mapping[str, str]) -> list[str]:
    skipped = {step for step, field in (("terms", "level"), ("permit", "lifts")) if not told[field]}
    return [step for step in STEPS if step not in skipped]


def _offer_answer(request: HttpRequest, set_id: str, told: Mapping[str, str]) -> HttpResponse:
    unsigned, case = _answering(request, set_id, told, clock.now()), _case(request, set_id)
    says = [
        say("hub.sign.answer", asker=case.asker, outcome=say(f"hub.request.outcome.{told['outcome']}")),
        told["text"],
        *_says_of_rows(told, case),
        say("hub.sign.by", person=unsigned.person),
    ]
    return documents.offer(request, unsigned, says, {**told, "request": set_id})


def _says_of_rows(told: Mapping[str, str], case: Case) -> list[str]:
    """What the answer opens and permits, the same at each of its signatures."""
    said = []
    if told["level"]:
        until = told["until"] or say("hub.request.no_end")
        said.append(say("hub.sign.answer.opens", asker=case.asker, until=until))
    if told["lifts"]:
        use, until = say(f"use_name.{told['use']}"), told["permit_until"]
        said.append(
            say("hub.sign.answer.permits", asker=case.asker, code=told["lifts"], use=use, until=until)
        )
    return said or [say("hub.sign.answer.opens_nothing")]


def _answering(request: HttpRequest, set_id: str, told: Mapping[str, str], moment: datetime) -> Unsigned:
    """The document of this step, as it was or is prepared at a moment."""
    account, case = signing_account(request), _case(request, set_id)
    node, trust = floor.node(), floor.trust()
    if told["step"] == "answer":
        return unsigned_answer(node, _answer_of(account, case, told), trust, moment)
    rows = tuple(
        sorted(AmendedRow(row.set_id, row.table, row.row_id) for row in own_rows(request, case, moment))
    )
    sets, reason = tuple(sorted({row.set_id for row in rows})), f"request {case.id}"
    if told["step"] == "permit":
        lifts, use, last = Handling(told["lifts"]), Use(told["use"]), date.fromisoformat(told["permit_until"])
        content: TermsChange | Permit = Permit(
            Change.PERMIT, sets, rows, case.asker, lifts, use, last, account.person, reason
        )
    else:
        until = date.fromisoformat(told["until"]) if told["until"] else None
        content = TermsChange(
            Change.TERMS, sets, rows, case.asker, Disclosure.FULL, until, account.person, reason
        )
    return unsigned_amendment(node, content, trust, moment)


def _answer_of(account: Account, case: Case, told: Mapping[str, str]) -> Answer:
    return Answer(
        case.id, account.person, Outcome(told["outcome"]), Ground(told["ground"]), told["text"],
        codes_of(told), told["grade"], told["reference"],
    )  # fmt: skip


def _case(request: HttpRequest, set_id: str) -> Case:
    return case_for(floor.node(), account_of(request).authority, set_id, floor.trust())
