"""Leaving a shared machine for a moment: the session is locked, and nothing is lost."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from mozaik.hub.guards import lock


@require_POST
def lock_now(request: HttpRequest) -> HttpResponse:
    """Lock the session of who is signed in."""
    lock(request)
    return redirect("home")
