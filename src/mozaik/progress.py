"""Progress as the rooms report it to whoever shows it."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol


class Step(Protocol):
    """What long work calls as it goes on, from any of its threads."""

    def __call__(self, done: int, total: int, done_bytes: int = 0, total_bytes: int = 0) -> None:
        """So many parts of `total` are done (0: not known), and so many bytes of those to be read."""


def unseen(done: int, total: int, done_bytes: int = 0, total_bytes: int = 0) -> None:
    """The step of work whose progress nobody watches."""


def file_by_file(files: Sequence[Path], step: Step | None) -> Iterator[Path]:
    """Each file in its turn, while `step` is told how many files and bytes lie behind it."""
    sizes = [_size(path) for path in files]
    behind, total = 0, sum(sizes)
    for done, (path, size) in enumerate(zip(files, sizes, strict=True)):
        (step or unseen)(done, len(files), behind, total)
        yield path
        behind += size
    (step or unseen)(len(files), len(files), total, total)


def _size(path: Path) -> int:
    """The bytes of a file; 0 for one that cannot be asked, which its reader will refuse."""
    try:
        return path.stat().st_size
    except OSError:
        return 0
