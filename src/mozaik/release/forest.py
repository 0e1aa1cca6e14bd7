"""Pictures that hang together: trees that are joined edge by edge, and what is near a marked one."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from mozaik.media import codes_from_hashes, dihedral_forms

_HASH = 32

Hashes = npt.NDArray[np.uint8]


class Forest:
    """Values in trees (union-find): which hang together, as edges are told one by one."""

    __slots__ = ("_parent", "_size")

    def __init__(self) -> None:
        self._parent: dict[bytes, bytes] = {}
        self._size: dict[bytes, int] = {}

    def root_of(self, value: bytes) -> bytes:
        """The value that stands for all that hang together with this one."""
        parent = self._parent
        while (above := parent.setdefault(value, value)) != value:
            parent[value] = parent[above]
            value = above
        return value

    def size_of(self, value: bytes) -> int:
        """How many values hang together with this one, itself counted."""
        return self._size.get(self.root_of(value), 1)

    def join(self, left: bytes, right: bytes) -> bool:
        """Join two values by an edge; False where they hung together before."""
        upper, lower = self.root_of(left), self.root_of(right)
        if upper == lower:
            return False
        if self.size_of(upper) < self.size_of(lower):
            upper, lower = lower, upper
        self._size[upper] = self.size_of(upper) + self.size_of(lower)
        self._parent[lower] = upper
        return True


def hashes_of(values: Sequence[bytes]) -> Hashes | None:
    """Picture values as uint8[n, 32]; None where one is no PDQ hash."""
    if any(len(value) != _HASH for value in values):
        return None
    return np.frombuffer(b"".join(values), np.uint8).reshape(-1, _HASH)


def near_marked(
    hashes: Hashes, marked: npt.NDArray[np.bool_], unit: npt.NDArray[np.int64], distance: int
) -> npt.NDArray[np.bool_]:
    """Of each picture whether it is marked, or near a marked one on another unit.

    `unit` is the only unit that holds a picture, below 0 where there are several.
    """
    near = marked.copy()
    codes = codes_from_hashes(hashes)
    rest = np.flatnonzero(~near)
    for at in np.flatnonzero(marked):
        if not len(rest):
            break
        forms = np.stack([codes_from_hashes(form)[0] for form in dihedral_forms(hashes[at : at + 1])])
        is_near = (_nearest_form(forms, codes[rest]) <= distance) & (
            (unit[rest] != unit[at]) | (unit[at] < 0)
        )
        near[rest[is_near]] = True
        rest = rest[~is_near]
    return near


def _nearest_form(forms: npt.NDArray[np.uint64], codes: npt.NDArray[np.uint64]) -> npt.NDArray[np.int64]:
    """The smallest distance of forms uint64[8, 4] of one picture to each of codes uint64[n, 4]."""
    apart = np.bitwise_count(forms[:, None, :] ^ codes[None, :, :]).sum(axis=2, dtype=np.int64)
    nearest: npt.NDArray[np.int64] = apart.min(axis=0)
    return nearest
