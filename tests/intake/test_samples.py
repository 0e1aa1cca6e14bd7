"""Archives by other writers than our own libraries are read whole (review 1, item 15)."""

import tarfile
from pathlib import Path

import pytest

from mozaik.intake import find_source
from mozaik.intake.sources.archive import members

SAMPLES = Path(__file__).with_name("samples")
FIRST = b"first note of a sample\n"
SECOND = "".join(f"line {number} of a sample that packs well\n" for number in range(1, 401)).encode()
METHODS_OF_7ZIP = ("lzma", "lzma2", "bzip2", "deflate", "deflate64", "copy", "bcj", "not-solid")
TWO = {"first.txt": FIRST, "second.txt": SECOND}
ODD = {"žluťoučký kůň.txt": b"x"}
ALL = {**TWO, **ODD, "n" * 130 + ".txt": b"long\n"}
SPARSE = {"sparse.bin": (bytes(3_000_000) + b"end").ljust(3 << 20, b"\0")}
EXPECTED = {
    **{f"infozip-{method}.zip": ALL for method in ("store", "deflate", "bzip2")},
    "infozip-streamed.zip": {"-": SECOND},
    "infozip-zip64.zip": TWO,
    "gnutar-v7.tar": TWO,
    "gnutar-ustar.tar": {**TWO, **ODD},
    **{f"gnutar-{form}.tar": ALL for form in ("oldgnu", "gnu", "posix")},
    "gnutar-sparse.tar": SPARSE,
    "gnutar-sparse-posix.tar": SPARSE,
    **dict.fromkeys(("gzip.tar.gz", "bzip2.tar.bz2", "xz.tar.xz"), TWO),
    "gzip.txt.gz": {"gzip.txt": SECOND},
    "bzip2.txt.bz2": {"bzip2.txt": SECOND},
    "xz.txt.xz": {"xz.txt": SECOND},
    "infozip-joined.zip": {**TWO, **ODD},
    **{f"7zip-{method}.7z": {**TWO, **ODD} for method in METHODS_OF_7ZIP},
    **{f"gnucpio-{form}.cpio": {**TWO, **ODD} for form in ("newc", "crc", "odc")},
    **dict.fromkeys(("zstd.tar.zst", "lz4.tar.lz4"), TWO),
    "zstd.txt.zst": {"zstd.txt": SECOND},
    "lz4.txt.lz4": {"lz4.txt": SECOND},
    **dict.fromkeys(("gzip-two-members.tar.gz", "bzip2-two-streams.tar.bz2", "xz-two-streams.tar.xz"), TWO),
}

ENCRYPTED, UNREAD = (
    "encrypted in the archive, not opened",
    "it is compressed by a method of 7z that is not read",
)
REFUSED = {
    "7zip-encrypted.7z": {"first.txt": ENCRYPTED, "second.txt": ENCRYPTED},
    "7zip-encrypted-list.7z": {"": ENCRYPTED},
    "7zip-ppmd.7z": {"first.txt": UNREAD, "second.txt": UNREAD, **dict.fromkeys(ODD, UNREAD)},
    "7zip-bcj2.7z": {"first.txt": UNREAD, "second.txt": UNREAD},
}


def contents(path: Path) -> dict[str, bytes]:
    """The members of an archive, each read to its end."""
    found = {}
    with path.open("rb") as stream:
        for entry in members(stream, path.name, expand=False):
            assert entry.open is not None, entry.obstacle
            with entry.open() as content:
                found[entry.name] = content.read()
    return found


def test_every_sample_has_its_right_answer() -> None:
    assert {path.name for path in SAMPLES.iterdir()} == {*EXPECTED, *REFUSED, "README.md"}


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_a_sample_is_known_and_gives_its_members(name: str) -> None:
    assert find_source(SAMPLES / name).NAME == "archive"
    assert contents(SAMPLES / name) == EXPECTED[name]


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_what_a_sample_does_not_give_is_named(name: str) -> None:
    with (SAMPLES / name).open("rb") as stream:
        listing = list(members(stream, name, expand=False))
    assert {entry.name: entry.obstacle for entry in listing} == REFUSED[name]
    assert all(entry.open is None for entry in listing)


def test_the_shared_archive_packed_by_bzip2_is_read(shared_testdata: Path) -> None:
    (content,) = contents(shared_testdata / "review-1" / "zip_bzip2_one_member.zip").values()
    assert len(content) > 0


@pytest.mark.parametrize("kind", [b"L", b"K", b"x", b"g", b"X"])
def test_an_absurdly_long_header_costs_nothing_that_follows(tmp_path: Path, kind: bytes) -> None:
    """One of 6 GiB ended the list of the archive (review 1, item 16)."""
    header = tarfile.TarInfo("absurd")
    header.type, header.size = kind, 6 << 30
    note = tarfile.TarInfo("note.txt")
    note.size = len(FIRST)
    with (tmp_path / "a.tar").open("wb") as stream:
        stream.write(header.tobuf(tarfile.GNU_FORMAT))
        stream.seek(512 + header.size)
        stream.write(note.tobuf(tarfile.GNU_FORMAT) + FIRST.ljust(512, b"\0") + bytes(1024))
    with (tmp_path / "a.tar").open("rb") as stream:
        listing = members(stream, "a.tar", expand=False)
        absurd, found = next(listing), next(listing)
        assert (absurd.name, absurd.open) == ("absurd", None)
        assert "a header of 6442450944 bytes" in absurd.obstacle
        assert found.name == "note.txt"
        assert found.open is not None
        assert found.open().read() == FIRST
        assert list(listing) == []
