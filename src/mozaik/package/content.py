"""The package of one reading: what the release room told, put together for its recipient."""

from collections.abc import Iterable, Sequence
from datetime import date

from mozaik import __version__
from mozaik.moments import utc_text
from mozaik.package.drafting import Drafting
from mozaik.package.exhibits import CustodyEvent, Exhibit
from mozaik.package.first import first_steps
from mozaik.package.leads import make_leads
from mozaik.package.model import (
    FORMAT,
    Compared,
    Counts,
    Custody,
    Drafted,
    HandlingSummary,
    HiddenHolder,
    Hit,
    Holder,
    LastDays,
    Package,
    Pointer,
    Recipient,
    WorstGrade,
)
from mozaik.package.pictures import near_groups
from mozaik.package.transfer import is_third_country
from mozaik.parties import Authority
from mozaik.release import (
    CoverageLine,
    ForPackage,
    PictureGroup,
    Reading,
    ReleasedHit,
    ReleasedHolder,
    Status,
    items_of,
)
from mozaik.release import CustodyEvent as ReleasedEvent
from mozaik.release import Pointer as ReleasedPointer
from mozaik.terms import Disclosure, Use, union_handling, worst_grade
from mozaik.wording import (
    country_name,
    explain_grade,
    explain_handling,
    explain_hit,
    explain_nothing_found,
    explain_obstacle,
    say,
)

Told = Sequence[ReleasedHit | ReleasedPointer]


def package_of(read: ForPackage, drafting: Drafting, custody: Custody) -> Package:
    """The package of all that was read for it."""
    return make_package(read.reading, drafting, custody, read.pointers, read.custody, read.groups)


def make_package(
    reading: Reading,
    drafting: Drafting,
    custody: Custody,
    pointers: Sequence[ReleasedPointer] = (),
    events: Sequence[ReleasedEvent] = (),
    groups: Sequence[PictureGroup] = (),
) -> Package:
    """The package of a complete reading: only confirmed hits are told, others are counted; all pointers.

    Of `events` in the custody of items those are told whose item is behind something that is told. `groups`
    are those of confirmed hits alone.
    """
    confirmed = [hit for hit in reading.hits if hit.status is Status.CONFIRMED]
    leads = make_leads(confirmed, reading.reader, pointers, drafting.recipient.country)
    lead_of = {reference: lead.number for lead in leads for reference in lead.references}
    told: Told = [*confirmed, *pointers]
    counts, last = count_statuses(reading.hits), drafting.last_day
    exhibits = exhibits_of(told, events, last)
    lines = reading.coverage.lines
    return Package(
        format=FORMAT,
        operation=reading.operation,
        edition=reading.edition,
        synthetic=reading.synthetic,
        sender=drafting.sender,
        recipient=recipient_of(drafting.recipient),
        use=drafting.use,
        transfer_ground=drafting.transfer_ground,
        drafted=Drafted(utc_text(drafting.now), drafting.person, drafting.reason.strip()),
        expires_on=last,
        custody=custody,
        handling=handling_of(told, exhibits),
        grade=grade_of(told, exhibits),
        keep_until=last_days_of(told, exhibits, last),
        counts=counts,
        first=first_steps(leads, counts),
        leads=leads,
        hits=tuple(_hit(hit, lead_of[hit.reference], last) for hit in confirmed),
        pointers=tuple(_pointer(pointer, lead_of[pointer.reference], last) for pointer in pointers),
        groups=near_groups(groups, confirmed, last),
        exhibits=exhibits,
        statement=statement_of(drafting.use),
        compared=tuple(_compared(line) for line in lines if line.state == "compared"),
        not_compared=tuple(_compared(line) for line in lines if line.state != "compared"),
        versions={**reading.coverage.versions, "package": __version__},
        parameters=dict(reading.coverage.parameters),
    )


def statement_of(use: Use) -> str:
    """What it means that nothing else is told; the same whether or not there is something else."""
    return (
        f"{explain_nothing_found()} {say('nothing.court')}" if use is Use.COURT else explain_nothing_found()
    )


def recipient_of(authority: Authority) -> Recipient:
    """The recipient with its country."""
    country = authority.country
    return Recipient(authority, country, country_name(country), is_third_country(authority))


def count_statuses(hits: Iterable[ReleasedHit]) -> Counts:
    """How many hits stand where, from the judgements that the recipient may know of."""
    statuses = [hit.status for hit in hits]
    return Counts(**{str(status): statuses.count(status) for status in Status})


def exhibits_of(told: Told, events: Iterable[ReleasedEvent], expires_on: date) -> tuple[Exhibit, ...]:
    """The items behind what is told with the events of their custody; an item without one is left out."""
    behind = items_of(holder for each in told for holder in each.holders)
    custody: dict[tuple[Authority, bool, str], list[CustodyEvent]] = {}
    for event in events:
        if (str(event.authority), event.item) in behind:
            item = event.authority, event.own, event.item
            custody.setdefault(item, []).append(_event(event, expires_on))
    return tuple(Exhibit(*item, tuple(held)) for item, held in custody.items())


