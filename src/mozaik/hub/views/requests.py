"""Requests: what one's authority asked and was asked, by when; one of them, with one's own rows behind it."""

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from mozaik.desk import OwnRow, Page, note_request_read, read, rows_asked
from mozaik.errors import RefusedError
from mozaik.exchange import LIFTED, Answer, Case, Ground, Outcome, Stage, Urgency
from mozaik.hub import clock, floor
from mozaik.hub.documents import CODES, GRADES
from mozaik.hub.models import Account, account_of
from mozaik.hub.telling import ToldRow, told_row
from mozaik.hub.views.reason import needs_reason
from mozaik.moments import utc_day
from mozaik.node import case_for, cases_for, delivery_of
from mozaik.parties import Authority
from mozaik.terms import Use

MOST_HITS = 10
"""Hits of one asked selector that a page shows."""


@require_GET
@needs_reason
def requests(request: HttpRequest) -> HttpResponse:
    """What was asked, those first whose answer is due first; the clock stands beside each."""
    account, moment = account_of_place(request), clock.now()
    cases = cases_for(floor.node(), account.authority, floor.trust())
    shown = {
        "asked_of_us": [(case, case.is_overdue(moment)) for case in cases if case.asker != account.authority],
        "we_asked": [(case, case.is_overdue(moment)) for case in cases if case.asker == account.authority],
        "may_ask": account.rights.judges,
    }  # fmt: skip
    return render(request, "requests.html", shown)


@require_GET
@needs_reason
def ask(request: HttpRequest) -> HttpResponse:
    """The form of a request: from the ticket of a hit, about selectors, or in words alone."""
    account = account_of_place(request)
    shown = {
        "to": request.GET.get("to", "")[:32], "ticket": request.GET.get("ticket", "")[:18],
        "askable": _askable(account),
        "urgencies": list(Urgency), "grades": GRADES, "codes": CODES, "may_ask": account.rights.judges,
        "clocks": floor.operation().clocks,
    }  # fmt: skip
    return render(request, "ask.html", shown)


@require_GET
@needs_reason
def one_request(request: HttpRequest, set_id: str) -> HttpResponse:
    """A request with what followed it; for who is asked its own rows behind the ticket; logged."""
    account, moment = account_of_place(request), clock.now()
    case = case_for(floor.node(), account.authority, set_id, floor.trust())
    note_request_read(floor.node().work, floor.asking_of(request, moment), case.id, floor.trust())
    is_ours = case.request.to == account.authority
    answers = (case.is_open or case.stage is Stage.CLARIFICATION) and is_ours and account.rights.judges
    shown = {
        "case": case, "overdue": case.is_overdue(moment), "is_ours": is_ours, "answers": answers,
        "said": [(each, isinstance(each.content, Answer)) for each in (*case.clarified, *case.answers)],
        "rows": own_rows(request, case, moment) if is_ours and case.request.ticket else (),
        "outcomes": list(Outcome), "grounds": [ground for ground in Ground if ground], "grades": GRADES,
        "codes": CODES, "delivery": delivery_of(floor.node(), case.id, floor.trust(), moment),
        "lifted": LIFTED, "uses": list(Use), "urgencies": list(Urgency),
        "hits": _hits_of(request, case, moment) if is_ours else (),
        "clarifies": case.stage is Stage.CLARIFICATION and not is_ours and account.rights.judges,
    }  # fmt: skip
    return render(request, "request.html", shown)


def own_rows(request: HttpRequest, case: Case, moment: datetime) -> tuple[OwnRow, ...]:
    """The rows of one's own authority behind the ticket of a request; none where it names none; logged."""
    asking = floor.asking_of(request, moment)
    try:
        return rows_asked(floor.node().work, asking, case.asker, case.request.ticket, floor.trust())
    except RefusedError:
        return ()


def _hits_of(request: HttpRequest, case: Case, moment: datetime) -> list[ToldRow]:
    """What the asked authority's own view holds of the selectors that a request brought; logged."""
    node, asking = floor.node(), floor.asking_of(request, moment)
    if not node.is_compared:
        return []
    told: dict[str, ToldRow] = {}
    for selector in case.request.selectors:
        page = Page(search=selector.value, authority=case.asker, limit=MOST_HITS)
        reading = read(node.work, asking, floor.trust(), page)
        hits = (hit for hit in reading.hits if selector.value in hit.values)
        told |= {hit.reference: told_row(hit, reading.reader) for hit in hits}
    return list(told.values())


def _askable(account: Account) -> list[Authority]:
    """Whom an authority may ask: everybody else who takes part today."""
    day = utc_day(clock.now())
    return [
        each.authority
        for each in floor.operation().participants
        if each.authority != account.authority and each.takes_part_on(day)
    ]


def account_of_place(request: HttpRequest) -> Account:
    """Who has the place: those who read for analysis; for all others there is no such page."""
    account = account_of(request)
    if account.rights.use is not Use.ANALYSIS:
        raise Http404
    return account
