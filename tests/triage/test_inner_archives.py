"""Archives in archives, in folders and in images, all within one budget (all that is seized, section 2)."""

import gzip
import io
import random
import struct
import subprocess
import zlib
from pathlib import Path
from typing import Any

import pytest

from mozaik.errors import MozaikError
from mozaik.intake import Entry
from mozaik.intake.sources import cpio, seven_zip, zip_scan
from mozaik.intake.sources.archive import members as members_of
from mozaik.triage import TriageResult, Workers, content, members, triage_source
from mozaik.triage.faults import FAULTS
from mozaik.triage.members import DEEPEST, TOO_MANY, Members
from mozaik.triage.protocol import Message
from tests.triage.support import NOTE, encoded, fat_image, picture, sha256, tarred, zipped

SAMPLES = Path(__file__).parents[1] / "intake" / "samples"
LOST = "the archive's list is lost or damaged: its members are read by their own headers"


def digests(result: TriageResult) -> dict[str, bytes]:
    rows = result.tables["files"].to_pylist()
    return {f"{row['container']}|{row['path']}": row["sha256"] for row in rows}


def rejects(result: TriageResult) -> set[tuple[str, str]]:
    return {(reject.where, reject.reason) for reject in result.report.rejects}


def backup(tar: bytes, *, compressed: bool = True, kind: bytes = b"none") -> bytes:
    """An Android backup as BackupManagerService writes it: four lines, then the stream."""
    body = zlib.compress(tar) if compressed else tar
    return b"ANDROID BACKUP\n5\n" + (b"1" if compressed else b"0") + b"\n" + kind + b"\n" + body


def test_archives_in_archives_are_read_to_the_bottom(tmp_path: Path, workers: Workers) -> None:
    inner = zipped({"deep.txt": NOTE})
    outer = zipped({"inner.zip": inner, "phone.ab": backup(tarred({"apps/a.txt": NOTE}))})
    (tmp_path / "outer.tgz").write_bytes(tarred({"outer.zip": outer, "last.txt": b"last"}, "w:gz"))
    (tmp_path / "set.7z").write_bytes((SAMPLES / "7zip-lzma2.7z").read_bytes())

    result = triage_source(tmp_path, "I", workers)

    read = digests(result)
    assert read["outer.tgz!/outer.zip!/inner.zip|deep.txt"] == sha256(NOTE)
    assert read["outer.tgz!/outer.zip!/phone.ab|apps/a.txt"] == sha256(NOTE)
    assert read["outer.tgz|last.txt"] == sha256(b"last")
    assert read["set.7z|first.txt"] == sha256(b"first note of a sample\n")
    assert result.report.rejected == 0
    paths = {row["path"] for row in result.tables["selectors"].to_pylist()}
    assert "outer.tgz!/outer.zip!/inner.zip!/deep.txt" in paths


def test_an_archive_that_begins_with_a_picture_is_read(tmp_path: Path) -> None:
    """A child without kernels left its members to the next, which took them for done: all were lost."""
    (tmp_path / "p.zip").write_bytes(zipped({"p.jpg": encoded(picture()), "note.txt": NOTE}))
    with Workers(1) as fresh:
        result = triage_source(tmp_path, "I", fresh)
    assert set(digests(result)) == {"|p.zip", "p.zip|p.jpg", "p.zip|note.txt"}
    assert result.tables["media"].num_rows == 1


@pytest.mark.parametrize("compressed", [True, False])
def test_an_android_backup_is_read_as_a_source(tmp_path: Path, workers: Workers, compressed: bool) -> None:
    tar = tarred({"apps/com.example.chat/db/a.txt": NOTE, "apps/p.jpg": encoded(picture())})
    source = tmp_path / "phone.ab"
    source.write_bytes(backup(tar, compressed=compressed))
    result = triage_source(source, "I", workers)
    assert digests(result)["phone.ab|apps/com.example.chat/db/a.txt"] == sha256(NOTE)
    assert result.tables["media"].num_rows == 1
    source.write_bytes(backup(tar, kind=b"AES-256"))
    locked = triage_source(source, "I", workers)
    assert rejects(locked) == {("phone.ab!/", "encrypted in the archive, not opened")}


@pytest.mark.parametrize("name", ["gnucpio-newc.cpio", "lz4.tar.lz4", "zstd.tar.zst", "7zip-lzma.7z"])
def test_a_sample_of_another_writer_is_read_inside_an_image(
    tmp_path: Path, workers: Workers, name: str
) -> None:
    sample = (SAMPLES / name).read_bytes()
    card = fat_image(tmp_path / "card.dd", {"A.BIN": sample, "B.ZIP": zipped({"x": sample})}, {})
    read = digests(triage_source(card, "I", workers))
    assert read["card.dd!/A.BIN|first.txt"] == sha256(b"first note of a sample\n")
    assert read["card.dd!/B.ZIP!/x|first.txt"] == sha256(b"first note of a sample\n")


