"""A picture's bytes -> PDQ, size, camera, time and place, by Pillow; runs in the child only.

The pixels are hashed as they are stored, not turned by the EXIF orientation: that is what other tools
do, and the comparison looks at all eight turns and mirrorings anyway. Of an animation the first frame counts,
of an icon the largest, of a PSD the picture of all layers, of a raw picture its preview. HEIC needs the extra
`pictures` (libheif), which turns what the container says is to be turned.
"""

import contextlib
import io
import warnings
from dataclasses import dataclass
from typing import cast

import numpy as np
import numpy.typing as npt
from PIL import (  # the plug-ins named here are the only decoders that are loaded
    AvifImagePlugin,  # noqa: F401  # registers itself
    BmpImagePlugin,  # noqa: F401  # registers itself
    GifImagePlugin,  # noqa: F401  # registers itself
    IcoImagePlugin,  # noqa: F401  # registers itself
    Image,
    Jpeg2KImagePlugin,  # noqa: F401  # registers itself
    JpegImagePlugin,  # noqa: F401  # registers itself
    MpoImagePlugin,  # noqa: F401  # registers itself
    PngImagePlugin,  # noqa: F401  # registers itself
    PpmImagePlugin,  # noqa: F401  # registers itself
    PsdImagePlugin,  # noqa: F401  # registers itself
    TgaImagePlugin,  # noqa: F401  # registers itself
    TiffImagePlugin,  # noqa: F401  # registers itself
    WebPImagePlugin,  # noqa: F401  # registers itself
)

from mozaik.media import is_prepared, pdq_from_luma, pdq_from_rgb
from mozaik.triage.camera import EXIF_BLOCK, GPS_BLOCK, Camera, as_line, read_camera
from mozaik.triage.facts import PictureFacts
from mozaik.triage.faults import FAULTS
from mozaik.triage.protocol import KernelsNeededError
from mozaik.triage.raw_preview import preview_of

FORMATS = (
    "JPEG", "PNG", "GIF", "WEBP", "BMP", "TIFF", "JPEG2000", "PSD", "TGA", "ICO", "PPM", "AVIF", "HEIF"
)  # fmt: skip
MAX_PIXELS = 100_000_000
"""Larger pictures are not decoded: 100 million pixels take some 1.5 GB."""

_TIFF_HEAD = 4 << 20
_TEXT_TAGS = (0x010E, 0x013B, 0x8298)
BY_PREVIEW = "raw picture: compared by the preview in it"


class NotDecodableError(Exception):
    """The picture gives no pixels; the text is a reason without content."""


@dataclass(frozen=True, slots=True)
class Picture:
    """What a picture gives: its facts, the free texts of its EXIF, in which selectors may stand, and more.

    `serials` are all serial numbers of the camera, `place` where it was taken; `notes` say what was left.
    """

    facts: PictureFacts
    texts: tuple[str, ...]
    serials: tuple[str, ...] = ()
    place: str | None = None
    notes: tuple[str, ...] = ()


def read_picture(content: bytes | bytearray) -> Picture:
    """Decode a picture and hash it; NotDecodableError with a reason when that is not possible.

    KernelsNeededError where `mozaik.media.prepare` was not called before.
    """
    if not is_prepared():
        raise KernelsNeededError
    preview = preview_of(content)
    if preview is not None and not preview:
        raise NotDecodableError("picture not decodable: a raw picture without a preview")
    if _is_heif(content) and not _with_libheif():
        raise NotDecodableError("picture not decodable: its format is not read yet")
    Image.MAX_IMAGE_PIXELS = None  # the bound is ours, below, before any pixel is decoded
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            with Image.open(io.BytesIO(preview or content), formats=FORMATS) as image:
                decoded = _decode(image, content)
        except NotDecodableError:
            raise
        except MemoryError:
            raise NotDecodableError("picture not decodable: it needs more memory than allowed") from None
        except FAULTS as error:
            raise NotDecodableError("picture not decodable: broken or of an unknown variant") from error
    # A fault of ours in hashing must not pass for a broken picture, so it stands outside.
    return _facts(decoded, (BY_PREVIEW,) if preview else ())


def _is_heif(content: bytes | bytearray) -> bool:
    """Whether a content is a HEIF container of another kind than AVIF, which Pillow reads itself."""
    brands = content[8 : min(256, int.from_bytes(content[:4], "big"))]
    return content[4:8] == b"ftyp" and b"avif" not in brands and b"avis" not in brands


def _with_libheif() -> bool:
    """Whether the reader of HEIC is there; it is loaded when the first such picture is met."""
    with contextlib.suppress(ImportError):
        import pi_heif

        pi_heif.register_heif_opener()
        return True
    return False


@dataclass(frozen=True, slots=True)
class _Decoded:
    """A decoded picture: pixels uint8[h, w, 3] or grey float32[h, w], its size, its main tags, its camera."""

    pixels: npt.NDArray[np.uint8] | npt.NDArray[np.float32]
    size: tuple[int, int]
    tags: dict[int, object]
    camera: Camera


def _decode(image: Image.Image, content: bytes | bytearray) -> _Decoded:
    width, height = image.size
    if width * height > MAX_PIXELS:
        raise NotDecodableError("picture not decodable: more pixels than allowed")
    image.load()  # before its EXIF data is asked for, which would swallow that the pixels break off
    tags, camera, gps = _exif(image)
    xmp = image.info.get("xmp", b"")
    said = read_camera(tags, camera, gps, _exif_bytes(image, content), as_text(xmp))
    return _Decoded(_pixels(image), (width, height), tags, said)


def _exif_bytes(image: Image.Image, content: bytes | bytearray) -> bytes:
    """The EXIF data as they are stored; of a TIFF, in which they lie anywhere, its beginning."""
    stored = image.info.get("exif")
    return stored if isinstance(stored, bytes) else bytes(content[:_TIFF_HEAD])


def as_text(value: object) -> str:
    """A packet of XMP as text."""
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value or "")


def _facts(decoded: _Decoded, notes: tuple[str, ...]) -> Picture:
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
        camera_make=camera.make,
        camera_model=camera.model,
        camera_serial=camera.serials[0] if camera.serials else None,
        taken_at=camera.taken_at,
    )
    texts = tuple(text for tag in _TEXT_TAGS if (text := as_line(tags.get(tag), 2000)))
    return Picture(facts, texts, camera.serials, camera.place, notes)


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


def _exif(image: Image.Image) -> tuple[dict[int, object], dict[int, object], dict[int, object]]:
    """The main, the camera and the GPS block of the EXIF data; broken EXIF data is as good as none."""
    try:
        exif = image.getexif()
        return dict(exif), dict(exif.get_ifd(EXIF_BLOCK)), dict(exif.get_ifd(GPS_BLOCK))
    except FAULTS:  # the pixels are loaded already, so only the block is broken
        return {}, {}, {}
