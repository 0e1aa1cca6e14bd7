"""Deleted files of FAT, ext and NTFS: whole, without a name, under other files; compared with `icat`."""

from pathlib import Path
from typing import Any

from mozaik.intake.sources import file_system
from mozaik.triage import TriageResult, Workers, triage_source
from tests.triage.support import encoded, picture, run, sha256, zipped

_BODIES = {n: encoded(picture(n, (300, 240)), "PNG") for n in range(1, 6)}
"""Whole pictures, each of many clusters."""


def triaged(image: Path, workers: Workers) -> tuple[TriageResult, dict[str, Any], dict[str, str]]:
    """The result, the rows of `files` by path, and why entries were refused by place."""
    result = triage_source(image, "I", workers)
    rows = {row["path"]: row for row in result.tables["files"].to_pylist()}
    return result, rows, {reject.where.partition("!/")[2]: reject.reason for reject in result.report.rejects}


def notes_of(result: TriageResult, path: str) -> set[str]:
    return {note.reason for note in result.report.noted if note.where.endswith(path)}


def put(folder: Path, number: int) -> str:
    """A local file with a picture; its path."""
    (path := folder / f"body-{number}").write_bytes(_BODIES[number])
    return str(path)


def fat(tmp_path: Path) -> Path:
    run("mkfs.vfat", "-F", "16", "-s", "4", "-C", str(tmp_path / "card.dd"), "16384")
    return tmp_path / "card.dd"


def test_files_of_a_lost_folder_of_fat_are_read_by_their_records(tmp_path: Path, workers: Workers) -> None:
    """Orphans came without metadata and were refused as only a name (review 1, item 11.1)."""
    image = fat(tmp_path)
    (tmp_path / "all.zip").write_bytes(zipped({"three.png": _BODIES[3]}))
    run("mcopy", "-i", str(image), str(tmp_path / "all.zip"), "::ALL.ZIP")
    run("mmd", "-i", str(image), "::dir")
    for number, name in ((1, "ONE.PNG"), (2, "TWO.PNG")):
        run("mcopy", "-i", str(image), put(tmp_path, number), f"::dir/{name}")
    run("mdeltree", "-i", str(image), "::dir")
    run("mdel", "-i", str(image), "::ALL.ZIP")
    disk = bytearray(image.read_bytes())
    at = disk.index(b"\xe5IR ")
    disk[at : at + 32] = b"\xe5".ljust(11, b"X") + bytes(21)  # the name of the folder is gone
    image.write_bytes(disk)

    result, rows, refused = triaged(image, workers)

    assert rows["$OrphanFiles/_NE.PNG"]["sha256"] == sha256(_BODIES[1])
    assert rows["$OrphanFiles/_WO.PNG"]["sha256"] == sha256(_BODIES[2])
    assert rows["$OrphanFiles/_WO.PNG"]["deleted"]
    assert rows["_LL.ZIP"]["deleted"]
    assert rows["three.png"]["container"].endswith("!/_LL.ZIP")
    assert rows["three.png"]["deleted"]
    assert result.tables["media"].num_rows == 3
    assert set(refused.values()) <= {file_system.NOT_RECORDED}
    listed = run("fls", "-rpD", str(image)) + run("fls", "-rpF", str(image))
    records = [
        line.split()[2].rstrip(b":").decode() for line in listed.splitlines() if b"OrphanFiles/" in line
    ]
    assert {sha256(run("icat", str(image), number)) for number in records} == {
        row["sha256"] for path, row in rows.items() if path.startswith("$Orphan")
    }


