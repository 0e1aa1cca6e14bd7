"""How much of a file its reader has taken so far, for whoever shows progress."""

import io
from pathlib import Path
from typing import BinaryIO


class Meter:
    """Counts the bytes of the files that are opened through it."""

    def __init__(self) -> None:
        self.taken = 0

    def open(self, path: Path) -> BinaryIO:
        """The file for reading, counted as its buffer fills."""
        return io.BufferedReader(_Counted(path, self))


class _Counted(io.FileIO):
    def __init__(self, path: Path, meter: Meter) -> None:
        super().__init__(path, "rb")
        self._meter = meter

    def readinto(self, buffer: bytearray | memoryview) -> int | None:  # type: ignore[override]
        count = super().readinto(buffer)
        self._meter.taken += count or 0
        return count
