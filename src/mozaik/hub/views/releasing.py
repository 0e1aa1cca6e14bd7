"""Drafting and releasing: prepared here, signed in the browser, appended and sealed here; then issued."""

import json

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from mozaik.desk import (
    HeadError,
    StaleReleaseError,
    draft_to_sign,
    release_manifest,
    release_to_sign,
    take_draft,
    take_release,
)
from mozaik.errors import RefusedError
from mozaik.hub import clock, floor, packages
from mozaik.hub.models import Account, account_of
from mozaik.hub.packages import Kept
from mozaik.hub.stepping_up import needs_step_up, needs_step_up_page
from mozaik.hub.to_sign import Prepared, offered, returned
from mozaik.hub.views.packages import drafting_of, page_of, to_page
from mozaik.hub.views.reason import needs_reason
from mozaik.node import issue as issue_package
from mozaik.seal import Role, Signature
from mozaik.wording import say

_FIELDS = ("to", "why", "ground", "until")


@require_POST
@needs_step_up
def prepare_draft(request: HttpRequest) -> HttpResponse:
    """What the person signs to draft a package as the preview showed it."""
    return _offer_draft(request, {name: request.POST.get(name, "") for name in _FIELDS})


@require_POST
@needs_step_up
def complete_draft(request: HttpRequest) -> HttpResponse:
    """Take the number by what was signed, and write the draft; offer again where the chain has grown."""
    back, account = returned(request), account_of(request)
    fields = {name: back.about.get(name, "") for name in _FIELDS}
    drafting = drafting_of(account, fields, back.at)
    signed, place = (
        back.of(json.loads(back.about["said"])),
        packages.place_for(account.authority, drafting.recipient),
    )
    try:
        draft = take_draft(floor.node().work, drafting, signed, floor.trust(), place)
    except HeadError:
        return _offer_draft(request, fields)
    return JsonResponse({"done": page_of(draft.path.stem)})


@require_POST
@needs_step_up
def prepare_release(request: HttpRequest, package: str) -> HttpResponse:
    """What a person signs first to release a draft: every byte of it, by its manifest."""
    account, moment = account_of(request), clock.now()
    kept = _releasable(account, package)
    data = release_manifest(floor.node().work, kept.file, account.person, moment, floor.trust())
    about = {"package": package, "id": kept.id}
    return offered(request, Prepared(data, _says(account, kept), about, moment))


@require_POST
@needs_step_up
def complete_release(request: HttpRequest, package: str) -> HttpResponse:
    """After the manifest the act in the recipient's chain; after both the signature stands in the file."""
    back, account = returned(request), account_of(request)
    kept = _releasable(account, package)
    if (back.about.get("package"), back.about.get("id")) != (package, kept.id):
        raise RefusedError("this was signed for another package", remedy="open the package again")
    if "said" not in back.about:
        return _offer_act(request, kept, Signature(back.key_id, Role.RELEASER, back.signature))
    signature = Signature(back.about["key"], Role.RELEASER, bytes.fromhex(back.about["signature"]))
    signed, node = back.of(json.loads(back.about["said"])), floor.node()
    try:
        take_release(
            node.work, kept.file, signature, signed, account.person, back.at, clock.now(), floor.trust()
        )
    except (HeadError, StaleReleaseError):
        return _offer_act(request, kept, signature)
    return JsonResponse({"done": page_of(package)})


@require_POST
@needs_reason
@needs_step_up_page
def issue(request: HttpRequest, package: str) -> HttpResponse:
    """Keep a released package on the node, and send it to its recipient under a number."""
    kept = _releasable(account_of(request), package)
    if kept.missing:
        raise RefusedError("a draft is not issued", remedy="two persons release it first")
    issue_package(floor.node(), kept.file, floor.trust(), clock.now())
    return to_page(package)


def _offer_draft(request: HttpRequest, fields: dict[str, str]) -> HttpResponse:
    account, moment = account_of(request), clock.now()
    drafting = drafting_of(account, fields, moment)
    said = draft_to_sign(floor.node().work, drafting, floor.trust())
    statement = said.statement()
    says = [
        say("hub.sign.draft", recipient=drafting.recipient, day=drafting.last_day),
        say("hub.sign.reason", reason=drafting.reason),
        say("hub.sign.by", person=account.reference),
        say("hub.sign.draft.learn"),
    ]
    about = {**fields, "said": json.dumps(statement)}
    return offered(request, Prepared.of(statement, said.act.role, says, about, moment))


def _offer_act(request: HttpRequest, kept: Kept, signature: Signature) -> HttpResponse:
    account, moment = account_of(request), clock.now()
    said = release_to_sign(floor.node().work, kept.file, signature, account.person, moment, floor.trust())
    statement = said.statement()
    about = {
        "package": kept.name, "id": kept.id, "key": signature.key_id,
        "signature": signature.signature.hex(), "said": json.dumps(statement),
    }  # fmt: skip
    return offered(request, Prepared.of(statement, said.act.role, _says(account, kept), about, moment))


def _says(account: Account, kept: Kept) -> list[str]:
    """What a releasing person is told before it signs; the same words for both of its signatures."""
    return [
        say("hub.sign.release", number=kept.number, recipient=kept.recipient, id=kept.id),
        say("hub.sign.release.both"),
        say("hub.sign.by", person=account.reference),
        say("hub.sign.release.last") if kept.missing == 1 else say("hub.sign.release.first"),
    ]


def _releasable(account: Account, name: str) -> Kept:
    """The draft or package that a release officer of its authority handles."""
    if account.rights.use is None:
        raise Http404
    if Role.RELEASER not in account.rights.signs:
        raise RefusedError(
            f"a person who signs in as {account.role} releases no packages", remedy="ask a release officer"
        )
    return packages.kept_as(account, name)