def handling_of(told: Told, exhibits: Sequence[Exhibit] = ()) -> HandlingSummary:
    """The union of the handling codes as codes and as text, with the owners' notes."""
    events = _events_of(exhibits)
    stated = [*(hit.handling for hit in told), *(event.handling for event in events)]
    codes = tuple(sorted(union_handling(map(frozenset, stated))))
    notes = {note for hit in told for holder in hit.holders for note in holder.handling_notes}
    notes |= {note for event in events for note in event.notes}
    return HandlingSummary(codes, tuple(explain_handling(code) for code in codes), tuple(sorted(notes)))


def grade_of(told: Told, exhibits: Sequence[Exhibit] = ()) -> WorstGrade | None:
    """The worst grade with its meaning; None when there is nothing to grade."""
    if not told:
        return None
    worst = worst_grade([*(hit.grade for hit in told), *(event.grade for event in _events_of(exhibits))])
    return WorstGrade(worst, explain_grade(worst))


def last_days_of(told: Told, exhibits: Sequence[Exhibit], expires_on: date) -> LastDays | None:
    """The earliest and the latest last day of all rows that are told; None when nothing is."""
    days = {min(holder.keep_until, expires_on) for hit in told for holder in hit.holders}
    days |= {event.keep_until for event in _events_of(exhibits)}
    return LastDays(min(days), max(days)) if days else None


def _events_of(exhibits: Iterable[Exhibit]) -> list[CustodyEvent]:
    return [event for exhibit in exhibits for event in exhibit.custody]


def _event(event: ReleasedEvent, expires_on: date) -> CustodyEvent:
    return CustodyEvent(
        sequence=event.sequence,
        event=event.event,
        at=event.at,
        from_holder=event.from_holder,
        to_holder=event.to_holder,
        reason=event.reason,
        place=event.place,
        seal_old=event.seal_old,
        seal_new=event.seal_new,
        sha256_before=event.sha256_before,
        sha256_after=event.sha256_after,
        verified=event.verified,
        origin=event.origin,
        row=event.row,
        handling=event.handling,
        notes=event.handling_notes,
        grade=event.grade,
        keep_until=min(event.keep_until, expires_on),
    )


def _hit(hit: ReleasedHit, lead: int, expires_on: date) -> Hit:
    return Hit(
        reference=hit.reference,
        lead=lead,
        kind=hit.kind,
        kind_text=explain_hit(hit.kind).title,
        value_kind=hit.value_kind,
        values=hit.values,
        second_fact=hit.second_fact,
        distance=hit.distance,
        transform=hit.transform,
        explanation=hit.explanation,
        status=hit.status,
        first_seen=hit.first_seen,
        authorities=hit.authorities,
        units=hit.units,
        points=hit.points,
        reasons=hit.reasons,
        told=_told(hit.holders, expires_on),
        ask=_hidden(hit.holders, expires_on),
        handling=hit.handling,
        grade=hit.grade,
        keep_until=min(hit.keep_until, expires_on),
    )


def _pointer(pointer: ReleasedPointer, lead: int, expires_on: date) -> Pointer:
    return Pointer(
        reference=pointer.reference,
        lead=lead,
        kind=pointer.kind,
        value=pointer.value,
        noisy=pointer.noisy,
        hit=pointer.hit,
        told=_told(pointer.holders, expires_on),
        ask=_hidden(pointer.holders, expires_on),
        handling=pointer.handling,
        grade=pointer.grade,
        keep_until=min(pointer.keep_until, expires_on),
    )


def _told(holders: Iterable[ReleasedHolder], expires_on: date) -> tuple[Holder, ...]:
    """The holders that are shown in full; fields that are not known are left out."""
    return tuple(
        Holder(
            authority=holder.authority,
            own=holder.own,
            set_kind=holder.set_kind,
            table=holder.table,
            unit=holder.unit,
            value=holder.value,
            fields={name: value for name, value in (holder.fields or {}).items() if value is not None},
            places=holder.places,
            row=holder.row,
            handling=holder.handling,
            notes=holder.handling_notes,
            grade=holder.grade,
            keep_until=min(holder.keep_until, expires_on),
        )
        for holder in holders
        if holder.level is Disclosure.FULL
    )


def _hidden(holders: Iterable[ReleasedHolder], expires_on: date) -> tuple[HiddenHolder, ...]:
    """The holders of whom only existence is told, each with its ticket."""
    return tuple(
        HiddenHolder(
            authority=holder.authority,
            set_kind=holder.set_kind,
            ticket=holder.ticket,
            handling=holder.handling,
            notes=holder.handling_notes,
            grade=holder.grade,
            keep_until=min(holder.keep_until, expires_on),
        )
        for holder in holders
        if holder.level is Disclosure.HIT
    )


def _compared(line: CoverageLine) -> Compared:
    return Compared(
        authority=line.authority,
        set_kind=line.set_kind,
        table=line.table,
        matcher=line.matcher,
        rows=line.rows,
        reason=explain_obstacle(line.reason) if line.reason else None,
    )
