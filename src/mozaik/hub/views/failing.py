"""Pages for what does not work: one sentence each, the same for what does not exist and what is not told."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from mozaik.hub.language import ENGLISH
from mozaik.wording import in_english, say


@login_not_required
def missing(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """There is no such page for who asks."""
    return _said(request, "missing", 404)


@login_not_required
def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The page is not for who asks."""
    return _said(request, "forbidden", 403)


@login_not_required
def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form did not come from a page of this session."""
    return _said(request, "forged", 403)


@login_not_required
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The request cannot be read."""
    return _said(request, "bad_request", 400)


@login_not_required
@in_english
def broken(request: HttpRequest) -> HttpResponse:
    """A fault of the program, or of what it stands on: said without asking the database for anything."""
    nobody: dict[str, object] = {
        "account": None,
        "places": (),
        "here": "",
        "dangers": (),
        "language": ENGLISH,
        "languages": {},
    }
    return HttpResponse(render_to_string("refused.html", {"error": _error("broken"), **nobody}), status=500)


def _said(request: HttpRequest, what: str, status: int) -> HttpResponse:
    return render(request, "refused.html", {"error": _error(what)}, status=status)


def _error(what: str) -> dict[str, str]:
    return {"what": say(f"hub.fail.{what}"), "why": "", "remedy": say(f"hub.fail.{what}.remedy"), "lang": ""}
