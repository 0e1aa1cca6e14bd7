"""A text that is searched, with outlines of it that tell cheaply where a value may stand.

An outline has one byte a character, at the same place. To search bytes for a few fixed ones costs next to
nothing beside a pattern that tries every place; a kind looks where its mark stands, and there alone.
"""

import re
from collections.abc import Iterator
from functools import cached_property

_LETTERS = bytes(range(65, 91)), bytes(range(97, 123))
_DIGITS = b"0123456789"
_SHAPE = bytes.maketrans(_LETTERS[0] + _LETTERS[1] + _DIGITS, b"A" * 26 + b"a" * 26 + b"0" * 10)
_SOLID = bytes.maketrans(_LETTERS[0] + _LETTERS[1] + _DIGITS, b"a" * 62)
_SHORTEST = 25
_NUMBER = re.compile(rb"0(?:[ ./-]?0){6,30}+")
_LONG = re.compile(rb"a{25,200}+")


class Outline:
    """A text; its parts are worked out once, when a kind first asks for them."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def plain(self) -> bytes:
        """The text in lower case, with `?` for what is not Latin."""
        return self._latin.lower()

    @cached_property
    def shape(self) -> bytes:
        """The text with `A` and `a` for letters of ASCII and `0` for digits."""
        return self._latin.translate(_SHAPE)

    @cached_property
    def long_words(self) -> tuple[tuple[int, str], ...]:
        """The runs of 25 to 200 letters and digits of ASCII that no letter continues, each with its place."""
        solid = self._latin.translate(_SOLID)
        return tuple(self._long_words(solid)) if b"a" * _SHORTEST in solid else ()

    @cached_property
    def numbers(self) -> tuple[tuple[int, int], ...]:
        """Where numbers of 7 to 31 digits begin and end, grouped or not; also behind a single first digit."""
        spans = [number.span() for number in _NUMBER.finditer(self.shape)]
        behind = [(start + 2, end) for start, end in spans if self.shape[start + 1 : start + 2] == b" "]
        return tuple(sorted([*spans, *behind]))

    @cached_property
    def _latin(self) -> bytes:
        return self.text.encode("latin-1", "replace")

    def _long_words(self, solid: bytes) -> Iterator[tuple[int, str]]:
        for run in _LONG.finditer(solid):
            start, end = run.span()
            if not (self.text[start - 1 : start].isalnum() or self.text[end : end + 1].isalnum()):
                yield start, self.text[start:end]

    def has(self, *marks: bytes) -> bool:
        """Whether one of the marks, in lower case, stands in the text."""
        return any(mark in self.plain for mark in marks)

    def places(self, mark: bytes) -> Iterator[int]:
        """Where a mark, in lower case, stands in the text."""
        at = self.plain.find(mark)
        while at >= 0:
            yield at
            at = self.plain.find(mark, at + 1)

    def shapes(self, mark: bytes) -> Iterator[int]:
        """Where a mark stands in the shape of the text."""
        at = self.shape.find(mark)
        while at >= 0:
            yield at
            at = self.shape.find(mark, at + 1)

    def behind(self, word: re.Pattern[str], start: int, reach: int = 40) -> bool:
        """Whether a pattern that ends in `\\Z` fits what stands right before a place."""
        return word.search(self.text[max(0, start - reach) : start]) is not None
