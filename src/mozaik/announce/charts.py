"""Charts as SVG, drawn when a page is made: bars beside their names; the numbers stand in a table, too."""

from collections.abc import Sequence
from html import escape

WIDTH, ROW, TEXT = 390, 26, 14
_LETTER = 8.2
"""About how wide a letter is, in units of the drawing."""
_LONGEST = 240

Row = tuple[str, str, int]
"""A name, the number as it is written, and the number."""


def bars_svg(title: str, rows: Sequence[Row], ident: str) -> str:
    """Horizontal bars in the order of the rows, from zero; `ident` makes its title's id unique on a page.

    It has no script, style or address in it; colours are those of the page, where a page has some.
    """
    height = ROW * len(rows) + 8
    side = min(_LONGEST, max((len(name) for name, _, _ in rows), default=0) * _LETTER + 10)
    room = WIDTH - side - max((len(written) for _, written, _ in rows), default=1) * 9 - 14
    largest = max((value for _, _, value in rows), default=0) or 1
    drawn = "\n".join(_row(place, row, side, room / largest) for place, row in enumerate(rows))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" '
        f'aria-labelledby="{ident}" font-family="Noto Sans" font-size="{TEXT}" fill="currentColor">\n'
        f'<title id="{ident}">{escape(title)}</title>\n{drawn}\n</svg>'
    )


def _row(place: int, row: Row, side: float, unit: float) -> str:
    name, written, value = row
    top, base = place * ROW + 4, place * ROW + 20
    length = max(1.0, value * unit)
    return (
        f'<text x="{side - 8:.1f}" y="{base}" text-anchor="end">{escape(name)}</text>\n'
        f'<rect class="bar" x="{side:.1f}" y="{top}" width="{length:.1f}" height="{ROW - 6}" '
        'fill="#1b5e66"/>\n'
        f'<text x="{side + length + 6:.1f}" y="{base}">{escape(written)}</text>'
    )
