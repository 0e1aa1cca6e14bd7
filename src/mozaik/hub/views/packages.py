"""Packages: what is drafted and released here, what came, and one of them, as its recipient gets it."""

from datetime import datetime

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from mozaik.desk import Drafting, is_third_country, preview, recipients_for, see_draft, see_package
from mozaik.errors import RefusedError
from mozaik.exchange import PackageStatus
from mozaik.hub import clock, floor, packages
from mozaik.hub.documents import CODES, GRADES
from mozaik.hub.floor import REASON
from mozaik.hub.models import Account
from mozaik.hub.packages import Kept
from mozaik.hub.stepping_up import needs_step_up_page
from mozaik.hub.telling_package import told_package
from mozaik.hub.views.reason import needs_reason
from mozaik.hub.views.requests import account_of_place
from mozaik.moments import utc_day
from mozaik.node import DeliveryStanding, delivery_of, outcomes_of
from mozaik.parties import Authority, is_authority
from mozaik.seal import Role


class DraftForm(forms.Form):
    """For whom a package is drafted, why, on which ground beyond the Union, and until when it is kept."""

    to = forms.CharField(max_length=32)
    why = forms.CharField(max_length=200, min_length=4)
    ground = forms.CharField(max_length=300, required=False)
    until = forms.DateField(required=False)


@require_GET
@needs_reason
def all_packages(request: HttpRequest) -> HttpResponse:
    """The drafts and packages of one's authority, those that came for it, and a form for the next draft."""
    return _list(request, DraftForm(initial={"why": request.session.get(REASON, "")}))


@require_GET
@needs_reason
def look_ahead(request: HttpRequest) -> HttpResponse:
    """What a draft of this moment would tell its recipient and hold back; logged, and not numbered."""
    account, form = account_of_place(request), DraftForm(request.GET)
    if not form.is_valid():
        return _list(request, form)
    fields = {name: str(value or "") for name, value in form.cleaned_data.items()}
    drafting = drafting_of(account, fields, clock.now())
    seen = preview(floor.node().work, drafting, None, floor.trust())
    shown = {
        "told": told_package(seen.package, seen.held_back), "fields": fields,
        "drafts": account.rights.judges,
    }  # fmt: skip
    return render(request, "package_preview.html", shown)


@require_GET
@needs_reason
def own_package(request: HttpRequest, package: str) -> HttpResponse:
    """A draft or package of one's own authority: what it tells, who signed it, where it stands."""
    account = account_of_place(request)
    kept, moment = packages.kept_as(account, package), clock.now()
    node, trust = floor.node(), floor.trust()
    if kept.missing:
        reason = request.session.get(REASON, "")
        seen = see_draft(node.work, kept.file, account.person, reason, moment, trust)
    else:
        seen = see_package(node.work, kept.file, floor.asking_of(request, moment), trust)
    standing = delivery_of(node, kept.id, trust, moment)
    shown = {
        "kept": kept,
        "told": told_package(seen.package, seen.held_back),
        "lapses": tuple(map(str, seen.lapses)),
        "standing": standing,
        "followed": outcomes_of(node, kept.id, kept.recipient, trust),
        "releases": _releases(account, kept),
        "issues": _issues(account, kept, standing),
    }
    return render(request, "package.html", shown)


@require_GET
@needs_reason
def received(request: HttpRequest, set_id: str) -> HttpResponse:
    """A package that came for one's authority."""
    account, moment = account_of_place(request), clock.now()
    file, node, trust = packages.received_as(account, set_id), floor.node(), floor.trust()
    seen = see_package(node.work, file, floor.asking_of(request, moment), trust)
    shown = {
        "told": told_package(seen.package), "id": seen.id, "signers": seen.signers,
        "standing": delivery_of(node, seen.id, trust, moment), "statuses": list(PackageStatus),
        "followed": outcomes_of(node, seen.id, account.authority, trust),
        "reports": account.rights.judges, "grades": GRADES, "codes": CODES,
    }  # fmt: skip
    return render(request, "package_received.html", shown)


@require_POST
@needs_reason
@needs_step_up_page
def export(request: HttpRequest, package: str) -> HttpResponse:
    """The sealed file of a released package of one's own authority; logged."""
    kept = packages.kept_as(account_of_place(request), package)
    if kept.missing:
        raise RefusedError("a draft is not taken out", remedy="two persons release it first")
    asking = floor.asking_of(request, clock.now())
    see_package(floor.node().work, kept.file, asking, floor.trust(), exported=True)
    return _attachment(kept.file.read_bytes(), kept.id)


@require_POST
@needs_reason
@needs_step_up_page
def export_received(request: HttpRequest, set_id: str) -> HttpResponse:
    """The sealed file of a package that came for one's authority; logged."""
    file = packages.received_as(account_of_place(request), set_id)
    see_package(floor.node().work, file, floor.asking_of(request, clock.now()), floor.trust(), exported=True)
    return _attachment(file.read_bytes(), set_id)


def drafting_of(account: Account, fields: dict[str, str], moment: datetime) -> Drafting:
    """The act of drafting that a form states; RefusedError for a role that drafts nothing, or a recipient."""
    if not account.rights.judges or account.rights.use is None:
        raise RefusedError(
            f"a person who signs in as {account.role} drafts no packages", remedy="ask an analyst to draft it"
        )
    able = {each.authority for each in recipients_for(floor.operation(), account.authority, utc_day(moment))}
    if not is_authority(fields["to"]) or fields["to"] not in able:
        raise RefusedError(
            "your authority drafts nothing for this recipient", remedy="choose one from the list on the page"
        )
    until = datetime.fromisoformat(fields["until"]).date() if fields["until"] else None
    return Drafting(
        Authority(fields["to"]), fields["why"], account.person, moment, fields["ground"] or None, until,
        account.rights.use,
    )  # fmt: skip


def _list(request: HttpRequest, form: DraftForm) -> HttpResponse:
    account, moment = account_of_place(request), clock.now()
    able = recipients_for(floor.operation(), account.authority, utc_day(moment))
    shown = {
        "form": form, "drafts": account.rights.judges, "compared": floor.node().is_compared,
        "recipients": [(each.authority, is_third_country(each.authority)) for each in able],
        "kept": packages.kept_by(account), "received": packages.received_by(account),
    }  # fmt: skip
    return render(request, "packages.html", shown)


def _releases(account: Account, kept: Kept) -> bool:
    may_sign = Role.RELEASER in account.rights.signs
    return bool(kept.missing) and may_sign and account.reference not in kept.signers


def _issues(account: Account, kept: Kept, standing: DeliveryStanding) -> bool:
    may_sign = Role.RELEASER in account.rights.signs
    return may_sign and not kept.missing and (not standing.kept or standing.sent is None)


def _attachment(data: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(data, content_type="application/octet-stream")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.package"'
    return answer


def page_of(name: str) -> str:
    """The address of a draft or package of one's own."""
    return reverse("package", args=[name])


def to_page(name: str) -> HttpResponse:
    """Back to the page of a draft or package."""
    return redirect(page_of(name))
