"""The paper of a rehearsal: record files and terms sheets, as an authority would write them."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from mozaik.moments import utc_text
from mozaik.rehearsal.plan import Item, Person, Plan, Raid, moment
from mozaik.rehearsal.scenario import Cast

OFFENCE = "distribution of child sexual abuse material"


def record_rows(plan: Plan, cast: Cast) -> dict[str, list[dict[str, Any]]]:
    """Everything one authority reports, as rows of the record tables."""
    origin = {True: "published", False: "invented"}
    raids = [raid for raid in plan.raids if raid.authority == cast.id]
    people = [person for person in plan.persons if person.authority == cast.id]
    items = [item for item in plan.items if item.authority == cast.id]
    rows: dict[str, list[dict[str, Any]]] = {
        "actions": [_action(raid, origin[bool(cast.raids.get("published"))]) for raid in raids],
        "items": [_item(item, "" if item.item_id in plan.stateless else "seized") for item in items],
        "custody": [row for item in items for row in _custody(item)],
        "persons": [_name(person) for person in people],
        "person_facts": [row for number, p in enumerate(people) for row in _facts(cast, number, p)],
        "statuses": _statuses(plan, cast, raids, people),
        "statements": _statements(plan, cast),
    }
    return {table: row for table, row in rows.items() if row}


def later_rows(plan: Plan, cast: Cast) -> dict[str, list[dict[str, Any]]]:
    """What one authority reports in a second file, empty for most."""
    rows = [_name(person) for person in plan.later_persons if person.authority == cast.id]
    return {"persons": rows} if rows else {}


def _stated(country: str) -> str | None:
    """A country as records state it: one that the source does not name is left out."""
    return None if country == "XX" else country


def _action(raid: Raid, origin: str) -> dict[str, Any]:
    start = moment(raid.day, 5)
    return {
        "action_id": raid.action_id, "kind": "search", "state": "carried-out", "started_at": start,
        "ended_at": start + timedelta(hours=5), "country": _stated(raid.country), "place": "invented place",
        "legal_basis": "court order (invented)", "origin": origin,
    }  # fmt: skip


def _item(item: Item, state: str) -> dict[str, Any]:
    return {
        "item_id": item.item_id, "kind": item.kind, "action_id": item.raid.action_id,
        "person_id": item.person.person_id, "make": "Synthetic", "model": f"Model {item.kind}",
        "seized_at": moment(item.raid.day, 7), "country": _stated(item.country), "state": state or None,
        "legal_basis": "court order (invented)", "description": "synthetic item of a rehearsal",
        "origin": "invented",
    }  # fmt: skip


def _custody(item: Item) -> list[dict[str, Any]]:
    seized = moment(item.raid.day, 7)
    steps = (
        ("seized", timedelta(0), None, "officer A", None, "S1"),
        ("handed-over", timedelta(hours=3), "officer A", "laboratory", "S1", "S1"),
        ("imaged", timedelta(hours=30), "laboratory", "laboratory", "S1", "S2"),
    )
    return [
        {
            "item_id": item.item_id, "sequence": number, "event": event, "at": seized + after,
            "from_holder": giver, "to_holder": taker, "reason": "rehearsal", "place": "invented place",
            "seal_old": old and f"{item.item_id}-{old}", "seal_new": f"{item.item_id}-{new}",
            "origin": "invented",
        }
        for number, (event, after, giver, taker, old, new) in enumerate(steps, 1)
    ]  # fmt: skip


def _name(person: Person) -> dict[str, Any]:
    cyrillic = any("\u0400" <= letter <= "\u04ff" for letter in person.full_name)
    return {
        "person_id": person.person_id, "name_kind": "primary", "full_name": person.full_name,
        "given_name": person.given_name, "family_name": person.family_name, "order_known": True,
        "script": "Cyrl" if cyrillic else "Latn", "language": person.language, "subject": "suspect",
        "country": _stated(person.country), "origin": "invented",
    }  # fmt: skip


def _facts(cast: Cast, number: int, person: Person) -> list[dict[str, Any]]:
    facts = list(person.facts)
    if number < int(cast.suspects.get("cryptocurrency", 0)):
        facts.append(("conduct", None, "cryptocurrency"))
    if number < int(cast.suspects.get("darknet", 0)):
        facts.append(("conduct", None, "darknet"))
    return [
        {
            "person_id": person.person_id, "kind": kind, "selector_kind": selector_kind, "value": value,
            "origin": "published" if value == "cryptocurrency" else "invented",
        }
        for kind, selector_kind, value in facts
    ]  # fmt: skip


def _statuses(
    plan: Plan, cast: Cast, raids: Sequence[Raid], people: Sequence[Person]
) -> list[dict[str, Any]]:
    published = bool(cast.suspects.get("published"))
    rows = [
        _status(cast, person.person_id, "suspect", "identified", raids[n % len(raids)].day, published)
        for n, person in enumerate(people)
    ]
    for n, person in enumerate(people[: int(cast.suspects.get("arrested", 0))]):
        row = _status(cast, person.person_id, "suspect", "arrested", raids[n % len(raids)].day, False)
        rows.append(row | {"offence_title": OFFENCE, "definition": "deprived of liberty by the police"})
    for number in range(int(cast.suspects.get("interviewed", 0))):
        person_id = f"{cast.id}-I{number + 1:02d}"
        rows.append(_status(cast, person_id, "contact", "interviewed", raids[0].day, True))
    for number in range(int(cast.victims_safeguarded["count"])):
        known = bool(cast.victims_safeguarded.get("published"))
        rows.append(
            _status(cast, f"{cast.id}-V{number + 1:02d}", "victim", "safeguarded", raids[0].day, known)
        )
    return rows


def _status(cast: Cast, about: str, subject: str, status: str, day: date, published: bool) -> dict[str, Any]:
    return {
        "about": "person", "about_id": about, "subject": subject, "status": status, "on_date": day,
        "recorded_at": moment(day, 18), "country": _stated(cast.country), "reported_by": cast.id,
        "origin": "published" if published else "invented",
        **({"terms": "victims"} if subject == "victim" else {}),
    }  # fmt: skip


def _statements(plan: Plan, cast: Cast) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for statement in plan.scenario.statements:
        if statement["said_by"] != cast.id:
            continue
        for figure in statement["figures"]:
            rows.append(
                {
                    "statement_id": f"{cast.id}-S{len(rows) + 1:02d}", "as_of": statement["as_of"],
                    "said_by": cast.id, "reported_by": statement["reported_by"], "origin": "published",
                    **figure,
                }
            )  # fmt: skip
    return rows


TOLD_ABROAD = "DE"
"""The country beyond to which owners disclose identifiers in full; to the others at hit level."""


def terms_sheets(plan: Plan, cast: Cast) -> dict[str, dict[str, Any]]:
    """The terms sheets of one authority by name: records, standard, plans, silent, h2, h3."""
    scenario = plan.scenario
    lead = next(owner.id for owner in scenario.authorities if owner.role == "lead")
    base: dict[str, Any] = {
        "purposes": ["cross-check", "operational-analysis"], "subject": "no-person", "handling": ["H0"],
        "source": "A", "information": "1", "legal_basis": "court order (invented)",
        "review_on": scenario.review_on, "disclosure": "hit", "disclose": {scenario.coordinator: "full"},
    }  # fmt: skip
    suspects = base | {"subject": "suspect"}
    abroad = dict.fromkeys(scenario.reserved_phones, "hit") | {TOLD_ABROAD: "full"}
    pointing = suspects | {"disclose": {scenario.coordinator: "full", **abroad}}
    counted = base | {"disclose": {scenario.coordinator: "full", "PUBLIC": "hit"}}
    said = base | {"disclosure": "full", "disclose": {"PUBLIC": "full"}}
    victims = counted | {
        "subject": "victim", "purposes": ["operational-analysis"], "disclosure": "silent",
        "necessity": "counted as safeguarded in the joint announcement; no personal data",
    }  # fmt: skip
    return {
        "standard": {
            "terms": {"material": base, "identifiers": pointing},
            "apply": {"selectors": "identifiers", "links": "identifiers"},
        },
        "plans": {"terms": {"plans": suspects | {"disclose": {}}}},
        "silent-plans": {"terms": {"plans": suspects | {"disclosure": "silent", "disclose": {}}}},
        "silent": {"terms": {"silent": base | {"disclosure": "silent", "disclose": {lead: "full"}}}},
        "h2": {"terms": {"h2": base | {"handling": ["H0", "H2"]}}},
        "h3": {
            "terms": {
                "h3": base | {"handling": ["H0", "H3"], "handling_note": "ask before any use (invented)"}
            }
        },
        "records": {
            "terms": {
                "counted": counted,
                "said in public": said,
                "suspects": suspects | {"disclose": counted["disclose"]},
                "victims": victims,
            },
            "apply": {
                "statements": "said in public",
                "persons": "suspects",
                "person_facts": "suspects",
                "statuses": "suspects",
            },
        },
    }


def to_toml(data: Mapping[str, Any]) -> str:
    """A nested mapping of plain values as TOML text."""
    lines: list[str] = ["# Synthetic: written by a rehearsal."]
    _toml_table(data, (), lines)
    return "\n".join(lines) + "\n"


def _toml_table(data: Mapping[str, Any], path: tuple[str, ...], lines: list[str]) -> None:
    for key, value in data.items():
        if value is not None and not isinstance(value, Mapping) and not _is_rows(value):
            lines.append(f"{json.dumps(key)} = {_toml_value(value)}")
    for key, value in data.items():
        here = (*path, key)
        dotted = ".".join(json.dumps(part) for part in here)
        if isinstance(value, Mapping):
            lines.append(f"\n[{dotted}]")
            _toml_table(value, here, lines)
        elif _is_rows(value):
            for row in value:
                lines.append(f"\n[[{dotted}]]")
                _toml_table(row, here, lines)


def _is_rows(value: object) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], Mapping)


def _toml_value(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return utc_text(value)
    if isinstance(value, date | int):
        return str(value)
    return json.dumps(value, ensure_ascii=False)
