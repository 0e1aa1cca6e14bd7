"""Home: what waits for me."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from mozaik.desk import Waiting, tasks
from mozaik.hub import clock, floor
from mozaik.hub.models import account_of
from mozaik.hub.views.reason import needs_reason
from mozaik.node import Node


@require_GET
@needs_reason
def home(request: HttpRequest) -> HttpResponse:
    """What waits for the authority of who is signed in; nothing of hits for a role that reads none."""
    node = floor.node()
    reads = account_of(request).rights.use is not None
    waiting = _waiting(request, node) if reads else None
    return render(request, "home.html", {"waiting": waiting, "operation": node.operation, "reads": reads})


def _waiting(request: HttpRequest, node: Node) -> Waiting | None:
    """None while nothing was compared yet."""
    asking = floor.asking_of(request, clock.now())
    return tasks(node.work, asking, floor.trust()) if node.is_compared else None
