"""Every kind of source gives its files, with the digests of their content, where they are found."""

import bz2
import gzip
import lzma
import os
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyewf
import pytest

from mozaik.errors import InvalidInputError, MissingPartError
from mozaik.intake.sources import archive
from mozaik.intake.sources.image import is_cut_e01
from mozaik.triage import TriageResult, Workers, triage_source
from mozaik.triage.content import Budget
from mozaik.triage.examine import examine
from mozaik.triage.protocol import Message
from tests.triage.support import (
    CHILD_WITHOUT_IMAGES,
    NOTE,
    encoded,
    ext_image,
    fat_image,
    partitioned,
    picture,
    run,
    sha256,
    tarred,
    zipped,
)


def rows(result: TriageResult) -> dict[tuple[str, str], dict[str, Any]]:
    return {(row["container"], row["path"]): row for row in result.tables["files"].to_pylist()}


def test_a_folder_gives_every_file_with_its_digests(tmp_path: Path, workers: Workers) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "note.txt").write_bytes(NOTE)
    (tmp_path / "a" / "b" / "picture.bin").write_bytes(encoded(picture()))
    (tmp_path / "empty").write_bytes(b"")

    result = triage_source(tmp_path, "ITEM-1", workers)

    found = rows(result)
    assert set(found) == {("", "a/note.txt"), ("", "a/b/picture.bin"), ("", "empty")}
    assert found["", "a/note.txt"]["sha256"] == sha256(NOTE)
    assert found["", "a/note.txt"]["time_zone_known"] is True
    assert found["", "a/b/picture.bin"]["mime"] == "image/jpeg"
    assert {row["item_id"] for row in found.values()} == {"ITEM-1"}
    assert result.tables["media"].num_rows == 1
    assert set(result.tables["selectors"].column("kind").to_pylist()) == {"email", "phone"}


def test_links_pipes_and_sockets_are_counted_and_never_opened(tmp_path: Path, workers: Workers) -> None:
    outside = tmp_path / "outside.txt"
    outside.write_bytes(NOTE)
    source = tmp_path / "source"
    source.mkdir()
    (source / "link.txt").symlink_to(outside)
    (source / "folder").symlink_to(tmp_path)
    os.mkfifo(source / "pipe")
    with socket.socket(socket.AF_UNIX) as server:
        here = Path.cwd()
        os.chdir(source)  # the name of a socket must be short
        try:
            server.bind("socket")
        finally:
            os.chdir(here)

    report = triage_source(source, "I", workers).report

    assert (report.read, report.accepted, report.rejected) == (4, 0, 4)
    assert {reject.where for reject in report.rejects} == {"link.txt", "folder", "pipe", "socket"}
    assert sum("symbolic link" in reject.reason for reject in report.rejects) == 2


def test_odd_bytes_in_names_survive_and_stay_apart(tmp_path: Path, workers: Workers) -> None:
    names = [b"caf\xe9", "café".encode(), b"a\nb", b"a\\x0ab", b"\xff\xfe", "Ћирилица".encode(), b" lead"]
    for name in names:
        (tmp_path / os.fsdecode(name)).write_bytes(name)

    found = rows(triage_source(tmp_path, "I", workers))

    assert {path for _, path in found} == {
        r"caf\xe9", "café", r"a\x0ab", r"a\\x0ab", r"\xff\xfe", "Ћирилица", " lead",
    }  # fmt: skip
    assert found["", r"caf\xe9"]["sha256"] == sha256(b"caf\xe9")


