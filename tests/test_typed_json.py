"""The one serialiser of documents: what it writes it reads, and nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum, StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mozaik.errors import InvalidInputError
from mozaik.typed_json import ShapeError, from_json, to_json


class Word(str):
    __slots__ = ()

    def __new__(cls, text: str) -> "Word":
        if not text.isalpha():
            raise InvalidInputError("this is not a word", remedy="write letters")
        return str.__new__(cls, text)


class Colour(StrEnum):
    RED = "red"
    DARK_BLUE = "dark-blue"


class Level(IntEnum):
    LOW = 0
    HIGH = 1


@dataclass(frozen=True, slots=True)
class Part:
    name: str
    days: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class Whole:
    colour: Colour
    level: Level
    parts: tuple[Part, ...]
    fields: Mapping[str, str | int | bool | None]
    first: Part | None
    count: int
    is_open: bool
    word: Word


@given(st.builds(Whole, word=st.just(Word("word"))))
def test_what_is_written_is_read(whole: Whole) -> None:
    assert from_json(Whole, to_json(whole), "here") == whole


GOOD = {
    "colour": "dark-blue", "level": "high", "parts": [{"name": "a", "days": ["2023-11-20"]}],
    "fields": {"x": 1}, "first": None, "count": 1, "is_open": False, "word": "yes",
}  # fmt: skip


def test_the_written_form_is_plain() -> None:
    whole = from_json(Whole, GOOD, "here")
    assert whole.parts[0].days == (date(2023, 11, 20),)
    assert to_json(whole) == GOOD
    assert type(whole.word) is Word


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"count": True}, "another type"),
        ({"count": 1.0}, "another type"),
        ({"is_open": 1}, "another type"),
        ({"colour": "green"}, "not one of those"),
        ({"level": "1"}, "not one of those"),
        ({"level": 1}, "another type"),
        ({"parts": {}}, "another type"),
        ({"parts": [{"name": "a", "days": ["20231120"]}]}, "YYYY-MM-DD"),
        ({"parts": [{"name": "a", "days": ["2023-11-31"]}]}, "YYYY-MM-DD"),
        ({"parts": [{"name": "a"}]}, "days is missing"),
        ({"first": {"name": "a", "days": [], "more": "+38640123456"}}, "does not have"),
        ({"fields": {"x": ["y"]}}, "another type"),
        ({"fields": []}, "another type"),
        ({"word": "+38640123456"}, "this is not a word"),
    ],
)  # fmt: skip
def test_any_other_shape_is_refused_by_place_and_without_its_value(
    change: dict[str, object], why: str
) -> None:
    with pytest.raises(ShapeError, match=why) as caught:
        from_json(Whole, {**GOOD, **change}, "a document")
    assert str(caught.value).startswith("a document")
    assert "38640123456" not in str(caught.value)
    assert caught.value.remedy


def test_what_no_document_holds_is_not_written() -> None:
    for value in (1.5, b"bytes", datetime(2023, 11, 20), object()):
        with pytest.raises(TypeError):
            to_json(value)
