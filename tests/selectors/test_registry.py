"""Every kind is held to what a kind must register."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mozaik.errors import InvalidInputError
from mozaik.parties import Authority
from mozaik.selectors import (
    KINDS,
    country_of,
    find,
    noise_reason,
    normalise,
    region_of,
    show_safely,
    warning,
    weak_keys,
)
from mozaik.selectors.kind import SelectorKind, not_in_text
from mozaik.terms import Handling

ALL = pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))


NAMED = {
    "imei": "IMEI {}", "imsi": "IMSI: {}", "device_serial": "S/N: {}", "sol": "SOL: {}", "card": "kartica {}",
    "ed2k": "eMule hash {}", "info_hash": "info hash: {}", "pgp": "PGP fingerprint {}",
    "travel_document": "passport {}",
}  # fmt: skip
"""What stands before a value of a kind that only its name tells."""


@ALL
def test_every_kind_says_what_it_is(kind: SelectorKind) -> None:
    assert kind.doc
    assert kind.normal_form
    assert kind.erasure
    assert isinstance(kind.handling, Handling)
    assert len(kind.examples) >= 2
    assert len(kind.counter_examples) >= 3


@ALL
def test_examples_have_their_normal_form_and_keep_it(kind: SelectorKind) -> None:
    for text, value in kind.examples:
        assert normalise(kind.name, text) == value
        assert normalise(kind.name, value) == value


@ALL
def test_counter_examples_are_refused_without_naming_the_value(kind: SelectorKind) -> None:
    for text in kind.counter_examples:
        with pytest.raises(InvalidInputError) as caught:
            normalise(kind.name, text)
        assert not text.strip("\0 -") or text not in str(caught.value)


@ALL
def test_what_is_shown_safely_does_not_give_the_value_away(kind: SelectorKind) -> None:
    for _, value in kind.examples:
        shown = show_safely(kind.name, value)
        hidden = sum(value.count(sign) for sign in set(value)) - sum(sign in shown for sign in value)
        assert value not in shown
        assert "…" in shown
        assert hidden >= 3


@ALL
def test_examples_are_found_in_running_text(kind: SelectorKind) -> None:
    if kind.find is not_in_text:
        return
    for text, value in kind.examples:
        written = {"onion": value + ".onion", "account": value.replace(":", ": @")}.get(kind.name, value)
        written = text if kind.name in ("invite", "ip_time") else written
        written = NAMED.get(kind.name, "{}").format(written)
        for said in (f"Пиши сюда: {written}, потом", f"({written}).", written, f"«{written}»!"):
            assert value in {selector.value for selector in find(said) if selector.kind == kind.name}, said


@ALL
def test_counter_examples_are_not_found(kind: SelectorKind) -> None:
    for text in kind.counter_examples:
        assert [selector for selector in find(f"see {text} there") if selector.kind == kind.name] == []


@ALL
def test_what_is_found_stands_where_it_says(kind: SelectorKind) -> None:
    text = " — ".join(value for _, value in kind.examples)
    for selector in find(text):
        assert text[selector.start : selector.start + len(selector.written)] == selector.written


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(InvalidInputError, match="unknown kind"):
        normalise("fax", "1")


@ALL
@given(
    st.text(max_size=60)
    | st.sampled_from(["041 234 567", "+386 41 234 567", "+", "@", "", "\ud800", "xn--", "1@xn--"])
)
def test_no_function_raises_on_what_is_no_normal_form(kind: SelectorKind, text: str) -> None:
    """One raw row stopped every package (review 1, item 11)."""
    for region in (None, "SI"):
        try:
            normalise(kind.name, text, region)
        except InvalidInputError:
            continue
    shown = show_safely(kind.name, text)
    assert shown == "…" or kind.check(text) == text
    (
        country_of(kind.name, text),
        noise_reason(kind.name, text),
        weak_keys(kind.name, text),
        warning(kind.name, text),
    )


@pytest.mark.parametrize(
    ("authority", "region"),
    [
        ("SI-GPD", "SI"),
        ("HR-MUP", "HR"),
        ("XK-KP", "XK"),
        ("UK-NCA", "GB"),
        ("EL-X", "GR"),
        ("EU-EUROPOL", None),
    ],
)
def test_the_region_of_an_authority(authority: str, region: str | None) -> None:
    assert region_of(Authority(authority)) == region