def test_what_lies_under_another_file_of_fat_is_refused_or_doubted(tmp_path: Path, workers: Workers) -> None:
    image = fat(tmp_path)
    (tmp_path / "first").write_bytes(b"1" * 2048)
    for source, name in (
        (str(tmp_path / "first"), "first long name.bin"),
        (put(tmp_path, 1), "second long name.png"),
        (put(tmp_path, 2), "third long name.png"),
        (put(tmp_path, 3), "FOURTH.PNG"),
    ):
        run("mcopy", "-i", str(image), source, f"::{name}")
    run("mdel", "-i", str(image), "::first long name.bin", "::third long name.png")
    (tmp_path / "new").write_bytes(b"N" * 2048)
    run("mcopy", "-i", str(image), str(tmp_path / "new"), "::NEW.BIN")  # it takes the place of the first
    start, size = _fat_entry(image, b"HIRDL~1")
    _take_cluster(image, start + 2)  # a cluster inside the third is that of a file now

    result, rows, refused = triaged(image, workers)

    assert size == len(_BODIES[2])
    (first,) = (path for path in refused if "irst" in path.lower())
    assert refused[first] == file_system.OTHER_CONTENT
    (third,) = (path for path in rows if "hird" in path.lower())
    assert file_system.GUESSED.reason in notes_of(result, third)
    assert rows["FOURTH.PNG"]["sha256"] == sha256(_BODIES[3])


def _fat_entry(image: Path, name: bytes) -> tuple[int, int]:
    """First cluster and size of a deleted entry."""
    disk = image.read_bytes()
    at = disk.index(b"\xe5" + name)
    return int.from_bytes(disk[at + 26 : at + 28], "little"), int.from_bytes(
        disk[at + 28 : at + 32], "little"
    )


def _take_cluster(image: Path, cluster: int) -> None:
    """Mark a cluster as the only one of a file, in both tables."""
    disk = bytearray(image.read_bytes())
    reserved, sectors = int.from_bytes(disk[14:16], "little"), int.from_bytes(disk[22:24], "little")
    for table in range(disk[16]):
        at = (reserved + table * sectors) * 512 + 2 * cluster
        disk[at : at + 2] = b"\xff\xff"
    image.write_bytes(disk)


def ext(tmp_path: Path, *numbers: int) -> Path:
    """An ext2 image with a one-block file `small` first and then pictures, one after the other."""
    (folder := tmp_path / "tree").mkdir()
    image = tmp_path / "disk.dd"
    (folder / "small").write_bytes(b"s")
    run("mke2fs", "-q", "-t", "ext2", "-d", str(folder), str(image), "4M")
    for number in numbers:
        debugfs(image, f"write {put(tmp_path, number)} {number}.png")
    return image


def debugfs(image: Path, *commands: str) -> None:
    for command in commands:
        run("debugfs", "-w", "-R", command, str(image))


def test_a_file_of_ext_deleted_while_it_was_open_is_whole(tmp_path: Path, workers: Workers) -> None:
    """It was refused as a place that now holds another file (review 1, item 11.1)."""
    image = ext(tmp_path, 1, 2)
    debugfs(image, "sif 1.png links_count 0", "unlink 1.png", "link 2.png other.png", "unlink 2.png")

    result, rows, refused = triaged(image, workers)

    assert rows["1.png"]["sha256"] == sha256(_BODIES[1])
    assert rows["1.png"]["deleted"]
    assert rows["other.png"]["sha256"] == sha256(_BODIES[2])
    assert refused == {"2.png": file_system.OTHER_RECORD}
    assert result.report.notes == {"space of the image outside its files is not searched": 1}


def test_a_record_of_ext_without_a_name_is_read(tmp_path: Path, workers: Workers) -> None:
    image = ext(tmp_path, 1)
    debugfs(image, "rm 1.png")
    disk = bytearray(image.read_bytes())
    at = disk.index(b"1.png") - 8
    inode = str(int.from_bytes(disk[at : at + 4], "little"))
    disk[at : at + 13] = bytes(13)
    image.write_bytes(disk)

    _, rows, refused = triaged(image, workers)

    assert rows[f"$OrphanFiles/OrphanFile-{inode}"]["sha256"] == sha256(run("icat", str(image), inode))
    assert rows[f"$OrphanFiles/OrphanFile-{inode}"]["sha256"] == sha256(_BODIES[1])
    assert refused == {}


