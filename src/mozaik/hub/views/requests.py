"""Requests: what one's authority asked and was asked, by when; one of them, with one's own rows behind it."""

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from mozaik.desk import OwnRow, note_request_read, rows_asked
from mozaik.errors import RefusedError
from mozaik.exchange import Answer, Case, Ground, Outcome, Stage, Urgency
from mozaik.hub import clock, floor
from mozaik.hub.models import Account, account_of
from mozaik.hub.views.reason import needs_reason
from mozaik.node import case_for, cases_for, delivery_of
from mozaik.terms import Handling, Use

GRADES = [f"{source}{information}" for source in "ABCX" for information in "1234"]
CODES = [str(code) for code in Handling if code is not Handling.H0]


@require_GET
@needs_reason
def requests(request: HttpRequest) -> HttpResponse:
    """What was asked, those first whose answer is due first; the clock stands beside each."""
    account, moment = _account(request), clock.now()
    cases = cases_for(floor.node(), account.authority, floor.trust())
    shown = {
        "asked_of_us": [(case, case.is_overdue(moment)) for case in cases if case.asker != account.authority],
        "we_asked": [(case, case.is_overdue(moment)) for case in cases if case.asker == account.authority],
    }  # fmt: skip
    return render(request, "requests.html", shown)


@require_GET
@needs_reason
def ask(request: HttpRequest) -> HttpResponse:
    """The form of a request, from the ticket of a hit."""
    account = _account(request)
    shown = {
        "to": request.GET.get("to", "")[:32], "ticket": request.GET.get("ticket", "")[:18],
        "urgencies": list(Urgency), "grades": GRADES, "codes": CODES, "may_ask": account.rights.judges,
        "clocks": floor.operation().clocks,
    }  # fmt: skip
    return render(request, "ask.html", shown)


@require_GET
@needs_reason
def one_request(request: HttpRequest, set_id: str) -> HttpResponse:
    """A request with what followed it; for who is asked its own rows behind the ticket; logged."""
    account, moment = _account(request), clock.now()
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
    }  # fmt: skip
    return render(request, "request.html", shown)


def own_rows(request: HttpRequest, case: Case, moment: datetime) -> tuple[OwnRow, ...]:
    """The rows of one's own authority behind the ticket of a request; none where it names none; logged."""
    asking = floor.asking_of(request, moment)
    try:
        return rows_asked(floor.node().work, asking, case.asker, case.request.ticket, floor.trust())
    except RefusedError:
        return ()


def _account(request: HttpRequest) -> Account:
    """Who has the place: those who read for analysis; for all others there is no such page."""
    account = account_of(request)
    if account.rights.use is not Use.ANALYSIS:
        raise Http404
    return account
