"""The queue of hits, and one of them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from mozaik.desk import Page, Status, explain, gathered_coverage, read
from mozaik.errors import InvalidInputError
from mozaik.hub import clock, floor
from mozaik.hub.models import Account, account_of
from mozaik.hub.telling import told_hit, told_row
from mozaik.hub.views.reason import needs_reason
from mozaik.kinds import HitKind
from mozaik.moments import is_utc_text, moment_from_text, utc_text
from mozaik.node import notices_of
from mozaik.wording import explain_nothing_found

PAGE = 50
FILTERS = ("kind", "status", "authority", "item", "search", "group")
"""What narrows the queue; `group` is a group of near pictures."""


@require_GET
@needs_reason
def hits(request: HttpRequest) -> HttpResponse:
    """A page of the queue, most important first, by the filters in the address."""
    node, page, account, now = floor.node(), _page(request), account_of(request), clock.now()
    if not node.is_compared:
        return render(request, "hits.html", {"reading": None})
    reading = read(node.work, floor.asking_of(request, now), floor.trust(), page)
    rows = [told_row(hit, reading.reader) for hit in reading.hits]
    chosen = {name: request.GET.get(name, "") for name in FILTERS}
    shown = {
        "reading": reading, "rows": rows, "page": page, "chosen": chosen,
        "coverage": gathered_coverage(reading.coverage.lines), "nothing_found": explain_nothing_found(),
        "kinds": sorted(reading.by_kind), "statuses": list(Status), "judges": account.rights.judges,
        "since": request.GET.get("since") or utc_text(now), "new": _new_since(request, account),
    }  # fmt: skip
    return render(request, "hits.html", shown)


@require_GET
@needs_reason
def hit(request: HttpRequest, reference: str) -> HttpResponse:
    """One hit: why it stands, what is told of each side, who judged it, and what to do."""
    explained = explain(floor.node().work, reference, floor.asking_of(request, clock.now()), floor.trust())
    told = {"explained": explained, "hit": explained.hit, "told": told_hit(explained.hit, explained.group)}
    return render(request, "hit.html", {**told, "judges": account_of(request).rights.judges})


def _new_since(request: HttpRequest, account: Account) -> int:
    """How many hits have come since somebody began at the top of the queue, which does not move for them."""
    since = request.GET.get("since", "")
    if not is_utc_text(since):
        return 0
    notices = notices_of(floor.node(), account.authority, moment_from_text(since))
    return sum(count for notice in notices for count in notice.hits.values())


def _page(request: HttpRequest) -> Page:
    """What the address asks for; InvalidInputError for a kind or status that there is not."""
    asked = {name: str(value) for name, value in request.GET.items() if value}
    try:
        return Page(
            kind=HitKind(asked["kind"]) if "kind" in asked else None,
            status=Status(asked["status"]) if "status" in asked else None,
            authority=asked.get("authority"),
            item=asked.get("item"),
            search=asked.get("search"),
            reference=asked.get("group"),
            after=asked.get("after"),
            limit=PAGE,
        )
    except ValueError as error:
        raise InvalidInputError(
            "there is no such kind or status of hits", remedy="choose one from the lists above the hits"
        ) from error
