"""Which blocks of a file system its files take, and which deleted files lie in the place of others."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from mozaik.intake.source import Foreign

Run = tuple[int, int]
"""Blocks that follow each other: the first, and the one after the last."""


def runs_of(tsk: Foreign, item: Foreign, *, content_only: bool) -> tuple[list[Run], bool]:
    """The blocks of a file in the order of its content, and whether these are all.

    With `content_only` without the blocks that list blocks. What a damaged record does not tell is left out.
    """
    runs: list[Run] = []
    is_listed = False
    try:
        for attribute in item:
            is_listed = True
            if content_only and int(attribute.info.type) == int(tsk.TSK_FS_ATTR_TYPE_UNIX_INDIR):
                continue
            runs += [(run.addr, run.addr + run.len) for run in attribute if not int(run.flags) and run.addr]
    except OSError:
        return runs, False
    return runs, is_listed


@dataclass(slots=True)
class Blocks:
    """The blocks of the files that are there, and of the deleted ones by the address of their record."""

    _there: list[Run] = field(default_factory=list)
    _gone: list[tuple[int, int, int]] = field(default_factory=list)
    _names: Counter[int] = field(default_factory=Counter)
    _mixed: set[int] = field(default_factory=set)

    def add_kept(self, runs: Iterable[Run]) -> None:
        """Note where a file lies that is there."""
        self._there += runs

    def add_deleted(self, address: int, runs: Iterable[Run]) -> None:
        """Note a deleted name: the address of its record, and where its file lay, if that is free now."""
        self._names[address] += 1
        if self._names[address] == 1:
            self._gone += [(first, end, address) for first, end in runs]

    def close(self) -> "Blocks":
        """Sort what was noted; questions may be asked from now on."""
        self._there = list(_joined(sorted(self._there)))
        self._gone.sort()
        farthest, owner = -1, -1
        for first, end, address in self._gone:
            if first < farthest and address != owner:
                self._mixed |= {address, owner}
            if end > farthest:
                farthest, owner = end, address
        return self

    def taken(self, runs: Iterable[Run]) -> int:
        """How many of these blocks files take that are there."""
        return sum(self._taken(first, end) for first, end in runs)

    def _taken(self, first: int, end: int) -> int:
        count, at = 0, max(0, bisect_right(self._there, (first,)) - 1)
        while at < len(self._there) and self._there[at][0] < end:
            count += max(0, min(end, self._there[at][1]) - max(first, self._there[at][0]))
            at += 1
        return count

    def is_shared(self, address: int) -> bool:
        """Whether blocks of this deleted file are also those of another deleted file."""
        return address in self._mixed

    def has_several_names(self, address: int) -> bool:
        """Whether several deleted names point to this record."""
        return self._names[address] > 1


def _joined(runs: Iterable[Run]) -> Iterator[Run]:
    """Sorted runs without those that overlap or touch."""
    last: Run | None = None
    for first, end in runs:
        if last is not None and first <= last[1]:
            last = last[0], max(last[1], end)
            continue
        if last is not None:
            yield last
        last = first, end
    if last is not None:
        yield last
