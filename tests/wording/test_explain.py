"""Every code that travels has plain words, and those words use the project's own terms."""

import itertools
from importlib.resources import files

import pytest

from mozaik.errors import InvalidInputError
from mozaik.kinds import HitKind, SetKind
from mozaik.terms import HANDLING_TEXT, INFORMATION_GRADES, SOURCE_GRADES, Disclosure, Handling, Obstacle
from mozaik.wording import (
    check_wording,
    explain_disclosure,
    explain_grade,
    explain_handling,
    explain_hit,
    explain_list_kind,
    explain_nothing_found,
    explain_obstacle,
    explain_value,
)


@pytest.mark.parametrize("kind", HitKind)
def test_every_kind_of_hit_is_explained(kind: HitKind) -> None:
    words = explain_hit(kind)
    assert all((words.title, words.meaning, words.caution, words.next_step))


def test_every_code_has_words() -> None:
    for code in Handling:
        assert explain_handling(code) == f"{code}: {HANDLING_TEXT[code]}"
    for grade in itertools.product(SOURCE_GRADES, INFORMATION_GRADES):
        assert explain_grade("".join(grade)).startswith("".join(grade))
    for level in Disclosure:
        assert explain_disclosure(level)
    for obstacle in Obstacle:
        assert explain_obstacle(obstacle) != str(obstacle)


def test_only_h3_carries_the_owners_note() -> None:
    assert explain_handling("H3", "call first").endswith("(call first)")
    assert "call first" not in explain_handling("H2", "call first")


def test_unknown_words_are_named_or_kept() -> None:
    with pytest.raises(InvalidInputError, match="4x4"):
        explain_grade("F6")
    assert explain_value("new_kind") == "new kind"
    assert explain_obstacle("method differs") == "method differs"
    assert explain_list_kind(SetKind.KNOWN) == "known material"


def test_our_own_words_pass_our_own_deny_list() -> None:
    text = files("mozaik.wording").joinpath("locale", "mozaik.pot").read_text(encoding="utf-8")
    assert check_wording(text) == []
    assert explain_nothing_found() in text
