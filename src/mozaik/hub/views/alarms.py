"""Alarms: a child may be in danger now: those that are open, one of them, and what is done about it."""

from collections.abc import Mapping

from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from mozaik.desk import note_alarm_read
from mozaik.errors import InvalidInputError, RefusedError
from mozaik.exchange import DANGER, Alarm, Help, Referral, Safeguarding, Urgent
from mozaik.hub import clock, documents, floor
from mozaik.hub.documents import (
    CODES,
    GRADES,
    Conditions,
    codes_of,
    references_of,
    signing_account,
    told_in,
    words_of,
)
from mozaik.hub.models import Account
from mozaik.hub.stepping_up import needs_step_up
from mozaik.hub.to_sign import returned
from mozaik.hub.views.reason import needs_reason
from mozaik.hub.views.requests import account_of_place
from mozaik.moments import moment_from_text, utc_text
from mozaik.node import Unsigned, alarms_for, delivery_of, unsigned_alarm, unsigned_safeguarding
from mozaik.parties import Authority, is_country
from mozaik.wording import say


class RaiseForm(Conditions):
    """Where a child may be in danger, what is known and from what, on which ground it is told."""

    country = forms.CharField(max_length=2)
    what = forms.CharField(max_length=2000)
    legal_basis = forms.CharField(max_length=200)
    package = forms.CharField(max_length=120, required=False)
    references = forms.CharField(max_length=2000, required=False)
    service = forms.CharField(max_length=200, required=False)


class DoneForm(Conditions):
    """What was done about an alarm; who refers the child says to which service."""

    did = forms.ChoiceField(choices=words_of(Help))
    service = forms.CharField(max_length=200, required=False)
    text = forms.CharField(max_length=2000)


@require_GET
@needs_reason
def alarms(request: HttpRequest) -> HttpResponse:
    """The alarms of one's authority: open ones first, by their clocks."""
    account, moment = account_of_place(request), clock.now()
    known = alarms_for(floor.node(), account.authority, floor.trust())
    shown = {
        "open": [(alarm, alarm.is_overdue(moment)) for alarm in known if alarm.is_open],
        "settled": [(alarm, False) for alarm in known if not alarm.is_open],
        "may_raise": account.rights.judges,
    }
    return render(request, "alarms.html", shown)


@require_GET
@needs_reason
def raise_one(request: HttpRequest) -> HttpResponse:
    """The form of an alarm, from a hit or a package where it comes from one."""
    account = account_of_place(request)
    operation = floor.operation()
    shown = {
        "may_raise": account.rights.judges, "hours": operation.clocks.urgent_hours,
        "countries": sorted({each.authority.country for each in operation.participants} - {"EU", "XX"}),
        "references": request.GET.get("hit", "")[:40], "package": request.GET.get("package", "")[:120],
        "grades": GRADES, "codes": CODES,
    }  # fmt: skip
    return render(request, "alarm_raise.html", shown)


@require_GET
@needs_reason
def one_alarm(request: HttpRequest, set_id: str) -> HttpResponse:
    """An alarm: where, what is known, whom to call, what was done, and what may be done next; logged."""
    account, moment = account_of_place(request), clock.now()
    alarm = _alarm(account, set_id)
    note_alarm_read(floor.node().work, floor.asking_of(request, moment), alarm.id, floor.trust())
    steps = [step for step in Help if DANGER.allows(alarm.run.stage, step)] if account.rights.judges else []
    shown = {
        "alarm": alarm, "overdue": alarm.is_overdue(moment), "steps": steps, "grades": GRADES,
        "codes": CODES, "is_ours": alarm.sender == account.authority,
        "experts": [each for each in floor.operation().experts if each.person in alarm.urgent.experts],
        "delivery": delivery_of(floor.node(), alarm.id, floor.trust(), moment),
    }  # fmt: skip
    return render(request, "alarm.html", shown)


@require_POST
@needs_step_up
def prepare_alarm(request: HttpRequest) -> HttpResponse:
    """What the person signs to raise an alarm."""
    told, moment = told_in(RaiseForm(request.POST)), clock.now()
    told = {**told, "begun": utc_text(moment)}
    unsigned = _raised(request, told)
    content = unsigned.content
    if not isinstance(content, Urgent):
        raise TypeError("an alarm is prepared")
    says = [
        say("hub.sign.alarm", country=content.country, moment=content.refer_by),
        content.what,
        say("hub.sign.alarm.goes", names=", ".join(unsigned.recipients)),
        say("hub.sign.by", person=content.by),
    ]
    return documents.offer(request, unsigned, says, told)


@require_POST
@needs_step_up
def complete_alarm(request: HttpRequest) -> HttpResponse:
    """Keep and send the alarm that was signed; whom to call stands on its page."""
    back = returned(request)
    documents.take(_raised(request, back.about), back)
    return JsonResponse({"done": reverse("alarms")})


@require_POST
@needs_step_up
def prepare_step(request: HttpRequest, set_id: str) -> HttpResponse:
    """What the person signs to say what was done about an alarm."""
    told = {**told_in(DoneForm(request.POST)), "alarm": set_id, "begun": utc_text(clock.now())}
    unsigned = _done(request, told)
    says = [
        say(f"hub.sign.alarm.{told['did']}", service=told["service"]),
        told["text"],
        say("hub.sign.alarm.goes", names=", ".join(unsigned.recipients)),
        say("hub.sign.by", person=unsigned.person),
    ]
    return documents.offer(request, unsigned, says, told)


@require_POST
@needs_step_up
def complete_step(request: HttpRequest, set_id: str) -> HttpResponse:
    """Keep and send what was done about an alarm."""
    back = returned(request)
    if back.about.get("alarm") != set_id:
        raise RefusedError("this was signed for another alarm", remedy="open the alarm again")
    documents.take(_done(request, back.about), back)
    return JsonResponse({"done": reverse("alarm", args=[set_id])})


def _raised(request: HttpRequest, told: Mapping[str, str]) -> Unsigned:
    """The alarm, as of the moment at which its person began to raise it."""
    account, begun = signing_account(request), moment_from_text(told["begun"])
    country = told["country"].strip().upper()
    if not is_country(country):
        raise InvalidInputError("this is no country", where="country", remedy="choose one from the list")
    references = references_of(told["references"])
    urgent = Urgent(
        Authority(country), (), account.person, told["what"], told["package"].strip(), references,
        told["legal_basis"], codes_of(told), told["grade"], told["reference"],
        utc_text(begun), _referral(account, told),
    )  # fmt: skip
    return unsigned_alarm(floor.node(), urgent, begun)


def _done(request: HttpRequest, told: Mapping[str, str]) -> Unsigned:
    account, did = signing_account(request), Help(told["did"])
    done = Safeguarding(
        told["alarm"], account.person, did, _referral(account, told) if did is Help.REFER else None,
        told["text"], codes_of(told), told["grade"], told["reference"],
    )  # fmt: skip
    _alarm(account, done.urgent)
    return unsigned_safeguarding(floor.node(), done, floor.trust(), moment_from_text(told["begun"]))


def _referral(account: Account, told: Mapping[str, str]) -> Referral | None:
    return Referral(told["service"], told["begun"], account.person) if told["service"] else None


def _alarm(account: Account, set_id: str) -> Alarm:
    """An alarm of one's authority; RefusedError, in the same words, for any other and for none."""
    for alarm in alarms_for(floor.node(), account.authority, floor.trust()):
        if alarm.id == set_id:
            return alarm
    raise RefusedError("no alarm of yours has this id", remedy="take one from the list of alarms")