def test_a_deleted_picture_of_ext_partly_under_another_file_is_not_compared(
    tmp_path: Path, workers: Workers
) -> None:
    image = ext(tmp_path, 3)
    (bitmap := tmp_path / "2.bmp").write_bytes(encoded(picture(2, (200, 90)), "BMP"))
    debugfs(image, f"write {bitmap} 2.bmp")
    inside = run("debugfs", "-R", "blocks 2.bmp", str(image)).split()[5].decode()
    debugfs(image, "rm 2.bmp", f"sif small block[0] {inside}")  # its pixels load whatever they are

    result, rows, _ = triaged(image, workers)

    assert rows["2.bmp"]["deleted"]
    assert rows["2.bmp"]["mime"] == "image/bmp"
    assert file_system.PARTLY_TAKEN.reason in notes_of(result, "2.bmp")
    assert {row["sha256"] for row in result.tables["media"].to_pylist()} == {sha256(_BODIES[3])}


def test_a_deleted_file_of_ext_whose_list_of_blocks_is_overwritten_has_no_place(
    tmp_path: Path, workers: Workers
) -> None:
    image = ext(tmp_path, 1)
    debugfs(image, "rm small", "rm 1.png")
    (new := tmp_path / "new").write_bytes(
        b"\1\0\0\0" * (len(_BODIES[1]) // 4 + 1250)
    )  # like a list of blocks
    debugfs(image, f"write {new} new")

    _, _, refused = triaged(image, workers)

    assert refused["1.png"] == file_system.PLACE_LOST
    assert refused.get("small", file_system.OTHER_RECORD) == file_system.OTHER_RECORD


def test_two_deleted_files_of_ext_in_one_place_are_both_doubted(tmp_path: Path, workers: Workers) -> None:
    image, longer = ext(tmp_path, 1, 2), "a-name-that-takes-no-place-of-another"
    debugfs(image, "rm small", "rm 1.png")
    (new := tmp_path / "new").write_bytes(b"n" * 9000)
    debugfs(image, f"write {new} {longer}", f"rm {longer}")

    result, rows, _ = triaged(image, workers)

    assert file_system.SHARED.reason in notes_of(result, "1.png") & notes_of(result, longer)
    assert rows[longer]["sha256"] == rows["small"]["sha256"] == sha256(b"n" * 9000)
    assert file_system.SEVERAL_NAMES.reason in notes_of(result, "small") & notes_of(result, longer)


def test_a_deleted_file_of_ntfs_is_read_unless_its_record_is_of_another(
    tmp_path: Path, workers: Workers
) -> None:
    image = tmp_path / "disk.dd"
    image.write_bytes(bytes(8 << 20))
    run("mkntfs", "-F", "-Q", "-q", str(image))
    for number in (1, 2, 3):
        run("ntfscp", "-q", str(image), put(tmp_path, number), f"{number}.png")
    disk = bytearray(image.read_bytes())
    for number, turns in ((1, 1), (2, 2)):  # deleting counts the record's turn on once, a new file once more
        at = disk.index(f"{number}.png".encode("utf-16-le")) // 1024 * 1024
        assert disk[at : at + 4] == b"FILE"
        disk[at + 22] &= 0xFE
        disk[at + 16] += turns
    image.write_bytes(disk)

    _, rows, refused = triaged(image, workers)

    assert rows["1.png"]["sha256"] == sha256(_BODIES[1])
    assert rows["1.png"]["deleted"]
    assert refused["2.png"] == file_system.OTHER_RECORD
    (orphan,) = (row for path, row in rows.items() if path.startswith("$OrphanFiles"))
    assert orphan["sha256"] == sha256(_BODIES[2]) == sha256(run("icat", str(image), "65"))
    assert not any(reason == file_system.ONLY_RECORD for reason in refused.values()), (
        "records NTFS never used"
    )
