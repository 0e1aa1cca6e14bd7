"""Where a chain lies: a folder of numbered segments, and beside each the details of its entries."""

import os
from dataclasses import dataclass
from pathlib import Path

from mozaik.chain.entry import broken
from mozaik.chain.signed_head import Node

SEGMENT_ENTRIES = 1024
"""Entries after which a segment is closed."""
SEGMENT_BYTES = 4 * 1024 * 1024
"""Bytes of details after which a segment is closed, however few its entries are."""
_LINES = ".jsonl"
_MOST_KNOWN = 4096
_KNOWN: dict[Path, int] = {}
"""A segment of each chain that was there when this process looked last."""


@dataclass(frozen=True, slots=True)
class Chain:
    """A chain: its folder, the name that its heads state, and the node that writes it."""

    folder: Path
    name: str
    node: Node

    def exists(self) -> bool:
        """Whether anything was ever written into this chain."""
        return self.folder.is_dir()

    @property
    def details_folder(self) -> Path:
        """Where the details lie; without it the chain can still be verified."""
        return self.folder / "details"

    def lines(self, segment: int) -> Path:
        """The lines of a segment."""
        return self.folder / f"{segment:08d}{_LINES}"

    def details(self, segment: int) -> Path:
        """The details of a segment's entries."""
        return self.details_folder / f"{segment:08d}{_LINES}"

    def last_segment(self) -> int:
        """The number of the last segment, 0 without one; as `segments`, but looks only for new ones.

        A process looks through the folder once, and then from the segment that it knows on.
        """
        known = _KNOWN.get(self.folder) or self.segments()
        if known and not self.lines(known).exists():
            known = self.segments()
        while self.lines(known + 1).exists():
            known += 1
        if len(_KNOWN) >= _MOST_KNOWN:
            _KNOWN.clear()
        _KNOWN[self.folder] = known
        return known

    def segments(self) -> int:
        """How many segments there are; BrokenChainError where one is missing or strange."""
        if not self.folder.is_dir():
            return 0
        names = [name for name in os.listdir(self.folder) if name.endswith(_LINES)]  # noqa: PTH208
        if names and max(names) != self.lines(len(names)).name:
            raise broken("a segment is missing, or one is not of this chain", str(self.folder))
        return len(names)
