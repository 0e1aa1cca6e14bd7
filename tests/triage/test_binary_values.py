"""Texts inside binary values are read by their own lengths (review 1, section 2, inside files)."""

import os
import plistlib
import sqlite3
from pathlib import Path

import pytest

from mozaik.triage import TriageResult, Workers, triage_source
from mozaik.triage.binary import BinaryTexts, read_binary
from mozaik.triage.text import Tally, search_database

WORDS = b"write to ana.novak@example.org or call +386 31 234 567"
FOUND = {("email", "ana.novak@example.org"), ("phone", "+38631234567")}


def body_of_imessage(text: bytes) -> bytes:
    """`attributedBody` as Messages writes it: an NSAttributedString with one attribute."""
    size = bytes([len(text)]) if len(text) < 128 else b"\x81" + len(text).to_bytes(2, "little")
    return (
        b"\x04\x0bstreamtyped\x81\xe8\x03\x84\x01@\x84\x84\x84\x12NSAttributedString\x00\x84\x84"
        b"\x08NSObject\x00\x85\x92\x84\x84\x84\x08NSString\x01\x94\x84\x01+"
        + size + text + b"\x86\x84\x02iI\x01" + size
        + b"\x92\x84\x84\x84\x0cNSDictionary\x00\x94\x84\x01i\x01\x92\x84\x96\x96\x1d__kIMMessagePart"
        b"AttributeName\x86\x92\x84\x84\x84\x08NSNumber\x00\x84\x84\x07NSValue\x00\x94\x84\x01*"
        b"\x84\x99\x99\x00\x86\x86\x86"
    )  # fmt: skip


def field(number: int, value: bytes) -> bytes:
    """A field of a protocol buffer that has a length."""
    return varint(number << 3 | 2) + varint(len(value)) + value


def varint(value: int) -> bytes:
    parts = []
    while value > 127:
        parts.append(value & 127 | 128)
        value >>= 7
    return bytes([*parts, value])


def keyed_archive(text: str) -> bytes:
    """A property list as NSKeyedArchiver writes it."""
    objects = ["$null", {"NS.string": plistlib.UID(2)}, text, {"$classname": "NSString"}]
    archive = {"$version": 100000, "$archiver": "NSKeyedArchiver", "$top": {"root": plistlib.UID(1)}}
    return plistlib.dumps({**archive, "$objects": objects}, fmt=plistlib.FMT_BINARY)


def selectors(content: bytes) -> set[tuple[str, str]]:
    """What is found in a database whose only row holds a value."""
    base = sqlite3.connect(":memory:")
    base.execute("CREATE TABLE message (attributedBody BLOB)")
    base.execute("INSERT INTO message VALUES (?)", (content,))
    base.commit()
    tally = Tally()
    notes = search_database(bytearray(base.serialize()), tally)
    base.close()
    assert not notes, notes
    return {(row.kind, row.value) for row in tally.rows()}


@pytest.mark.parametrize(
    "content",
    [
        body_of_imessage(WORDS),
        body_of_imessage(b"long " * 40 + WORDS),
        keyed_archive(WORDS.decode()),
        field(1, WORDS),
        varint(8) + varint(1_700_000_000) + field(2, field(3, b"\x08\x01" + field(4, WORDS))),
        plistlib.dumps({"payload": field(1, WORDS)}, fmt=plistlib.FMT_BINARY),
        field(1, body_of_imessage(WORDS)),
        WORDS,
    ],
    ids=[
        "imessage",
        "long imessage",
        "keyed archive",
        "message",
        "nested",
        "in a list",
        "in a message",
        "text",
    ],
)
def test_a_binary_cell_gives_its_texts(content: bytes) -> None:
    assert selectors(content) == FOUND


def test_a_length_that_is_a_letter_never_changes_a_value() -> None:
    """The byte before a text is its length: `1` before a number made another number of it."""
    for size in range(32, 127):
        for start in (b"ana.novak@example.org", b"38631234567@s.whatsapp.net", b"+38631234567"):
            text = start + b" " * (size - len(start))
            plain = selectors(text)
            assert plain
            for content in (field(1, text), field(3, text), body_of_imessage(text)):
                assert selectors(content) == plain, (size, content)


@pytest.mark.parametrize("content", [body_of_imessage(WORDS), keyed_archive(WORDS.decode())])
def test_a_broken_value_is_left_out_and_breaks_nothing(content: bytes) -> None:
    for end in range(len(content)):
        read_binary(content[:end])
        read_binary(content[:end] + b"\xff" + content[end + 1 :])
    assert read_binary(content[:20]) == BinaryTexts(left_out=1, values=1)


def test_hostile_values_end_soon() -> None:
    """Lists that hold each other over and over, and values as deep as they are long."""
    lists: list[object] = ["ana.novak@example.org"]
    for _ in range(60):
        lists = [lists, lists]
    read = read_binary(plistlib.dumps(lists, fmt=plistlib.FMT_BINARY))
    assert read.texts == ["ana.novak@example.org"]
    deep = b"x"
    for _ in range(400):
        deep = field(1, deep)
    assert read_binary(deep).values <= 17
    read_binary(b"bplist00" + os.urandom(200))


def test_what_is_of_no_known_form_is_counted(workers: Workers, tmp_path: Path) -> None:
    base = sqlite3.connect(tmp_path / "chat.db")
    base.execute("CREATE TABLE message (body BLOB)")
    base.execute("INSERT INTO message VALUES (?)", (b"\xff" + bytes(range(1, 32)) * 9,))
    base.commit()
    base.close()
    result = triage_source(tmp_path, "I", workers)
    assert reasons(result) == {"binary values (BLOBs) of the database are not searched"}


def reasons(result: TriageResult) -> set[str]:
    return {row["reason"] for row in result.tables["not_examined"].to_pylist()}


def test_a_binary_property_list_is_read_as_a_file_too(workers: Workers, tmp_path: Path) -> None:
    (tmp_path / "a.plist").write_bytes(keyed_archive(WORDS.decode()))
    inner = plistlib.dumps({"archive": keyed_archive("eva.horvat@example.com")}, fmt=plistlib.FMT_XML)
    (tmp_path / "b.plist").write_bytes(inner)
    (tmp_path / "cut.plist").write_bytes(keyed_archive(WORDS.decode())[:60])
    (tmp_path / "icon.plist").write_bytes(plistlib.dumps({"i": b"\xff\x00\x81" * 9}, fmt=plistlib.FMT_BINARY))
    result = triage_source(tmp_path, "I", workers)
    read = {(row["path"], row["normal"]) for row in result.tables["selectors"].to_pylist()}
    assert read == {
        ("a.plist", "ana.novak@example.org"), ("a.plist", "+38631234567"),
        ("b.plist", "eva.horvat@example.com"),
    }  # fmt: skip
    gaps = {(row["path"], row["reason"]) for row in result.tables["not_examined"].to_pylist()}
    assert gaps == {
        ("cut.plist", "property list not readable: broken"),
        ("icon.plist", "binary values of the property list are not searched"),
    }
