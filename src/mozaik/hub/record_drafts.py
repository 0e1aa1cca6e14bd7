"""Drafts of records: rows that people of an authority enter, checked each time, kept until sealed."""

import secrets
from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F

from mozaik.desk import (
    CheckedRecords,
    Operation,
    OwnerTerms,
    RawRow,
    Register,
    built_in_record_terms,
    check_rows,
    rows_of_set,
    superseded_by,
    typed_terms,
)
from mozaik.errors import RefusedError
from mozaik.hub import floor
from mozaik.hub.database import one_writer
from mozaik.hub.models import Account, DraftRow, RecordDraft, TypedTerms
from mozaik.hub.record_forms import TERMS, RecordForm, form_of, label_of
from mozaik.moments import utc_day
from mozaik.node import Listed, State
from mozaik.parties import Authority
from mozaik.seal import Kind

MOST_ROWS = 5000
"""Rows of one draft: more come in a file, by `mozaik record`."""


@dataclass(frozen=True, slots=True)
class EnteredRow:
    """A row of a draft: the form that it was entered in, and its faults by field, '' for the whole row."""

    row: DraftRow
    form: RecordForm
    faults: Mapping[str, tuple[str, ...]]

    @property
    def told(self) -> tuple[tuple[str, str], ...]:
        """The fields that are filled in, each with what it is called."""
        shown = (column.name for column in self.form.columns if column.name in self.row.fields)
        return tuple((label_of(name), self.row.fields[name]) for name in shown)

    @property
    def terms(self) -> str:
        """The name of its terms."""
        return str(self.row.fields.get(TERMS, ""))


@dataclass(frozen=True, slots=True)
class SeenDraft:
    """A draft with what sealing it now would come to; rows that were removed are in `removed`."""

    draft: RecordDraft
    terms: OwnerTerms
    rows: tuple[EnteredRow, ...]
    removed: tuple[DraftRow, ...]
    checked: CheckedRecords

    @property
    def good(self) -> tuple[EnteredRow, ...]:
        """The rows that are sealed, or are the same as one that is."""
        return tuple(each for each in self.rows if not each.faults)


def terms_of(authority: Authority, operation: Operation, now: datetime) -> OwnerTerms | None:
    """The terms under which an authority enters records: as it typed them; in an invented operation built in.

    None where there are none. Raises as `typed_terms` where the operation changed since they were typed.
    """
    typed = TypedTerms.objects.filter(authority=authority).first()
    if typed is not None:
        return typed_terms(typed.text, authority, operation, utc_day(now))
    return built_in_record_terms(authority, utc_day(now)) if floor.is_synthetic() else None


def drafts_of(account: Account) -> list[RecordDraft]:
    """The drafts of an authority, the newest first."""
    drafts = RecordDraft.objects.filter(authority=account.authority).order_by("-opened_at", "-pk")
    kept = _kept_ids()
    return [draft for draft in drafts if _is_open(draft, kept)]


def rows_standing(drafts: Iterable[RecordDraft]) -> Mapping[int, int]:
    """How many rows stand in each of several drafts, by the draft's number; one without rows is not there."""
    rows = DraftRow.objects.filter(draft__in=[draft.pk for draft in drafts], removed_at=None)
    return dict(rows.order_by().values_list("draft").annotate(Count("pk")))


def draft_of(account: Account, name: int) -> RecordDraft:
    """The draft of this number; RefusedError, in the same words, for one of somebody else and for none."""
    draft = RecordDraft.objects.filter(authority=account.authority, pk=name).first()
    if draft is None or not _is_open(draft, _kept_ids()):
        raise RefusedError("no draft of yours has this number", remedy="take one from the page of records")
    return draft


def open_draft(account: Account, replaces: str, now: datetime) -> RecordDraft:
    """A new draft; one that replaces a file begins with its rows. Raises as `rows_of_set`."""
    rows: tuple[RawRow, ...] = ()
    supersedes: tuple[str, ...] = ()
    if replaces:
        listed = next((line for line in records_of(account) if line.id == replaces), None)
        if listed is None:
            raise RefusedError(
                "no file of yours that stands has this id", remedy="choose one from the list of your records"
            )
        path, trust = floor.node().store.path_of(listed.sha256), floor.trust()
        rows = rows_of_set(path, account.authority, trust)
        supersedes = superseded_by(account.authority, path, trust)
    with one_writer():
        draft = RecordDraft.objects.create(
            authority=account.authority, set_id=_new_id(account.authority), supersedes=list(supersedes),
            opened_by=account.reference, opened_at=now,
        )  # fmt: skip
        _add(draft, account, ((row.table, _texts(row.fields)) for row in rows), now)
    return draft


def records_of(account: Account) -> list[Listed]:
    """The sets of an authority that stand on the node, those of records first."""
    own = (
        line
        for line in floor.node().index.listed()
        if line.kind == Kind.CONTRIBUTION
        and line.sender == account.authority
        and line.state is State.ACCEPTED
    )
    return sorted(own, key=lambda line: (".records." not in str(line.id), str(line.id)))


def see(draft: RecordDraft, terms: OwnerTerms, now: datetime) -> SeenDraft:
    """A draft with its rows, each with what is wrong with it, under terms on the day of a moment."""
    rows = list(draft.rows.all())
    standing = [row for row in rows if row.removed_at is None]
    checked = check_entered(draft, standing, terms, now)
    faults: dict[int, dict[str, list[str]]] = {}
    for reject in checked.rejects:
        faults.setdefault(reject.row, {}).setdefault(reject.field, []).append(reject.reason)
    entered = tuple(_entered(row, faults.get(row.number, {})) for row in standing)
    return SeenDraft(draft, terms, entered, tuple(row for row in rows if row.removed_at), checked)


