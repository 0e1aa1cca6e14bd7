"""Showing again who one is, before anything is signed or exported."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from urllib.parse import urlencode, urlsplit

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse

from mozaik.hub import clock

GOOD_FOR_SECONDS = 30 * 60
"""How long a one-time code lets a person sign."""
RECORDS = "account_authentication_methods"
"""Where a session keeps how and when its person showed who it is."""
Parameters = ParamSpec("Parameters")
Page = Callable[Concatenate[HttpRequest, Parameters], HttpResponse]


def needs_step_up(page: Page[Parameters]) -> Page[Parameters]:
    """Let the script of a page go on only if its person gave a one-time code of late; else say where to."""

    @wraps(page)
    def asked(request: HttpRequest, /, *args: Parameters.args, **kwargs: Parameters.kwargs) -> HttpResponse:
        if not has_stepped_up(request):
            back = request.headers.get("X-Page", "")
            where = back if back.startswith("/") and not back.startswith("//") else reverse("home")
            go = f"{reverse('mfa_reauthenticate')}?{urlencode({'next': where})}"
            return JsonResponse({"go": go})
        return page(request, *args, **kwargs)

    return asked


def needs_step_up_page(page: Page[Parameters]) -> Page[Parameters]:
    """As `needs_step_up`, for a form of a page without script: its person comes back to where it was."""

    @wraps(page)
    def asked(request: HttpRequest, /, *args: Parameters.args, **kwargs: Parameters.kwargs) -> HttpResponse:
        if not has_stepped_up(request):
            back = urlsplit(request.headers.get("Referer", "")).path
            where = back if back.startswith("/") and not back.startswith("//") else reverse("home")
            return redirect(f"{reverse('mfa_reauthenticate')}?{urlencode({'next': where})}")
        return page(request, *args, **kwargs)

    return asked


def has_stepped_up(request: HttpRequest) -> bool:
    """Whether the person gave a one-time code or a recovery code not long ago."""
    since = clock.seconds() - GOOD_FOR_SECONDS
    return any(
        record["method"] == "mfa" and record["at"] >= since for record in request.session.get(RECORDS, [])
    )
