"""Our reader of ZIP directories gives what the standard reader gives, on whole archives and on cut ones."""

import io
import zipfile

from hypothesis import given, settings
from hypothesis import strategies as st

from mozaik.errors import InvalidInputError
from mozaik.intake.sources.zip_directory import open_member, read_members

METHODS = st.sampled_from([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2])
NAMES = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0/"), min_size=1, max_size=20)


def archive(members: dict[str, bytes], method: int, comment: bytes = b"", prefix: bytes = b"") -> bytes:
    stream = io.BytesIO()
    stream.write(prefix)
    with zipfile.ZipFile(stream, "a" if prefix else "w", method) as target:
        target.comment = comment
        for name, content in members.items():
            with target.open(zipfile.ZipInfo(name), "w", force_zip64=len(content) % 2 == 1) as member:
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
