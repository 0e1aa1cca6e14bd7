"""Audit: the chain of one's own authority, verified, for those who oversee it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from mozaik.canonical import JsonValue
from mozaik.desk import AuditEntry, audit
from mozaik.errors import InvalidInputError
from mozaik.hub import clock, floor
from mozaik.hub.models import account_of
from mozaik.hub.views.reason import needs_reason
from mozaik.terms import Use
from mozaik.visible import visible_line

PAGE = 100
_HEADINGS = ("person", "reason")


@require_GET
@needs_reason
def chain(request: HttpRequest) -> HttpResponse:
    """The last entries of the chain, and that it is whole; a reading like any other, and logged."""
    if account_of(request).rights.use is not Use.OVERSIGHT:
        raise Http404
    asked = request.GET.get("before", "")
    if asked and not (asked.isascii() and asked.isdecimal() and len(asked) < 16):
        raise InvalidInputError("there is no such entry", remedy="begin at the newest one")
    asking = floor.asking_of(request, clock.now())
    before = int(asked) if asked else None
    told = audit(floor.node().work, asking, floor.trust(), PAGE, before)
    shown = {"audit": told, "rows": [(entry, *_words(entry)) for entry in told.entries], "before": before}
    return render(request, "audit.html", shown)


def _words(entry: AuditEntry) -> tuple[str, str, str]:
    """Who, why, and the rest of what an entry says, each a line."""
    said = entry.said or {}
    person, reason = (str(said.get(name) or "") for name in _HEADINGS)
    rest = [f"{name}: {_line(value)}" for name, value in said.items() if name not in _HEADINGS and value]
    return person, reason, visible_line("; ".join(rest))


def _line(value: JsonValue) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} {_line(part)}" for name, part in value.items())
    if isinstance(value, list):
        shown = ", ".join(_line(part) for part in value[:3])
        return f"{shown} +{len(value) - 3}" if len(value) > 3 else shown
    return str(value)