def test_depth_ends_and_is_named(tmp_path: Path, workers: Workers) -> None:
    inner = zipped({"note.txt": NOTE})
    for number in range(DEEPEST + 1):
        inner = zipped({f"{number}.zip": inner})
    (tmp_path / "deep.zip").write_bytes(inner)
    result = triage_source(tmp_path, "I", workers)
    assert result.report.accepted == DEEPEST + 1
    (note,) = result.report.noted
    assert note.reason == "not searched: an archive inside an archive, not opened"
    assert note.where.endswith("!/1.zip")


def quine(levels: int, size: int) -> bytes:
    """A bomb of so many levels, in which no single archive unpacks to more than usual."""
    inner = zipped({f"{number}": bytes(size) for number in range(8)})
    for _ in range(levels):
        inner = zipped({f"{number}.zip": inner + number.to_bytes(2, "big") * 2 for number in range(8)})
    return inner


def test_one_budget_of_bytes_holds_for_all_levels(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each level alone was within its bounds; together they gave a thousand times more."""
    monkeypatch.setattr(content, "_FLOOR", 1 << 20)
    monkeypatch.setattr(content, "EXPANSION", 1)
    bomb = quine(2, 256 << 10)
    said = served(bomb)
    sizes = [message["size"] for message in said if message["say"] == "file"]
    assert sum(size for size in sizes if isinstance(size, int)) < (1 << 20) + 200 * len(bomb)
    assert any("a bomb" in str(message.get("reason")) for message in said)


def served(outer: bytes, first: int = 1) -> list[Message]:
    """What is said of what lies inside an archive."""
    said: list[Message] = []
    entry = Entry("a.zip", open=lambda: io.BytesIO(outer), size=len(outer), seekable=True, expand=True)
    whole = content.Content("", "", "", len(outer), "application/zip", None)

    def begin(number: int, member: Entry) -> None:
        said.append({"say": "begin", "number": number, "path": member.name})

    Members(len(outer), first, begin, said.append, None).serve(entry, whole)
    return said


def test_one_budget_of_members_holds_for_all_levels(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(members, "FEWEST_ALLOWED", 20)
    monkeypatch.setattr(members, "_BYTES_A_MEMBER", 1 << 20)
    said = served(zipped({f"{n}.zip": zipped({f"{m}": b"x" for m in range(9)}) for n in range(9)}))
    assert len([message for message in said if message["say"] == "file"]) == 19
    assert said[-1] == {"say": "bad", "reason": TOO_MANY}


def test_a_run_that_goes_on_says_the_rest_and_nothing_else() -> None:
    """From whichever member a new child goes on, also inside an archive in the archive."""
    outer = zipped(
        {"a.txt": b"a", "i.zip": zipped({"b.txt": NOTE, "c.tgz": tarred({"d": b"d"}, "w:gz")}), "e": b"e"}
    )
    whole = [said for said in served(outer) if said["say"] != "within"]
    for first in range(1, 8):
        rest = [said for said in served(outer, first) if said["say"] != "within"]
        numbers = [said["number"] for said in rest if said["say"] == "begin"]
        assert numbers == list(range(first, 7))
        assert rest == whole[len(whole) - len(rest) :]


@pytest.mark.parametrize("streamed", [False, True])
def test_a_cut_zip_gives_the_members_that_are_whole(tmp_path: Path, workers: Workers, streamed: bool) -> None:
    texts = {f"{n}.txt": f"{n} ".encode() + NOTE * 50 for n in range(4)}
    for name, text in texts.items():
        (tmp_path / name).write_bytes(text)
    target = tmp_path / "seized"
    target.mkdir()
    command = ["zip", "-q", "-X", "-" if streamed else str(target / "cut.zip"), *texts]
    packed = subprocess.run(command, cwd=tmp_path, check=True, capture_output=True).stdout
    whole = packed if streamed else (target / "cut.zip").read_bytes()
    (target / "cut.zip").write_bytes(whole[: whole.rindex(b"PK\x03\x04") + 60])

    result = triage_source(target, "I", workers)

    read = digests(result)
    assert {name: read.get(f"cut.zip|{name}") for name in list(texts)[:3]} == {
        name: sha256(text) for name, text in list(texts.items())[:3]
    }
    assert ("cut.zip!/", LOST) in rejects(result)
    assert len(rejects(result)) == 2, "the member that is cut, and the list that is lost"


def test_a_list_that_breaks_off_is_made_good_by_the_headers(tmp_path: Path, workers: Workers) -> None:
    texts = {f"{n}.txt": bytes([n]) * 100 for n in range(5)}
    damaged = bytearray(zipped(texts))
    second = damaged.index(b"PK\x01\x02", damaged.index(b"PK\x01\x02") + 4)
    damaged[second : second + 4] = b"XXXX"
    (tmp_path / "a.zip").write_bytes(damaged)
    read = digests(triage_source(tmp_path, "I", workers))
    assert {read[f"a.zip|{name}"] for name in texts} == {sha256(text) for text in texts.values()}


def test_members_of_a_block_are_read_in_any_order() -> None:
    with (SAMPLES / "7zip-lzma2.7z").open("rb") as stream:
        listed = list(seven_zip.members(stream, "a", expand=False))
        forward = [read(entry) for entry in listed]
        assert [read(entry) for entry in reversed(listed)] == forward[::-1]


def read(entry: Entry) -> bytes:
    assert entry.open is not None
    with entry.open() as stream:
        return stream.read()


def test_passing_over_a_bomb_in_a_block_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seven_zip, "_FLOOR", 1000)
    monkeypatch.setattr(seven_zip, "_EXPANSION", 1)
    with (SAMPLES / "7zip-lzma2.7z").open("rb") as stream:
        last = list(seven_zip.members(stream, "a", expand=False))[-1]
        with pytest.raises(OSError, match="a bomb"):
            read(last)


@pytest.mark.parametrize("name", ["7zip-lzma2.7z", "7zip-bcj.7z", "7zip-deflate64.7z",
                                  "7zip-not-solid.7z", "gnucpio-newc.cpio", "gnucpio-odc.cpio",
                                  "zstd.tar.zst", "lz4.tar.lz4", "infozip-deflate.zip"])  # fmt: skip
def test_damaged_bytes_of_an_archive_are_refused_and_give_nothing_false(name: str) -> None:
    whole, dice = (SAMPLES / name).read_bytes(), random.Random(name)
    true = {entry.name: read(entry) for entry in members_of(io.BytesIO(whole), "a", expand=False)}
    for _ in range(60):
        damaged = bytearray(whole[: dice.randrange(1, len(whole)) if dice.random() < 0.3 else len(whole)])
        for _ in range(dice.randrange(1, 4)):
            damaged[dice.randrange(len(damaged))] = dice.randrange(256)
        given = opened(bytes(damaged))
        if "cpio" not in name and "tar" not in name:  # these have no checksums
            assert all(content in true.values() or not content for content in given), "held to its checksum"


def opened(damaged: bytes) -> list[bytes]:
    """What an archive gives, without what it refuses."""
    given: list[bytes] = []
    try:
        for entry in members_of(io.BytesIO(damaged), "a", expand=False):
            try:
                given += [read(entry)] if entry.open else []
            except FAULTS:
                continue
    except (MozaikError, *FAULTS):
        return given
    return given


def test_a_header_that_points_back_does_not_loop() -> None:
    name = b"a\0\0"
    header = b"070701" + b"".join(
        b"%08X" % value for value in (1, 0o100644, 0, 0, 1, 0, 0xFFFFFFFF, 0, 0, 0, 0, 3, 0)
    )
    (entry, broken) = cpio.members(io.BytesIO(header + name), "a", expand=False)
    assert entry.obstacle == "the archive ends inside it"
    assert broken.obstacle.startswith("the archive's list breaks off after 1 members")


def test_what_is_unpacked_to_find_ends_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zip_scan, "MOST_UNPACKED", 1 << 20)
    deflated = zlib.compressobj(9, zlib.DEFLATED, -15)
    body = deflated.compress(bytes(61 << 20)) + deflated.flush()
    header = struct.pack("<4s5H3L2H", b"PK\x03\x04", 20, 8, 8, 0, 0, 0, 0, 0, 1, 0) + b"a"
    (member,) = zip_scan.scan(io.BytesIO(header + body))
    assert member.size <= 2 << 20


def test_a_damaged_packed_file_names_its_fault(tmp_path: Path, workers: Workers) -> None:
    for name in ("zstd.txt.zst", "lz4.txt.lz4"):
        (tmp_path / name).write_bytes((SAMPLES / name).read_bytes()[:-20])
    (tmp_path / "b.gz").write_bytes(gzip.compress(NOTE)[:-3])
    reasons: Any = {reason for _, reason in rejects(triage_source(tmp_path, "I", workers))}
    assert reasons == {"cannot be read: its compressed content is damaged or cut off"}
