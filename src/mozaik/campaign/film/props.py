"""Things and places of the drawn film: telephone, messages, ball, coins, shield, day and night."""

import math
from collections.abc import Callable

from mozaik.campaign.film.figures import INK, Canvas

Thing = Callable[[Canvas, float, int, float], None]
"""Draws a thing around x (in units), an amount of it, at so many seconds of the shot."""

PLACES = {
    "day": ("#fdf3e3", "#f6dfbd"),
    "field": ("#dff1f3", "#b9d8a4"),
    "dusk": ("#f3dccb", "#d3b3a6"),
    "night": ("#5d6b86", "#454f6b"),
}
"""Wall (or sky) and floor of each place."""

_RED = "#c8402f"
_GOLD = "#f2c14e"
_TEAL = "#1f6f78"
_PAPER = "#ffffff"


def draw_place(canvas: Canvas, place: str) -> None:
    """The wall and the floor, with a window by day and a sun over the field."""
    wall, floor = PLACES[place]
    canvas.block(0, 0, 640, 360, wall)
    if place == "field":
        canvas.oval(560, 62, 70, 70, _GOLD)
        canvas.oval(150, 330, 520, 130, "#cbe3b6")
    canvas.block(0, 288, 640, 72, floor)
    if place == "day":
        canvas.block(24, 38, 96, 112, _PAPER, 6)
        canvas.block(31, 45, 38, 98, "#cfe8f0", 3)
        canvas.block(75, 45, 38, 98, "#cfe8f0", 3)


def _phone(canvas: Canvas, x: float, amount: int, now: float) -> None:
    """A telephone on which messages appear one after the other; from the fourth on they are red."""
    canvas.block(x - 62, 56, 124, 226, INK, 18)
    canvas.block(x - 54, 68, 108, 202, "#f4f7f9", 10)
    shown = min(amount, 1 + int(now / 0.7))
    for index in range(shown):
        left = index % 2 == 0
        colour = _RED if index >= 3 else ("#9fc7cc" if left else "#f0b48f")
        y = 78 + 36 * index
        canvas.block(x - 48 if left else x - 18, y, 66, 28, colour, 12)
        canvas.block(x - 38 if left else x - 8, y + 8, 44, 4, _PAPER, 2)
        canvas.block(x - 38 if left else x - 8, y + 16, 28, 4, _PAPER, 2)
    if amount == 0:
        canvas.block(x - 20, 258, 40, 4, "#b4bec8", 2)


def _threat(canvas: Canvas, x: float, amount: int, now: float) -> None:
    """A red message that trembles."""
    shift = 3 * math.sin(19 * now) if now % 1.6 < 0.5 else 0
    canvas.block(x - 100 + shift, 70, 200, 112, _RED, 26)
    canvas.shape([(x - 60 + shift, 176), (x - 20 + shift, 176), (x - 76 + shift, 212)], _RED)
    canvas.block(x - 8 + shift, 88, 16, 50, _PAPER, 7)
    canvas.oval(x + shift, 158, 18, 18, _PAPER)


def _bubble(canvas: Canvas, x: float, amount: int, now: float) -> None:
    """Somebody speaks: a calm speech bubble with three dots that come and go."""
    canvas.block(x - 70, 26, 150, 74, _PAPER, 30)
    canvas.shape([(x - 36, 92), (x - 4, 92), (x - 42, 122)], _PAPER)
    for index in range(min(3, 1 + int(now / 0.6) % 4)):
        canvas.oval(x - 30 + 34 * index, 63, 15, 15, _TEAL)


def _ball(canvas: Canvas, x: float, amount: int, now: float) -> None:
    y = 296 - abs(86 * math.sin(2.6 * now))
    canvas.oval(x, 324, 58 - (296 - y) * 0.25, 10, "#8fb37c")
    canvas.oval(x, y, 54, 54, _PAPER)
    turn = 2.2 * now
    canvas.oval(x, y, 17, 17, INK)
    for index in range(5):
        angle = turn + index * 2 * math.pi / 5
        canvas.oval(x + 21 * math.cos(angle), y + 21 * math.sin(angle), 9, 9, INK)


def _coin(canvas: Canvas, x: float, amount: int, now: float) -> None:
    width = 56 * max(0.16, abs(math.cos(2 * now)))
    canvas.oval(x, 150, width, 56, "#c99a22")
    canvas.oval(x, 150, width * 0.76, 43, _GOLD)


def _coins(canvas: Canvas, x: float, amount: int, now: float) -> None:
    """Coins that wander from left to right and do not end."""
    for index in range(4):
        way = (now / 3 + index / 4) % 1
        canvas.oval(x - 120 + 240 * way, 172 - 60 * math.sin(math.pi * way), 34, 34, "#c99a22")
        canvas.oval(x - 120 + 240 * way, 172 - 60 * math.sin(math.pi * way), 26, 26, _GOLD)


def _no_coin(canvas: Canvas, x: float, amount: int, now: float) -> None:
    canvas.oval(x, 165, 130, 130, "#c99a22")
    canvas.oval(x, 165, 104, 104, _GOLD)
    canvas.line([(x - 74, 239), (x + 74, 91)], 16, _RED)


