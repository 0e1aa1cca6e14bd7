"""The machine form of a package (docs/formats/package.md), from what the release room told alone."""

import json
from collections.abc import Mapping, Sequence

from mozaik import __version__
from mozaik.moments import utc_text
from mozaik.package.leads import make_leads
from mozaik.package.model import FORMAT, Custody, Document, Drafting, Json, Lead
from mozaik.package.transfer import is_third_country
from mozaik.release import CoverageLine, Pointer, Reading, ReleasedHit, ReleasedHolder, Status
from mozaik.terms import Disclosure, Handling, union_handling, worst_grade
from mozaik.wording import (
    country_name,
    explain_grade,
    explain_handling,
    explain_hit,
    explain_nothing_found,
    explain_obstacle,
)

FIRST_LEADS = 3
"""How many leads stand in the part 'do this first'."""


def make_document(
    reading: Reading, drafting: Drafting, custody: Custody, pointers: Sequence[Pointer] = ()
) -> Document:
    """The package of a complete reading: only confirmed hits are told, others are counted; all pointers."""
    confirmed = [hit for hit in reading.hits if hit.status is Status.CONFIRMED]
    country = drafting.recipient.country
    leads = make_leads(confirmed, reading.reader, pointers, country)
    lead_of = {reference: lead.number for lead in leads for reference in lead.references}
    counts = count_statuses(reading.hits)
    told: list[ReleasedHit | Pointer] = [*confirmed, *pointers]
    body: dict[str, Json] = {
        **head_of(reading, drafting, custody),
        "handling": handling_of(told),
        "grade": grade_of(told),
        "counts": counts,
        "first": first_steps(leads, counts),
        "leads": [lead_json(lead) for lead in leads],
        "hits": [hit_json(hit, lead_of[hit.reference]) for hit in confirmed],
        "pointers": [pointer_json(pointer, lead_of[pointer.reference]) for pointer in pointers],
        **coverage_json(reading),
    }
    return Document(body, leads)


def head_of(reading: Reading, drafting: Drafting, custody: Custody) -> dict[str, Json]:
    """What the package is, for whom, by whom, on which ground, until when, and its place in the chain."""
    return {
        "format": FORMAT,
        "operation": reading.operation,
        "edition": reading.edition,
        "synthetic": reading.synthetic,
        "sender": drafting.sender,
        "recipient": {
            "authority": drafting.recipient,
            "country": drafting.recipient.country,
            "country_name": country_name(drafting.recipient.country),
            "third_country": is_third_country(drafting.recipient),
        },
        "transfer_ground": drafting.transfer_ground,
        "drafted": {
            "at": utc_text(drafting.now),
            "by": drafting.person,
            "reason": drafting.reason.strip(),
        },
        "expires_on": str(drafting.expires_on),
        "custody": {
            "sequence": custody.sequence,
            "audit_sequence": custody.audit_sequence,
            "audit_head": custody.audit_hash,
        },
    }


def count_statuses(hits: Sequence[ReleasedHit]) -> dict[str, Json]:
    """How many hits stand where, from the judgements that the recipient may know of."""
    return {str(status): sum(hit.status is status for hit in hits) for status in Status}


def handling_of(told: Sequence[ReleasedHit | Pointer]) -> dict[str, Json]:
    """The union of the handling codes as codes and as text, with the owners' notes."""
    codes = union_handling(frozenset(entry.handling) for entry in told)
    notes = sorted({note for entry in told for holder in entry.holders for note in holder.handling_notes})
    return {
        "codes": [str(code) for code in sorted(codes)],
        "texts": [explain_handling(code) for code in sorted(codes)],
        "notes": list(notes),
    }


def grade_of(told: Sequence[ReleasedHit | Pointer]) -> Json:
    """The worst grade with its meaning; null when there is nothing to grade."""
    if not told:
        return None
    worst = worst_grade(entry.grade for entry in told)
    return {"worst": worst, "text": explain_grade(worst)}


def first_steps(leads: Sequence[Lead], counts: Mapping[str, Json]) -> list[Json]:
    """What to do first: the first step of the first leads, then the judgements that are owed."""
    steps: list[Json] = [
        {"lead": lead.number, "title": lead.title, "text": lead.next_steps[0]}
        for lead in leads[:FIRST_LEADS]
        if lead.next_steps
    ]
    owed = []
    if counts["unjudged"]:
        owed.append(f"Have {_several(counts['unjudged'], 'hit')} judged by a person.")
    if counts["disputed"]:
        owed.append(f"Settle {_several(counts['disputed'], 'hit')} on which judgements differ.")
    if not steps and not owed:
        owed.append("Nothing to do: read what was compared, and keep this answer.")
    steps += [{"lead": None, "title": None, "text": text} for text in owed]
    return steps


