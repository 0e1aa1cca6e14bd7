"""What triage would read, and what it then reads: one listing says both."""

import io
import tarfile
from collections import Counter
from pathlib import Path

import pytest

from mozaik.errors import InvalidInputError
from mozaik.triage import Unread, Workers, list_source, read_list, triage_source
from tests.triage.support import NOTE, encoded, ext_image, fat_image, picture, tarred, zipped


class Heard:
    """What a listing says: files and bytes by container, and what would not be read."""

    def __init__(self) -> None:
        self.files: Counter[str] = Counter()
        self.bytes: Counter[str] = Counter()
        self.unread: list[Unread] = []

    def count(self, container: str, files: int, size: int) -> None:
        self.files[container] += files
        self.bytes[container] += size


def listed(source: Path, workers: Workers) -> Heard:
    heard = Heard()
    list_source(source, workers, heard.count, heard.unread.append)
    return heard


def seized_folder(folder: Path) -> Path:
    folder.mkdir()
    (folder / "note.txt").write_bytes(NOTE)
    (folder / "p.jpg").write_bytes(encoded(picture()))
    (folder / "link").symlink_to("note.txt")
    (folder / "chat.zip").write_bytes(zipped({"a.txt": NOTE, "b.txt": b"", "inner.zip": zipped({"c": b""})}))
    (folder / "bad.zip").write_bytes(b"PK\x03\x04" + b"not an archive at all")
    return folder


def linked_tar(path: Path) -> Path:
    with tarfile.open(path, "w") as archive:
        link = tarfile.TarInfo("link")
        link.type, link.linkname = tarfile.SYMTYPE, "elsewhere"
        archive.addfile(link)
        info = tarfile.TarInfo("note.txt")
        info.size = len(NOTE)
        archive.addfile(info, io.BytesIO(NOTE))
    return path


def sources(folder: Path) -> dict[str, Path]:
    packed = folder / "p.tar.gz"
    packed.write_bytes(tarred({"a.txt": NOTE, "b.txt": b"b"}, "w:gz"))
    seized = seized_folder(folder / "seized")
    return {
        "folder": seized,
        "TAR": linked_tar(folder / "links.tar"),
        "packed": packed,
        "FAT": fat_image(
            folder / "card.dd", {"A.TXT": NOTE, "C.ZIP": zipped({"a": b"a"})}, {"GONE.TXT": b"gone"}
        ),
        "ext": ext_image(folder / "disk.dd", seized),
    }


@pytest.mark.parametrize("kind", ["folder", "TAR", "packed", "FAT", "ext"])
def test_what_is_listed_is_what_triage_reads_and_refuses(kind: str, tmp_path: Path, workers: Workers) -> None:
    source = sources(tmp_path)[kind]
    heard = listed(source, workers)
    result = triage_source(source, "I-1", workers)
    rows = [row for row in result.tables["files"].to_pylist() if not row["container"].endswith("inner.zip")]
    assert heard.files == Counter(row["container"] for row in rows), "but for archives in archives"
    assert sum(heard.bytes.values()) == sum(row["size"] for row in rows)
    refused = Counter(reject.reason for reject in result.report.rejects)
    assert Counter(unread.reason for unread in heard.unread) == refused
    assert (kind == "packed") is not bool(refused) or kind == "FAT"


def test_a_listing_names_what_is_not_read_by_place_and_reason(tmp_path: Path, workers: Workers) -> None:
    heard = listed(seized_folder(tmp_path / "seized"), workers)
    assert sorted((unread.path, unread.container, unread.reason) for unread in heard.unread) == [
        ("", "bad.zip", "archive not expanded: it cannot be listed"),
        ("link", "", "symbolic link, not followed"),
    ]
    assert heard.files == {"": 4, "chat.zip": 3}


def test_a_source_that_cannot_be_listed_says_so(tmp_path: Path, workers: Workers) -> None:
    source = tmp_path / "cut.zip"
    source.write_bytes(b"PK\x03\x04" + bytes(30))
    with pytest.raises(InvalidInputError) as caught:
        listed(source, workers)
    assert caught.value.where


def test_triage_counts_first_and_its_bytes_come_to_the_whole(tmp_path: Path) -> None:
    folder = seized_folder(tmp_path / "seized")
    (folder / "big.bin").write_bytes(bytes(40 << 20))
    (folder / "chat.zip").write_bytes(zipped({"a.txt": NOTE}))
    told: list[tuple[int, ...]] = []
    with Workers(1) as pool:
        result = triage_source(folder, "I-1", pool, lambda *amounts: told.append(amounts))
        heard = listed(folder, pool)
    size = sum(heard.bytes.values())
    assert told[-1] == (result.report.read, result.report.read, size, size)
    known = [amounts for amounts in told if amounts[1]]
    assert {(amounts[1], amounts[3]) for amounts in known} == {(result.report.read, size)}
    assert told[0][0] == 0, "one worker counts before it reads"
    assert told[0][1:] == (result.report.read, 0, size)
    parts, sizes = [amounts[0] for amounts in told], [amounts[2] for amounts in told]
    assert parts == sorted(parts)
    assert sizes == sorted(sizes)
    assert any(16 << 20 <= read < 40 << 20 for read in sizes), "a long file is told of while it is read"


def test_an_unwatched_triage_lists_no_source_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    listings: list[object] = []
    with Workers(1) as pool:
        monkeypatch.setattr(pool, "submit_listing", listings.append)
        triage_source(seized_folder(tmp_path / "seized"), "I-1", pool)
    assert listings == []


def test_a_list_is_told_by_the_bytes_of_its_file(tmp_path: Path) -> None:
    path = tmp_path / "known.csv"
    path.write_text("md5,size\n" + "".join(f"{n:032x},{n}\n" for n in range(1, 3001)), encoding="ascii")
    told: list[tuple[int, ...]] = []
    read_list(path, step=lambda *amounts: told.append(amounts))
    size = path.stat().st_size
    assert [amounts[0] for amounts in told] == [1000, 2000, 3000]
    assert {amounts[3] for amounts in told} == {size}
    read = [amounts[2] for amounts in told]
    assert 0 < read[0] < read[1] < read[2] == size