@pytest.mark.parametrize("mode", ["zip", "w", "w:gz", "w:bz2", "w:xz"])
def test_archives_are_read_in_place_and_hashed_themselves(
    tmp_path: Path, workers: Workers, mode: str
) -> None:
    members = {
        "DCIM/1.jpg": encoded(picture()),
        "../../etc/passwd": NOTE,
        "/root": b"absolute",
        "Слика": b"x",
    }
    content = zipped(members) if mode == "zip" else tarred(members, mode)
    path = tmp_path / "phone.archive"
    path.write_bytes(content)

    result = triage_source(path, "I", workers)
    found = rows(result)

    assert "phone.archive" not in {note.where for note in result.report.noted}, "it was opened (item 14)"
    names = {name for container, name in found if container == "phone.archive"}
    assert names >= {"DCIM/1.jpg", "../../etc/passwd", "Слика"}
    assert len(names) == 4
    assert found["", "phone.archive"]["sha256"] == sha256(content)
    assert found["phone.archive", "../../etc/passwd"]["sha256"] == sha256(NOTE)
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["phone.archive"]


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_a_file_that_is_only_packed_is_read_as_its_one_member(
    tmp_path: Path, workers: Workers, pack: Callable[[bytes], bytes]
) -> None:
    """It was refused as an archive that cannot be listed (review 1, item 14)."""
    item = tmp_path / "item"
    item.mkdir()
    (item / "log.1.gz").write_bytes(pack(NOTE))
    (item / "cut").write_bytes(pack(NOTE * 9 + os.urandom(20_000))[:-900])
    (item / "p.bz2").write_bytes(pack(encoded(picture())))
    result = triage_source(item, "I", workers)
    found = rows(result)
    assert found["log.1.gz", "log.1"]["sha256"] == sha256(NOTE)
    assert found["p.bz2", "p"]["mime"] == "image/jpeg"
    assert [(reject.where, reject.reason) for reject in result.report.rejects] == [
        ("cut!/cut", "cannot be read: its compressed content is damaged or cut off")
    ]
    alone = triage_source(item / "log.1.gz", "I", workers)
    assert set(rows(alone)) == {("", "log.1.gz"), ("log.1.gz", "log.1")}
    assert set(alone.tables["selectors"]["path"].to_pylist()) == {"log.1.gz!/log.1"}


