"""Judging a hit: prepared here, signed in the browser, appended here."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from mozaik.canonical import JsonValue
from mozaik.desk import Asking, HeadError, ToSign, Verdict, judgement_to_sign, take_judgement
from mozaik.errors import InvalidInputError, RefusedError
from mozaik.hub import clock, floor
from mozaik.hub.models import account_of
from mozaik.hub.stepping_up import needs_step_up
from mozaik.hub.to_sign import Prepared, offered, returned
from mozaik.wording import say


@require_POST
@needs_step_up
def prepare(request: HttpRequest, reference: str) -> HttpResponse:
    """What the person signs next to judge a hit so, for the reason that it gives."""
    reason, word = request.POST.get("reason", ""), request.POST.get("verdict", "")
    return _offer(request, reference, _verdict(word), reason)


@require_POST
@needs_step_up
def complete(request: HttpRequest, reference: str) -> HttpResponse:
    """Append what was signed; offer what is next where an act follows, or where the chain has grown."""
    back = returned(request)
    verdict, reason = _verdict(back.about["verdict"]), back.about["reason"]
    if back.about["reference"] != reference:
        raise RefusedError("this was signed for another hit", remedy="open the hit again")
    asking = asking_to_judge(request, reason, back.at)
    node, trust = floor.node(), floor.trust()
    to_sign = judgement_to_sign(node.work, asking, reference, verdict, trust)
    try:
        # The head that was signed stands in the statement itself: it is what the page was given.
        after: JsonValue = {"seq": int(back.about["seq"]), "hash": back.about["hash"]}
        signed = back.of({**to_sign.said.statement(), "after": after})
        taken = take_judgement(node.work, asking, reference, verdict, signed, trust)
    except HeadError:
        return _offer(request, reference, verdict, reason)
    if not taken.is_judgement:
        return _offer(request, reference, verdict, reason)
    return JsonResponse({"done": reverse("hit", args=[reference])})


def _offer(request: HttpRequest, reference: str, verdict: Verdict, reason: str) -> HttpResponse:
    moment = clock.now()
    asking = asking_to_judge(request, reason, moment)
    to_sign = judgement_to_sign(floor.node().work, asking, reference, verdict, floor.trust())
    after = to_sign.said.after
    about = {
        "reference": reference, "verdict": str(verdict), "reason": reason,
        "seq": str(after.seq), "hash": after.hash,
    }  # fmt: skip
    said = to_sign.said
    return offered(
        request, Prepared.of(said.statement(), said.act.role, _says(to_sign, reason), about, moment)
    )


def _says(to_sign: ToSign, reason: str) -> list[str]:
    """What a person is told before it signs: what is recorded, under whose name, and who learns of it."""
    said = to_sign.said
    if to_sign.note is not None:
        return [
            say("hub.sign.acknowledge", owner=said.content["owner"]),
            to_sign.note,
            say("hub.sign.by", person=said.person),
        ]
    return [
        say(f"hub.sign.{said.content['verdict']}", reference=said.content["reference"]),
        say("hub.sign.reason", reason=reason),
        say("hub.sign.by", person=said.person),
        say("hub.sign.learn"),
    ]


def asking_to_judge(request: HttpRequest, reason: str, moment: datetime) -> Asking:
    """Who judges, for which reason; RefusedError for a role that judges nothing, and without a reason."""
    account = account_of(request)
    if not account.rights.judges:
        raise RefusedError(
            f"a person who signs in as {account.role} judges no hits", remedy="ask an analyst to judge it"
        )
    if not reason.strip():
        raise RefusedError("a judgement needs a reason", remedy="write in a line why you say so")
    return floor.asking_of(request, moment, reason)


def _verdict(word: str) -> Verdict:
    try:
        return Verdict(word)
    except ValueError as error:
        raise InvalidInputError("there is no such verdict", remedy="confirm, reject or withdraw") from error
