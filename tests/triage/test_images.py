"""Disk images of every kind that is opened, and the names of those that are not (review 1, section 2)."""

import lzma
import struct
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


def exfat_file(disk: bytearray, name: str, content: bytes, *, deleted: bool = False) -> None:
    """Write a file of one cluster into the root of an empty exFAT volume (specification, 7.4 to 7.7)."""
    heap, root = (struct.unpack_from("<L", disk, place)[0] for place in (88, 96))
    sector, cluster = 1 << disk[108], 1 << (disk[108] + disk[109])

    def place_of(number: int) -> int:
        return int(heap * sector + (number - 2) * cluster)

    root_at = place_of(root)
    entries = [root_at + 32 * number for number in range(cluster // 32)]
    bitmap = place_of(next(struct.unpack_from("<L", disk, at + 20)[0] for at in entries if disk[at] == 0x81))
    free = next(at for at in entries if disk[at] == 0)
    number = next(each for each in range(2, 500) if not disk[bitmap + (each - 2) // 8] >> (each - 2) % 8 & 1)
    disk[bitmap + (number - 2) // 8] |= 1 << (number - 2) % 8
    disk[place_of(number) : place_of(number) + len(content)] = content
    letters = name.encode("utf-16-le")
    names = [letters[at : at + 30].ljust(30, b"\0") for at in range(0, len(letters), 30)]
    head = bytearray(
        struct.pack("<BBHHHLLL12x", 0x85, 1 + len(names), 0, 0x20, 0, 0x576A8800, 0x576A8800, 0x576A8800)
    )
    head += struct.pack("<BBBBHHQLLQ", 0xC0, 3, 0, len(name), 0, 0, len(content), 0, number, len(content))
    head += b"".join(b"\xc1\0" + part for part in names)
    checksum = 0
    for at, byte in enumerate(head):
        if at not in (2, 3):
            checksum = ((checksum << 15 | checksum >> 1) & 0xFFFF) + byte & 0xFFFF
    head[2:4] = struct.pack("<H", checksum)
    if deleted:
        for at in range(0, len(head), 32):
            head[at] &= 0x7F
        disk[bitmap + (number - 2) // 8] &= ~(1 << (number - 2) % 8) & 0xFF
    disk[free : free + len(head)] = head


def test_files_and_deleted_names_of_exfat_are_read(tmp_path: Path, workers: Workers) -> None:
    disk = bytearray(unpacked("mkfs.exfat", tmp_path / "empty").read_bytes())
    exfat_file(disk, "note of a long name.txt", NOTE)
    exfat_file(disk, "слика.jpg", encoded(picture()))
    exfat_file(disk, "gone.txt", b"gone", deleted=True)
    (tmp_path / "card.dd").write_bytes(disk)
    result = triage_source(tmp_path / "card.dd", "I", workers)
    rows = {row["path"]: row for row in result.tables["files"].to_pylist()}
    assert rows["note of a long name.txt"]["sha256"] == sha256(NOTE)
    assert rows["слика.jpg"]["mime"] == "image/jpeg"
    assert (rows["gone.txt"]["sha256"], rows["gone.txt"]["deleted"]) == (sha256(b"gone"), True)
    assert result.tables["media"].num_rows == 1


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
