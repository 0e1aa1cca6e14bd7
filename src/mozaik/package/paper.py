"""The PDF form of a package: the machine form made readable, bounded in length, with nothing added."""

from collections.abc import Mapping
from datetime import datetime
from importlib.resources import files
from typing import cast

from mozaik.kinds import SetKind
from mozaik.package.model import Json
from mozaik.typeset import make_pdf
from mozaik.wording import explain_list_kind, explain_value

LEADS_SHOWN = 60
HITS_SHOWN = 20
HOLDERS_SHOWN = 6
LONGEST = 120
"""How many leads, hits of a lead and holders of a hit the PDF shows; it says how many more there are.
Of a longer value or path it shows that many letters."""

_FIELDS = {
    "path": "", "category_scheme": "scheme ", "category_code": "category ", "graded_by": "graded by ",
    "series": "series ", "camera_model": "camera ", "full_name": "", "country": "country ",
    "noted_on": "noted on ", "deleted": "",
}  # fmt: skip
"""Fields of a told row that a reader of paper wants, with what stands before them; package.json has all."""

_Object = dict[str, Json]


def package_pdf(body: Mapping[str, Json], made_at: datetime) -> bytes:
    """The package as a tagged PDF; the same body and time give the same bytes."""
    template = files("mozaik.package").joinpath("templates", "package.typ").read_text(encoding="utf-8")
    return make_pdf(template, paper_view(body), made_at)


def paper_view(body: Mapping[str, Json]) -> _Object:
    """The machine form cut to what paper shows, with the lines that the template prints."""
    hits = {str(hit["reference"]): _hit(hit) for hit in _objects(body["hits"])}
    recipient = cast(_Object, body["recipient"])
    for pointer in _objects(body["pointers"]):
        hits[str(pointer["reference"])] = _pointer(pointer, str(recipient["country_name"]))
    leads = _objects(body["leads"])
    return {
        **{name: value for name, value in body.items() if name not in ("hits", "pointers")},
        "operation_text": _operation_text(str(body["operation"]), str(body["edition"])),
        "leads": [_lead(lead, hits) for lead in leads[:LEADS_SHOWN]],
        "drafted_text": _moment(str(cast(_Object, body["drafted"])["at"])),
        "pointer_count": len(_objects(body["pointers"])),
        "leads_more": max(0, len(leads) - LEADS_SHOWN),
        "compared": _coverage(_objects(body["compared"])),
        "not_compared": _coverage(_objects(body["not_compared"])),
        "version_lines": [
            f"{name} {value}"
            for part in ("versions", "parameters")
            for name, value in sorted(cast(_Object, body[part]).items())
        ],
    }


def _moment(text: str) -> str:
    """A time such as `2023-11-20 09:00 UTC`."""
    return f"{text[:10]} {text[11:16]} UTC"


def _operation_text(operation: str, edition: str) -> str:
    return edition if edition.startswith(operation) else f"{operation}, {edition}"


def _lead(lead: _Object, hits: Mapping[str, _Object]) -> _Object:
    references = cast("list[str]", lead["references"])
    return {
        **lead,
        "hit_rows": [hits[reference] for reference in references[:HITS_SHOWN]],
        "more": max(0, len(references) - HITS_SHOWN),
        "row_name": "Pointer" if references[0].startswith("P-") else "Hit",
    }


def _pointer(pointer: _Object, country: str) -> _Object:
    bare: _Object = {"distance": None, "second_fact": None, "value_kind": pointer["kind"]}
    return _hit({**pointer, **bare, "kind_text": f"Points to {country}"})


def _hit(hit: _Object) -> _Object:
    told = _objects(hit["told"])
    second = hit["second_fact"]
    return {
        **hit,
        "value_text": explain_value(str(hit["value_kind"])),
        "nearness": _nearness(hit),
        "second_fact_text": None if second is None else f"second fact: {explain_value(str(second))}",
        "told": [_told(holder) for holder in told[:HOLDERS_SHOWN]],
        "told_more": max(0, len(told) - HOLDERS_SHOWN),
        "ask": [{**ask, "list_text": _list_text(ask)} for ask in _objects(hit["ask"])],
    }


def _nearness(hit: _Object) -> str | None:
    if hit["distance"] is None:
        return None
    turned = hit["transform"]
    return f"{hit['distance']} of 256 bits differ" + (f", {turned}" if turned else "")


def _told(holder: _Object) -> _Object:
    fields = cast(_Object, holder["fields"])
    value = holder["value"]
    return {
        **holder,
        "value_shown": _short(str(value)) if value is not None else None,
        "place_text": _list_text(holder) or _unit_text(holder),
        "lines": [
            line for name in _FIELDS if (line := _line(name, fields.get(name))) and fields[name] != value
        ],
    }


def _line(name: str, value: Json) -> str | None:
    if name == "deleted":
        return "deleted" if value else None
    return None if value in (None, "") else f"{_FIELDS[name]}{_tail(str(value))}"


def _unit_text(holder: _Object) -> str | None:
    """The item or person record of a holder, named as such."""
    if holder["unit"] is None:
        return None
    kind = "person record" if holder["table"] in ("persons", "person_facts") else "item"
    return f"{kind} {holder['unit']}"


def _list_text(holder: _Object) -> str | None:
    kind = SetKind(str(holder["set_kind"]))
    return explain_list_kind(kind) if kind.is_list else None


def _short(value: str) -> str:
    """The beginning of a digest or of a very long value; hits.csv has all of it."""
    if len(value) in (32, 40, 64) and set(value) <= set("0123456789abcdef"):
        return f"{value[:16]}…"
    return value if len(value) <= LONGEST else f"{value[:LONGEST]}…"


def _tail(value: str) -> str:
    """The end of a very long path, where the file's name is."""
    return value if len(value) <= LONGEST else f"…{value[-LONGEST:]}"


def _coverage(lines: list[_Object]) -> list[Json]:
    """Lines of one table, method and reason as one line that lists the authorities, with rows where told."""
    groups: dict[tuple[str, str], dict[str, list[Json]]] = {}
    for line in lines:
        matcher = f", by {line['matcher']}" if line["matcher"] else ""
        list_text = _list_text(line)
        what = f"{line['table']}{'' if list_text is None else ' of a list, ' + list_text}{matcher}"
        rows = groups.setdefault((what, str(line["reason"] or "")), {})
        rows.setdefault(str(line["authority"]), []).append(line["rows"])
    return [
        {"what": what, "reason": reason, "whose": ", ".join(_whose(*entry) for entry in sorted(rows.items()))}
        for (what, reason), rows in sorted(groups.items())
    ]


def _whose(authority: str, rows: list[Json]) -> str:
    """An authority with how many of its rows the recipient sees in full, and whether there are others."""
    told = [count for count in rows if isinstance(count, int)]
    if not told:
        return authority
    others = " and others" if len(told) < len(rows) else ""
    return f"{authority} ({sum(told)} rows{others})"


def _objects(value: Json) -> list[_Object]:
    return cast("list[_Object]", value)
