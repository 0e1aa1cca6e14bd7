"""The media of an image as a stream from their beginning to their end."""

import io
from collections.abc import Callable
from typing import BinaryIO

from mozaik.intake.source import Foreign

ReadAt = Callable[[int, int], bytes]
"""Bytes of the media by place and number, fewer at its end; OSError where the image does not give them."""
_PIECE = 1 << 20


class _Media(io.RawIOBase):
    """Media from their beginning to their end; OSError where the image does not give them."""

    def __init__(self, read: ReadAt, size: int) -> None:
        self._read, self._size, self._position = read, size, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Foreign) -> int:
        view = memoryview(buffer)
        wanted = min(len(view), self._size - self._position)
        try:
            content = self._read(self._position, wanted) if wanted else b""
        except OSError as error:
            raise OSError("a part of the image is damaged") from error
        if wanted and not content:
            raise OSError("the image ends inside it")
        view[: len(content)] = content
        self._position += len(content)
        return len(content)


def media_stream(read: ReadAt, size: int) -> BinaryIO:
    """The media as a stream that goes forward."""
    return io.BufferedReader(_Media(read, size), _PIECE)
