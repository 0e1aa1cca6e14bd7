"""Rewritten texts that remember where each of their characters stood in the text as it was given."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import TypeAlias

from mozaik.selectors.kind import Selector

Edit: TypeAlias = tuple[int, int, str]
"""Start and end of a stretch of text, and what is read in its place."""


@dataclass(frozen=True, slots=True)
class Layer:
    """The edits of one rewriting: where each stretch begins and ends, before and after; in order."""

    new_starts: tuple[int, ...]
    new_ends: tuple[int, ...]
    old_starts: tuple[int, ...]
    old_ends: tuple[int, ...]

    def old_start(self, place: int) -> int:
        """Where the character at `place` began before the rewriting."""
        at = bisect_right(self.new_starts, place) - 1
        if at < 0:
            return place
        return (
            self.old_starts[at]
            if place < self.new_ends[at]
            else place - self.new_ends[at] + self.old_ends[at]
        )

    def old_end(self, place: int) -> int:
        """Where the character before `place` ended before the rewriting."""
        at = bisect_right(self.new_starts, place - 1) - 1
        if at < 0:
            return place
        return (
            self.old_ends[at]
            if place - 1 < self.new_ends[at]
            else place - self.new_ends[at] + self.old_ends[at]
        )


@dataclass(frozen=True, slots=True)
class Reading:
    """A text after its rewritings, the last one last."""

    text: str
    layers: tuple[Layer, ...] = ()

    def edited(self, edits: Iterable[Edit]) -> "Reading":
        """The reading with stretches of its text replaced; `edits` are in order and do not overlap."""
        pieces: list[str] = []
        places: list[tuple[int, int, int, int]] = []
        at = length = 0
        for start, end, new in edits:
            pieces += (self.text[at:start], new)
            length += start - at
            places.append((length, length + len(new), start, end))
            length, at = length + len(new), end
        if not places:
            return self
        pieces.append(self.text[at:])
        return Reading("".join(pieces), (*self.layers, Layer(*zip(*places, strict=True))))

    def rewritten(self, pattern: re.Pattern[str], read: Callable[[re.Match[str]], str | None]) -> "Reading":
        """The reading with every match replaced by what `read` makes of it; None leaves the match."""
        edits = ((match.start(), match.end(), read(match)) for match in pattern.finditer(self.text))
        return self.edited((start, end, new) for start, end, new in edits if new is not None)

    def in_given(self, selector: Selector, given: str) -> Selector:
        """What was found in this reading, with its place and characters in the given text."""
        if not self.layers:
            return selector
        start, end = selector.start, selector.start + len(selector.written)
        for layer in reversed(self.layers):
            start, end = layer.old_start(start), layer.old_end(end)
        return replace(selector, written=given[start:end], start=start)
