"""The piecewise reader gives what the standard reader gives, wherever the pieces are cut."""

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mozaik.errors import InvalidInputError
from mozaik.intake import json_stream
from mozaik.intake.json_stream import JsonStream

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


def test_a_value_longer_than_the_bound_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_stream, "MAX_VALUE", 1000)
    monkeypatch.setattr(json_stream, "_PIECE", 100)
    stream = JsonStream(io.StringIO(json.dumps(["x" * 50_000])), "x")

    with pytest.raises(InvalidInputError):
        [stream.value() for _ in stream.items()]
