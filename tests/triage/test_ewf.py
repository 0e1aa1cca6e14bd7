"""A damaged E01 is told from a sound one; its media have facts of their own (review 1, item 11.1)."""

import hashlib
from pathlib import Path
from typing import Any

import pytest

from mozaik.intake.sources.ewf import DAMAGED, Chunks, Table
from mozaik.triage import ImageVerdict, TriageResult, Workers, triage_source
from mozaik.triage.facts import AcquisitionFacts, FileFacts
from tests.triage.ewf_writer import CHUNK, write_e01
from tests.triage.support import encoded, fat_image, picture, sha256

_PICTURES = {f"{number}.BMP": encoded(picture(number, (190, 90)), "BMP") for number in (1, 2, 3)}
"""Bitmaps of more than a chunk: they load whatever their pixels are."""


@pytest.fixture
def media(tmp_path: Path) -> bytes:
    return fat_image(tmp_path / "card.dd", _PICTURES, {}).read_bytes()


def rows(result: TriageResult) -> dict[str, dict[str, Any]]:
    return {row["path"]: row for row in result.tables["files"].to_pylist()}


def marked(result: TriageResult) -> set[str]:
    return {note.where.partition("!/")[2] for note in result.report.noted if note.reason == DAMAGED.reason}


@pytest.mark.parametrize(("packed", "segments"), [(True, 1), (False, 3)])
def test_a_sound_image_agrees_with_its_acquisition(
    tmp_path: Path, workers: Workers, media: bytes, packed: bool, segments: int
) -> None:
    md5 = hashlib.md5(media, usedforsecurity=False).digest()
    write_e01(tmp_path / "disk.E01", media, md5=md5, packed=packed, segments=segments)

    result = triage_source(tmp_path / "disk.E01", "I", workers)

    (image,) = result.report.images
    assert (image.verdict, image.stated.md5, image.stated.damaged) == ("agrees", md5, 0)
    assert image.stated.chunks == len(media) // CHUNK
    assert rows(result)["(media)"]["sha256"] == sha256(media)
    assert rows(result)["1.BMP"]["sha256"] == sha256(_PICTURES["1.BMP"])
    assert marked(result) == set()
    assert result.tables["media"].num_rows == 3


@pytest.mark.parametrize(("packed", "segments"), [(True, 1), (False, 2)])
def test_each_file_in_a_damaged_chunk_is_marked_and_no_picture_of_it_is_compared(
    tmp_path: Path, workers: Workers, media: bytes, packed: bool, segments: int
) -> None:
    places = write_e01(
        tmp_path / "disk.E01",
        media,
        md5=hashlib.md5(media, usedforsecurity=False).digest(),
        packed=packed,
        segments=segments,
    )
    at = media.index(_PICTURES["2.BMP"]) + len(_PICTURES["2.BMP"]) // 2
    damage = bytearray((tmp_path / "disk.E01").read_bytes())
    damage[places[0][at // CHUNK] + 40] ^= 0xFF
    (tmp_path / "disk.E01").write_bytes(damage)

    result = triage_source(tmp_path / "disk.E01", "I", workers)

    zeros = bytearray(media)
    zeros[at // CHUNK * CHUNK : (at // CHUNK + 1) * CHUNK] = bytes(CHUNK)
    touched = {name for name, body in _PICTURES.items() if body not in zeros}
    assert "2.BMP" in touched
    assert touched != set(_PICTURES)
    assert marked(result) == touched
    (image,) = result.report.images
    assert (image.verdict, image.stated.damaged, image.is_sound) == ("differs", 1, False)
    assert image.media.sha256 == sha256(bytes(zeros)), "what libewf gives too: zeros"
    assert {row["sha256"] for row in result.tables["media"].to_pylist()} == {
        sha256(body) for name, body in _PICTURES.items() if name not in touched
    }
    assert result.report.to_json()["images"] == [image.to_json()]


def test_other_media_than_those_acquired_and_media_without_a_digest_are_told(
    tmp_path: Path, workers: Workers, media: bytes
) -> None:
    verdicts = []
    for md5 in (bytes(range(16)), None):
        write_e01(tmp_path / "disk.E01", media, md5=md5, packed=True)
        (image,) = triage_source(tmp_path / "disk.E01", "I", workers).report.images
        verdicts.append((image.verdict, image.stated.damaged, image.is_sound))

    assert verdicts == [("differs", 0, False), ("not stated", 0, True)]


def test_chunks_of_a_damaged_table_are_found_by_its_copy(tmp_path: Path, media: bytes) -> None:
    places = write_e01(tmp_path / "disk.E01", media, md5=None, packed=False)
    content = bytearray((tmp_path / "disk.E01").read_bytes())
    at = content.index(places[0][0].to_bytes(4, "little"), places[0][-1])
    content[at + 4] ^= 0x10  # the first table's offset of the second chunk
    (tmp_path / "disk.E01").write_bytes(content)

    chunks = Chunks([tmp_path / "disk.E01"], CHUNK, len(media))

    assert chunks.damaged() == 0
    assert chunks.read(1) == media[CHUNK : 2 * CHUNK]


def test_chunks_beyond_two_gib_of_a_segment_use_the_mark_of_compression() -> None:
    """As libewf reads what EnCase 6.7 writes."""
    table = Table.of(Path("x"), [5 | 1 << 31, 0x7FFFFFF0, 0x80000010, 0x80000FF0], 1, 0x80002000)

    assert [table.place(number) for number in range(4)] == [
        (6, 0x7FFFFFF1, True),
        (0x7FFFFFF1, 0x80000011, False),
        (0x80000011, 0x80000FF1, False),
        (0x80000FF1, 0x80002000, False),
    ]


def test_an_image_agrees_when_every_stated_digest_does() -> None:
    media = FileFacts(
        bytes(16), bytes(20), bytes(32), 1, "a/b", deleted=False, modified_at=None, zone_known=False
    )

    assert ImageVerdict("x", media, AcquisitionFacts(bytes(16), bytes(20), 1, 0)).verdict == "agrees"
    assert ImageVerdict("x", media, AcquisitionFacts(bytes(16), b"x" * 20, 1, 0)).verdict == "differs"
