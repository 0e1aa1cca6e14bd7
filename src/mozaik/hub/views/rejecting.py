"""Rejecting several hits for one reason: each signed by itself in the browser, after they were seen together.

Only rejections go together: what is confirmed is looked at one by one, and so is a hit under a note (H3).
"""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from mozaik.canonical import JsonValue
from mozaik.desk import Asking, HeadError, ToSign, Verdict, judgement_to_sign, take_judgement
from mozaik.errors import RefusedError
from mozaik.hub import clock, floor
from mozaik.hub.stepping_up import needs_step_up
from mozaik.hub.to_sign import Prepared, Returned, offered, returned
from mozaik.hub.views.judging import asking_to_judge
from mozaik.wording import say

MOST = 50


@require_POST
@needs_step_up
def prepare(request: HttpRequest) -> HttpResponse:
    """What the person signs to reject the first of several hits; none where one of them cannot be."""
    references, reason = list(dict.fromkeys(request.POST.getlist("hit"))), request.POST.get("reason", "")
    if not references or len(references) > MOST:
        raise RefusedError(
            f"1 to {MOST} hits are rejected together", remedy="mark them in the queue, and reject them then"
        )
    asking = asking_to_judge(request, reason, clock.now())
    for reference in references:
        _to_sign(asking, reference)
    return _offer(request, references, references, reason)


@require_POST
@needs_step_up
def complete(request: HttpRequest) -> HttpResponse:
    """Append what was signed, and offer the next; the same one again where the chain has grown."""
    back = returned(request)
    every, left = back.about["every"].split(), back.about["left"].split()
    reason = back.about["reason"]
    try:
        _take(request, left[0], reason, back)
    except HeadError:
        return _offer(request, every, left, reason)
    if left[1:]:
        return _offer(request, every, left[1:], reason)
    return JsonResponse({"done": reverse("hits")})


def _take(request: HttpRequest, reference: str, reason: str, back: Returned) -> None:
    asking, node, trust = asking_to_judge(request, reason, back.at), floor.node(), floor.trust()
    to_sign = judgement_to_sign(node.work, asking, reference, Verdict.REJECT, trust)
    after: JsonValue = {"seq": int(back.about["seq"]), "hash": back.about["hash"]}
    signed = back.of({**to_sign.said.statement(), "after": after})
    take_judgement(node.work, asking, reference, Verdict.REJECT, signed, trust)


def _to_sign(asking: Asking, reference: str) -> ToSign:
    to_sign = judgement_to_sign(floor.node().work, asking, reference, Verdict.REJECT, floor.trust())
    if not to_sign.is_judgement:
        raise RefusedError(
            "the owner of one of these hits wrote a note, which is read first",
            where=reference,
            remedy="leave it out, and judge it by itself",
        )
    return to_sign


def _offer(request: HttpRequest, every: Sequence[str], left: Sequence[str], reason: str) -> HttpResponse:
    asking = asking_to_judge(request, reason, clock.now())
    said = _to_sign(asking, left[0]).said
    about = {
        "every": " ".join(every), "left": " ".join(left), "reason": reason,
        "seq": str(said.after.seq), "hash": said.after.hash,
    }  # fmt: skip
    says = [
        say("hub.sign.reject_many", count=len(every)),
        ", ".join(every),
        say("hub.sign.reason", reason=reason),
        say("hub.sign.by", person=said.person),
        say("hub.sign.learn"),
    ]
    return offered(request, Prepared.of(said.statement(), said.act.role, says, about, asking.now))
