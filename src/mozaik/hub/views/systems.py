"""Systems: a coordinator says which other systems of its authority ask by the API, and for what."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from mozaik.errors import RefusedError
from mozaik.hub import clock
from mozaik.hub.database import one_writer
from mozaik.hub.models import Account, System, account_of
from mozaik.hub.roles import HubRole
from mozaik.hub.stepping_up import has_stepped_up
from mozaik.parties import PersonRef, is_person_name
from mozaik.wording import say

MOST_DAYS = 365


class SystemForm(forms.Form):
    """A system by its short name within the authority, what it may do, why, and for how many days."""

    name = forms.CharField(max_length=60)
    reads = forms.BooleanField(required=False)
    sends = forms.BooleanField(required=False)
    reason = forms.CharField(min_length=4, max_length=200)
    days = forms.IntegerField(min_value=1, max_value=MOST_DAYS, initial=90)

    def clean_name(self) -> str:
        """A name as persons of an authority have one."""
        name: str = self.cleaned_data["name"].strip()
        if not is_person_name(name):
            raise forms.ValidationError(say("hub.systems.bad_name"))
        return name

    def clean(self) -> None:
        """It does something."""
        if not self.cleaned_data.get("reads") and not self.cleaned_data.get("sends"):
            raise forms.ValidationError(say("hub.systems.does_nothing"))


@require_http_methods(["GET", "POST"])
def systems(request: HttpRequest) -> HttpResponse:
    """The systems of one's own authority; open one or give it a new token, or end one."""
    account = account_of(request)
    if not account.rights.keeps_systems:
        raise Http404
    if request.method == "POST" and not has_stepped_up(request):
        return redirect(f"{reverse('mfa_reauthenticate')}?{urlencode({'next': reverse('systems')})}")
    if request.method == "POST" and "end" in request.POST:
        _of_own(account).filter(account__reference=request.POST["end"]).update(ended_at=clock.now())
        return redirect("systems")
    form, token = SystemForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        token = _opened(account, form)
        form = SystemForm()
    own = _of_own(account).select_related("account").order_by("account__reference")
    shown = {"form": form, "token": token, "systems": own, "now": clock.now()}
    return render(request, "systems.html", shown)


def _of_own(account: Account) -> QuerySet[System]:
    return System.objects.filter(account__reference__startswith=f"{account.authority}/")


def _opened(account: Account, form: SystemForm) -> str:
    """The token of a system that is opened, or opened anew; RefusedError where a person has its name."""
    with one_writer():
        return _renewed(account, form.cleaned_data)


def _renewed(account: Account, asked: dict[str, Any]) -> str:
    reference = PersonRef.of(account.authority, asked["name"])
    known = Account.objects.filter(reference=reference).first()
    if known is not None and known.role != HubRole.SYSTEM:
        raise RefusedError("a person has this name", remedy="give the system another one")
    own = known or Account.objects.open(reference, HubRole.SYSTEM)
    system = System.objects.filter(account=own).first() or System(account=own)
    system.opened_by, system.reason = account.reference, asked["reason"].strip()
    system.reads, system.sends, system.ended_at = asked["reads"], asked["sends"], None
    system.until = clock.now() + timedelta(days=asked["days"])
    token = system.renew_token()
    system.save()
    return token
