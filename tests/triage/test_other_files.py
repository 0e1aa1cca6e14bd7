"""PDF, torrents, lists of shared files, wallets: read by their own lengths (review 1, section 2)."""

import hashlib
import io
import lzma
import random
import sqlite3
import struct
from contextlib import closing
from pathlib import Path

import pypdf
import pytest
import typst

from mozaik.triage import TriageResult, Workers, triage_source
from mozaik.triage.file_type import mime_of
from mozaik.triage.pdf import PdfNotReadableError, read_pdf
from mozaik.triage.shared_files import BrokenError, addresses_of_wallet, read_known_met, read_torrent

SAMPLES = Path(__file__).parent / "samples"
INFO_HASH = "84ab682266d63e2b0f0cc4f9255fba3813c23fab"
OBJECTS = "pictures and objects inside the document are not searched"


def found(result: TriageResult) -> set[tuple[str, str]]:
    rows = result.tables["selectors"].to_pylist()
    return {(row["kind"], row["normal"]) for row in rows}


def notes(result: TriageResult) -> dict[str, str]:
    return {note.where: note.reason for note in result.report.noted}


@pytest.fixture(scope="module")
def pdf() -> bytes:
    source = b"""#set page(width: 16cm, height: 6cm)
    Write to ana.novak\\@mail.example or call +386 31 234 567.
    #link("https://forum.example/thread/7")[the thread]
    #pagebreak()
    #set text(weight: "bold")
    Second page: petra\\@mail.example
    """
    return bytes(typst.compile(source))


def test_the_text_and_the_links_of_a_pdf_are_searched(tmp_path: Path, workers: Workers, pdf: bytes) -> None:
    (tmp_path / "a.pdf").write_bytes(pdf)
    result = triage_source(tmp_path, "I", workers)
    assert found(result) >= {
        ("email", "ana.novak@mail.example"), ("email", "petra@mail.example"), ("phone", "+38631234567"),
        ("url", "https://forum.example/thread/7"),
    }  # fmt: skip
    assert notes(result) == {}


def test_a_pdf_without_a_password_to_read_is_read_and_another_is_named(
    tmp_path: Path, workers: Workers, pdf: bytes
) -> None:
    for name, password in (("open.pdf", ""), ("locked.pdf", "secret")):
        writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf))
        writer.add_attachment("inner.txt", b"unseen")
        writer.encrypt(password, "owner")
        writer.write(tmp_path / name)
    result = triage_source(tmp_path, "I", workers)
    assert ("email", "petra@mail.example") in found(result)
    assert notes(result) == {
        "locked.pdf": "not searched: an encrypted PDF",
        "open.pdf": "files attached to the PDF are not searched",
    }


def test_damaged_pdfs_give_their_text_or_a_reason(pdf: bytes) -> None:
    dice, given = random.Random(4), 0
    for _ in range(40):
        damaged = bytearray(pdf)
        for _ in range(3):
            damaged[dice.randrange(len(damaged))] = dice.randrange(256)
        try:
            cut = dice.choice([len(damaged), dice.randrange(200, len(damaged))])
            given += len(list(read_pdf(damaged[:cut])))
        except PdfNotReadableError:
            continue
    assert given


def test_a_torrent_of_another_writer_gives_its_hash_trackers_and_names(
    tmp_path: Path, workers: Workers
) -> None:
    (tmp_path / "a.torrent").write_bytes((SAMPLES / "mktorrent.torrent").read_bytes())
    result = triage_source(tmp_path, "I", workers)
    assert found(result) >= {
        ("info_hash", INFO_HASH), ("url", "http://tracker.example/announce"),
        ("email", "ana.novak@example.org"),
    }  # fmt: skip
    texts = read_torrent((SAMPLES / "mktorrent.torrent").read_bytes()).texts
    assert {"first note.txt", "second.txt", "set"} <= set(texts)
    assert notes(result) == {}


def bencoded(value: object) -> bytes:
    """BEP 3, written anew."""
    if isinstance(value, dict):
        return b"d" + b"".join(bencoded(name) + bencoded(value[name]) for name in sorted(value)) + b"e"
    if isinstance(value, list):
        return b"l" + b"".join(map(bencoded, value)) + b"e"
    if isinstance(value, int):
        return b"i%de" % value
    assert isinstance(value, bytes)
    return b"%d:" % len(value) + value