def check_entered(
    draft: RecordDraft, rows: Iterable[DraftRow], terms: OwnerTerms, now: datetime
) -> CheckedRecords:
    """What sealing rows of a draft comes to, as of a moment."""
    raw = [RawRow("", row.table, row.number, dict(row.fields)) for row in rows]
    register = Register.of_operation(floor.operation(), utc_day(now))
    return check_rows(raw, terms.sheet, register, utc_day(now))


def save_row(
    draft: RecordDraft,
    account: Account,
    table: str,
    fields: Mapping[str, str],
    number: int,
    seen: str,
    now: datetime,
) -> int:
    """Keep a row as it was entered, good or not: a new one, or in the place of its number; the number.

    `seen` says by whom and when the row was entered that the person saw. RefusedError for a row that somebody
    changed or removed meanwhile, and for a draft that is full.
    """
    with one_writer():
        _changed(draft)
        if not number:
            return _add(draft, account, [(table, fields)], now)
        row = draft.rows.filter(number=number, table=table, removed_at=None).first()
        if row is None or row.mark != seen:
            raise _no_row()
        row.fields, row.entered_by, row.entered_at = dict(fields), account.reference, now
        row.save()
        return number


def remove_row(draft: RecordDraft, number: int, now: datetime | None) -> None:
    """Take a row out of what is sealed, at a moment, or put it back; RefusedError where there is none."""
    with one_writer():
        _changed(draft)
        if not draft.rows.filter(number=number).update(removed_at=now):
            raise _no_row()


def discard(draft: RecordDraft) -> None:
    """End a draft in which no row stands any more; RefusedError while one does."""
    with one_writer():
        if draft.rows.filter(removed_at=None).exists():
            raise RefusedError("rows still stand in this draft", remedy="remove them first, one by one")
        draft.delete()


def note_shown(draft: RecordDraft, seen: SeenDraft) -> None:
    """Keep which rows a person is shown to sign, so that a seal that breaks off midway can be completed."""
    draft.sealing = [each.row.number for each in seen.good]
    draft.save(update_fields=["sealing"])


def take_sealed(draft: RecordDraft, version: int, seal: Callable[[RecordDraft], object]) -> None:
    """Seal a draft that nobody has changed since it was shown, and end the rows that were sealed.

    Of two who sign it at once one seals. Where the seal broke off, the file that was kept says so, and the
    draft is completed when it is next opened. RefusedError for a draft that was changed.
    """
    with one_writer():
        locked = RecordDraft.objects.select_for_update().filter(pk=draft.pk).first()
        if locked is None or locked.version != version:
            raise RefusedError(
                "the draft was changed since it was shown to you", remedy="look at it again, and sign then"
            )
        seal(locked)
        _finish(locked)


def _kept_ids() -> frozenset[str | None]:
    return frozenset(line.id for line in floor.node().index.listed())


def _is_open(draft: RecordDraft, kept: Container[str | None]) -> bool:
    """Whether a draft is still one: what a seal that broke off has left undone is done first."""
    if draft.set_id not in kept:
        return True
    with one_writer():
        now = RecordDraft.objects.filter(pk=draft.pk).first()
        if now is not None and now.set_id == draft.set_id:  # else somebody else has done it meanwhile
            _finish(now)
    if not RecordDraft.objects.filter(pk=draft.pk).exists():
        return False
    draft.refresh_from_db()
    return True


def _finish(draft: RecordDraft) -> None:
    """End the rows that were sealed; what is left stays as a draft under another id."""
    with one_writer():
        draft.rows.filter(number__in=draft.sealing).delete()
        if draft.rows.filter(removed_at=None).exists():
            draft.set_id, draft.supersedes, draft.sealing = _new_id(Authority(draft.authority)), [], []
            draft.save(update_fields=["set_id", "supersedes", "sealing"])
            _changed(draft)
        else:
            draft.delete()


def _changed(draft: RecordDraft) -> None:
    """Count a change of a draft as it stands now, not as it was read; RefusedError where it is gone."""
    if not RecordDraft.objects.filter(pk=draft.pk).update(version=F("version") + 1):
        raise _no_row()
    draft.refresh_from_db(fields=["version"])


def _add(
    draft: RecordDraft, account: Account, rows: Iterable[tuple[str, Mapping[str, str]]], now: datetime
) -> int:
    last = draft.rows.order_by("-number").values_list("number", flat=True).first() or 0
    new = [
        DraftRow(
            draft=draft, number=number, table=table, fields=dict(fields), entered_by=account.reference,
            entered_at=now,
        )
        for number, (table, fields) in enumerate(rows, last + 1)
    ]  # fmt: skip
    if draft.rows.count() + len(new) > MOST_ROWS:
        raise RefusedError(
            f"a draft holds at most {MOST_ROWS:,} rows", remedy="seal it, or give more by: mozaik record"
        )
    DraftRow.objects.bulk_create(new)
    return last + len(new)


def _entered(row: DraftRow, faults: Mapping[str, list[str]]) -> EnteredRow:
    form = form_of(row.table, row.fields)
    return EnteredRow(row, form, {name: tuple(reasons) for name, reasons in faults.items()})


def _texts(fields: Mapping[str, object]) -> dict[str, str]:
    return {name: str(value) for name, value in fields.items()}


def _new_id(authority: Authority) -> str:
    return f"{authority}.records.{secrets.token_hex(8)}"


def _no_row() -> RefusedError:
    return RefusedError(
        "the draft has no such row any more", remedy="open the draft again; a colleague may have changed it"
    )
