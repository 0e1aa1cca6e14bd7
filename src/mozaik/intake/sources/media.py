"""Opening an image of any format that is read: its media as an image of The Sleuth Kit, and its own files.

What an image names in itself is never followed by the libraries: the files of a VMDK in several parts are
opened here, by plain names, in the folder of the image.
"""

import io
import itertools
import os
import re
import stat
import struct
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from mozaik.errors import InvalidInputError
from mozaik.intake.source import Foreign
from mozaik.intake.sources import ewf
from mozaik.intake.sources.extra import library
from mozaik.intake.sources.media_stream import ReadAt
from mozaik.intake.sources.qcow import NotReadableError, Qcow
from mozaik.intake.sources.signatures import E01, HEAD_BYTES, signature_of

_NO_PARENT = (None, 0xFFFFFFFF)
_PIECE = 1 << 20
_SPLIT = re.compile(r"\A(?P<stem>.*\.)(?P<number>0*[01])\Z")
_MOST_PARTS = 10_000
_VHDX_HEADERS = (0x10000, 0x20000)
_VHDX_HEADER = struct.Struct("<4sLQ16s16s16s")


@dataclass(frozen=True, slots=True)
class Opened:
    """An image as one of pytsk3, its files, and where it has a format of its own: how its media are read.

    `chunks` and `handle` are those of an E01; `gaps` say what of the image is not read.
    """

    image: Foreign
    segments: Sequence[Path]
    read: ReadAt | None = None
    chunks: ewf.Chunks | None = None
    handle: Foreign = None
    gaps: tuple[str, ...] = ()


def open_image(path: Path, tsk: Foreign) -> Opened:
    """The image at a path; InvalidInputError when it cannot be opened, with the reason where it is known."""
    with path.open("rb") as stream:
        opener = _OPENERS.get(_format(stream), _open_raw)
    return _with_reasons(lambda: opener(path, tsk), path.name)


def open_held(stream: BinaryIO, tsk: Foreign) -> Opened:
    """The image in a seekable stream, alone; InvalidInputError when it cannot be opened."""
    opener = _OF_STREAMS.get(_format(stream))
    if opener is None:
        raise InvalidInputError("the image needs files beside it", remedy="give it as a source of its own")
    return _with_reasons(lambda: opener(stream, tsk), "")


def _format(stream: BinaryIO) -> str:
    """The name of the format of an image; empty for a raw one."""
    stream.seek(0)
    signature = signature_of(stream.read(HEAD_BYTES))
    return signature.name if signature else ""


def _with_reasons(opening: Callable[[], Opened], where: str) -> Opened:
    try:
        return opening()
    except NotReadableError as error:
        raise InvalidInputError(
            "the image cannot be opened",
            where=where,
            why=error.why,
            remedy="give it with what it needs, or convert it to raw (dd) or E01 with a verified tool",
        ) from error
    except (OSError, UnicodeError) as error:
        raise InvalidInputError(
            "the image cannot be opened",
            where=where,
            why="it is cut off, damaged or lacks a segment",
            remedy="put all segments of the image into one folder, or copy it again",
        ) from error


def _open_raw(path: Path, tsk: Foreign) -> Opened:
    parts = parts_of(path)
    if len(parts) == 1:
        return Opened(tsk.Img_Info(str(path)), parts)
    ends = list(itertools.accumulate(part.stat().st_size for part in parts))
    read = _reader(lambda offset, size: _bytes_of_parts(parts, ends, offset, size), ends[-1])
    return Opened(_as_image(tsk, read, ends[-1]), parts)


def _bytes_of_parts(parts: Sequence[Path], ends: Sequence[int], offset: int, size: int) -> bytes:
    """Bytes of the one part in which a place lies, up to its end; parts are opened as they are needed."""
    number = bisect_right(ends, offset)
    with parts[number].open("rb") as stream:
        stream.seek(offset - (ends[number - 1] if number else 0))
        return stream.read(size)


def parts_of(path: Path) -> list[Path]:
    """The parts of a raw image that was split, by their numbers without a gap; else the file alone."""
    match = _SPLIT.match(path.name)
    if match is None:
        return [path]
    parts, number, width = [path], int(match["number"]), len(match["number"])
    while len(parts) < _MOST_PARTS:
        number += 1
        part = path.with_name(f"{match['stem']}{number:0{width}}")
        if not part.is_file():
            break
        parts.append(part)
    return parts


def _open_e01(path: Path, tsk: Foreign) -> Opened:
    ewf_library = library("pyewf")
    names = ewf_library.glob(str(path))
    handle = ewf_library.handle()
    handle.open(names)
    segments = [Path(name) for name in names]
    size = handle.get_media_size()
    chunks = ewf.Chunks(segments, handle.chunk_size, size)
    read = _reader(lambda offset, wanted: _ewf_bytes(handle, offset, wanted), size)
    return Opened(_as_image(tsk, read, size), segments, read, chunks, handle)


def _ewf_bytes(handle: Foreign, offset: int, size: int) -> bytes:
    handle.seek(offset)
    content: bytes = handle.read(size)
    return content


def _raw_stream(stream: BinaryIO, tsk: Foreign) -> Opened:
    def read(offset: int, size: int) -> bytes:
        stream.seek(offset)
        return stream.read(size)

    size = stream.seek(0, os.SEEK_END)
    return Opened(_as_image(tsk, _reader(read, size), size), ())


def _open_qcow(path: Path, tsk: Foreign) -> Opened:
    return replace(_qcow_stream(_held(path), tsk), segments=[path])


