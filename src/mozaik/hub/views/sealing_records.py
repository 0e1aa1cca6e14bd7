"""Sealing records: prepared here, signed in the browser, sealed and kept here like every other set."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from mozaik.desk import CheckedRecords, Entering, OwnerTerms, UnsignedContribution, unsigned_records
from mozaik.errors import RefusedError
from mozaik.hub import clock, floor, record_drafts
from mozaik.hub.models import Account, RecordDraft
from mozaik.hub.record_drafts import SeenDraft
from mozaik.hub.stepping_up import needs_step_up
from mozaik.hub.telling_terms import told_terms
from mozaik.hub.to_sign import Prepared, offered, returned
from mozaik.hub.views.records import owner_account
from mozaik.node import set_to_sign, take_signed_set
from mozaik.seal import Role, Signature
from mozaik.wording import say


@require_POST
@needs_step_up
def prepare(request: HttpRequest, draft: int) -> HttpResponse:
    """What the person signs to seal the good rows of a draft."""
    account, now = owner_account(request), clock.now()
    opened = record_drafts.draft_of(account, draft)
    terms = _terms(account, now)
    seen = record_drafts.see(opened, terms, now)
    unsigned = _unsigned(account, opened, seen.checked, terms, now)
    record_drafts.note_shown(opened, seen)
    about = {"draft": str(draft), "version": str(opened.version)}
    return offered(request, Prepared(set_to_sign(floor.node(), unsigned), _says(account, seen), about, now))


@require_POST
@needs_step_up
def complete(request: HttpRequest, draft: int) -> HttpResponse:
    """Seal and keep what was signed; rows with a fault stay in the draft."""
    back, account = returned(request), owner_account(request)
    if back.about.get("draft") != str(draft):
        raise RefusedError("this was signed for another draft", remedy="open the draft again")
    terms = _terms(account, back.at)
    signature = Signature(back.key_id, Role.OWNER, back.signature)

    def seal(locked: RecordDraft) -> None:
        checked = record_drafts.see(locked, terms, back.at).checked
        unsigned = _unsigned(account, locked, checked, terms, back.at)
        take_signed_set(floor.node(), unsigned, account.person, signature, floor.trust())

    record_drafts.take_sealed(record_drafts.draft_of(account, draft), int(back.about["version"]), seal)
    return JsonResponse({"done": reverse("records")})


def _unsigned(
    account: Account, draft: RecordDraft, checked: CheckedRecords, terms: OwnerTerms, at: datetime
) -> UnsignedContribution:
    entering = Entering(
        account.authority, floor.operation(), at, draft.set_id, floor.is_synthetic(), tuple(draft.supersedes)
    )
    return unsigned_records(checked, terms, entering)


def _terms(account: Account, at: datetime) -> OwnerTerms:
    terms = record_drafts.terms_of(account.authority, floor.operation(), at)
    if terms is None:
        raise RefusedError("no terms are stated", remedy="state the terms of your authority first")
    return terms


def _says(account: Account, seen: SeenDraft) -> list[str]:
    """What a person is told before it signs: how many rows of what, under which terms, what stays."""
    rows = ", ".join(
        say("hub.sign.records.table", table=say(f"hub.record.form.{name}"), rows=count)
        for name, count in seen.checked.rows.items()
    )
    used = {each.terms for each in seen.good}
    replaced, left = seen.draft.supersedes, len(seen.rows) - len(seen.good)
    return [
        say("hub.sign.records", rows=rows),
        *(f"{terms.name}: {terms.sentence}" for terms in told_terms(seen.terms) if terms.name in used),
        *([say("hub.sign.records.replaces", ids=", ".join(replaced))] if replaced else []),
        *([say("hub.sign.records.stay", count=left)] if left else []),
        say("hub.sign.by", person=account.reference),
        say("hub.sign.records.learn"),
    ]
