"""package.pdf: the package made readable for people, bounded in length, with nothing added."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from importlib.resources import files

from mozaik.package.model import Compared, FirstStep, HiddenHolder, Hit, Holder, Lead, Package, Pointer
from mozaik.package.rendering import Form, Rendering
from mozaik.release import likeness_text, lines_of_row, nearness_text
from mozaik.typed_json import Json, to_json
from mozaik.typeset import make_pdf
from mozaik.wording import explain_compared, explain_list_kind, explain_use, explain_value, say

LEADS_SHOWN = 60
HITS_SHOWN = 20
HOLDERS_SHOWN = 6
LONGEST = 120
"""How many leads, hits of a lead and holders of a hit the PDF shows; it says how many more there are.
Of a longer value or path it shows that many letters."""

WORDS = (
    "title", "head", "foot", "synthetic_mark", "synthetic_title", "synthetic", "heading", "for", "operation",
    "package", "package_text", "drafted", "drafted_text", "reason", "use", "keep", "ground", "handling",
    "grade", "no_grade", "hits", "hits_text", "pointers", "first", "never_a_decision", "leads", "no_leads",
    "may_know", "ask", "exists", "everything_told", "compared", "what_method", "whose_rows", "none_compared",
    "not_compared", "what", "why", "whose", "nothing_left_out", "custody", "number", "number_text", "chain",
    "chain_text", "methods", "forms",
)  # fmt: skip
"""What the paper says once: `paper.NAME` in the catalogue, `words.NAME` in the template."""

_Object = dict[str, Json]


def package_pdf(package: Package) -> bytes:
    """The package as a tagged PDF; the same package gives the same bytes."""
    folder = files("mozaik.package.renderings")
    template = folder.joinpath("templates", "package.typ").read_text(encoding="utf-8")
    return make_pdf(template, paper_view(package), datetime.fromisoformat(package.drafted.at))


def paper_view(package: Package) -> _Object:
    """The package cut to what paper shows, with the lines that the template prints."""
    rows = {hit.reference: _hit_row(hit) for hit in package.hits}
    country, more = package.recipient.country_name, len(package.leads) - LEADS_SHOWN
    rows |= {pointer.reference: _pointer_row(pointer, country) for pointer in package.pointers}
    return {
        "words": _words(package),
        "operation_text": _operation_text(package),
        "sender": package.sender,
        "edition": package.edition,
        "synthetic": package.synthetic,
        "use_text": explain_use(package.use) if package.use else None,
        "transfer_ground": package.transfer_ground,
        "drafted": to_json(package.drafted),
        "keep_text": _keep_text(package),
        "custody": to_json(package.custody),
        "handling": to_json(package.handling),
        "note_texts": [say("paper.note", note=note) for note in package.handling.notes],
        "grade": to_json(package.grade),
        "first": [_first_part(step) for step in package.first],
        "lead_notes": list(_lead_notes(package)),
        "leads": [_lead_part(lead, rows) for lead in package.leads[:LEADS_SHOWN]],
        "more_text": say("paper.more_leads", count=more) if more > 0 else None,
        "pointers_text": _pointers_text(package),
        "statement": package.statement,
        "compared": _coverage(package.compared),
        "not_compared": _coverage(package.not_compared),
        "version_lines": [
            f"{name} {value}"
            for part in (package.versions, package.parameters)
            for name, value in sorted(part.items())
        ],
    }


def _words(package: Package) -> dict[str, Json]:
    """What the paper says once, with what it says it of."""
    recipient, counts = package.recipient, package.counts
    of_package: dict[str, object] = {
        "number": package.custody.sequence,
        "authority": recipient.authority,
        "recipient": f"{recipient.authority} ({recipient.country_name})",
        "sender": package.sender,
        "edition": package.edition,
        "drafted": _moment(package.drafted.at),
        "person": package.drafted.by,
        "statement": package.statement,
        "entry": package.custody.audit_sequence,
        "confirmed": counts.confirmed,
        "disputed": counts.disputed,
        "unjudged": counts.unjudged,
        "rejected": counts.rejected,
    }
    return {name: say(f"paper.{name}", count=None, **of_package) for name in WORDS}


def _first_part(step: FirstStep) -> _Object:
    title = None if step.lead is None else say("paper.first_lead", lead=step.lead, title=step.title)
    return {"lead_text": title, "text": step.text}


def _lead_notes(package: Package) -> Iterator[str]:
    if package.counts.confirmed:
        yield say("paper.all_confirmed")
    if package.pointers:
        yield say("paper.pointers_are_no_hits")


def _pointers_text(package: Package) -> str | None:
    count, country = len(package.pointers), package.recipient.country_name
    return say("paper.pointers_text", count=count, country=country) if count else None


def _moment(text: str) -> str:
    """A time such as `2023-11-20 09:00 UTC`."""
    return f"{text[:10]} {text[11:16]} UTC"


def _operation_text(package: Package) -> str:
    operation, edition = package.operation, package.edition
    return edition if edition.startswith(operation) else f"{operation}, {edition}"


def _keep_text(package: Package) -> str:
    """Until when the package is kept, and which rows are erased before, if any."""
    days, last = package.keep_until, package.expires_on
    if days is None or days.earliest >= last:
        return say("paper.keep_text", last_day=last)
    return say("paper.keep_rows", last_day=last, first_day=days.earliest)


def _lead_part(lead: Lead, rows: Mapping[str, _Object]) -> _Object:
    more = len(lead.references) - HITS_SHOWN
    return {
        "number": lead.number,
        "title": lead.title,
        "why": lead.why,
        "next_steps": list(lead.next_steps),
        "hit_rows": [rows[reference] for reference in lead.references[:HITS_SHOWN]],
        "more_text": say("paper.more_hits", count=more) if more > 0 else None,
        "row_name": say("paper.pointer") if lead.references[0].startswith("P-") else say("paper.hit"),
    }


def _hit_row(hit: Hit) -> _Object:
    fact = hit.second_fact
    second = None if fact is None else say("paper.second_fact", fact=explain_value(fact))
    notes = (nearness_text(hit.distance, hit.transform), second, likeness_text(hit.explanation))
    return {"kind_text": hit.kind_text, **_row(hit, hit.value_kind, notes)}


def _pointer_row(pointer: Pointer, country: str) -> _Object:
    unsettled = None if pointer.hit is None else say("paper.unsettled", hit=pointer.hit)
    return {"kind_text": say("paper.points_to", country=country), **_row(pointer, pointer.kind, (unsettled,))}


def _row(told: Hit | Pointer, value_kind: str, notes: Iterable[str | None]) -> _Object:
    """What a hit and a pointer have in common on paper."""
    more = len(told.told) - HOLDERS_SHOWN
    return {
        "reference": told.reference,
        "value_text": explain_value(value_kind),
        "notes": [note for note in notes if note],
        "told": [_told(holder) for holder in told.told[:HOLDERS_SHOWN]],
        "more_text": say("paper.more_holders", count=more) if more > 0 else None,
        "ask": [_ask(hidden) for hidden in told.ask],
        "handling": to_json(told.handling),
        "grade_text": say("paper.row_grade", grade=told.grade),
        "keep_text": say("paper.row_keep", day=told.keep_until),
    }


def _told(holder: Holder) -> _Object:
    return {
        "holder_text": say("paper.you", authority=holder.authority) if holder.own else holder.authority,
        "value_shown": None if holder.value is None else _short(holder.value),
        "place_text": _list_text(holder) or _unit_text(holder),
        "lines": list(lines_of_row(holder.fields, holder.places, holder.value, _tail)),
    }


def _ask(hidden: HiddenHolder) -> _Object:
    return {"authority": hidden.authority, "ticket": hidden.ticket, "list_text": _list_text(hidden)}


def _unit_text(holder: Holder) -> str | None:
    """The item or person record of a holder, named as such."""
    if holder.unit is None:
        return None
    if holder.table in ("persons", "person_facts"):
        return say("paper.person_record", unit=holder.unit)
    return say("paper.item", unit=holder.unit)


def _list_text(held: Holder | HiddenHolder | Compared) -> str | None:
    return explain_list_kind(held.set_kind) if held.set_kind.is_list else None


def _short(value: str) -> str:
    """The beginning of a digest or of a very long value; hits.csv has all of it."""
    if len(value) in (32, 40, 64) and set(value) <= set("0123456789abcdef"):
        return f"{value[:16]}…"
    return value if len(value) <= LONGEST else f"{value[:LONGEST]}…"


def _tail(value: str) -> str:
    """The end of a very long path, where the file's name is."""
    return value if len(value) <= LONGEST else f"…{value[-LONGEST:]}"


def _coverage(lines: Iterable[Compared]) -> list[Json]:
    """Lines of one table, method and reason as one line that lists the authorities, with rows where told."""
    groups: dict[tuple[str, str], dict[str, list[int | None]]] = {}
    for line in lines:
        what = explain_compared(line.table, line.matcher, line.set_kind)
        groups.setdefault((what, line.reason or ""), {}).setdefault(line.authority, []).append(line.rows)
    return [
        {
            "what": what,
            "reason": reason,
            "whose": ", ".join(_whose(*counts) for counts in sorted(rows.items())),
        }
        for (what, reason), rows in sorted(groups.items())
    ]


def _whose(authority: str, rows: list[int | None]) -> str:
    """An authority with how many of its rows the recipient sees in full, and whether there are others."""
    told = [count for count in rows if count is not None]
    if not told:
        return authority
    if len(told) < len(rows):
        return say("paper.whose_some", authority=authority, count=sum(told))
    return say("paper.whose_told", authority=authority, count=sum(told))


PACKAGE_PDF = Rendering("package.pdf", package_pdf, Form.PDF)
