"""State: how the node stands, for those who run it; areas and remedies, and never what came, or from whom."""

from collections import Counter
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from mozaik.desk import Finding, Health
from mozaik.hub import clock, floor
from mozaik.hub.floor import runs_the_node
from mozaik.hub.models import account_of
from mozaik.moments import utc_text
from mozaik.node import Duty, look_at_node

_OF_OTHERS = frozenset({"files", "incoming", "packages", "exchange"})
"""Areas in which what somebody sends may show; a reader of hits does not see them."""
_WORST = (Health.WRONG, Health.MISSING, Health.OLD, Health.NOTE, Health.GOOD)


@dataclass(frozen=True, slots=True)
class Area:
    """One area of the node: its name as a key of words, and the worst that was found in it."""

    name: str
    health: Health


@dataclass(frozen=True, slots=True)
class OwedLine:
    """How much work of a kind is owed, how much of it somebody is at, and how much failed."""

    duty: Duty
    owed: int
    taken: int
    failed: int


@require_GET
def state(request: HttpRequest) -> HttpResponse:
    """What is owed and what is wrong. The sentences with numbers and names are for the machine's own screen.

    That a file came, or how many, would tell a reader of hits that somebody sent something: a coordinator
    sees neither the areas nor the work in which it would show.
    """
    account, node = account_of(request), floor.node()
    if not runs_the_node(account):
        raise Http404
    reads = account.rights.use is not None
    seen = look_at_node(node.folder, clock.now())
    shown = [each for each in seen if not (reads and each.about in _OF_OTHERS)]
    owed = None if reads else _owed()
    return render(request, "state.html", {"areas": _areas(shown), "owed": owed})


def _areas(findings: list[Finding]) -> list[Area]:
    names = list(dict.fromkeys(finding.about for finding in findings))
    healths = {name: [each.health for each in findings if each.about == name] for name in names}
    return [Area(name.replace(" ", "_"), min(healths[name], key=_WORST.index)) for name in names]


def _owed() -> list[OwedLine]:
    lines = floor.node().owed.lines()
    now = utc_text(clock.now())
    owed = Counter(line.duty for line in lines)
    taken = Counter(line.duty for line in lines if line.leased_until and line.leased_until > now)
    failed = Counter(line.duty for line in lines if line.failures)
    return [OwedLine(duty, owed[duty], taken[duty], failed[duty]) for duty in Duty if owed[duty]]
