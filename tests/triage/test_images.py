"""Disk images of every kind that is opened, and the names of those that are not (review 1, section 2)."""

import lzma
from pathlib import Path

import pytest

from mozaik.errors import InvalidInputError
from mozaik.intake import SIGNATURES, Signature, find_source, signature_of
from mozaik.intake.sources import volumes
from mozaik.triage import TriageResult, Workers, triage_source
from mozaik.triage.file_type import mime_of
from tests.triage.support import NOTE, encoded, ext_image, fat_image, picture, sha256

SAMPLES = Path(__file__).parent / "samples"
UNREAD = [each for each in SIGNATURES if not each.is_read]


def unpacked(name: str, path: Path) -> Path:
    """A sample as its tool wrote it."""
    path.write_bytes(lzma.decompress((SAMPLES / f"{name}.xz").read_bytes()))
    return path


def digests(result: TriageResult, container: str) -> dict[str, bytes]:
    """The SHA-256 of each file in a container, by its path."""
    rows = result.tables["files"].to_pylist()
    return {row["path"]: row["sha256"] for row in rows if row["container"] == container}


@pytest.mark.parametrize("name", ["genisoimage.iso", "xorriso.hfsplus"])
def test_a_file_system_without_a_boot_sector_is_read(tmp_path: Path, workers: Workers, name: str) -> None:
    """The gate `55 AA` refused what The Sleuth Kit opens."""
    image = unpacked(name, tmp_path / "disc")
    read = digests(triage_source(image, "I", workers), "disc")
    assert (read["note.txt"], read["Slike/a.txt"]) == (sha256(NOTE), sha256(b"hello\n"))


def wiped_disk(path: Path, behind: bytes = b"") -> Path:
    """A disk of 10 MiB with an ext volume at 1 MiB and a FAT volume at 6 MiB, and no partition table."""
    folder = path.with_name("content")
    folder.mkdir()
    (folder / "note.txt").write_bytes(NOTE)
    disk = bytearray(10 << 20)
    ext = ext_image(path.with_name("ext"), folder).read_bytes()
    fat = fat_image(path.with_name("fat"), {"CARD.TXT": b"card"}, {}).read_bytes()
    disk[1 << 20 : (1 << 20) + len(ext)] = ext
    disk[6 << 20 : (6 << 20) + len(fat)] = fat[: 4 << 20]
    path.write_bytes(bytes(disk) + behind)
    return path


def test_a_wiped_partition_table_is_scanned_for_volumes(tmp_path: Path, workers: Workers) -> None:
    disk = wiped_disk(tmp_path / "disk.dd")
    result = triage_source(disk, "I", workers)
    assert digests(result, "disk.dd:volume-at-1048576") == {"note.txt": sha256(NOTE)}
    assert digests(result, "disk.dd:volume-at-6291456") == {"CARD.TXT": sha256(b"card")}
    assert result.report.rejected == 0


def test_what_a_scan_for_volumes_leaves_out_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    disk = wiped_disk(tmp_path / "disk.dd")
    monkeypatch.setattr(volumes, "MOST_VOLUMES", 1)
    left = (10 << 20) - (5 << 20)
    entries = find_source(disk).entries(disk)
    reasons = [entry.obstacle for entry in entries if entry.obstacle]
    assert reasons == [f"no partition table: {left} bytes were not looked through for volumes"]


def test_a_disk_of_nothing_but_beginnings_of_volumes_ends_within_its_bound(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A hostile image may look like a volume at every sector."""
    monkeypatch.setattr(volumes, "MOST_TRIED", 200)
    sector = bytearray(512)
    sector[3:11], sector[54:62] = b"NTFS    ", b"FAT16   "
    disk = wiped_disk(tmp_path / "disk.dd", (bytes(sector) + bytes(15 * 512)) * 512)
    obstacles = [entry.obstacle for entry in find_source(disk).entries(disk) if entry.obstacle]
    assert obstacles == [f"no partition table: {2 << 20} bytes were not looked through for volumes"]


def beginning(signature: Signature) -> bytes:
    """A file that begins as those of a format do."""
    if signature.name == "CPIO":
        return b"070701" + b"0" * 104 + b"note.txt\0\0"
    at, mark = signature.marks[0]
    content = bytes(at) + mark + bytes(range(256)) * 4
    return b"PK\x03\x04" + content[4:] if signature.name == "AFF4" else content


def test_a_format_that_is_not_read_is_named_as_a_source_and_inside_one(
    tmp_path: Path, workers: Workers
) -> None:
    """One list for both: AFF4, AD1, RAR and the others (review 1, section 2)."""
    for each in UNREAD:
        (tmp_path / each.name).write_bytes(beginning(each))
        with pytest.raises(InvalidInputError, match="which is not read") as caught:
            find_source(tmp_path / each.name)
        assert f"of the format {each.name}," in caught.value.what
        assert caught.value.remedy == each.noun.remedy
    gaps = triage_source(tmp_path, "I", workers).tables["not_examined"].to_pylist()
    assert {(row["path"], row["reason"], row["mime"]) for row in gaps} == {
        (each.name, f"not searched: {each.noun.text} of a kind that is not opened ({each.name})", each.mime)
        for each in UNREAD
    }


@pytest.mark.parametrize(
    "content",
    [b"070701234 is the number of Ana\n", b"# Disk Description of a flat\n", NOTE, encoded(picture()), b""],
)
def test_texts_and_pictures_are_no_containers(content: bytes) -> None:
    """A phone number begins with the digits of a CPIO archive."""
    assert signature_of(content) is None
    assert mime_of(content) in ("text/plain", "image/jpeg", "application/x-empty")
