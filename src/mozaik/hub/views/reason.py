"""Why somebody reads: asked once a session, and written into the chain with every reading."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from mozaik.hub.floor import REASON
from mozaik.hub.models import account_of

Parameters = ParamSpec("Parameters")
Page = Callable[Concatenate[HttpRequest, Parameters], HttpResponse]


class ReasonForm(forms.Form):
    """One line: the case, the raid, the request for which somebody reads."""

    reason = forms.CharField(max_length=200, min_length=4)


def needs_reason(page: Page[Parameters]) -> Page[Parameters]:
    """Ask for a reason before a page that reads for an authority."""

    @wraps(page)
    def asked(request: HttpRequest, /, *args: Parameters.args, **kwargs: Parameters.kwargs) -> HttpResponse:
        if account_of(request).rights.use is not None and not request.session.get(REASON):
            return redirect(f"{reverse('reason')}?{urlencode({'next': request.get_full_path()})}")
        return page(request, *args, **kwargs)

    return asked


@require_http_methods(["GET", "POST"])
def reason(request: HttpRequest) -> HttpResponse:
    """Say why one reads, or say it anew."""
    form = ReasonForm(request.POST or None, initial={"reason": request.session.get(REASON, "")})
    if request.method == "POST" and form.is_valid():
        request.session[REASON] = form.cleaned_data["reason"]
        return redirect(_back(request))
    return render(request, "reason.html", {"form": form, "next": request.GET.get("next", "")})


def _back(request: HttpRequest) -> str:
    """Where the person came from, if that is a page of this hub."""
    target = request.POST.get("next", "")
    return target if is_own_path(target) else reverse("home")


def is_own_path(target: str) -> bool:
    """Whether an address is a path of this hub."""
    return url_has_allowed_host_and_scheme(target, None) and target.startswith("/")
