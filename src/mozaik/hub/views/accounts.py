"""Accounts: an administrator opens them, and hands out the link of a first visit."""

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from mozaik.errors import RefusedError
from mozaik.hub import floor
from mozaik.hub.models import Account, account_of
from mozaik.hub.people import invite
from mozaik.hub.roles import PERSONAL_ROLES, HubRole
from mozaik.parties import PersonRef, is_person
from mozaik.wording import say


class AccountForm(forms.Form):
    """A person of an authority, and in which role it signs in."""

    person = forms.CharField(max_length=100)
    role = forms.ChoiceField(choices=[(str(role), str(role)) for role in PERSONAL_ROLES])

    def clean_person(self) -> str:
        """The person, of an authority that takes part."""
        person: str = self.cleaned_data["person"].strip()
        if not is_person(person) or floor.operation().named(PersonRef(person).authority) is None:
            raise forms.ValidationError(say("hub.accounts.no_participant"))
        if Account.objects.filter(reference=person, role=HubRole.SYSTEM).exists():
            raise forms.ValidationError(say("hub.accounts.system"))
        return person


@require_http_methods(["GET", "POST"])
def accounts(request: HttpRequest) -> HttpResponse:
    """Who may sign in; open an account, invite its person again, or close it when the person leaves."""
    if not account_of(request).rights.keeps_accounts:
        raise Http404
    if leaving := request.POST.get("close", ""):
        _close(account_of(request), leaving)
        return redirect("accounts")
    form, link = AccountForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        person, role = form.cleaned_data["person"], HubRole(form.cleaned_data["role"])
        link = request.build_absolute_uri(invite(person, role))
    shown = {
        "form": form,
        "link": link,
        "accounts": Account.objects.exclude(role=HubRole.SYSTEM).order_by("reference"),
    }
    return render(request, "accounts.html", shown)


def _close(keeper: Account, person: str) -> None:
    if person == keeper.reference:
        raise RefusedError("this is your own account", remedy="have another administrator close it")
    for account in Account.objects.filter(reference=person).exclude(role=HubRole.SYSTEM):
        account.close()
