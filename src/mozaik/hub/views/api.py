"""The page that describes the API, from the same description that machines read."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from mozaik.hub.api.document import FAULT_OF
from mozaik.hub.api.operations import api


@dataclass(frozen=True, slots=True)
class ToldOperation:
    """One operation: how it is called, what it does, its parameters, and what it answers."""

    call: str
    lines: tuple[str, ...]
    parameters: tuple[tuple[str, str], ...]
    answers: tuple[tuple[str, str], ...]


@require_GET
def description(request: HttpRequest) -> HttpResponse:
    """Every operation of the API in plain words."""
    described = api.get_openapi_schema()
    paths: dict[str, dict[str, Any]] = described["paths"]
    choices = {name: each.get("enum", []) for name, each in described["components"]["schemas"].items()}
    operations = [
        _told(path, method, said, choices)
        for path, by_method in paths.items()
        for method, said in by_method.items()
    ]
    shown = {"operations": operations, "about": api.description, "faults": sorted(FAULT_OF.items())}
    return render(request, "api.html", shown)


def _told(path: str, method: str, said: dict[str, Any], choices: dict[str, list[str]]) -> ToldOperation:
    lines = tuple(line.replace("`", "").strip() for line in str(said["description"]).split("\n\n"))
    parameters = tuple(
        (str(each["name"]), _kind_of(each["schema"], choices)) for each in said.get("parameters", ())
    )
    answers = tuple(
        (str(status), str(each["description"]))
        for status, each in said["responses"].items()
        if int(status) not in FAULT_OF
    )
    return ToldOperation(f"{method.upper()} {path}", lines, parameters, answers)


def _kind_of(schema: dict[str, Any], choices: dict[str, list[str]]) -> str:
    """What a parameter can be: one of so many words, or its type."""
    plain = [each for each in schema.get("anyOf", [schema]) if each.get("type") != "null"]
    of_component = [choices.get(str(each.get("$ref", "")).rpartition("/")[2], []) for each in plain]
    words = [word for each in of_component for word in each]
    return ", ".join(words) or ", ".join(str(each.get("type", "")) for each in plain)
