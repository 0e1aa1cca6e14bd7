"""What an opened WORK remembers from one reading to the next, so that a page costs what is on it.

Nothing here lasts: a process that opens WORK anew works it out again, with the same result.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import TypeVar, cast

T = TypeVar("T")

MOST_KEPT = 1024
"""How much is remembered at once; what was not asked for longest goes first."""


class Memory:
    """Values that are made once, by what they depend on; who gives a key says what is kept under it."""

    __slots__ = ("_kept",)

    def __init__(self) -> None:
        self._kept: OrderedDict[Hashable, object] = OrderedDict()

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        """The value under a key, made now if there is none; what `make` raises leaves nothing."""
        if key not in self._kept:
            self._kept[key] = make()
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
        self._kept.move_to_end(key)
        return cast("T", self._kept[key])
