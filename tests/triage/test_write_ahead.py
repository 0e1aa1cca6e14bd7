"""A database is read with its write-ahead log, as SQLite reads both (review 1, section 2, inside files)."""

import shutil
import sqlite3
from pathlib import Path

import pytest

from mozaik.triage import TriageResult, Workers, triage_source
from mozaik.triage.write_ahead import LogError, lay_over
from tests.triage.support import ext_image, tarred, zipped

DAMAGED = "its write-ahead log is damaged or of another database, not read"
OF_LOG = "not searched: a write-ahead log, which is read with its database where that is beside it"
PAGE_SIZES = (512, 4096, 65536)


def write_chat(folder: Path, page_size: int = 4096) -> list[tuple[str]]:
    """A database and its log as they lie on a device that is switched off; the rows SQLite would read."""
    folder.mkdir()
    live = folder / "live"
    base = sqlite3.connect(live)
    for setting in (f"page_size={page_size}", "journal_mode=wal", "wal_autocheckpoint=0"):
        base.execute(f"PRAGMA {setting}")
    base.execute("CREATE TABLE message (body TEXT)")
    base.execute("INSERT INTO message VALUES ('gone@example.org')")
    base.commit()
    base.execute("PRAGMA wal_checkpoint(truncate)")
    for number in range(60):
        base.execute("INSERT INTO message VALUES (?)", (f"ana{number}@example.org " * 40,))
    base.commit()
    base.execute("DELETE FROM message WHERE rowid % 3 = 1")
    base.commit()
    rows: list[tuple[str]] = base.execute("SELECT * FROM message").fetchall()
    base.execute("INSERT INTO message VALUES (?)", ("never@example.org " * 5000,))
    shutil.copy(live, folder / "chat.db")
    shutil.copy(f"{live}-wal", folder / "chat.db-wal")
    base.rollback()
    base.close()
    live.unlink()
    return rows


def addresses(result: TriageResult) -> set[str]:
    return set(result.tables["selectors"].column("normal").to_pylist())


def gaps(result: TriageResult) -> set[tuple[str, str]]:
    return {(row["path"], row["reason"]) for row in result.tables["not_examined"].to_pylist()}


@pytest.fixture(scope="module")
def chat(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, set[str]]:
    """A folder with a chat and its log, and the addresses in it."""
    folder = tmp_path_factory.mktemp("chat") / "phone"
    rows = write_chat(folder)
    return folder, {body.split()[0] for (body,) in rows}


@pytest.mark.parametrize("page_size", PAGE_SIZES)
def test_the_pages_of_a_log_are_those_that_sqlite_reads(tmp_path: Path, page_size: int) -> None:
    rows = write_chat(tmp_path / "phone", page_size)
    content = bytearray((tmp_path / "phone" / "chat.db").read_bytes())
    lay_over(content, (tmp_path / "phone" / "chat.db-wal").read_bytes(), 1 << 26)
    content[18:20] = b"\x01\x01"
    base = sqlite3.connect(":memory:")
    base.deserialize(bytes(content))
    assert base.execute("SELECT * FROM message").fetchall() == rows
    assert base.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    base.close()


@pytest.mark.parametrize("kind", ["folder", "zip", "image"])
def test_the_log_beside_a_database_is_read_in_every_source_that_can_jump(
    tmp_path: Path, workers: Workers, chat: tuple[Path, set[str]], kind: str
) -> None:
    folder, expected = chat
    source = tmp_path / "source"
    if kind == "image":
        ext_image(source, folder)
    elif kind == "zip":
        source.write_bytes(zipped({path.name: path.read_bytes() for path in sorted(folder.iterdir())}))
    else:
        source = folder
    result = triage_source(source, "I", workers)
    assert addresses(result) == expected
    space = {("source", "space of the image outside its files is not searched")}
    assert gaps(result) - space == {("chat.db-wal", OF_LOG)}


