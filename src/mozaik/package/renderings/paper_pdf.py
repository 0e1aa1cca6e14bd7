"""package.pdf: the package made readable for people, bounded in length, with nothing added."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from importlib.resources import files

from mozaik.package.model import Compared, HiddenHolder, Hit, Holder, Lead, Package, Pointer
from mozaik.package.rendering import Rendering
from mozaik.release import likeness_text, lines_of_row, nearness_text
from mozaik.typed_json import Json, to_json
from mozaik.typeset import make_pdf
from mozaik.wording import explain_list_kind, explain_value

LEADS_SHOWN = 60
HITS_SHOWN = 20
HOLDERS_SHOWN = 6
LONGEST = 120
"""How many leads, hits of a lead and holders of a hit the PDF shows; it says how many more there are.
Of a longer value or path it shows that many letters."""

_Object = dict[str, Json]


def package_pdf(package: Package) -> bytes:
    """The package as a tagged PDF; the same package gives the same bytes."""
    folder = files("mozaik.package.renderings")
    template = folder.joinpath("templates", "package.typ").read_text(encoding="utf-8")
    return make_pdf(template, paper_view(package), datetime.fromisoformat(package.drafted.at))


def paper_view(package: Package) -> _Object:
    """The package cut to what paper shows, with the lines that the template prints."""
    rows = {hit.reference: _hit_row(hit) for hit in package.hits}
    country = package.recipient.country_name
    rows |= {pointer.reference: _pointer_row(pointer, country) for pointer in package.pointers}
    return {
        "operation_text": _operation_text(package),
        "sender": package.sender,
        "edition": package.edition,
        "synthetic": package.synthetic,
        "recipient": to_json(package.recipient),
        "transfer_ground": package.transfer_ground,
        "drafted": to_json(package.drafted),
        "drafted_text": _moment(package.drafted.at),
        "expires_on": to_json(package.expires_on),
        "keep_text": _keep_text(package),
        "custody": to_json(package.custody),
        "handling": to_json(package.handling),
        "grade": to_json(package.grade),
        "counts": to_json(package.counts),
        "first": to_json(package.first),
        "leads": [_lead_part(lead, rows) for lead in package.leads[:LEADS_SHOWN]],
        "leads_more": max(0, len(package.leads) - LEADS_SHOWN),
        "pointer_count": len(package.pointers),
        "statement": package.statement,
        "compared": _coverage(package.compared),
        "not_compared": _coverage(package.not_compared),
        "version_lines": [
            f"{name} {value}"
            for part in (package.versions, package.parameters)
            for name, value in sorted(part.items())
        ],
    }


def _moment(text: str) -> str:
    """A time such as `2023-11-20 09:00 UTC`."""
    return f"{text[:10]} {text[11:16]} UTC"


def _operation_text(package: Package) -> str:
    operation, edition = package.operation, package.edition
    return edition if edition.startswith(operation) else f"{operation}, {edition}"


def _keep_text(package: Package) -> str | None:
    """Which rows are erased before the package is, if any."""
    days = package.keep_until
    if days is None or days.earliest >= package.expires_on:
        return None
    return f"Erase single rows earlier, each after its own last day: the first after {days.earliest}."


def _lead_part(lead: Lead, rows: Mapping[str, _Object]) -> _Object:
    return {
        "number": lead.number,
        "title": lead.title,
        "why": lead.why,
        "next_steps": list(lead.next_steps),
        "hit_rows": [rows[reference] for reference in lead.references[:HITS_SHOWN]],
        "more": max(0, len(lead.references) - HITS_SHOWN),
        "row_name": "Pointer" if lead.references[0].startswith("P-") else "Hit",
    }


def _hit_row(hit: Hit) -> _Object:
    second = None if hit.second_fact is None else f"second fact: {explain_value(hit.second_fact)}"
    notes = (nearness_text(hit.distance, hit.transform), second, likeness_text(hit.explanation))
    return {"kind_text": hit.kind_text, **_row(hit, hit.value_kind, notes)}


def _pointer_row(pointer: Pointer, country: str) -> _Object:
    unsettled = None if pointer.hit is None else f"also in your hit {pointer.hit}, which is not settled"
    return {"kind_text": f"Points to {country}", **_row(pointer, pointer.kind, (unsettled,))}


def _row(told: Hit | Pointer, value_kind: str, notes: Iterable[str | None]) -> _Object:
    """What a hit and a pointer have in common on paper."""
    return {
        "reference": told.reference,
        "value_text": explain_value(value_kind),
        "notes": [note for note in notes if note],
        "told": [_told(holder) for holder in told.told[:HOLDERS_SHOWN]],
        "told_more": max(0, len(told.told) - HOLDERS_SHOWN),
        "ask": [_ask(hidden) for hidden in told.ask],
        "handling": to_json(told.handling),
        "grade": told.grade,
        "keep_until": to_json(told.keep_until),
    }


def _told(holder: Holder) -> _Object:
    return {
        "authority": holder.authority,
        "own": holder.own,
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
    kind = "person record" if holder.table in ("persons", "person_facts") else "item"
    return f"{kind} {holder.unit}"


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
        matcher = f", by {line.matcher}" if line.matcher else ""
        list_text = _list_text(line)
        what = f"{line.table}{'' if list_text is None else ' of a list, ' + list_text}{matcher}"
        groups.setdefault((what, line.reason or ""), {}).setdefault(line.authority, []).append(line.rows)
    return [
        {"what": what, "reason": reason, "whose": ", ".join(_whose(*entry) for entry in sorted(rows.items()))}
        for (what, reason), rows in sorted(groups.items())
    ]


def _whose(authority: str, rows: list[int | None]) -> str:
    """An authority with how many of its rows the recipient sees in full, and whether there are others."""
    told = [count for count in rows if count is not None]
    if not told:
        return authority
    others = " and others" if len(told) < len(rows) else ""
    return f"{authority} ({sum(told)} rows{others})"


PACKAGE_PDF = Rendering("package.pdf", package_pdf)
