"""What a kind of selector is: the rules that every file in `kinds` registers.

A kind decides what counts as its value, how it is written, and how it may be shown; it never guesses at
obfuscated writing. A value whose checksum is wrong is not a selector.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from mozaik.terms import Handling

NORMALISER_VERSION = "3"
"""Version of all normal forms together; a change means that stored selectors must be derived again."""


@dataclass(frozen=True, slots=True)
class Selector:
    """One selector in a text: its kind, normal form, the characters as they stand, and where they start."""

    kind: str
    value: str
    written: str
    start: int


def words(text: str) -> frozenset[str]:
    """The words of a text as a set: how the small word lists are written."""
    return frozenset(text.split())


def nothing_known(_value: str) -> None:
    """The answer of a kind that knows no country, or no noise."""
    return


def nothing_odd(_value: str) -> None:
    """The answer of a kind that warns of nothing."""
    return


def nothing_national(_text: str, _region: str) -> None:
    """The answer of a kind that every country writes alike."""
    return


def no_weak_keys(_value: str) -> tuple[str, ...]:
    """The answer of a kind without weaker keys."""
    return ()


def words_that_check(
    kind: str, pattern: re.Pattern[str], check: Callable[[str], str | None], text: str
) -> Iterator[Selector]:
    """What a pattern finds in a text and the kind's check takes."""
    for word in pattern.finditer(text):
        value = check(word[0])
        if value:
            yield Selector(kind, value, word[0], word.start())


def not_in_text(_text: str, _region: str | None) -> Iterator[Selector]:
    """The finder of a kind that is read from fields, never from running text."""
    return iter(())


@dataclass(frozen=True, slots=True)
class SelectorKind:
    """One kind: words for people, examples for tests, and pure functions.

    `check(text)` gives the normal form or None, `national(text, region)` that of a writing which only one
    country reads so. `find(text, region)` yields what stands in a text, in time linear in its length. No
    function raises, whatever the text. `show_safely(value)` shows enough to talk about the value and too
    little to use it. `country_of` gives an ISO 3166-1 code (XK for Kosovo) that the value itself names.
    `noise_reason` says why the value alone proves little. `weak_keys` are second keys that may join
    different mailboxes: leads only. `warning` tells a reader to look twice (look-alike letters). `handling`
    is what a term sheet should propose, `erasure` what leaves when the value leaves. A kind `as_written` is
    searched in the text with its percent escapes and signs as they are.
    """

    name: str
    doc: str
    normal_form: str
    examples: tuple[tuple[str, str], ...]
    counter_examples: tuple[str, ...]
    handling: Handling
    erasure: str
    check: Callable[[str], str | None]
    find: Callable[[str, str | None], Iterator[Selector]]
    show_safely: Callable[[str], str]
    as_written: bool = False
    national: Callable[[str, str], str | None] = nothing_national
    country_of: Callable[[str], str | None] = nothing_known
    noise_reason: Callable[[str], str | None] = nothing_known
    weak_keys: Callable[[str], tuple[str, ...]] = no_weak_keys
    warning: Callable[[str], str | None] = nothing_odd