def _moon(canvas: Canvas, x: float, amount: int, now: float) -> None:
    canvas.oval(x, 72, 70, 70, "#f4ecd2")
    canvas.oval(x + 18, 62, 60, 60, PLACES["night"][0])
    for index, (dx, y) in enumerate(((-420, 60), (-330, 110), (-120, 44), (-480, 140))):
        glow = 4 + 2 * math.sin(2 * now + index)
        canvas.oval(x + dx, y, glow, glow, "#f4ecd2")


def _folder(canvas: Canvas, x: float, amount: int, now: float) -> None:
    """A folder in which messages are kept."""
    canvas.block(x - 66, 120, 60, 30, "#c58a2b", 8)
    for index in range(3):
        drop = max(0.0, 26 - 40 * max(0.0, now - 0.5 * index))
        canvas.block(x - 48, 112 + 8 * index - drop, 96, 60, _PAPER, 6)
        canvas.block(x - 36, 124 + 8 * index - drop, 60, 5, "#9fc7cc", 2)
    canvas.block(x - 66, 140, 132, 92, "#e0a948", 10)


def _shield(canvas: Canvas, x: float, amount: int, now: float) -> None:
    """A shield with a tick: somebody protects."""
    y = 92 + 4 * math.sin(1.8 * now)
    outline = [(-52, 6), (0, -14), (52, 6), (50, 66), (30, 104), (0, 126), (-30, 104), (-50, 66)]
    canvas.shape([(x + dx, y + dy) for dx, dy in outline], "#22406b")
    canvas.shape([(x + dx * 0.84, y + 8 + dy * 0.84) for dx, dy in outline], "#3f6fae")
    canvas.line([(x - 24, y + 54), (x - 6, y + 74), (x + 27, y + 34)], 11, _PAPER)


def _hearts(canvas: Canvas, x: float, amount: int, now: float) -> None:
    for index in range(3):
        way = (now / 4 + index / 3) % 1
        size, y = 11 + 3 * index, 250 - 200 * way
        cx = x + 14 * math.sin(5 * way + 2 * index)
        canvas.oval(cx - size * 0.48, y, size, size, "#e0664f")
        canvas.oval(cx + size * 0.48, y, size, size, "#e0664f")
        canvas.shape([(cx - size * 0.93, y + 3), (cx + size * 0.93, y + 3), (cx, y + size * 1.25)], "#e0664f")


def _mask(canvas: Canvas, x: float, amount: int, now: float) -> None:
    """A smiling mask that a dark figure holds before its face, and lowers."""
    y = 116 + 66 * min(1.0, max(0.0, (now - 1.4) / 1.2))
    canvas.oval(x, y, 96, 108, "#f6d7ba")
    for side in (-1, 1):
        canvas.oval(x + side * 19, y - 6, 11, 13, INK)
    canvas.arc((x - 22, y + 2, 44, 32), 15, 165, INK)
    canvas.line([(x + 46, y + 10), (x + 78, 300)], 6, "#8a6a4a")


def _drawing(canvas: Canvas, x: float, amount: int, now: float) -> None:
    """A drawing that grows: a house with a roof and a sun."""
    canvas.block(x - 92, 96, 184, 140, _PAPER, 6)
    canvas.oval(x + 58, 126, 32, 32, _GOLD)
    if now > 0.6:
        canvas.block(x - 52, 160, 80, 58, "#9fc7cc")
    if now > 1.3:
        canvas.shape([(x - 64, 162), (x - 12, 122), (x + 40, 162)], "#e0664f")
    tip = (x - 30 + 34 * math.sin(3 * now), 190 + 16 * math.cos(4.3 * now))
    canvas.line([tip, (tip[0] + 52, tip[1] - 66)], 9, "#c58a2b")
    canvas.oval(*tip, 9, 9, INK)


def _stop(canvas: Canvas, x: float, amount: int, now: float) -> None:
    """A raised hand in a red octagon."""
    size = 84 * min(1.0, 0.6 + now)
    corners = [(math.cos(math.pi * (2 * i + 1) / 8), math.sin(math.pi * (2 * i + 1) / 8)) for i in range(8)]
    canvas.shape([(x + size * dx, 166 + size * dy) for dx, dy in corners], _PAPER)
    canvas.shape([(x + 0.92 * size * dx, 166 + 0.92 * size * dy) for dx, dy in corners], _RED)
    unit = size / 84
    canvas.block(x - 27 * unit, 166 - 4 * unit, 54 * unit, 50 * unit, _PAPER, 18 * unit)
    for index, height in enumerate((40, 50, 48, 36)):
        canvas.block(
            x - (27 - 14 * index) * unit, 166 - height * unit, 12 * unit, 62 * unit, _PAPER, 6 * unit
        )
    canvas.line([(x + 24 * unit, 166 + 24 * unit), (x + 42 * unit, 166 + 2 * unit)], 12 * unit, _PAPER)


THINGS: dict[str, Thing] = {
    "phone": _phone,
    "threat": _threat,
    "bubble": _bubble,
    "ball": _ball,
    "coin": _coin,
    "coins": _coins,
    "nocoin": _no_coin,
    "moon": _moon,
    "folder": _folder,
    "shield": _shield,
    "hearts": _hearts,
    "mask": _mask,
    "drawing": _drawing,
    "stop": _stop,
}