def lead_json(lead: Lead) -> Json:
    """One lead in the machine form."""
    return {
        "number": lead.number,
        "topic": str(lead.topic),
        "title": lead.title,
        "why": lead.why,
        "next_steps": list(lead.next_steps),
        "authorities": list(lead.authorities),
        "own_units": list(lead.own_units),
        "references": list(lead.references),
        "ask": [{"authority": ask.authority, "tickets": list(ask.tickets)} for ask in lead.asks],
        "handling": [str(code) for code in lead.handling],
        "grade": lead.grade,
    }


def hit_json(hit: ReleasedHit, lead: int) -> Json:
    """One hit in the machine form: what is told, and the tickets for what is not."""
    return {
        "reference": hit.reference,
        "lead": lead,
        "kind": hit.kind,
        "kind_text": explain_hit(hit.kind).title,
        "value_kind": hit.value_kind,
        "values": list(hit.values),
        "second_fact": hit.second_fact,
        "distance": hit.distance,
        "transform": hit.transform,
        "explanation": _parsed(hit.explanation),
        "status": str(hit.status),
        "first_seen": hit.first_seen,
        "authorities": list(hit.authorities),
        "units": hit.units,
        "points": hit.points,
        "reasons": [
            {"code": reason.code, "points": reason.points, "text": reason.text} for reason in hit.reasons
        ],
        **_told_and_asked(hit),
    }


def pointer_json(pointer: Pointer, lead: int) -> Json:
    """One pointer in the machine form."""
    return {
        "reference": pointer.reference,
        "lead": lead,
        "kind": pointer.kind,
        "value": pointer.value,
        "noisy": pointer.noisy,
        **_told_and_asked(pointer),
    }


def _told_and_asked(entry: ReleasedHit | Pointer) -> dict[str, Json]:
    """What is told, the tickets for what is not, and the conditions of both."""
    return {
        "told": [holder_json(holder) for holder in entry.holders if holder.level is Disclosure.FULL],
        "ask": [
            {"authority": holder.authority, "set_kind": holder.set_kind, "ticket": holder.ticket,
             "handling": _codes(holder.handling), "notes": list(holder.handling_notes), "grade": holder.grade}
            for holder in entry.holders
            if holder.level is Disclosure.HIT
        ],
        "handling": _codes(entry.handling),
        "grade": entry.grade,
    }  # fmt: skip


def holder_json(holder: ReleasedHolder) -> Json:
    """One holder that is shown in full."""
    row: Json = None
    if holder.row is not None:
        row = {"set_id": holder.row.set_id, "table": holder.row.table, "row_id": holder.row.row_id}
    return {
        "authority": holder.authority,
        "own": holder.own,
        "set_kind": holder.set_kind,
        "table": holder.table,
        "unit": holder.unit,
        "value": holder.value,
        "fields": {name: plain(value) for name, value in (holder.fields or {}).items() if value is not None},
        "row": row,
        "handling": _codes(holder.handling),
        "notes": list(holder.handling_notes),
        "grade": holder.grade,
    }


def coverage_json(reading: Reading) -> dict[str, Json]:
    """What was compared and what could not be, with versions; stated whether or not anything was found."""
    return {
        "statement": explain_nothing_found(),
        "compared": [_line(line) for line in reading.coverage.lines if line.state == "compared"],
        "not_compared": [_line(line) for line in reading.coverage.lines if line.state != "compared"],
        "versions": {**dict(reading.coverage.versions), "package": __version__},
        "parameters": dict(reading.coverage.parameters),
    }


def _line(line: CoverageLine) -> Json:
    return {
        "authority": line.authority,
        "set_kind": line.set_kind,
        "table": line.table,
        "matcher": line.matcher,
        "rows": line.rows,
        "reason": explain_obstacle(line.reason) if line.reason else None,
    }


def plain(value: object) -> Json:
    """A value without fractions: a fraction is written as text, so that the form stays canonical."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, Mapping):
        return {str(name): plain(entry) for name, entry in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, bytes):
        return [plain(entry) for entry in value]
    return str(value)


def _parsed(explanation: str | None) -> Json:
    return None if explanation is None else plain(json.loads(explanation))


def _codes(handling: Sequence[Handling]) -> list[Json]:
    return [str(code) for code in handling]


def _several(count: Json, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"