def test_where_a_log_cannot_be_looked_for_it_is_said(
    tmp_path: Path, workers: Workers, chat: tuple[Path, set[str]]
) -> None:
    folder, _ = chat
    files = {path.name: path.read_bytes() for path in sorted(folder.iterdir())}
    (tmp_path / "a.tar").write_bytes(tarred(files))
    result = triage_source(tmp_path / "a.tar", "I", workers)
    unread = "database in write-ahead mode: changes that lie only in its -wal file are not read"
    assert ("chat.db", unread) in gaps(result)
    (tmp_path / "alone").mkdir()
    (tmp_path / "alone" / "chat.db").write_bytes(files["chat.db"])
    assert gaps(triage_source(tmp_path / "alone", "I", workers)) == set(), "without a log nothing is unread"


@pytest.mark.parametrize("place", [0, 9, 16, 25])
def test_a_damaged_log_is_said_and_costs_nothing_of_the_database(
    tmp_path: Path, workers: Workers, chat: tuple[Path, set[str]], place: int
) -> None:
    folder = shutil.copytree(chat[0], tmp_path / "phone")
    log = bytearray((folder / "chat.db-wal").read_bytes())
    log[place] ^= 0x5A
    (folder / "chat.db-wal").write_bytes(log)
    result = triage_source(folder, "I", workers)
    assert ("chat.db", DAMAGED) in gaps(result)
    assert addresses(result) == {"gone@example.org"}


def test_a_link_in_the_place_of_a_log_is_not_followed(
    tmp_path: Path, workers: Workers, chat: tuple[Path, set[str]]
) -> None:
    folder = shutil.copytree(chat[0], tmp_path / "phone")
    (folder / "chat.db-wal").unlink()
    (folder / "chat.db-wal").symlink_to(chat[0] / "chat.db-wal")
    result = triage_source(folder, "I", workers)
    assert addresses(result) == {"gone@example.org"}
    assert ("chat.db", DAMAGED) in gaps(result)


def test_a_log_that_breaks_off_is_read_to_its_last_commit(chat: tuple[Path, set[str]]) -> None:
    """Cut anywhere, what is laid over is a state that SQLite had committed."""
    before = (chat[0] / "chat.db").read_bytes()
    log = (chat[0] / "chat.db-wal").read_bytes()
    for end in range(32, len(log), 5000):
        content = bytearray(before)
        lay_over(content, log[:end], 1 << 26)
        content[18:20] = b"\x01\x01"
        base = sqlite3.connect(":memory:")
        base.deserialize(bytes(content))
        assert base.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        base.close()
    with pytest.raises(LogError):
        lay_over(bytearray(before), log, 4096)
    with pytest.raises(LogError):
        lay_over(bytearray(before), log[:20], 1 << 26)


def test_a_frame_that_is_damaged_ends_the_log_there(chat: tuple[Path, set[str]]) -> None:
    """What is laid over is what a log that ends before the damage gives."""
    before = (chat[0] / "chat.db").read_bytes()
    log = (chat[0] / "chat.db-wal").read_bytes()
    frame = 24 + 4096
    for place in range(32 + 24, len(log), 3 * frame + 701):
        damaged, cut = bytearray(log), log[: 32 + (place - 32) // frame * frame]
        damaged[place] ^= 1
        content, expected = bytearray(before), bytearray(before)
        lay_over(content, bytes(damaged), 1 << 26)
        lay_over(expected, cut, 1 << 26)
        assert content == expected


def test_a_database_that_shrank_in_its_log_is_as_long_as_its_last_commit(tmp_path: Path) -> None:
    base = sqlite3.connect(tmp_path / "chat.db")
    base.execute("PRAGMA journal_mode=wal")
    base.execute("CREATE TABLE message (body TEXT)")
    base.executemany("INSERT INTO message VALUES (?)", [("gone@example.org " * 200,)] * 40)
    base.commit()
    base.execute("PRAGMA wal_checkpoint(truncate)")
    base.execute("DELETE FROM message WHERE rowid > 1")
    base.commit()
    base.execute("VACUUM")
    content = bytearray((tmp_path / "chat.db").read_bytes())
    lay_over(content, (tmp_path / "chat.db-wal").read_bytes(), 1 << 26)
    (pages,) = base.execute("PRAGMA page_count").fetchone()
    assert len(content) == 4096 * pages < (tmp_path / "chat.db").stat().st_size
    base.close()