def test_a_packed_bomb_is_refused_like_one_in_an_archive(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mozaik.triage.content._FLOOR", 1 << 20)
    content = gzip.compress(gzip.compress(bytes(32 << 20), 9), 9)  # packed twice it is some hundred bytes
    packed = tmp_path / "bomb.gz"
    packed.write_bytes(gzip.decompress(content))
    said: list[Message] = []
    with packed.open("rb") as stream:
        (entry,) = archive.members(stream, "bomb.gz", expand=False)
        examine(entry, said.append, Budget(len(content)))
    assert said[-1]["say"] == "bad"
    assert "a bomb" in str(said[-1]["reason"])


def test_archives_joined_to_one_file_are_all_read_and_what_no_list_names_is_said(
    tmp_path: Path, workers: Workers
) -> None:
    """Of two the first was left out in silence (review 1, item 14)."""
    first, second, third = (zipped({f"{n}.txt": NOTE + bytes([n])}) for n in (65, 66, 67))
    (tmp_path / "joined.zip").write_bytes(first + second + third)
    (tmp_path / "lost.zip").write_bytes(first[:-22] + second)
    result = triage_source(tmp_path, "I", workers)
    assert {path for container, path in rows(result) if container == "joined.zip"} == {
        "65.txt",
        "66.txt",
        "67.txt",
    }
    assert {path for container, path in rows(result) if container == "lost.zip"} == {"66.txt"}
    assert [(reject.where, reject.reason) for reject in result.report.rejects] == [
        ("lost.zip!/", f"{len(first) - 22} bytes before the archive are in no list of it, not read")
    ]


def test_a_broken_inner_archive_costs_only_its_members(tmp_path: Path, workers: Workers) -> None:
    (tmp_path / "cut.zip").write_bytes(zipped({"a": b"1" * 5000}, 0)[:20])
    (tmp_path / "note.txt").write_bytes(NOTE)

    result = triage_source(tmp_path, "I", workers)

    assert result.report.accepted == 2
    assert [(reject.where, reject.reason) for reject in result.report.rejects] == [
        ("cut.zip!/", "archive not expanded: it cannot be listed")
    ]


def test_the_e01_image_of_the_shared_data_gives_its_files(shared_testdata: Path, workers: Workers) -> None:
    result = triage_source(shared_testdata / "disk-images" / "ext2.E01", "I", workers)

    found = rows(result)
    sizes = {path: row["size"] for (container, path), row in found.items() if container == "ext2.E01"}
    files = {"passwords.txt": 116, "a_directory/a_file": 53, "a_directory/another_file": 22}
    assert sizes == {**files, "(media)": 4194304}
    (image,) = result.report.images
    assert (image.verdict, image.stated.damaged, image.is_sound) == ("agrees", 0, True)
    assert found["ext2.E01", "(media)"]["md5"] == image.stated.md5
    assert found["ext2.E01", "passwords.txt"]["modified_at"].isoformat() == "2021-07-22T14:07:32+00:00"
    assert found["ext2.E01", "passwords.txt"]["time_zone_known"] is True
    assert ("", "ext2.E01") in found
    assert [reject.where for reject in result.report.rejects] == ["ext2.E01!/a_link"]
    assert result.report.notes == {"space of the image outside its files is not searched": 1}, "item 14"


def test_the_e01_image_gives_what_debugfs_reads_from_it(
    shared_testdata: Path, tmp_path: Path, workers: Workers
) -> None:
    handle = pyewf.handle()
    handle.open([str(shared_testdata / "disk-images" / "ext2.E01")])
    raw = tmp_path / "ext2.dd"
    raw.write_bytes(handle.read(handle.get_media_size()))
    handle.close()

    found = rows(triage_source(shared_testdata / "disk-images" / "ext2.E01", "I", workers))

    for path in ("passwords.txt", "a_directory/a_file", "a_directory/another_file"):
        assert found["ext2.E01", path]["sha256"] == sha256(run("debugfs", "-R", f"cat {path}", str(raw)))


@pytest.mark.parametrize("kind", ["ext2", "ext4"])
def test_an_ext_image_made_from_a_folder_gives_that_folder(
    tmp_path: Path, workers: Workers, kind: str
) -> None:
    folder = tmp_path / "folder"
    (folder / "Слике").mkdir(parents=True)
    (folder / "Слике" / "1.jpg").write_bytes(encoded(picture()))
    (folder / "note.txt").write_bytes(NOTE)
    (folder / "link").symlink_to("/etc/passwd")
    (folder / "all.zip").write_bytes(zipped({"inside.txt": NOTE}))
    (folder / "large.bin").write_bytes(bytes(range(256)) * 4096)

    found = rows(triage_source(ext_image(tmp_path / "disk.dd", folder, kind), "I", workers))

    assert found["disk.dd", "note.txt"]["sha256"] == sha256(NOTE)
    assert found["disk.dd", "Слике/1.jpg"]["mime"] == "image/jpeg"
    assert found["disk.dd", "large.bin"]["sha256"] == sha256(bytes(range(256)) * 4096)
    assert found["disk.dd!/all.zip", "inside.txt"]["sha256"] == sha256(NOTE)
    assert ("disk.dd", "link") not in found


def test_deleted_files_of_a_fat_image_are_listed_with_their_content(tmp_path: Path, workers: Workers) -> None:
    gone = encoded(picture(3))
    image = fat_image(tmp_path / "card.dd", {"KEPT.TXT": NOTE}, {"a long deleted name.jpg": gone})

    result = triage_source(image, "I", workers)

    found = rows(result)
    assert found["card.dd", "KEPT.TXT"]["deleted"] is False
    assert found["card.dd", "KEPT.TXT"]["time_zone_known"] is False
    assert found["card.dd", "a long deleted name.jpg"]["deleted"] is True
    assert found["card.dd", "a long deleted name.jpg"]["sha256"] == sha256(gone)
    assert result.report.deleted == 1
    assert result.tables["media"].num_rows == 1
    assert result.report.notes == {"space of the image outside its files is not searched": 1}, "item 14"


def test_every_partition_of_a_disk_is_searched(tmp_path: Path, workers: Workers) -> None:
    systems = [
        fat_image(tmp_path / f"fat{number}", {"NAME.TXT": f"partition {number}".encode()}, {}).read_bytes()
        for number in (1, 2)
    ]
    disk = partitioned(tmp_path / "disk.dd", [*systems, bytes(64 * 512)])

    result = triage_source(disk, "I", workers)

    found = rows(result)
    assert found["disk.dd:partition-1", "NAME.TXT"]["sha256"] == sha256(b"partition 1")
    assert found["disk.dd:partition-2", "NAME.TXT"]["sha256"] == sha256(b"partition 2")
    assert [reject.where for reject in result.report.rejects] == ["disk.dd:partition-3!/"]


@pytest.mark.parametrize("kind", ["ext2", "ext4"])
def test_deleted_files_of_an_ext_image_are_listed_with_what_is_left(
    tmp_path: Path, workers: Workers, kind: str
) -> None:
    folder = tmp_path / "folder"
    (folder / "sub").mkdir(parents=True)
    (folder / "kept.txt").write_bytes(NOTE)
    (folder / "sub" / "gone.bin").write_bytes(b"gone" * 700)
    image = ext_image(tmp_path / "disk.dd", folder, kind)
    run("debugfs", "-w", "-R", "rm sub/gone.bin", str(image))

    result = triage_source(image, "I", workers)

    found = rows(result)
    assert found["disk.dd", "sub/gone.bin"]["deleted"] is True
    assert found["disk.dd", "sub/gone.bin"]["sha256"] == sha256(b"gone" * 700)
    assert found["disk.dd", "kept.txt"]["deleted"] is False
    assert result.report.deleted == 1


def test_a_deleted_ext_name_never_takes_the_content_of_another_file(tmp_path: Path, workers: Workers) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "first.txt").write_bytes(b"first")
    (folder / "second.txt").write_bytes(b"second")
    image = ext_image(tmp_path / "disk.dd", folder, "ext2")
    new = tmp_path / "new"
    new.write_bytes(b"new content in an old place")
    run("debugfs", "-w", "-R", "rm second.txt", str(image))
    run("debugfs", "-w", "-R", f"write {new} new.txt", str(image))

    result = triage_source(image, "I", workers)

    found = rows(result)
    assert found["disk.dd", "new.txt"]["sha256"] == sha256(b"new content in an old place")
    for (_, path), row in found.items():
        if path.endswith("second.txt"):
            assert row["sha256"] in (sha256(b"second"), None)


