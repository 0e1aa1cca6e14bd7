"""Searching hostile text takes bounded steps: by the construction of the patterns, and counted."""

import importlib
import pkgutil
import re
import sys
from collections.abc import Iterable
from types import FrameType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mozaik import selectors
from mozaik.selectors import KINDS, find
from mozaik.selectors.kinds import url

constants: Any = importlib.import_module("re._constants")
parser: Any = importlib.import_module("re._parser")
"""The tree of a pattern has no public door."""
MODULES = [
    importlib.import_module(info.name)
    for info in pkgutil.walk_packages(selectors.__path__, "mozaik.selectors.")
]
PATTERNS = sorted(
    {
        (f"{module.__name__}.{name}", value)
        for module in MODULES
        for name, value in vars(module).items()
        if isinstance(value, re.Pattern)
    },
    key=lambda pair: pair[0],
)
WHOLE_VALUE_ONLY = {url.__name__ + "._PARTS"}
"""Applied with fullmatch to one value whose length was checked, never to running text."""
REPEATS = (constants.MAX_REPEAT, constants.MIN_REPEAT, constants.POSSESSIVE_REPEAT)


def repeats(tree: Iterable[Any], inside: int = 1) -> Iterable[tuple[int, int]]:
    """For every repeat in a pattern: its greatest count, and that times the counts around it."""
    for operation, argument in tree:
        if operation in REPEATS:
            most = int(argument[1])
            yield most, most * inside
            yield from repeats(argument[2], most * inside)
        elif isinstance(argument, tuple | list):
            for part in argument:
                if isinstance(part, parser.SubPattern):
                    yield from repeats(part, inside)
                elif isinstance(part, list):
                    for branch in part:
                        if isinstance(branch, parser.SubPattern):
                            yield from repeats(branch, inside)


@pytest.mark.parametrize(("name", "pattern"), PATTERNS, ids=[name for name, _ in PATTERNS])
def test_every_repeat_is_bounded_alone_and_nested(name: str, pattern: re.Pattern[str]) -> None:
    limit = 2100 if name not in WHOLE_VALUE_ONLY else constants.MAXREPEAT
    for alone, nested in repeats(parser.parse(pattern.pattern, pattern.flags & ~re.UNICODE)):
        assert alone <= limit
        assert nested <= limit


HOSTILE = {
    "at signs": "a@" * 250_000,
    "only at signs": "@" * 300_000,
    "spaced at signs": "tg @1 " * 160_000,
    "one long local part": "a" * 1_000_000 + "@",
    "one long domain": "@" + "a." * 500_000,
    "pluses": "+1 " * 333_000,
    "plus digits": "+" + "1" * 1_000_000,
    "grouped digits": "+1 2 3 4 5 6 7 8 9 " * 1_500,
    "zeros": "00" * 500_000,
    "schemes": "http://" * 140_000,
    "brackets": "http://e.example/" + "(" * 500_000 + ")" * 500_000,
    "ones": "1" * 1_000_000,
    "hex": "0x" * 500_000,
    "witness": "bc1" * 333_000,
    "onions": ".onion" * 160_000,
    "hosts": "t.me/" * 60_000,
    "dots": "." * 1_000_000,
    "dashes": "xn--" * 250_000 + "@" + "xn--" * 250_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=list(HOSTILE))
def test_twice_the_hostile_text_takes_twice_the_steps(text: str) -> None:
    half, whole = count_calls(text[:10_000]), count_calls(text[:20_000])
    assert whole <= 2.05 * half + 500
    assert whole <= 80 * 20_000


@pytest.mark.parametrize("text", HOSTILE.values(), ids=list(HOSTILE))
def test_hostile_text_holds_no_selector(text: str) -> None:
    assert find(text) == []


def count_calls(text: str) -> int:
    """How many Python functions and C functions run while a text is searched."""
    count = 0

    def observe(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(observe)
    try:
        find(text)
    finally:
        sys.setprofile(None)
    return count


@given(st.text(max_size=300))
def test_any_text_is_searched_without_error_and_gives_normal_forms(text: str) -> None:
    for selector in find(text, "SI"):
        assert KINDS[selector.kind].check(selector.value) == selector.value
        assert text[selector.start : selector.start + len(selector.written)] == selector.written


@given(st.text("a@.:/+0123456789xbc1 ()[]-_tmeon%&\u0430", max_size=200))
def test_any_text_of_telling_letters_gives_normal_forms(text: str) -> None:
    for selector in find(text):
        assert KINDS[selector.kind].check(selector.value) == selector.value
