"""A picture's bytes -> PDQ, size, camera and time, by Pillow; runs in the child only.

The pixels are hashed as they are stored, not turned by the EXIF orientation: that is what other tools
do, and the comparison looks at all eight turns and mirrorings anyway. Of an animation the first frame counts.
"""

import io
import re
import warnings
from dataclasses import dataclass
from typing import cast

import numpy as np
import numpy.typing as npt
from PIL import (  # the plug-ins named here are the only decoders that are loaded
    BmpImagePlugin,  # noqa: F401  # registers itself
    GifImagePlugin,  # noqa: F401  # registers itself
    Image,
    JpegImagePlugin,  # noqa: F401  # registers itself
    MpoImagePlugin,  # noqa: F401  # registers itself
    PngImagePlugin,  # noqa: F401  # registers itself
    TiffImagePlugin,  # noqa: F401  # registers itself
    WebPImagePlugin,  # noqa: F401  # registers itself
)

from mozaik.media import is_prepared, pdq_from_luma, pdq_from_rgb
from mozaik.triage.facts import PictureFacts
from mozaik.triage.faults import FAULTS
from mozaik.triage.protocol import KernelsNeededError

FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "BMP", "TIFF")
MAX_PIXELS = 100_000_000
"""Larger pictures are not decoded: 100 million pixels take some 1.5 GB."""

_MAKE, _MODEL, _EXIF_BLOCK = 0x010F, 0x0110, 0x8769
_TAKEN, _OFFSET, _SERIAL = 0x9003, 0x9011, 0xA431
_TEXT_TAGS = (0x010E, 0x013B, 0x8298)
_TIME = re.compile(r"(\d{4}):(\d\d):(\d\d) (\d\d:\d\d:\d\d)\Z")
_ZONE = re.compile(r"[+-]\d\d:\d\d\Z")


class NotDecodableError(Exception):
    """The picture gives no pixels; the text is a reason without content."""


@dataclass(frozen=True, slots=True)
class Picture:
    """What a picture gives: its facts, and the free texts of its EXIF, in which selectors may stand."""

    facts: PictureFacts
    texts: tuple[str, ...]


def read_picture(content: bytes | bytearray) -> Picture:
    """Decode a picture and hash it; NotDecodableError with a reason when that is not possible.

    KernelsNeededError where `mozaik.media.prepare` was not called before.
    """
    if not is_prepared():
        raise KernelsNeededError
    Image.MAX_IMAGE_PIXELS = None  # the bound is ours, below, before any pixel is decoded
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            with Image.open(io.BytesIO(content), formats=FORMATS) as image:
                decoded = _decode(image)
        except NotDecodableError:
            raise
        except MemoryError:
            raise NotDecodableError("picture not decodable: it needs more memory than allowed") from None
        except FAULTS as error:
            raise NotDecodableError("picture not decodable: broken or of an unknown variant") from error
    # A fault of ours in hashing must not pass for a broken picture, so it stands outside.
    return _facts(decoded)


@dataclass(frozen=True, slots=True)
class _Decoded:
    """A decoded picture: pixels uint8[h, w, 3] or grey float32[h, w], its size, its EXIF blocks."""

    pixels: npt.NDArray[np.uint8] | npt.NDArray[np.float32]
    size: tuple[int, int]
    tags: dict[int, object]
    camera: dict[int, object]


def _decode(image: Image.Image) -> _Decoded:
    width, height = image.size
    if width * height > MAX_PIXELS:
        raise NotDecodableError("picture not decodable: more pixels than allowed")
    image.load()  # before its EXIF data is asked for, which would swallow that the pixels break off
    tags, camera = _exif(image)
    return _Decoded(_pixels(image), (width, height), tags, camera)


def _facts(decoded: _Decoded) -> Picture:
    pixels, tags, camera = decoded.pixels, decoded.tags, decoded.camera
    pdq, quality = (
        pdq_from_rgb(cast("npt.NDArray[np.uint8]", pixels))
        if pixels.ndim == 3
        else pdq_from_luma(cast("npt.NDArray[np.float32]", pixels))
    )
    facts = PictureFacts(
        pdq=pdq,
        quality=quality,
        width=decoded.size[0],
        height=decoded.size[1],
        camera_make=_text(tags.get(_MAKE)),
        camera_model=_text(tags.get(_MODEL)),
        camera_serial=_text(camera.get(_SERIAL)),
        taken_at=_taken_at(_text(camera.get(_TAKEN)), _text(camera.get(_OFFSET))),
    )
    return Picture(facts, tuple(text for tag in _TEXT_TAGS if (text := _text(tags.get(tag), 2000))))


def _pixels(image: Image.Image) -> npt.NDArray[np.uint8] | npt.NDArray[np.float32]:
    """The stored pixels; grey pictures stay grey, all others become RGB."""
    if image.mode.startswith("I;16") or image.mode in ("I", "F"):
        return _deep_grey(np.asarray(image))
    if image.mode in ("L", "1"):
        return np.asarray(image.convert("L"), dtype=np.float32)
    rgb: npt.NDArray[np.uint8] = np.asarray(image.convert("RGB"), dtype=np.uint8)
    return rgb


def _deep_grey(values: npt.NDArray[np.generic]) -> npt.NDArray[np.float32]:
    """Grey values of more than eight bits, scaled to 0..255."""
    deep = np.nan_to_num(values.astype(np.float32))
    highest = 65_535.0 if deep.max(initial=0) > 255 else 255.0
    scaled: npt.NDArray[np.float32] = (np.clip(deep, 0, highest) * np.float32(255.0 / highest)).astype(
        np.float32
    )
    return scaled


def _exif(image: Image.Image) -> tuple[dict[int, object], dict[int, object]]:
    """The main and the camera block of the EXIF data; broken EXIF data is as good as none."""
    try:
        exif = image.getexif()
        return dict(exif), dict(exif.get_ifd(_EXIF_BLOCK))
    except FAULTS:  # the pixels are loaded already, so only the block is broken
        return {}, {}


def _text(value: object, longest: int = 200) -> str | None:
    """A field as one clean line, or None when it is empty or no text."""
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    if not isinstance(value, str):
        return None
    line = "".join(sign if sign.isprintable() else " " for sign in value).strip()
    return line[:longest] or None


def _taken_at(taken: str | None, offset: str | None) -> str | None:
    """The time as ISO 8601 text, with an offset only if the camera wrote one; odd forms stay as they are."""
    if taken is None:
        return None
    if (parts := _TIME.match(taken)) is None:
        return taken[:64]
    zone = offset if offset and _ZONE.match(offset) else ""
    year, month, day, time = parts.groups()
    return f"{year}-{month}-{day}T{time}{zone}"
