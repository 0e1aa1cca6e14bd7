"""Keys: made in the browser, which alone keeps the private half; vouched for by a colleague; given up."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from mozaik.desk import Operation, key_made_elsewhere, possession_to_sign, require_possession
from mozaik.errors import InvalidInputError, RefusedError
from mozaik.hub import clock, floor
from mozaik.hub.models import Account, BrowserKey, account_of
from mozaik.hub.stepping_up import needs_step_up
from mozaik.hub.to_sign import Prepared, offered, returned
from mozaik.seal import TrustedKey, TrustStore, public_key_bytes
from mozaik.wording import say


@dataclass(frozen=True, slots=True)
class ToldKey:
    """A key as the page shows it: whether it waits, counts, or was revoked, and since when."""

    key: BrowserKey
    state: str
    since: str


@require_GET
def keys(request: HttpRequest) -> HttpResponse:
    """One's own keys, and those of colleagues that wait for a vouch."""
    account, trust, operation = account_of(request), floor.trust(), floor.operation()
    own = [_told(key, trust) for key in BrowserKey.objects.filter(account=account)]
    others = BrowserKey.objects.filter(account__reference__startswith=f"{account.authority}/")
    waiting = others.exclude(account=account).filter(given_up_at=None).select_related("account")
    colleagues = [_told(key, trust) for key in waiting]
    shown = {
        "own": own,
        "waiting": [told for told in colleagues if told.state == "waiting"],
        "counting": [told for told in colleagues if told.state == "counts"],
        "may_sign": bool(account.rights.signs),
        "vouching": sorted(_vouching_ids(operation, account)),
    }
    return render(request, "keys.html", shown)


@require_POST
@needs_step_up
def prepare(request: HttpRequest) -> HttpResponse:
    """What the browser signs with the key that it just made."""
    account, moment = account_of(request), clock.now()
    public = request.POST.get("public_key", "")
    key = entry_of(account, public, floor.operation(), moment)
    if floor.trust().find(key.key_id) or BrowserKey.objects.filter(key_id=key.key_id).exists():
        raise RefusedError("this key is known already", remedy="make a new one in this browser")
    says = [say("hub.sign.key_is_mine", key=key.key_id[:16]), say("hub.sign.by", person=account.reference)]
    about = {"public_key": public}
    return offered(request, Prepared.of(possession_to_sign(key, moment), key.roles[0], says, about, moment))


@require_POST
@needs_step_up
def complete(request: HttpRequest) -> HttpResponse:
    """Keep the public half of a key whose browser showed that it holds the private one."""
    back, account = returned(request), account_of(request)
    key = entry_of(account, back.about["public_key"], floor.operation(), back.at)
    require_possession(key, back.of(possession_to_sign(key, back.at)))
    BrowserKey.objects.get_or_create(
        key_id=key.key_id,
        defaults={"account": account, "public_key": key.public_key, "made_at": back.at},
    )
    return JsonResponse({"done": reverse("keys")})


@require_GET
def public_file(request: HttpRequest, key_id: str) -> HttpResponse:
    """The public key file of a colleague's key, to vouch for it on the command line."""
    made = get_object_or_404(BrowserKey.objects.select_related("account"), key_id=key_id)
    if made.account.authority != account_of(request).authority:
        return get_object_or_404(BrowserKey, key_id="")  # type: ignore[return-value] # never returns
    entry = entry_of(made.account, made.public_key, floor.operation(), made.made_at)
    answer = HttpResponse(public_key_bytes(entry), content_type="application/json")
    answer.headers["Content-Disposition"] = f'attachment; filename="{made.account.short_name}.pub"'
    return answer


def entry_of(account: Account, public_key: str, operation: Operation, at: datetime) -> TrustedKey:
    """The entry of an account's key; RefusedError for a role that signs nothing."""
    if not account.rights.signs:
        raise RefusedError(
            f"a person who signs in as {account.role} signs nothing", remedy="no key is needed for this role"
        )
    try:
        raw = bytes.fromhex(public_key)
    except ValueError as error:
        raise InvalidInputError("this is no public key", remedy="make one in this browser") from error
    return key_made_elsewhere(operation, account.person, raw, account.rights.signs, at)


def _told(key: BrowserKey, trust: TrustStore) -> ToldKey:
    known = trust.find(key.key_id)
    if known is None:
        return ToldKey(key, "waiting", key.made_at.isoformat())
    if known.revoked_at:
        return ToldKey(key, "revoked", known.revoked_at)
    return ToldKey(key, "counts", known.added_at)


def _vouching_ids(operation: Operation, account: Account) -> set[str]:
    participant = operation.named(account.authority)
    return {key.key_id for key in participant.vouching_keys} if participant else set()
