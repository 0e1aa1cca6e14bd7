"""Frames of the drawn film, one after the other, and the picture that stands for it before it plays."""

from collections.abc import Iterator
from io import BytesIO

from PIL import Image, ImageDraw

from mozaik.campaign.film.figures import Canvas, draw_person
from mozaik.campaign.film.props import THINGS, draw_place
from mozaik.campaign.film.script import Shot, shots

WIDTH, HEIGHT = 640, 360
FRAMES_A_SECOND = 8
_FINER = 2
"""Frames are drawn so many times larger and then reduced, which smooths their edges."""
_POSTER = Shot(
    "", 0, "day", (("luka", "glad", 0.25), ("mia", "glad", 0.75)), (("ball", 0.44, 0), ("phone", 0.56, 2))
)


def frames() -> Iterator[Image.Image]:
    """Every frame of the film in order, RGB, `WIDTH` x `HEIGHT`."""
    for shot in shots():
        for number in range(round(shot.seconds * FRAMES_A_SECOND)):
            yield draw_frame(shot, number / FRAMES_A_SECOND)


def draw_frame(shot: Shot, now: float) -> Image.Image:
    """One frame: a shot at `now` seconds."""
    image = Image.new("RGB", (WIDTH * _FINER, HEIGHT * _FINER))
    canvas = Canvas(image, ImageDraw.Draw(image), float(_FINER))
    draw_place(canvas, shot.place)
    for name, mood, place in shot.people:
        draw_person(canvas, name, mood, place, now)
    for name, place, amount in shot.things:
        THINGS[name](canvas, 640 * place, amount, now)
    return image.reduce(_FINER)


def poster() -> bytes:
    """The picture shown before the film plays, as PNG."""
    stream = BytesIO()
    draw_frame(_POSTER, 1.5).quantize(128).save(stream, "PNG", optimize=True)
    return stream.getvalue()
