"""Pictures of every decoded format, by other writers than ours; cameras, maker notes, places (section 2)."""

import io
import struct
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from mozaik.media import pdq_from_rgb, prepare
from mozaik.triage import Workers, triage_source
from mozaik.triage.file_type import mime_of
from mozaik.triage.picture import BY_PREVIEW, NotDecodableError, Picture, read_picture
from mozaik.triage.raw_preview import preview_of
from tests.triage.support import encoded, picture

SAMPLES = Path(__file__).parent / "samples" / "pictures"
LOSSLESS = {"magick.j2k": "image/jp2", "magick.psd": "image/vnd.adobe.photoshop",
            "magick.tga": "image/x-tga", "magick-rle.tga": "image/x-tga",
            "magick.ppm": "image/x-portable-anymap"}  # fmt: skip
LOSSY = {"heif-enc.heic": "image/heic", "heif-enc.avif": "image/avif", "magick.jp2": "image/jp2"}
DRAWN = picture(1, (64, 48))


@pytest.fixture(autouse=True, scope="module")
def _kernels() -> None:
    prepare()


def differing(one: bytes, other: bytes) -> int:
    return (int.from_bytes(one, "big") ^ int.from_bytes(other, "big")).bit_count()


@pytest.mark.parametrize("name", sorted(LOSSLESS))
def test_a_lossless_format_has_the_hash_of_the_pixels(name: str) -> None:
    content = (SAMPLES / name).read_bytes()
    assert mime_of(content) == LOSSLESS[name]
    facts = read_picture(content).facts
    drawn = DRAWN[::-1] if name.endswith(".tga") else DRAWN  # this writer states the wrong first line
    assert (facts.pdq, facts.quality) == pdq_from_rgb(np.ascontiguousarray(drawn))
    assert (facts.width, facts.height) == (64, 48)


@pytest.mark.parametrize("name", sorted(LOSSY))
def test_a_lossy_format_is_within_ten_bits(name: str) -> None:
    content = (SAMPLES / name).read_bytes()
    assert mime_of(content) == LOSSY[name]
    facts = read_picture(content).facts
    pdq, quality = pdq_from_rgb(DRAWN)
    assert quality >= 80
    assert differing(facts.pdq, pdq) <= 10


def test_the_largest_picture_of_an_icon_counts() -> None:
    content = (SAMPLES / "magick.ico").read_bytes()
    assert mime_of(content) == "image/vnd.microsoft.icon"
    assert read_picture(content).facts.pdq == pdq_from_rgb(picture(1, (64, 64)))[0]


def test_every_format_is_a_media_row_with_its_decoder(tmp_path: Path, workers: Workers) -> None:
    for name in (*LOSSLESS, *LOSSY):
        (tmp_path / name).write_bytes((SAMPLES / name).read_bytes())
    result = triage_source(tmp_path, "I", workers)
    assert result.tables["media"].num_rows == len(LOSSLESS) + len(LOSSY)
    decoders = {row["decoder"] for row in result.tables["media"].to_pylist()}
    assert decoders == {"Pillow", "libheif (pi-heif)"}
    assert not result.tables["not_examined"].num_rows


