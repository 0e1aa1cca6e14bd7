"""Asking: prepared here, signed in the browser, sealed and kept; selectors come as a set of their own."""

import secrets
from collections.abc import Mapping
from datetime import datetime

from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from mozaik.desk import UnsignedContribution, selector_of_text
from mozaik.errors import InvalidInputError, RefusedError
from mozaik.exchange import AskedSelector, Request, Urgency, answer_by
from mozaik.hub import clock, documents, floor
from mozaik.hub.documents import Conditions, codes_of, lines_of, signing_account, told_in, words_of
from mozaik.hub.models import Account
from mozaik.hub.stepping_up import needs_step_up
from mozaik.hub.to_sign import Prepared, Returned, offered, returned
from mozaik.node import facts_of, set_to_sign, take_signed_set, unsigned_request
from mozaik.parties import Authority, is_authority
from mozaik.seal import Role, Signature
from mozaik.terms import Purpose
from mozaik.wording import say

MOST_SELECTORS = 50


class AskForm(Conditions):
    """Whom one asks what, how soon, on what law; about a ticket, about selectors, or in words alone."""

    to = forms.CharField(max_length=32)
    ticket = forms.CharField(max_length=18, required=False)
    selectors = forms.CharField(max_length=10_000, required=False)
    clarifies = forms.CharField(max_length=120, required=False)
    question = forms.CharField(max_length=2000)
    urgency = forms.ChoiceField(choices=words_of(Urgency))
    legal_basis = forms.CharField(max_length=200)


@require_POST
@needs_step_up
def prepare_request(request: HttpRequest) -> HttpResponse:
    """What the person signs first to ask another authority: its selectors, or the request if it has none."""
    account, moment = signing_account(request), clock.now()
    told = {**told_in(AskForm(request.POST)), "begun": moment.isoformat()}
    selectors = _selectors(account, told)
    if not selectors:
        return _offer_request(request, told, moment)
    about = {**told, "facts": f"{account.authority}.asked.{secrets.token_hex(8)}"}
    content = _request_of(account, about, moment)
    data = set_to_sign(floor.node(), _facts(account, about, moment))
    says = [
        say("hub.sign.selectors", count=len(selectors), to=content.to),
        ", ".join(f"{each.kind} {each.value}" for each in selectors),
        say("hub.sign.by", person=content.by),
        say("hub.sign.selectors.next"),
    ]
    return offered(request, Prepared(data, says, about, moment))


@require_POST
@needs_step_up
def complete_request(request: HttpRequest) -> HttpResponse:
    """After the selectors the request is signed; nothing is kept before both are."""
    back, account = returned(request), signing_account(request)
    if back.about.get("facts") and "signature" not in back.about:
        about = {**back.about, "key": back.key_id, "signature": back.signature.hex()}
        return _offer_request(request, about, back.at)
    content = _request_of(account, back.about, _begun(back.about))
    unsigned = unsigned_request(floor.node(), content, floor.trust(), back.at)
    documents.take(unsigned, back, lambda: _keep_selectors(account, back) if content.facts else None)
    return JsonResponse({"done": reverse("requests")})


def _offer_request(request: HttpRequest, about: Mapping[str, str], moment: datetime) -> HttpResponse:
    content = _request_of(signing_account(request), about, _begun(about))
    unsigned = unsigned_request(floor.node(), content, floor.trust(), moment)
    says = [
        say("hub.sign.ask", to=content.to, moment=content.answer_by),
        content.question,
        *([say("hub.sign.ask.selectors", count=len(content.selectors))] if content.selectors else []),
        say("hub.sign.by", person=content.by),
        say("hub.sign.ask.learn", to=content.to),
    ]
    return documents.offer(request, unsigned, says, about)


def _keep_selectors(account: Account, back: Returned) -> None:
    signature = Signature(back.about["key"], Role.OWNER, bytes.fromhex(back.about["signature"]))
    facts = _facts(account, back.about, _begun(back.about))
    take_signed_set(floor.node(), facts, account.person, signature, floor.trust())


def _begun(about: Mapping[str, str]) -> datetime:
    """When the person began to sign: the clock of the request runs from there."""
    return datetime.fromisoformat(about["begun"])


def _facts(account: Account, about: Mapping[str, str], moment: datetime) -> UnsignedContribution:
    content = _request_of(account, about, moment)
    return facts_of(floor.node(), content, content.selectors, content.facts, moment)


def _request_of(account: Account, told: Mapping[str, str], moment: datetime) -> Request:
    if not is_authority(told["to"]) or Authority(told["to"]) == account.authority:
        raise InvalidInputError("nobody is asked", remedy="choose who is asked, or ask from a hit")
    urgency, facts = Urgency(told["urgency"]), told.get("facts", "")
    return Request(
        to=Authority(told["to"]),
        by=account.person,
        purpose=Purpose.EXCHANGE,
        legal_basis=told["legal_basis"],
        urgency=urgency,
        answer_by=answer_by(moment, urgency, floor.operation().clocks),
        handling=codes_of(told),
        grade=told["grade"],
        question=told["question"],
        own_reference=told["reference"],
        ticket=told["ticket"].strip().upper(),
        selectors=_selectors(account, told) if facts else (),
        facts=facts,
        clarifies=told.get("clarifies", ""),
    )


def _selectors(account: Account, told: Mapping[str, str]) -> tuple[AskedSelector, ...]:
    """The selectors that a form names, a line each; RefusedError for too many."""
    lines = lines_of(told.get("selectors", ""))
    if len(lines) > MOST_SELECTORS:
        raise RefusedError(
            f"a request brings at most {MOST_SELECTORS} selectors", remedy="seal them in a contribution"
        )
    region = account.authority.country
    return tuple(sorted({selector_of_text(line, region) for line in lines}))
