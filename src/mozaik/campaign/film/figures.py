"""People of the drawn film: simple, friendly shapes that breathe and blink; nobody resembles anybody."""

import math
from dataclasses import dataclass

from PIL import Image, ImageDraw

INK = "#24323f"


@dataclass(frozen=True, slots=True)
class Canvas:
    """A picture in the making; lengths are in its own units, 640 across, whatever its size in pixels."""

    image: Image.Image
    pen: ImageDraw.ImageDraw
    unit: float

    def oval(self, x: float, y: float, width: float, height: float, fill: str) -> None:
        """An oval around (x, y)."""
        self.pen.ellipse(self._box(x - width / 2, y - height / 2, width, height), fill=fill)

    def block(self, x: float, y: float, width: float, height: float, fill: str, round_by: float = 0) -> None:
        """A rectangle with its upper left corner at (x, y)."""
        self.pen.rounded_rectangle(self._box(x, y, width, height), round_by * self.unit, fill=fill)

    def shape(self, points: list[tuple[float, float]], fill: str) -> None:
        """A filled polygon."""
        self.pen.polygon([(x * self.unit, y * self.unit) for x, y in points], fill=fill)

    def line(self, points: list[tuple[float, float]], width: float, fill: str) -> None:
        """A line through points, with round joints."""
        self.pen.line(
            [(x * self.unit, y * self.unit) for x, y in points], fill, round(width * self.unit), joint="curve"
        )

    def arc(self, box: tuple[float, float, float, float], start: float, end: float, fill: str) -> None:
        """A thin bow within (x, y, width, height), in degrees clockwise from the right."""
        self.pen.arc(self._box(*box), start, end, fill, round(3 * self.unit))

    def _box(self, x: float, y: float, width: float, height: float) -> list[float]:
        return [x * self.unit, y * self.unit, (x + width) * self.unit, (y + height) * self.unit]


@dataclass(frozen=True, slots=True)
class Looks:
    """How a person is drawn: colours, size and hair (short, long, bun, cap or none)."""

    skin: str
    hair: str
    clothes: str
    size: float
    style: str


PEOPLE = {
    "luka": Looks("#e8b48c", "#5a3a22", "#2f7f86", 1.0, "short"),
    "mia": Looks("#c98d63", "#2c2320", "#e0664f", 0.94, "long"),
    "sister": Looks("#e8b48c", "#5a3a22", "#8a5a9c", 1.1, "long"),
    "teacher": Looks("#f0c8a4", "#8b8f94", "#4a6fa5", 1.16, "short"),
    "mother": Looks("#c98d63", "#2c2320", "#c58a2b", 1.16, "bun"),
    "police": Looks("#e3a97f", "#3b2b20", "#22406b", 1.18, "cap"),
    "shadow": Looks("#454b5c", "#454b5c", "#333848", 1.16, "none"),
}


def draw_person(canvas: Canvas, name: str, mood: str, place: float, now: float) -> None:
    """A person standing at `place` (0 to 1), at `now` seconds of the shot."""
    looks = PEOPLE[name]
    x, size = 640 * place, looks.size
    ground = 330 + 2.5 * math.sin(2.2 * now + 9 * place)  # breathing
    top = ground - 215 * size
    head_y = top + 42 * size
    if looks.style == "long":
        canvas.block(x - 46 * size, head_y - 34 * size, 92 * size, 110 * size, looks.hair, 40 * size)
    canvas.block(x - 52 * size, head_y + 52 * size, 104 * size, 220 * size, looks.clothes, 46 * size)
    canvas.block(x - 14 * size, head_y + 32 * size, 28 * size, 34 * size, looks.skin, 10 * size)
    canvas.oval(x, head_y, 78 * size, 88 * size, looks.skin)
    _draw_hair(canvas, looks, x, head_y)
    _draw_face(canvas, looks, mood, x, head_y, now)


def _draw_hair(canvas: Canvas, looks: Looks, x: float, y: float) -> None:
    size = looks.size
    if looks.style == "none":
        return
    if looks.style == "bun":
        canvas.oval(x, y - 56 * size, 40 * size, 36 * size, looks.hair)
    canvas.pen.pieslice(canvas._box(x - 42 * size, y - 50 * size, 84 * size, 76 * size), 180, 360, looks.hair)
    if looks.style == "cap":
        canvas.pen.pieslice(
            canvas._box(x - 46 * size, y - 58 * size, 92 * size, 76 * size), 180, 360, looks.clothes
        )
        canvas.block(x - 50 * size, y - 24 * size, 100 * size, 9 * size, "#16294a", 4 * size)
        canvas.oval(x, y - 38 * size, 14 * size, 14 * size, "#f2c14e")


def _draw_face(canvas: Canvas, looks: Looks, mood: str, x: float, y: float, now: float) -> None:
    size = looks.size
    eyes = "#d7dbe6" if looks.style == "none" else INK
    blink = now % 3.1 > 2.9
    for side in (-1, 1):
        canvas.oval(x + side * 16 * size, y + 2 * size, 8 * size, (2 if blink else 10) * size, eyes)
    if looks.style == "none":
        return
    if mood == "glad":
        canvas.arc((x - 16 * size, y + 4 * size, 32 * size, 26 * size), 20, 160, INK)
    elif mood == "sad":
        canvas.arc((x - 13 * size, y + 22 * size, 26 * size, 20 * size), 200, 340, INK)
        for side in (-1, 1):
            canvas.line(
                [(x + side * 24 * size, y - 9 * size), (x + side * 9 * size, y - 15 * size)], 2.5, INK
            )
    else:
        canvas.line([(x - 9 * size, y + 25 * size), (x + 9 * size, y + 25 * size)], 3, INK)