def test_a_torrent_of_version_2_has_both_hashes() -> None:
    """BEP 52: SHA-256 of the info, and SHA-1 where it has pieces of version 1 too."""
    tree = {b"dir": {b"a 4chan.jpg": {b"": {b"length": 4, b"pieces root": bytes(32)}}}}
    info = {
        b"file tree": tree,
        b"meta version": 2,
        b"name": b"n",
        b"piece length": 16384,
        b"pieces": bytes(20),
    }
    named = read_torrent(bencoded({b"info": info, b"piece layers": {}}))
    raw = bencoded(info)
    assert named.values == [
        ("info_hash", hashlib.sha1(raw, usedforsecurity=False).hexdigest()),
        ("info_hash", hashlib.sha256(raw).hexdigest()),
    ]  # fmt: skip
    assert "a 4chan.jpg" in named.texts


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"d4:infoe",
        b"d4:infod6:pieces99:xee",
        b"d4:info" + b"l" * 500,
        b"d4:infod4:name1:nee",
        b"i5e",
        b"d4:infoi-e",
    ],
)
def test_a_broken_torrent_is_refused(content: bytes) -> None:
    with pytest.raises(BrokenError):
        read_torrent(content)


def known_met(files: list[tuple[bytes, str]], mark: int = 0x0E) -> bytes:
    """Written after `CKnownFile::WriteToFile` and `CTag::WriteNewEd2kTag` of eMule."""
    content = struct.pack("<BL", mark, len(files))
    for number, (digest, name) in enumerate(files):
        raw = name.encode()
        content += struct.pack("<L", 1_600_000_000 + number) + digest + struct.pack("<H", 1) + bytes(16)
        tags = [
            struct.pack("<BHBH", 0x02, 1, 0x01, len(raw)) + raw,
            struct.pack("<BHBL", 0x03, 1, 0x02, 12345),
            struct.pack("<BBB", 0x89, 0x18, 3),
            struct.pack("<BH", 0x08, 4) + b"note" + struct.pack("<H", 9),
            struct.pack("<BHB", 0x11 + 2, 1, 0x03) + b"avi",
        ]
        content += struct.pack("<L", len(tags)) + b"".join(tags)
    return content


def test_a_list_of_shared_files_gives_hashes_and_names(tmp_path: Path, workers: Workers) -> None:
    digests = [hashlib.md5(bytes([number]), usedforsecurity=False).digest() for number in range(3)]
    names = ["plain.avi", "write to ana.novak@mail.example now.avi", "Ж.avi"]
    (tmp_path / "known.met").write_bytes(known_met(list(zip(digests, names, strict=True))))
    result = triage_source(tmp_path, "I", workers)
    assert found(result) == {
        *(("ed2k", digest.hex()) for digest in digests), ("email", "ana.novak@mail.example"),
    }  # fmt: skip
    assert notes(result) == {}


def test_a_list_that_does_not_fit_to_its_end_is_refused() -> None:
    whole = known_met([(hashlib.md5(b"a", usedforsecurity=False).digest(), "a.avi")])
    for length in range(5, len(whole)):
        with pytest.raises(BrokenError):
            read_known_met(whole[:length])
    with pytest.raises(BrokenError):
        read_known_met(whole + b"x")
    assert mime_of(whole) == "application/x-emule-known-met"
    assert mime_of(b"\x0e" + bytes(60)) == "application/octet-stream"


ADDRESSES = {
    ("btc", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"), ("btc", "1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2"),
}  # fmt: skip


def test_the_addresses_of_a_wallet_are_read(tmp_path: Path, workers: Workers) -> None:
    wallet = lzma.decompress((SAMPLES / "db_load.wallet.dat.xz").read_bytes())
    (tmp_path / "wallet.dat").write_bytes(wallet)
    result = triage_source(tmp_path, "I", workers)
    assert found(result) == ADDRESSES
    assert list(notes(result)) == ["wallet.dat"]
    assert len(addresses_of_wallet(wallet)) == 2


def test_the_addresses_of_a_wallet_of_descriptors_are_read(tmp_path: Path, workers: Workers) -> None:
    """Bitcoin Core 0.21 and later: the same records in a table of SQLite."""
    (tmp_path / "w").mkdir()
    with closing(sqlite3.connect(tmp_path / "w" / "wallet.dat")) as base:
        base.execute("CREATE TABLE main(key BLOB PRIMARY KEY NOT NULL, value BLOB NOT NULL)")
        for _, address in ADDRESSES:
            key = b"\x04name" + bytes([len(address)]) + address.encode()
            base.execute("INSERT INTO main VALUES (?, ?)", (key, b"\x07savings"))
        base.commit()
    assert found(triage_source(tmp_path / "w", "I", workers)) == ADDRESSES
