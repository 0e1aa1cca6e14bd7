"""Outcomes: what came of a package, day by day, signed in the browser and sent to who sent the package."""

from collections.abc import Mapping
from datetime import date, datetime

from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from mozaik.errors import RefusedError
from mozaik.exchange import PackageOutcome, PackageStatus
from mozaik.hub import clock, documents, floor, packages
from mozaik.hub.documents import Conditions, codes_of, references_of, signing_account, told_in, words_of
from mozaik.hub.stepping_up import needs_step_up
from mozaik.hub.to_sign import returned
from mozaik.node import Unsigned, unsigned_outcome
from mozaik.wording import say


class OutcomeForm(Conditions):
    """What happened with a package, or with some of its hits, on which day; whose place it takes."""

    status = forms.ChoiceField(choices=words_of(PackageStatus))
    on = forms.DateField()
    references = forms.CharField(max_length=4000, required=False)
    text = forms.CharField(max_length=2000, required=False)
    corrects = forms.CharField(max_length=120, required=False)


@require_POST
@needs_step_up
def prepare(request: HttpRequest, set_id: str) -> HttpResponse:
    """What a person of the recipient signs to report what came of a package."""
    told = {**told_in(OutcomeForm(request.POST)), "package": set_id}
    unsigned = _reported(request, told, clock.now())
    says = [
        say("hub.sign.outcome", status=say(f"hub.outcome.{told['status']}"), day=told["on"], package=set_id),
        *([told["text"]] if told["text"] else []),
        *([say("hub.sign.outcome.corrects", id=told["corrects"])] if told["corrects"] else []),
        say("hub.sign.by", person=unsigned.person),
        say("hub.sign.outcome.learn", sender=unsigned.recipients[0]),
    ]
    return documents.offer(request, unsigned, says, told)


@require_POST
@needs_step_up
def complete(request: HttpRequest, set_id: str) -> HttpResponse:
    """Keep and send what was signed."""
    back = returned(request)
    if back.about.get("package") != set_id:
        raise RefusedError("this was signed for another package", remedy="open the package again")
    documents.take(_reported(request, back.about, back.at), back)
    return JsonResponse({"done": reverse("package_received", args=[set_id])})


def _reported(request: HttpRequest, told: Mapping[str, str], at: datetime) -> Unsigned:
    account = signing_account(request)
    packages.received_as(account, told["package"])
    outcome = PackageOutcome(
        told["package"], account.person, PackageStatus(told["status"]), date.fromisoformat(told["on"]),
        references_of(told["references"]), told["text"], codes_of(told), told["grade"], told["reference"],
        told["corrects"].strip(),
    )  # fmt: skip
    return unsigned_outcome(floor.node(), outcome, floor.trust(), at)
