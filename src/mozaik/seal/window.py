"""A read-only, seekable view of one member's bytes inside a sealed file."""

import io
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from mozaik.seal.frame import Entry


@dataclass(frozen=True, slots=True)
class Window:
    """Where a member's content lies: the file, the offset of its first byte, its size in bytes."""

    path: Path
    offset: int
    size: int

    def open(self) -> BinaryIO:
        """A buffered stream over exactly these bytes; the caller closes it."""
        return cast(BinaryIO, io.BufferedReader(_WindowStream(self), 64 * 1024))


def window_of(path: Path, entry: Entry) -> Window:
    """The window of an entry's content in a sealed file."""
    return Window(path, entry.data_offset, entry.size)


class _WindowStream(io.RawIOBase):
    def __init__(self, window: Window) -> None:
        super().__init__()
        self._window, self._at = window, 0
        self._file = window.path.open("rb", buffering=0)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._window.size}[whence]
        if start + offset < 0:
            raise ValueError("a position before the start")
        self._at = start + offset
        return self._at

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        wanted = max(0, min(len(buffer), self._window.size - self._at))
        self._file.seek(self._window.offset + self._at)
        data = self._file.read(wanted)
        buffer[: len(data)] = data
        self._at += len(data)
        return len(data)

    def close(self) -> None:
        if not self.closed:
            self._file.close()
        super().close()