def _qcow_stream(stream: BinaryIO, tsk: Foreign) -> Opened:
    image = Qcow(stream)
    return _opened(tsk, (), image.read, image.size)


def _open_vhd(path: Path, tsk: Foreign) -> Opened:
    return replace(_vhd_stream(_held(path), tsk), segments=[path])


def _vhd_stream(stream: BinaryIO, tsk: Foreign) -> Opened:
    handle = library("pyvhdi").file()
    handle.open_file_object(stream)
    if handle.get_parent_identifier() is not None:
        raise NotReadableError(why="it holds only the changes to another image, which it needs")
    gaps = ("the image was not closed: changes in its log are not read",) if _has_log(stream) else ()
    read = _reader(_by_offset(handle), handle.get_media_size())
    return _opened(tsk, (), read, handle.get_media_size(), gaps)


def _has_log(stream: BinaryIO) -> bool:
    """Whether the newer header of a VHDX names a log that was not written to its place (MS-VHDX 2.2.2)."""
    newest, log = -1, bytes(16)
    for place in _VHDX_HEADERS:
        stream.seek(place)
        raw = stream.read(_VHDX_HEADER.size)
        if len(raw) == _VHDX_HEADER.size and raw.startswith(b"head"):
            _, _, sequence, _, _, named = _VHDX_HEADER.unpack(raw)
            newest, log = max((newest, log), (sequence, named))
    return log.strip(b"\0") != b""


def _open_vmdk(path: Path, tsk: Foreign) -> Opened:
    handle = library("pyvmdk").handle()
    handle.open_file_object(_held(path))
    if handle.get_parent_content_identifier() not in _NO_PARENT:
        raise NotReadableError(why="it holds only the changes to another image, which it needs")
    names = [
        handle.get_extent_descriptor(number).get_filename()
        for number in range(handle.get_number_of_extents())
    ]
    segments = [path] if len(names) == 1 and _is_sparse(path) else [_beside(path, name) for name in names]
    handle.open_extent_data_files_as_file_objects([_held(segment) for segment in segments])
    read = _reader(_by_offset(handle), handle.get_media_size())
    return _opened(tsk, list(dict.fromkeys([path, *segments])), read, handle.get_media_size())


def _is_sparse(path: Path) -> bool:
    """Whether the file itself holds the data, and not only their description."""
    with path.open("rb") as stream:
        return stream.read(4) in (b"KDMV", b"COWD")


def _beside(path: Path, name: str | None) -> Path:
    """A part that an image names, if it is a plain name of a regular file in the folder of the image."""
    if not name or name in (".", "..") or set(name) & set("/\\\0"):
        raise NotReadableError(why="it names parts that lie in other folders, or devices")
    part = path.with_name(name)
    try:
        is_regular = stat.S_ISREG(part.lstat().st_mode)
    except OSError as error:
        raise NotReadableError(why="it lacks a part that it names") from error
    if not is_regular:
        raise NotReadableError(why="a part that it names is no regular file")
    return part


class _Held(io.RawIOBase):
    """A file for reading that is closed when nobody holds it any more."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: Foreign) -> int:
        return os.readv(self._descriptor, [buffer])

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return os.lseek(self._descriptor, offset, whence)

    def close(self) -> None:
        if not self.closed:
            os.close(self._descriptor)
        super().close()


def _held(path: Path) -> BinaryIO:
    return io.BufferedReader(_Held(os.open(path, os.O_RDONLY | os.O_CLOEXEC)))


def _by_offset(handle: Foreign) -> ReadAt:
    def read(offset: int, size: int) -> bytes:
        content: bytes = handle.read_buffer_at_offset(size, offset)
        return content

    return read


def _reader(read_some: ReadAt, size: int) -> ReadAt:
    """A reader that may give less than was asked for, as one that gives all that is there."""

    def read(offset: int, wanted: int) -> bytes:
        end, parts = min(offset + wanted, size), []
        while offset < end and (part := read_some(offset, min(end - offset, _PIECE))):
            parts.append(part)
            offset += len(part)
        return b"".join(parts)

    return read


def _opened(
    tsk: Foreign, segments: Sequence[Path], read: ReadAt, size: int, gaps: tuple[str, ...] = ()
) -> Opened:
    return Opened(_as_image(tsk, read, size), segments, read, gaps=gaps)


def _as_image(tsk: Foreign, read_media: ReadAt, media_size: int) -> Foreign:
    """Media as an image of pytsk3."""

    class _Image(tsk.Img_Info):  # type: ignore[misc]  # its base comes from an untyped library
        def __init__(self) -> None:
            super().__init__(url="", type=tsk.TSK_IMG_TYPE_EXTERNAL)

        def close(self) -> None:
            pass

        def read(self, offset: int, size: int) -> bytes:
            try:
                return read_media(offset, size)
            except OSError:  # a part that is not there: what asked for it sees a content that ends
                return b""

        def get_size(self) -> int:
            return media_size

    return _Image()


_OPENERS: dict[str, Callable[[Path, Foreign], Opened]] = {
    E01.name: _open_e01,
    "qcow2": _open_qcow,
    "VMDK": _open_vmdk,
    "VHD": _open_vhd,
    "VHDX": _open_vhd,
}
_OF_STREAMS: dict[str, Callable[[BinaryIO, Foreign], Opened]] = {
    "": _raw_stream,
    "qcow2": _qcow_stream,
    "VHD": _vhd_stream,
    "VHDX": _vhd_stream,
}
"""What is opened without a name: it needs no files beside it."""