@pytest.mark.parametrize(
    "content",
    [b"", b"just a text", encoded(picture()), b"PK\x03\x04" + bytes(100), b"\x1f\x8b" + bytes(50),
     bytes(510) + b"\x55\xaa" + bytes(4096), b"EVF\x09\x0d\x0a\xff\x00" + bytes(100)],
    ids=["empty", "text", "picture", "cut zip", "cut gzip", "boot sector only", "cut E01"],
)  # fmt: skip
def test_what_is_no_source_gives_a_clear_error(tmp_path: Path, workers: Workers, content: bytes) -> None:
    path = tmp_path / "thing"
    path.write_bytes(content)

    with pytest.raises(InvalidInputError) as caught:
        triage_source(path, "I", workers)

    assert caught.value.where == "thing"


def test_an_image_without_the_extra_names_the_extra(tmp_path: Path) -> None:
    image = fat_image(tmp_path / "card.dd", {"A.TXT": NOTE}, {})

    with Workers(1, command=CHILD_WITHOUT_IMAGES) as workers:
        with pytest.raises(MissingPartError, match=r"mozaik-operation\[images\]") as caught:
            triage_source(image, "I", workers)
        archive = tmp_path / "a.zip"
        archive.write_bytes(zipped({"a.txt": NOTE}))
        assert triage_source(archive, "I", workers).report.accepted == 2

    assert caught.value.where == "card.dd"


def test_a_pipe_is_no_source_and_is_not_waited_for(tmp_path: Path, workers: Workers) -> None:
    os.mkfifo(tmp_path / "pipe")

    with pytest.raises(InvalidInputError, match="pipe"):
        triage_source(tmp_path / "pipe", "I", workers)


