"""Choosing the language of the pages, at the foot of each."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from mozaik.errors import InvalidInputError
from mozaik.hub.language import COOKIE, DJANGO
from mozaik.hub.models import Account
from mozaik.hub.views.reason import is_own_path

YEAR = 365 * 24 * 3600


@login_not_required
@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Keep the language with the account, and in the browser for the pages before the sign-in."""
    tag, where = request.POST.get("language", ""), urlsplit(request.headers.get("Referer", ""))
    if tag not in DJANGO:
        raise InvalidInputError("there is no such language", remedy="choose one at the foot of the page")
    if isinstance(request.user, Account):
        request.user.language = tag
        request.user.save(update_fields=["language"])
    back = f"{where.path}?{where.query}" if where.query else where.path
    answer = redirect(back if is_own_path(back) else reverse("home"))
    answer.set_cookie(
        COOKIE, tag, max_age=YEAR, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Strict"
    )
    return answer
