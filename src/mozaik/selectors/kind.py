"""What a kind of selector is: the rules that every file in `kinds` registers.

A kind decides what counts as its value, how it is written, and how it may be shown; it never guesses at
obfuscated writing. A value whose checksum is wrong is not a selector.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from mozaik.selectors.outline import Outline
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


_NEXT_IN_LIST = re.compile(r"[ \t]{0,2}[,;/|&+][ \t]{0,2}|[ \t]{1,2}(?:and|in|i|und|et|и|ter|oz\.)[ \t]{1,2}")
"""What parts two values of one name: `IMEI: ..., ...`."""


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


def long_words_that_check(
    kind: str, first: str, check: Callable[[str], str | None], outline: Outline
) -> Iterator[Selector]:
    """The long words of a text that begin with one of some letters and that the kind's check takes."""
    for start, word in outline.long_words:
        if word[0] in first:
            value = check(word)
            if value:
                yield Selector(kind, value, word, start)


def named_values(
    kind: str,
    marks: tuple[bytes, ...],
    lead: re.Pattern[str],
    pattern: re.Pattern[str],
    check: Callable[[str], str | None],
    outline: Outline,
) -> Iterator[Selector]:
    """What a pattern finds right behind a name of the kind and the kind's check takes.

    `marks` (in lower case, ASCII) stand in every name; `lead` reads a name from its mark up to the value.
    """
    end = 0
    for place in sorted({place for mark in marks for place in outline.places(mark)}):
        name = lead.match(outline.text, place) if place >= end else None
        match = pattern.match(outline.text, name.end()) if name else None
        value = check(match[0]) if match else None
        if match and value:
            yield Selector(kind, value, match[0], match.start())
            end = match.end()


def named_numbers(
    kind: str,
    name: re.Pattern[str],
    pattern: re.Pattern[str],
    check: Callable[[str], str | None],
    outline: Outline,
) -> Iterator[Selector]:
    """Numbers right behind a name of the kind, and further ones in a list; `name` ends in `\\Z`."""
    last = -1
    for start, _ in outline.numbers:
        match = pattern.match(outline.text, start)
        if match is None:
            continue
        is_next = last >= 0 and _NEXT_IN_LIST.fullmatch(outline.text, last, start)
        value = check(match[0]) if is_next or outline.behind(name, start, 64) else None
        if value:
            yield Selector(kind, value, match[0], start)
            last = match.end()


def not_in_text(_outline: Outline, _region: str | None) -> Iterator[Selector]:
    """The finder of a kind that is read from fields, never from running text."""
    return iter(())


@dataclass(frozen=True, slots=True)
class SelectorKind:
    """One kind: words for people, examples for tests, and pure functions.

    `check(text)` gives the normal form or None, `national(text, region)` that of a writing which only one
    country reads so. `find(outline, region)` yields what stands in a text, in time linear in its length. No
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
    find: Callable[[Outline, str | None], Iterator[Selector]]
    show_safely: Callable[[str], str]
    as_written: bool = False
    national: Callable[[str, str], str | None] = nothing_national
    country_of: Callable[[str], str | None] = nothing_known
    noise_reason: Callable[[str], str | None] = nothing_known
    weak_keys: Callable[[str], tuple[str, ...]] = no_weak_keys
    warning: Callable[[str], str | None] = nothing_odd