def test_a_missing_source_gives_a_clear_error(tmp_path: Path, workers: Workers) -> None:
    with pytest.raises(InvalidInputError, match="cannot be read"):
        triage_source(tmp_path / "nothing", "I", workers)


def deep_folder(top: Path, depth: int) -> str:
    """A file below folders with long names, further down than a path may be long; the path within."""
    here = os.open(top, os.O_RDONLY)
    for _ in range(depth):
        os.mkdir("d" * 200, dir_fd=here)
        before, here = here, os.open("d" * 200, os.O_RDONLY, dir_fd=here)
        os.close(before)
    with os.fdopen(os.open("note.txt", os.O_WRONLY | os.O_CREAT, dir_fd=here), "wb") as stream:
        stream.write(NOTE)
    os.symlink("note.txt", "link", dir_fd=here)
    os.close(here)
    return ("d" * 200 + "/") * depth + "note.txt"


def test_a_path_longer_than_the_system_takes_is_followed(tmp_path: Path, workers: Workers) -> None:
    """Whatever lay below 4,096 bytes of path was lost (review 1, item 16)."""
    path = deep_folder(tmp_path, 30)

    result = triage_source(tmp_path, "I", workers)

    assert rows(result)["", path]["sha256"] == sha256(NOTE)
    assert [reject.reason for reject in result.report.rejects] == ["symbolic link, not followed"]
    assert result.tables["selectors"].num_rows == 2


def cut(path: Path, size: int) -> Path:
    """The first bytes of an image as an image of its own."""
    short = path.with_name(f"cut-{path.name}")
    short.write_bytes(path.read_bytes()[:size])
    return short


def test_a_cut_image_says_so_and_how_much_is_there(tmp_path: Path, workers: Workers) -> None:
    """An image cut from 24 to 9 MB triaged as whole (review 1, item 29)."""
    large = bytes(range(256)) * 8000
    whole = fat_image(tmp_path / "card.dd", {"A.TXT": NOTE, "B.BIN": large}, {})

    for size, there in ((3 << 20, {"A.TXT", "B.BIN"}), (1 << 20, {"A.TXT"})):
        result = triage_source(cut(whole, size), "I", workers)

        assert {path for container, path in rows(result) if container} == there
        assert [reject.reason for reject in result.report.rejects if "cut off" in reject.reason] == [
            f"the image is cut off: {size} of the 4194304 bytes that its file systems take are there"
        ]
    assert [reject.where for reject in result.report.rejects] == ["cut-card.dd!/", "cut-card.dd!/B.BIN"]
    assert triage_source(whole, "I", workers).report.rejected == 0


def test_a_disk_cut_before_its_last_partition_still_gives_the_others(
    tmp_path: Path, workers: Workers
) -> None:
    systems = [
        fat_image(tmp_path / f"fat{number}", {"NAME.TXT": f"partition {number}".encode()}, {}).read_bytes()
        for number in (1, 2)
    ]
    disk = cut(partitioned(tmp_path / "disk.dd", systems), 3 << 20)

    result = triage_source(disk, "I", workers)

    assert rows(result)["cut-disk.dd:partition-1", "NAME.TXT"]["sha256"] == sha256(b"partition 1")
    assert [reject.where for reject in result.report.rejects] == [
        "cut-disk.dd!/",
        "cut-disk.dd:partition-2!/",
    ]


def test_a_cut_e01_image_is_known_by_its_missing_end_mark(
    shared_testdata: Path, tmp_path: Path, workers: Workers
) -> None:
    whole = shared_testdata / "disk-images" / "ext2.E01"
    assert not is_cut_e01(whole)
    for size in (whole.stat().st_size - 1, whole.stat().st_size * 2 // 3):
        short = tmp_path / "ext2.E01"
        short.write_bytes(whole.read_bytes()[:size])
        assert is_cut_e01(short)
    with pytest.raises(InvalidInputError, match="cut off"):
        triage_source(short, "I", workers)
