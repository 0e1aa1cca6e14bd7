"""A package said again in English is the package: every sentence follows from what it tells."""

from dataclasses import replace
from pathlib import Path

import pytest

from mozaik.package import Package, read_package
from mozaik.package.say_again import say_again
from mozaik.terms import Obstacle, Use
from mozaik.typed_json import to_json
from mozaik.wording import explain_obstacle, speaking
from tests.package.forms import forms_work, package_for
from tests.wording.pseudo import pseudo_language

GOLDEN = Path(__file__).parent / "golden"


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> tuple[Package, ...]:
    """A participant's, for court too, an outsider's of pointers alone, and one between others."""
    work = forms_work(tmp_path_factory.mktemp("forms"))
    readers = ("SI-GPD", "AT", "EU-EC3", "HR-MUP")
    return (*(package_for(work, name) for name in readers), package_for(work, "SI-GPD", Use.COURT))


def test_in_english_nothing_changes(packages: tuple[Package, ...]) -> None:
    topics = {lead.topic for package in packages for lead in package.leads}
    assert {"unknown", "contact", "known", "pointer", "elsewhere", "own-unknown"} <= topics
    for package in packages:
        assert say_again(package) == package


def test_in_another_language_words_alone_change(packages: tuple[Package, ...], tmp_path: Path) -> None:
    """Every path that changes is one of a sentence; what is told, and on which conditions, stays."""
    with speaking(pseudo_language(tmp_path)):
        for package in packages:
            changed = _changes(to_json(package), to_json(say_again(package)))
            assert changed <= {
                ".recipient.country_name", ".handling.texts", ".grade.text", ".first.title", ".first.text",
                ".leads.title", ".leads.why", ".leads.next_steps", ".hits.kind_text", ".statement",
                ".compared.reason", ".not_compared.reason",
            }  # fmt: skip
            assert {".leads.title", ".leads.why", ".statement", ".handling.texts"} <= changed


def test_a_package_of_every_older_format_is_said_again() -> None:
    for path in sorted(GOLDEN.glob("package-*.json")):
        old = read_package(path.read_bytes(), path.name)
        assert replace(say_again(old), first=old.first, leads=old.leads) == old


def test_an_obstacle_that_is_said_in_english_is_said_again(tmp_path: Path) -> None:
    said = explain_obstacle(Obstacle.SUBJECT)
    with speaking(pseudo_language(tmp_path)):
        assert explain_obstacle(said) == explain_obstacle(Obstacle.SUBJECT) != said


def _changes(before: object, after: object, at: str = "") -> set[str]:
    if isinstance(before, dict) and isinstance(after, dict):
        assert before.keys() == after.keys()
        return {each for name in before for each in _changes(before[name], after[name], f"{at}.{name}")}
    if isinstance(before, list) and isinstance(after, list):
        assert len(before) == len(after)
        return {
            each for first, second in zip(before, after, strict=True) for each in _changes(first, second, at)
        }
    return set() if before == after else {at}
