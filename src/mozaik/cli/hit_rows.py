"""Hits a person can work through: a line each, which fits the screen."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from mozaik.cli.hit_text import coverage_lines, page_text, title_of
from mozaik.cli.layout import laid_out
from mozaik.cli.screen import screen_width
from mozaik.desk import Reading, ReleasedHit
from mozaik.visible import visible_line
from mozaik.wording import say

SHORT = len("H-") + 8
"""Letters of a reference on a line: 40 bits name one hit among a hundred thousand."""
_LONGEST_WITH = 18
_DIGEST = 16


def reading_rows(reading: Reading, work: Path) -> str:
    """The reading a line a hit, as wide as the screen is, and what to do next."""
    rows = [f"{row}\n" for row in _rows(reading)]
    before = [("", title_of(reading)), ("", "")]
    return laid_out(before) + "".join(rows) + laid_out(_after(reading, work))


def _after(reading: Reading, work: Path) -> Iterator[tuple[str, str]]:
    if not reading.hits:
        yield "", say("screen.nothing_so") if sum(reading.by_kind.values()) else say("screen.nothing")
        yield "", ""
        yield from coverage_lines(reading.coverage)
        return
    yield "", ""
    yield "", page_text(reading)
    first = reading.hits[0].reference[:SHORT]
    command = f'mozaik explain {work} {first} --as {reading.reader} --reason "..."'
    yield "", say("screen.one_hit", command=command)
    yield "", say("screen.speaks")


def _rows(reading: Reading) -> Iterator[str]:
    """The lines: what is shared takes the room that the other columns leave."""
    cells = [_cells(hit, reading.reader) for hit in reading.hits]
    widths = [max((len(row[at]) for row in cells), default=0) for at in range(6)]
    widths[3] = max(12, screen_width() - sum(widths) + widths[3] - 2 * 5)
    for row in cells:
        padded = [
            _cut(cell, width).rjust(width) if at == 0 else _cut(cell, width).ljust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        yield "  ".join(padded).rstrip()


def _cells(hit: ReleasedHit, reader: str) -> tuple[str, ...]:
    """Place, short reference, kind, what is shared, with whom, where it stands."""
    others = [authority for authority in hit.authorities if authority != reader]
    whom = _joined(others) if others else say("screen.you")
    values = ", ".join(_short(visible_line(value)) for value in hit.values)
    what = f"{hit.value_kind} {values}" if values else hit.value_kind
    return str(hit.position), hit.reference[:SHORT], str(hit.kind), what, whom, str(hit.status)


def _short(value: str) -> str:
    """A digest or media hash by its beginning; other values as they are."""
    is_digest = len(value) >= 2 * _DIGEST and all(letter in "0123456789abcdef" for letter in value)
    return value[:_DIGEST] + "\u2026" if is_digest else value


def _joined(names: Sequence[str]) -> str:
    """Names as far as a column holds them, and how many more there are."""
    shown = ""
    for at, name in enumerate(names):
        longer = f"{shown}, {name}" if shown else str(name)
        rest = f" +{len(names) - at - 1}" if at + 1 < len(names) else ""
        if shown and len(longer + rest) > _LONGEST_WITH:
            return f"{shown} +{len(names) - at}"
        shown = longer
    return shown


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 1] + "\u2026"
