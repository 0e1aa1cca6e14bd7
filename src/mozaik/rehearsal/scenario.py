"""A rehearsal scenario: what the TOML file says, as values. The code knows no numbers of its own."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from mozaik.errors import InvalidInputError
from mozaik.toml_text import parse_toml

SCENARIOS = Path(__file__).parent / "scenarios"
MODEL = SCENARIOS / "mozaik-2023.toml"
"""The scenario that has every entry."""
TABLES = ("content", "overlaps", "decoys", "realities")
ITEM_KINDS = ("computer", "phone", "server", "memory-card")


@dataclass(frozen=True, slots=True)
class Cast:
    """One authority of the scenario and the figures of its own part."""

    id: str
    country: str
    name: str
    role: str
    language: str
    raids: Mapping[str, Any]
    suspects: Mapping[str, Any]
    victims_safeguarded: Mapping[str, Any]
    items: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Scenario:
    """The whole scenario; mappings keep the TOML's own tables."""

    series: str
    framework: str
    edition: str
    title: str
    coordinator: str
    synthetic: str
    first_day: date
    last_day: date
    announced_at: datetime
    review_on: date
    authorities: tuple[Cast, ...]
    recipients: tuple[str, ...]
    statements: tuple[Mapping[str, Any], ...]
    content: Mapping[str, Any]
    overlaps: Mapping[str, Mapping[str, int]]
    decoys: Mapping[str, Any]
    realities: Mapping[str, int]
    reserved_phones: Mapping[str, Mapping[str, Any]]

    @property
    def contributors(self) -> tuple[Cast, ...]:
        """The authorities that seize items, in the order of the file."""
        return tuple(cast for cast in self.authorities if cast.items)

    def cast(self, authority: str) -> Cast:
        """The authority with this id; KeyError if the scenario has none."""
        return {cast.id: cast for cast in self.authorities}[authority]


def load_scenario(name: str) -> Scenario:
    """Read a scenario by its name or by the path of a TOML file; InvalidInputError names the known ones."""
    path = Path(name) if name.endswith(".toml") else SCENARIOS / f"{name}.toml"
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        known = sorted(p.stem for p in SCENARIOS.glob("*.toml") if p.stem != "names")
        raise InvalidInputError(
            "no such scenario", where=name, remedy=f"use one of {', '.join(known)} or the path of a TOML file"
        ) from error
    except UnicodeDecodeError as error:
        raise InvalidInputError(
            "the scenario is not UTF-8", where=str(path), remedy="save it as UTF-8"
        ) from error
    data = parse_toml(text, str(path))
    try:
        _require_entries(data)
        return parse_scenario(data)
    except (KeyError, TypeError, ValueError) as error:
        raise InvalidInputError(
            "the scenario lacks an entry",
            where=str(path),
            why=str(error),
            remedy=f"state every entry that {MODEL} has",
        ) from error


def _require_entries(data: Mapping[str, Any]) -> None:
    """KeyError for an entry of the tables that the planting steps ask for."""
    model = parse_toml(MODEL.read_text(encoding="utf-8"), str(MODEL))
    for table in TABLES:
        for name in model[table]:
            if name not in data[table]:
                raise KeyError(f"{table}.{name}")


def parse_scenario(data: Mapping[str, Any]) -> Scenario:
    """The scenario of parsed TOML; KeyError for a missing entry."""
    authorities = tuple(
        Cast(
            id=owner["id"],
            country=owner["country"],
            name=owner["name"],
            role=owner["role"],
            language=owner["language"],
            raids=owner.get("raids", {"count": 0}),
            suspects=owner.get("suspects", {"count": 0}),
            victims_safeguarded=owner.get("victims_safeguarded", {"count": 0}),
            items=owner.get("items", {}),
        )
        for owner in data["authorities"]
    )
    keys = (
        "series", "framework", "edition", "title", "coordinator", "synthetic", "first_day", "last_day",
        "announced_at", "review_on", "content", "overlaps", "decoys", "realities", "reserved_phones",
    )  # fmt: skip
    return Scenario(
        authorities=authorities,
        recipients=tuple(data["recipients"]),
        statements=tuple(data["statements"]),
        **{key: data[key] for key in keys},
    )
