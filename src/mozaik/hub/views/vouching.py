"""Vouching: a colleague compares the id of a new key, and signs that it counts, or counts no more."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from mozaik.desk import SignedVouch, Vouch, read_vouch, take_vouch, vouch_to_sign
from mozaik.errors import InvalidInputError, RefusedError
from mozaik.hub import clock, floor
from mozaik.hub.models import BrowserKey, account_of
from mozaik.hub.stepping_up import needs_step_up
from mozaik.hub.to_sign import Prepared, offered, returned
from mozaik.hub.views.keys import entry_of
from mozaik.seal import Role, is_same_in_words
from mozaik.wording import say

COMPARED = 16
"""How many letters of a key's id a colleague types who was not told its words."""
MOST_BYTES = 64 * 1024


@require_POST
@needs_step_up
def prepare(request: HttpRequest) -> HttpResponse:
    """What a colleague signs for a key, once it has typed the words of its id, or its beginning."""
    key, withdraws = _key_of_colleague(request), request.POST.get("withdraw", "") == "yes"
    if not withdraws and not _is_told(request.POST.get("compared", ""), key.key_id):
        raise RefusedError(
            "these are not the words of the key's id",
            remedy="have the person read it out from its own screen; do not trust a key that differs",
        )
    moment = clock.now()
    about = {"key": key.key_id, "withdraw": "yes" if withdraws else "", "reason": _reason(request)}
    vouch = _vouch(request, about, moment)
    word = "withdraw_vouch" if withdraws else "vouch"
    says = [
        say(f"hub.sign.{word}", person=key.account.reference, key=key.key_id[:16]),
        say("hub.sign.reason", reason=vouch.reason),
        say("hub.sign.by", person=vouch.by),
    ]
    return offered(request, Prepared.of(vouch.statement(), Role.OWNER, says, about, moment))


@require_POST
@needs_step_up
def complete(request: HttpRequest) -> HttpResponse:
    """Take the word of a colleague into the trust store."""
    back = returned(request)
    vouch = _vouch(request, back.about, back.at)
    _take(SignedVouch(vouch, back.of(vouch.statement())))
    return JsonResponse({"done": reverse("keys")})


@require_POST
def take_file(request: HttpRequest) -> HttpResponse:
    """Take a vouch that a colleague signed on the command line, for a key of its own authority."""
    sent = request.FILES.get("vouch")
    if sent is None or sent.size is None or sent.size > MOST_BYTES:
        raise InvalidInputError("this is not a vouch", remedy="choose the file that mozaik keys vouch wrote")
    with TemporaryDirectory() as folder:
        path = Path(folder) / "sent.vouch"
        path.write_bytes(sent.read())
        vouch = read_vouch(path)
    if vouch.vouch.by.authority != account_of(request).authority:
        raise RefusedError("this vouch is of another authority", remedy="choose one of your own authority")
    _take(vouch)
    return redirect("keys")


def _is_told(typed: str, key_id: str) -> bool:
    return is_same_in_words(typed, key_id) or typed.replace(" ", "").lower() == key_id[:COMPARED]


def _take(vouch: SignedVouch) -> None:
    take_vouch(floor.operation(), vouch, settings.CONFIG.trust)


def _vouch(request: HttpRequest, about: Mapping[str, str], moment: datetime) -> Vouch:
    """What is said of a colleague's key, as it was prepared at a moment."""
    key, operation = _known(request, about["key"]), floor.operation()
    entry = entry_of(key.account, key.public_key, operation, moment)
    withdraws = about["withdraw"] == "yes"
    by = account_of(request).person
    return vouch_to_sign(operation, entry, by, about["reason"], moment, withdraws=withdraws)


def _key_of_colleague(request: HttpRequest) -> BrowserKey:
    return _known(request, request.POST.get("key_id", ""))


def _known(request: HttpRequest, key_id: str) -> BrowserKey:
    """A key of the authority, of somebody else; the same answer for one that there is not."""
    account = account_of(request)
    key = BrowserKey.objects.select_related("account").filter(key_id=key_id).first()
    if key is None or key.account.authority != account.authority:
        get_object_or_404(BrowserKey, key_id="")
        raise AssertionError
    if key.account == account:
        raise RefusedError("nobody vouches for its own key", remedy="ask a colleague to compare its id")
    return key


def _reason(request: HttpRequest) -> str:
    reason = request.POST.get("reason", "").strip()
    if not reason:
        raise RefusedError("a vouch needs a reason", remedy="say how you compared it, such as: in person")
    return reason
