"""Canonical JSON: one form for one value, and no other bytes are read."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mozaik import canonical
from mozaik.canonical import DEEPEST, LARGEST, JsonValue, NotCanonicalError, from_canonical, to_canonical

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
LEAVES = st.none() | st.booleans() | st.integers(-LARGEST, LARGEST) | TEXTS
VALUES: st.SearchStrategy[JsonValue] = st.recursive(
    LEAVES,
    lambda inside: st.lists(inside, max_size=4) | st.dictionaries(TEXTS, inside, max_size=4),
    max_leaves=12,
)


@given(VALUES)
def test_a_value_comes_back_and_python_reads_the_same(value: JsonValue) -> None:
    data = to_canonical(value)
    assert from_canonical(data, "test") == value == json.loads(data)
    assert to_canonical(from_canonical(data, "test")) == data


@given(st.dictionaries(TEXTS, LEAVES, max_size=6))
def test_the_order_of_insertion_does_not_matter(value: dict[str, JsonValue]) -> None:
    assert to_canonical(dict(reversed(value.items()))) == to_canonical(value)


@given(st.binary(max_size=40) | VALUES.map(lambda value: json.dumps(value).encode()))
def test_bytes_are_canonical_or_refused(data: bytes) -> None:
    try:
        value = from_canonical(data, "test")
    except NotCanonicalError:
        return
    assert to_canonical(value) == data


def test_a_refusal_names_the_place() -> None:
    with pytest.raises(NotCanonicalError, match=r"^manifest of x: not canonical JSON: .* Remedy: "):
        from_canonical(b"{ }", "manifest of x")


@given(VALUES, st.data())
def test_a_space_anywhere_outside_a_text_is_refused(value: JsonValue, data: st.DataObject) -> None:
    text = to_canonical(value)
    at = data.draw(st.integers(0, len(text)))
    changed = text[:at] + b" " + text[at:]
    try:
        found = from_canonical(changed, "test")
    except NotCanonicalError:
        return
    assert found != value


def test_the_example_of_the_rfc_for_sorting() -> None:
    keys = ["\u20ac", "\r", "\ufb33", "1", "\U0001f600", "\u0080", "\u00f6"]
    found = list(json.loads(to_canonical(dict.fromkeys(keys))))
    assert found == ["\r", "1", "\u0080", "\u00f6", "\u20ac", "\U0001f600", "\ufb33"]


def test_the_example_of_the_rfc_for_texts() -> None:
    text = "\u20ac$\u000f\u000aA'\u0042\u0022\u005c\\\"/"
    assert to_canonical(text) == '"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"'.encode()


@pytest.mark.parametrize(
    "value", [0.5, float("nan"), LARGEST + 1, -LARGEST - 1, b"x", {1: 2}, {"\ud800": 1}, "\udfff"]
)
def test_what_has_no_one_form_is_refused(value: JsonValue) -> None:
    with pytest.raises(NotCanonicalError):
        to_canonical(value)


def test_depth_is_bounded() -> None:
    value: JsonValue = 1
    for _ in range(DEEPEST):
        value = [value]
    assert from_canonical(to_canonical(value), "test") == value
    with pytest.raises(NotCanonicalError):
        to_canonical([value])


@given(VALUES)
def test_the_quick_way_writes_what_the_slow_one_does(value: JsonValue) -> None:
    assert to_canonical(value) == canonical._write(value, 0).encode()


@pytest.mark.parametrize("value", [1.5, float("nan"), {1: 2}, {"a": b"b"}, [[LARGEST + 1]], {True: 1}])
def test_what_has_no_canonical_form_has_none_the_quick_way_either(value: JsonValue) -> None:
    with pytest.raises(NotCanonicalError):
        to_canonical(value)
