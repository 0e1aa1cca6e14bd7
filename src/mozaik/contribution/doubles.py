"""One seized item sealed twice: the same files of one owner in two contributions."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from mozaik.contribution.read import SealedSet
from mozaik.contribution.supersede import NotCurrentError

LEAST_CONTENTS = 3
"""Different contents from which on two sets of the same files are hardly two items by chance."""


@dataclass(frozen=True, slots=True)
class Double:
    """Two contributions of one owner with the same files, under two references of items."""

    authority: str
    set_ids: tuple[str, str]


def find_doubles(sets: Sequence[SealedSet]) -> list[Double]:
    """The pairs of contributions that hold the same files as two items; NotCurrentError for one item twice.

    Two items may hold the same files, as a computer and its backup do; one item in two files would count
    every row twice.
    """
    doubles = []
    for first, second in same_files(sets):
        if error := same_item(first, second):
            raise error
        doubles.append(Double(second.authority, (first.set_id, second.set_id)))
    return doubles


def same_files(sets: Sequence[SealedSet]) -> Iterator[tuple[SealedSet, SealedSet]]:
    """Each contribution that holds the same files as an earlier one of its owner, after that one."""
    seen: dict[tuple[str, bytes], SealedSet] = {}
    for sealed in sets:
        contents = None if sealed.is_list else _fingerprint(sealed)
        if contents is None:
            continue
        first = seen.setdefault((sealed.authority, contents), sealed)
        if first is not sealed:
            yield first, sealed


def same_item(first: SealedSet, second: SealedSet) -> NotCurrentError | None:
    """Why the second of two sets of the same files cannot stand beside the first, or None."""
    if _items(first) != _items(second):
        return None
    return NotCurrentError(
        "one item is sealed in two files",
        where=str(second.path),
        why=f"{first.path.name} holds the same files of the same item under another id",
        remedy="give one of them; to replace a sealed file, seal it with --supersedes and the old file",
    )


def _items(sealed: SealedSet) -> frozenset[str]:
    return frozenset(pc.unique(sealed.table("files").column("item_id")).to_pylist())


def _fingerprint(sealed: SealedSet) -> bytes | None:
    """A digest of the different contents of a set; None where there are too few to say anything."""
    contents: set[bytes] = set()
    files = sealed.table("files")
    for column in ("sha256", "md5"):
        contents.update(_plain(files.column(column)))
    if len(contents) < 2 * LEAST_CONTENTS:
        return None
    return hashlib.sha256(b"".join(sorted(contents))).digest()


def _plain(column: pa.ChunkedArray) -> list[bytes]:
    return [value for value in pc.unique(column).to_pylist() if value is not None]
