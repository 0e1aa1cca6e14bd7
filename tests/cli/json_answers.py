"""Answers of commands, held to the schemas of docs/formats/json."""

import json
from typing import Any

from jsonschema import Draft202012Validator

from tests.conftest import REPOSITORY

Answer = dict[str, object]
FOLDER = REPOSITORY / "docs" / "formats" / "json"
KEPT = {path.name: json.loads(path.read_text(encoding="utf-8")) for path in FOLDER.glob("*.schema.json")}
_DAYS = Draft202012Validator.FORMAT_CHECKER
VALIDATORS: dict[str, Any] = {
    form["$id"]: Draft202012Validator(form, format_checker=_DAYS) for form in KEPT.values()
}


def answers_in(said: str) -> list[Answer]:
    """The objects that stand one after another in what a command printed."""
    told, rest, decoder = list[Answer](), said.strip(), json.JSONDecoder()
    while rest:
        answer, end = decoder.raw_decode(rest)
        told.append(answer)
        rest = rest[end:].strip()
    return told


def check_answers(said: str) -> None:
    """Each object keeps to its schema."""
    for answer in answers_in(said):
        VALIDATORS[str(answer["schema"])].validate(answer)
