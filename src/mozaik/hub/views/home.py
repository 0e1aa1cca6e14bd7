"""Home: what waits for me."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from mozaik.desk import Waiting, tasks
from mozaik.exchange import Case
from mozaik.hub import clock, floor
from mozaik.hub.models import account_of
from mozaik.hub.since import changed_since, here_before
from mozaik.hub.views.reason import needs_reason
from mozaik.node import Node, cases_for
from mozaik.terms import Use


@require_GET
@needs_reason
def home(request: HttpRequest) -> HttpResponse:
    """What waits for the authority of who is signed in; nothing of hits for a role that reads none."""
    node = floor.node()
    reads = account_of(request).rights.use is not None
    waiting = _waiting(request, node) if reads else None
    before = here_before(request, clock.now()) if reads else None
    shown = {
        "waiting": waiting, "operation": node.operation, "reads": reads, "due": _due(request, node),
        "changed": changed_since(account_of(request), before) if before else None,
    }  # fmt: skip
    return render(request, "home.html", shown)


def _waiting(request: HttpRequest, node: Node) -> Waiting | None:
    """None while nothing was compared yet."""
    asking = floor.asking_of(request, clock.now())
    return tasks(node.work, asking, floor.trust()) if node.is_compared else None


def _due(request: HttpRequest, node: Node) -> list[tuple[Case, bool]]:
    """The requests to answer, each with whether its time has passed, for those who have the place for it."""
    account = account_of(request)
    if account.rights.use is not Use.ANALYSIS:
        return []
    cases, moment = cases_for(node, account.authority, floor.trust()), clock.now()
    asked = (case for case in cases if case.request.to == account.authority and case.is_open)
    return [(case, case.is_overdue(moment)) for case in asked]
