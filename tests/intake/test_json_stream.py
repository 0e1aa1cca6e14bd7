"""The piecewise reader gives what the standard reader gives, wherever the pieces are cut."""

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mozaik.errors import InvalidInputError
from mozaik.intake import json_stream
from mozaik.intake.json_stream import UNREADABLE, JsonStream

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**18), 10**18)
    | st.floats(allow_nan=False, allow_infinity=False) | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text("abc", max_size=3), inner, max_size=4)
    ),
)  # fmt: skip


@given(st.lists(VALUES, max_size=5), st.integers(1, 9))
def test_items_equal_those_of_the_standard_reader(values: list[object], piece: int) -> None:
    class Slow(io.StringIO):
        def read(self, size: int | None = -1) -> str:
            return super().read(piece)

    for text in (json.dumps(values), json.dumps(values, indent=1, ensure_ascii=False)):
        stream = JsonStream(Slow(text), "x")

        assert [stream.value() for _ in stream.items()] == values
        stream.end()


@pytest.mark.parametrize(
    "bad",
    [
        json.dumps('x\\"],' * 9000),
        json.dumps(["]", "\\", {"a": "}" * 50_000}]),
        "[" * 5000 + "]" * 5000,
        "{1: 2}",
    ],
)
def test_a_value_that_cannot_be_read_is_stepped_over(monkeypatch: pytest.MonkeyPatch, bad: str) -> None:
    monkeypatch.setattr(json_stream, "MAX_VALUE", 1000)
    for piece in (1, 7, 100):
        monkeypatch.setattr(json_stream, "_PIECE", piece)
        stream = JsonStream(io.StringIO(f"[1,{bad} , [2]]"), "x")

        assert [stream.value() for _ in stream.items()] == [1, UNREADABLE, [2]]
        stream.end()


@pytest.mark.parametrize("text", ["[1,,2]", "[1,]", "[nope", '["a]', "[[[1]", "[\\"])
def test_a_value_without_an_end_is_a_fault(text: str) -> None:
    stream = JsonStream(io.StringIO(text), "x")

    with pytest.raises(InvalidInputError):
        [stream.value() for _ in stream.items()]
