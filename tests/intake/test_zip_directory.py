"""Our reader of ZIP directories gives what the standard reader gives, on whole archives and on cut ones."""

import io
import struct
import zipfile
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mozaik.errors import InvalidInputError
from mozaik.intake.sources.zip_content import open_member
from mozaik.intake.sources.zip_directory import overlapping, read_members

METHODS = st.sampled_from([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2])
NAMES = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0/"), min_size=1, max_size=20)


def archive(members: dict[str, bytes], method: int, comment: bytes = b"", prefix: bytes = b"") -> bytes:
    stream = io.BytesIO()
    stream.write(prefix)
    with zipfile.ZipFile(stream, "a" if prefix else "w", method) as target:
        target.comment = comment
        for name, content in members.items():
            info = zipfile.ZipInfo(name)
            info.compress_type = method  # a ZipInfo of its own says "stored" (review 1, item 15)
            with target.open(info, "w", force_zip64=len(content) % 2 == 1) as member:
                member.write(content)
    return stream.getvalue()


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(NAMES, st.binary(max_size=3000), min_size=1, max_size=6), METHODS,
       st.binary(max_size=40), st.sampled_from([b"", b"a program that unpacks itself"]))  # fmt: skip
def test_members_equal_those_of_the_standard_reader(
    members: dict[str, bytes], method: int, comment: bytes, prefix: bytes
) -> None:
    data = archive(members, method, comment.replace(b"PK", b""), prefix)
    stream = io.BytesIO(data)

    found = {member.raw_name: open_member(stream, member).read() for member in read_members(stream, "x")}

    assert {member.method for member in read_members(stream, "x")} == {method}
    assert overlapping(stream, "x") == frozenset()
    with zipfile.ZipFile(io.BytesIO(data)) as expected:
        assert found == {info.filename.encode(): expected.read(info) for info in expected.infolist()}


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_damaged_archives_raise_their_two_errors_and_no_other(data: st.DataObject) -> None:
    content = bytearray(archive({"a": b"1" * 500, "b": bytes(900)}, zipfile.ZIP_DEFLATED))
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    stream = io.BytesIO(bytes(content[: data.draw(st.integers(0, len(content)))]))

    try:
        for member in read_members(stream, "x"):
            try:
                open_member(stream, member).read(1 << 20)
            except OSError:
                continue
    except InvalidInputError:
        return


@pytest.mark.parametrize("size", [io.DEFAULT_BUFFER_SIZE * 100, 8_120_000, 1])
def test_a_content_of_many_blocks_is_read_whole_in_every_method(size: int) -> None:
    content = (bytes(range(256)) * 20_000).ljust(size, b"\0")[:size]
    for method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2):
        stream = io.BytesIO(archive({"a": content, "empty": b""}, method))
        found = [open_member(stream, member).read() for member in read_members(stream, "x")]
        assert found == [content, b""]


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2])
def test_a_packed_content_that_is_cut_off_says_so(method: int) -> None:
    data = archive({"a": bytes(range(256)) * 100}, method)
    stream = io.BytesIO(data)
    (member,) = read_members(stream, "x")
    with pytest.raises(OSError, match="cut off"):
        open_member(stream, replace(member, packed=member.packed - 20)).read()


def directory_of(data: bytes, order: list[tuple[int, int]]) -> bytes:
    """An archive of one stored member whose directory lists (offset, size) of any places in it."""
    central, end = data.index(b"PK\x01\x02"), bytearray(data[data.index(b"PK\x05\x06") :])
    record, records = data[central : data.index(b"PK\x05\x06")], b""
    for offset, size in order:
        entry = bytearray(record)
        struct.pack_into("<LL", entry, 20, size, size)
        struct.pack_into("<L", entry, 42, offset)
        records += entry
    struct.pack_into("<HHLL", end, 8, len(order), len(order), len(records), central)
    return data[:central] + records + bytes(end)


def test_members_that_share_bytes_are_found() -> None:
    """Of several at one place the first counts, of two in each other the inner one (review 1, item 17)."""
    data = archive({"a": bytes(1000)}, zipfile.ZIP_STORED)
    same = io.BytesIO(directory_of(data, [(0, 100), (0, 100), (0, 50)]))
    assert overlapping(same, "x") == {1, 2}
    inside = io.BytesIO(directory_of(data, [(0, 900), (131, 100), (262, 100)]))
    assert overlapping(inside, "x") == {0}
    beside = io.BytesIO(directory_of(data, [(131, 100), (0, 100), (262, 100)]))
    assert overlapping(beside, "x") == frozenset()
