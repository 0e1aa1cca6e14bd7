"""The first visit: a link that is good once, a password, then the second factor."""

from allauth.account.internal.flows.login import record_authentication
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import SetPasswordForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from mozaik.hub import clock
from mozaik.hub.models import Account, account_of
from mozaik.hub.signing_in import admit_first_visit


@login_not_required
@require_http_methods(["GET", "POST"])
def welcome(request: HttpRequest, token: str) -> HttpResponse:
    """Say what comes; the link is used up by the button, not by whoever looks at it first."""
    if request.method == "POST":
        if admit_first_visit(request, token, clock.now()):
            return redirect("choose_password")
        return render(request, "first_visit.html", {"is_good": False}, status=409)
    return render(request, "first_visit.html", {"is_good": True})


@require_http_methods(["GET", "POST"])
def choose_password(request: HttpRequest) -> HttpResponse:
    """Choose the password; only who has none yet, or was invited again."""
    account = account_of(request)
    if account.has_usable_password():
        return redirect("home")
    form: SetPasswordForm[Account] = SetPasswordForm(account, request.POST or None)
    if request.method == "POST" and form.is_valid():
        form.save()
        login(request, account, backend="allauth.account.auth_backends.AuthenticationBackend")
        record_authentication(request, account, method="password", reauthenticated=True)
        return redirect("mfa_activate_totp")
    return render(request, "choose_password.html", {"form": form})
