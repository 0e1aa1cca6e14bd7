"""Records: drafts of an authority, the terms under which it enters rows, and one form for all of them."""

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from mozaik.desk import OwnerTerms, note_records_read, typed_terms
from mozaik.errors import InvalidInputError, MozaikError
from mozaik.hub import clock, floor, record_drafts
from mozaik.hub.models import Account, RecordDraft, TypedTerms, account_of
from mozaik.hub.record_drafts import SeenDraft
from mozaik.hub.record_forms import FORMS, TERMS, RecordForm, form_fields
from mozaik.hub.telling_terms import told_terms
from mozaik.hub.views.reason import needs_reason
from mozaik.moments import utc_day
from mozaik.terms import TermsSheet

LONGEST_SHEET = 64 * 1024


@require_http_methods(["GET", "POST"])
@needs_reason
def records(request: HttpRequest) -> HttpResponse:
    """The drafts and the sealed records of one's authority, its terms; open a draft."""
    account, now = owner_account(request), clock.now()
    if request.method == "POST":
        draft = record_drafts.open_draft(account, request.POST.get("replaces", ""), now)
        return redirect("record_draft", draft.pk)
    terms, fault = _terms(account)
    opened = record_drafts.drafts_of(account)
    standing = record_drafts.rows_standing(opened)
    drafts = [(each, standing.get(each.pk, 0)) for each in opened]
    shown = {
        "drafts": drafts, "sealed": record_drafts.records_of(account), "fault": fault,
        "terms": told_terms(terms) if terms else (), "built_in": bool(terms and terms.built_in),
    }  # fmt: skip
    return render(request, "records.html", shown)


@require_http_methods(["GET", "POST"])
def terms_sheet(request: HttpRequest) -> HttpResponse:
    """State the terms under which one's authority enters records, in the words of a terms sheet."""
    account, now, error = owner_account(request), clock.now(), None
    typed = TypedTerms.objects.filter(authority=account.authority).first()
    text = typed.text if typed else ""
    if request.method == "POST":
        text = request.POST.get("text", "").replace("\r\n", "\n")[:LONGEST_SHEET]
        try:
            typed_terms(text, account.authority, floor.operation(), utc_day(now))
        except MozaikError as refused:
            error = refused
        else:
            said = {"text": text, "by": account.reference, "at": now}
            TypedTerms.objects.update_or_create(authority=account.authority, defaults=said)
            return redirect("records")
    return render(request, "record_terms.html", {"text": text, "error": error, "typed": typed})


@require_http_methods(["GET", "POST"])
@needs_reason
def record_draft(request: HttpRequest, draft: int) -> HttpResponse:
    """A draft: the form of one row, all rows with what is wrong with them, and what sealing comes to."""
    account = owner_account(request)
    opened = record_drafts.draft_of(account, draft)
    terms, fault = _terms(account)
    if terms is None:
        return render(request, "record_terms_first.html", {"fault": fault})
    if request.method == "POST":
        return _save(request, account, opened, terms)
    number = opened.rows.count()
    asking = floor.asking_of(request, clock.now())
    note_records_read(floor.node().work, asking, opened.set_id, number, floor.trust())
    return _page(request, record_drafts.see(opened, terms, clock.now()))


@require_POST
def change_rows(request: HttpRequest, draft: int) -> HttpResponse:
    """Remove a row, put one back, or end a draft in which no row stands."""
    account, now = owner_account(request), clock.now()
    opened, does = record_drafts.draft_of(account, draft), request.POST.get("do", "")
    if does == "discard":
        record_drafts.discard(opened)
        return redirect("records")
    if does not in ("remove", "restore"):
        raise InvalidInputError("there is no such act", remedy="open the draft again, and use its buttons")
    record_drafts.remove_row(opened, _number(request.POST.get("row", "")), now if does == "remove" else None)
    return redirect(f"{reverse('record_draft', args=[draft])}#rows")


def owner_account(request: HttpRequest) -> Account:
    """Who has the place: those who sign as owner; for all others there is no such page."""
    account = account_of(request)
    if not account.rights.judges:
        raise Http404
    return account


def _save(request: HttpRequest, account: Account, draft: RecordDraft, terms: OwnerTerms) -> HttpResponse:
    """Keep a row as it was entered; one with a fault is shown again, with the fault beside its field."""
    form = _form(request.POST.get("form", ""))
    names = (TERMS, *(column.name for column in form.columns))
    entered = {name: request.POST.get(name, "").replace("\r\n", "\n").strip() for name in names}
    fields = {**{name: value for name, value in entered.items() if value}, **form.stated}
    number, seen = _number(request.POST.get("row", "") or "0"), request.POST.get("seen", "")
    number = record_drafts.save_row(draft, account, form.table, fields, number, seen, clock.now())
    rows = record_drafts.see(draft, terms, clock.now()).rows
    row = next(each for each in rows if each.row.number == number)
    query = urlencode({"form": form.name, "row" if row.faults else "saved": number})
    return redirect(f"{reverse('record_draft', args=[draft.pk])}?{query}#enter")


def _page(request: HttpRequest, seen: SeenDraft) -> HttpResponse:
    number = _number(request.GET.get("row", "") or "0")
    row = next((each for each in seen.rows if each.row.number == number), None)
    form = row.form if row else _form(request.GET.get("form", "") or next(iter(FORMS)))
    sheet = seen.terms.sheet
    names = tuple(terms.name for terms in sheet.terms)
    values = row.row.fields if row else {TERMS: _usual_terms(form, sheet)}
    known = {TERMS, *(column.name for column in form.columns)}
    faults = row.faults if row else {}
    shown = {
        "draft": seen.draft, "seen": seen, "form": form, "forms": FORMS.values(), "row": row,
        "fields": form_fields(form, values, names, faults),
        "whole": [reason for name, reasons in faults.items() if name not in known for reason in reasons],
        "saved": request.GET.get("saved", "") if row is None else "",
        "terms": {terms.name: terms.sentence for terms in told_terms(seen.terms)},
        "titles": {name: form.title for name, form in FORMS.items()},
    }  # fmt: skip
    return render(request, "record_draft.html", shown)


def _usual_terms(form: RecordForm, sheet: TermsSheet) -> str:
    """The terms that a new row begins with: of victims those about victims, else those of its table."""
    about = [terms.name for terms in sheet.terms if str(terms.subject) == form.stated.get("subject")]
    return about[0] if about else sheet.terms[sheet.for_table(form.table)].name


def _terms(account: Account) -> tuple[OwnerTerms | None, str]:
    """The terms of an authority, or why what it stated counts no more."""
    try:
        return record_drafts.terms_of(account.authority, floor.operation(), clock.now()), ""
    except MozaikError as error:
        return None, ". ".join(filter(None, (error.what, error.why, error.remedy)))


def _form(name: str) -> RecordForm:
    if name not in FORMS:
        raise InvalidInputError("there is no such form", remedy="choose one on the page of the draft")
    return FORMS[name]


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise InvalidInputError("this is no number of a row", remedy="open the draft again")
    return int(text)
