"""Harmless pictures for rehearsals: drawn shapes, their copies with small changes, and near misses."""

import io
from collections.abc import Callable
from random import Random

import numpy as np
from PIL import Image, ImageDraw, ImageOps

from mozaik.errors import InvalidInputError
from mozaik.media import dihedral_forms, pdq_from_rgb

BORDER = 31
"""PDQ distance up to which two pictures count as near."""


def draw(rng: Random, edge: int) -> Image.Image:
    """A picture of `edge` x `edge` pixels: a shaded ground with two dozen coloured shapes."""
    ground = np.linspace(rng.randrange(40, 120), rng.randrange(130, 220), edge, dtype=np.float32)
    shade = np.add.outer(ground, ground[:: rng.choice((1, -1))]) / 2
    picture = Image.fromarray(shade.astype(np.uint8)).convert("RGB")
    pen = ImageDraw.Draw(picture)
    for _ in range(26):
        x, y = rng.randrange(edge), rng.randrange(edge)
        width, height = rng.randrange(edge // 12, edge // 2), rng.randrange(edge // 12, edge // 2)
        colour = (rng.randrange(256), rng.randrange(256), rng.randrange(256))
        box = (x - width // 2, y - height // 2, x + width // 2, y + height // 2)
        rng.choice((pen.ellipse, pen.rectangle))(box, fill=colour)
    return picture


def jpeg(picture: Image.Image, quality: int = 90, camera: tuple[str, str, str] | None = None) -> bytes:
    """The picture as JPEG, saying in its EXIF that it is drawn; `camera` is make, model and serial."""
    exif = Image.Exif()
    exif[0x010E] = "Synthetic drawing for a rehearsal"
    if camera:
        exif[0x010F], exif[0x0110] = camera[0], camera[1]
        exif.get_ifd(0x8769)[0xA431] = camera[2]
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=quality, exif=exif)
    return buffer.getvalue()


def png(picture: Image.Image) -> bytes:
    """The picture as PNG."""
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    return buffer.getvalue()


def icon(rng: Random) -> bytes:
    """A flat little icon, the kind that thousands of devices share."""
    picture = Image.new("RGB", (24, 24), (rng.randrange(256), rng.randrange(256), rng.randrange(256)))
    ImageDraw.Draw(picture).rectangle((6, 6, 17, 17), fill=(rng.randrange(256), rng.randrange(256), 0))
    return png(picture)


COPIES: dict[str, Callable[[Image.Image], bytes]] = {
    "recompressed": lambda picture: jpeg(picture, quality=55),
    "resized": lambda picture: jpeg(picture.resize((picture.width * 3 // 5, picture.height * 3 // 5))),
    "mirrored": lambda picture: jpeg(ImageOps.mirror(picture), quality=88),
    "rotated": lambda picture: jpeg(picture.transpose(Image.Transpose.ROTATE_90), quality=88),
}
"""How a copy differs from its original."""


def media_hash(data: bytes) -> bytes:
    """The 32-byte PDQ of an encoded picture, as triage sees it."""
    with Image.open(io.BytesIO(data)) as picture:
        return pdq_from_rgb(np.asarray(picture.convert("RGB")))[0]


def distance(left: bytes, right: bytes) -> int:
    """The smallest Hamming distance between a media hash and the eight forms of another."""
    forms = dihedral_forms(np.frombuffer(right, np.uint8).reshape(1, 32))
    other = np.frombuffer(left, np.uint8)
    return min(int(np.unpackbits(np.bitwise_xor(form[0], other)).sum()) for form in forms)


def near_miss(rng: Random, picture: Image.Image) -> bytes:
    """A picture that resembles another but lies just beyond the border (distance 32 to 60)."""
    own = media_hash(jpeg(picture))
    for _ in range(40):
        other = draw(rng, picture.width)
        for share in range(4, 90, 3):
            data = jpeg(Image.blend(picture, other, share / 100))
            apart = distance(own, media_hash(data))
            if apart > BORDER + 29:
                break
            if apart > BORDER:
                return data
    raise InvalidInputError(
        "no near miss was found for a picture", remedy="choose another --seed, or larger pictures"
    )