@pytest.mark.parametrize("name", sorted([*LOSSLESS, *LOSSY, "magick.ico"]))
def test_a_cut_picture_has_its_whole_hash_or_none(name: str) -> None:
    content = (SAMPLES / name).read_bytes()
    whole = read_picture(content).facts.pdq
    for part in range(1, 20):
        try:
            cut = read_picture(content[: len(content) * part // 20]).facts
        except NotDecodableError:
            continue
        assert cut.pdq == whole


@pytest.mark.parametrize(
    ("head", "mime"),
    [
        (b"\0\0\0\x18ftypmif1\0\0\0\0avifmiaf", "image/avif"),
        (b"\0\0\0\x18ftypmif1\0\0\0\0heicmiaf", "image/heic"),
        (b"\0\0\0\x18ftypheix\0\0\0\0mif1heix", "image/heic"),
        (b"\0\0\0\x18ftypcrx \0\0\0\1crx isom", "image/x-raw-picture"),
        (b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom", "video/mp4"),
        (b"P6 is what the note says\n", "text/plain"),
        (b"\0\0\1\0" + bytes(30), "application/octet-stream"),
        (b"\0\0\2\0" + bytes(30), "application/octet-stream"),
        (bytes(64), "application/octet-stream"),
    ],
)
def test_brands_and_beginnings_are_told_apart(head: bytes, mime: str) -> None:
    assert mime_of(head) == mime


# What follows writes TIFF lists after TIFF 6.0, and maker notes after the tables of ExifTool.


def tiff_list(entries: list[tuple[int, int, int, bytes]], at: int, order: str = "<", base: int = 0) -> bytes:
    """A list of tags that lies at a place; longer values stand behind it, counted from `base`."""
    body, behind = struct.pack(order + "H", len(entries)), b""
    place = at + 2 + 12 * len(entries) + 4
    for tag, kind, count, value in sorted(entries):
        body += struct.pack(order + "HHL", tag, kind, count)
        if len(value) <= 4:
            body += value.ljust(4, b"\0")
        else:
            body += struct.pack(order + "L", place + len(behind) - base)
            behind += value
    return body + bytes(4) + behind


def text(tag: int, value: bytes) -> tuple[int, int, int, bytes]:
    return tag, 2, len(value) + 1, value + b"\0"


def with_note(make: bytes, note: bytes, gps: list[tuple[int, int, int, bytes]] | None = None) -> bytes:
    """A JPEG with the maker note (its place in the EXIF data is 200) and a GPS block."""
    blob = bytearray(b"II*\0" + struct.pack("<L", 8))
    blob += tiff_list(
        [text(0x010F, make), (0x8769, 4, 1, struct.pack("<L", 100)), (0x8825, 4, 1, struct.pack("<L", 140))],
        8,
    )
    blob = blob.ljust(100, b"\0")
    blob += struct.pack("<HHHLLL", 1, 0x927C, 7, len(note), 400, 0)
    blob = blob.ljust(140, b"\0")
    blob += tiff_list(gps or [], 140)
    blob = blob.ljust(400, b"\0")
    return encoded(picture(), exif=b"Exif\0\0" + bytes(blob) + note)


SERIAL = b"20047311"
NOTES = {
    "Canon": (b"Canon", tiff_list([(0x000C, 4, 1, struct.pack("<L", 20047311))], 400), "0020047311"),
    "Nikon": (b"NIKON", b"Nikon\0\x02\x10\0\0MM\0*\0\0\0\x08"
              + tiff_list([text(0x001D, SERIAL)], 8, ">"), "20047311"),
    "Fujifilm": (b"FUJIFILM", b"FUJIFILM\x0c\0\0\0" + tiff_list([text(0x0010, SERIAL)], 12), "20047311"),
    "Panasonic": (b"Panasonic", b"Panasonic\0\0\0" + tiff_list([(0x0025, 7, 8, SERIAL)], 412), "20047311"),
    "Pentax": (b"PENTAX", b"PENTAX \0MM" + tiff_list([text(0x0229, SERIAL)], 10, ">"), "20047311"),
    "Olympus": (b"OLYMPUS", b"OLYMPUS\0II\x03\0"
                + tiff_list([(0x2010, 4, 1, struct.pack("<L", 60))], 12).ljust(48, b"\0")
                + tiff_list([text(0x0101, SERIAL)], 60), "20047311"),
}  # fmt: skip


@pytest.mark.parametrize("make", sorted(NOTES))
def test_the_serial_of_a_maker_note_is_read(make: str) -> None:
    name, note, serial = NOTES[make]
    assert read_picture(with_note(name, note)).serials == (serial,)


@pytest.mark.parametrize("make", sorted(NOTES))
def test_a_damaged_maker_note_breaks_nothing(make: str) -> None:
    name, note, _ = NOTES[make]
    whole = read_picture(encoded(picture())).facts.pdq
    for place in range(0, len(note), 3):
        damaged = note[:place] + b"\xff\xff" + note[place + 2 :]
        assert read_picture(with_note(name, damaged)).facts.pdq == whole


def degrees(values: tuple[int, int, int]) -> bytes:
    return b"".join(struct.pack("<LL", value, 100) for value in values)


def at_place(
    north: bytes, latitude: tuple[int, int, int], east: bytes, longitude: tuple[int, int, int]
) -> Picture:
    gps = [text(1, north), (2, 5, 3, degrees(latitude)), text(3, east), (4, 5, 3, degrees(longitude))]
    return read_picture(with_note(b"Phone", b"none at all", gps))


def test_a_place_is_read_in_decimal_degrees() -> None:
    told = at_place(b"N", (4600, 300, 2500), b"W", (1430, 0, 0))
    assert told.place == "46.056944,-14.300000"


@pytest.mark.parametrize(
    ("north", "latitude"),
    [(b"X", (4600, 300, 0)), (b"", (4600, 300, 0)), (b"N", (9100, 0, 0)), (b"N", (4600, 6000, 0))],
)
def test_a_place_with_an_odd_letter_or_number_is_none(north: bytes, latitude: tuple[int, int, int]) -> None:
    """Eight of 44 letters of a real export were no point of the compass: fail closed."""
    assert at_place(north, latitude, b"E", (1400, 0, 0)).place is None


def test_a_place_and_a_serial_are_selectors_of_their_own_kinds(tmp_path: Path, workers: Workers) -> None:
    gps = [
        text(1, b"N"),
        (2, 5, 3, degrees((4600, 300, 2500))),
        text(3, b"E"),
        (4, 5, 3, degrees((1430, 0, 0))),
    ]
    (tmp_path / "p.jpg").write_bytes(with_note(b"FUJIFILM", NOTES["Fujifilm"][1], gps))
    rows = triage_source(tmp_path, "I", workers).tables["selectors"].to_pylist()
    assert {(row["kind"], row["normal"]) for row in rows} == {
        ("geo", "46.0569,14.3000"), ("camera_serial", "20047311"),
    }  # fmt: skip


def raw_picture(mark: bytes = b"II*\0") -> bytes:
    """A raw picture: a small thumbnail, a large preview, and sensor pixels that nobody develops."""
    small, large = encoded(picture(1, (32, 24))), encoded(picture(1, (96, 80)))
    head = mark + struct.pack("<L", 8)
    main = tiff_list([text(0x010F, b"Maker"), (0x0201, 4, 1, struct.pack("<L", 1000)),
                      (0x0202, 4, 1, struct.pack("<L", len(small))), (0x014A, 4, 1, struct.pack("<L", 200)),
                      (0x0106, 3, 1, struct.pack("<H", 32803))], 8)  # fmt: skip
    place = 1000 + len(small)
    sub = tiff_list([(0x0103, 3, 1, struct.pack("<H", 6)), (0x0111, 4, 1, struct.pack("<L", place)),
                     (0x0117, 4, 1, struct.pack("<L", len(large)))], 200)  # fmt: skip
    return ((head + main).ljust(200, b"\0") + sub).ljust(1000, b"\0") + small + large + bytes(range(256)) * 8


@pytest.mark.parametrize("mark", [b"II*\0", b"IIRO", b"IIU\0"])
def test_the_largest_preview_of_a_raw_picture_is_compared(
    tmp_path: Path, workers: Workers, mark: bytes
) -> None:
    large = read_picture(encoded(picture(1, (96, 80)))).facts
    told = read_picture(raw_picture(mark))
    assert (told.facts.pdq, told.facts.width) == (large.pdq, 96)
    assert told.notes == (BY_PREVIEW,)
    (tmp_path / "a.dng").write_bytes(raw_picture(mark))
    (note,) = triage_source(tmp_path, "I", workers).report.noted
    assert note.reason == BY_PREVIEW


def test_previews_of_raf_and_cr3_are_compared() -> None:
    jpeg = encoded(picture(2))
    raf = b"FUJIFILMCCD-RAW ".ljust(84, b"\0") + struct.pack(">LL", 200, len(jpeg))
    raf = raf.ljust(200, b"\0") + jpeg
    box = b"PRVW" + bytes(6) + struct.pack(">HHH", 96, 80, 1) + struct.pack(">L", len(jpeg)) + jpeg
    cr3 = b"\0\0\0\x18ftypcrx \0\0\0\1crx isom" + struct.pack(">L", len(box) + 4) + box
    whole = read_picture(jpeg).facts.pdq
    assert [read_picture(content).facts.pdq for content in (raf, cr3)] == [whole, whole]


def test_an_ordinary_tiff_is_no_raw_picture_and_a_raw_one_without_preview_is_named() -> None:
    stream = io.BytesIO()
    Image.fromarray(np.asarray(DRAWN)).save(stream, "TIFF")
    assert preview_of(stream.getvalue()) is None
    bare = b"II*\0" + struct.pack("<L", 8) + tiff_list([(0x0106, 3, 1, struct.pack("<H", 32803))], 8)
    with pytest.raises(NotDecodableError, match="without a preview"):
        read_picture(bare)
    looped = b"II*\0" + struct.pack("<L", 8) + struct.pack("<HHHLLL", 1, 0x014A, 4, 1, 8, 8)
    assert preview_of(looped) is None
