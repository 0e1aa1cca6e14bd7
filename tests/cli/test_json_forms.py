"""Every answer that a command prints with `--json` keeps to its form in docs/formats/json (review 14, 8)."""

import re
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import click
import pytest
from jsonschema import Draft202012Validator

from mozaik.cli.forms import FORMS, schemas
from mozaik.cli.main import program
from tests.cli.json_answers import KEPT, VALIDATORS, Answer
from tests.cli.json_play import play
from tests.conftest import REPOSITORY

PLAYED_ELSEWHERE = re.compile(r"mozaik\.(rehearse|announce\.[a-z]+|hub\.[a-z]+)/1")
"""Answers that the tests of these rooms hold to their schemas."""


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Answer]]:
    """What the commands printed in one small operation, by the form that each names."""
    told: dict[str, list[Answer]] = {}
    for answer in play(tmp_path_factory.mktemp("play")):
        told.setdefault(str(answer["schema"]), []).append(answer)
    return told


def test_the_schemas_are_those_of_the_forms() -> None:
    """Remedy: make schemas."""
    assert {name: kept for name, kept in KEPT.items() if name != "error.schema.json"} == schemas()
    for form in KEPT.values():
        Draft202012Validator.check_schema(form)


def commands_with_json(command: click.Command, words: tuple[str, ...] = ("mozaik",)) -> Iterator[str]:
    """The names of all commands that can be given `--json`, themselves or their group."""
    if isinstance(command, click.Group):
        context = click.Context(command)
        below = [(name, command.get_command(context, name)) for name in command.list_commands(context)]
        grouped = any("--json" in option.opts for option in command.params)
        for name, each in below:
            assert each is not None
            if grouped and not isinstance(each, click.Group):
                yield ".".join((*words, name))
            yield from commands_with_json(each, (*words, name))
    elif any("--json" in option.opts for option in command.params):
        yield ".".join(words)


def test_every_command_and_every_name_of_a_form_has_its_schema() -> None:
    """A command whose answer has no schema is found; two answer in the form of `hits`."""
    asked = set(commands_with_json(program)) - {"mozaik.search", "mozaik.reading.hits"}
    assert len(asked) > 50
    assert asked - set(FORMS) == set()
    source = "".join(path.read_text(encoding="utf-8") for path in (REPOSITORY / "src").rglob("*.py"))
    named = set(re.findall(r'"(mozaik\.[a-z.-]+/[0-9]+)"', source))
    assert named - set(VALIDATORS) == set()
    assert set(FORMS) - asked == {name.partition("/")[0] for name in named} - {"mozaik.hits", "mozaik.error"}


def test_every_answer_keeps_to_its_schema(answers: dict[str, list[Answer]]) -> None:
    assert [name for name in VALIDATORS if name not in answers and not PLAYED_ELSEWHERE.fullmatch(name)] == []
    for name, told in answers.items():
        for answer in told:
            faults = [
                f"{error.json_path}: {error.message[:200]}" for error in VALIDATORS[name].iter_errors(answer)
            ]
            assert faults == [], name


def changed(answer: Answer) -> Iterator[tuple[str, Answer]]:
    """The answer with one fault at a time, in every object of it whose members are laid down."""
    more = deepcopy(answer)
    more["more"] = 1
    yield "a member that the form does not have", more
    for name in answer:
        yield f"without {name}", {other: value for other, value in answer.items() if other != name}
        yield f"{name} of another type", {**answer, name: 0.5}


def test_a_changed_answer_is_refused(answers: dict[str, list[Answer]]) -> None:
    for name, told in answers.items():
        for what, answer in changed(told[0]):
            assert not VALIDATORS[name].is_valid(answer), f"{name}: {what}"


def test_no_form_is_open() -> None:
    """Each object either has exactly its members, or all its members are of one form."""
    for name, form in KEPT.items():
        for part in objects_of(form):
            others = part["additionalProperties"]
            assert others if "properties" not in part else others is False, name
            assert others is not True, name
            assert set(part.get("required", ())) == set(part.get("properties", ())), name


def objects_of(form: object) -> Iterator[dict[str, Any]]:
    """Every place of a schema that describes an object."""
    if isinstance(form, dict):
        if form.get("type") == "object":
            yield form
        for part in form.values():
            yield from objects_of(part)
    elif isinstance(form, list):
        for part in form:
            yield from objects_of(part)
