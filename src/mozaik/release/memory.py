"""What an opened WORK remembers from one reading to the next, so that a page costs what is on it.

Nothing here lasts: a process that opens WORK anew works it out again, with the same result. A process that
answers many requests keeps what was remembered between two of them (`kept_memories`).
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
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

    def forget(self) -> None:
        """Let go of everything: a view that is kept here keeps its WORK, which has this memory."""
        self._kept.clear()


MOST_WORKS = 4
"""Of how many WORKs a process keeps what was remembered; the one not opened for longest goes first."""


@dataclass(slots=True)
class _OfOneWork:
    """The memories of a WORK that nobody uses now, all of the state in which it was last opened."""

    state: Hashable
    unused: list[Memory] = field(default_factory=list)

    def forget(self) -> None:
        """Let go of all of them, and of what WORK they hold."""
        for memory in self.unused:
            memory.forget()


class Memories:
    """What opened WORKs remember between two uses; each memory is used by one thread at a time.

    A WORK that is opened in another state, of a later generation first of all, begins with nothing: what was
    remembered of the one before is let go at once, and with it the generation.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._of: OrderedDict[Path, _OfOneWork] = OrderedDict()

    def take(self, work: Path, state: Hashable) -> Memory:
        """A memory of a WORK in a state, for one thread, until it is given back."""
        with self._lock:
            if work in self._of and self._of[work].state != state:
                self._of.pop(work).forget()
            self._of.setdefault(work, _OfOneWork(state))
            self._of.move_to_end(work)
            while len(self._of) > MOST_WORKS:
                self._of.popitem(last=False)[1].forget()
            unused = self._of[work].unused
            return unused.pop() if unused else Memory()

    def give_back(self, work: Path, state: Hashable, memory: Memory) -> None:
        """Keep a memory for the next use, unless WORK was opened in another state since."""
        with self._lock:
            known = self._of.get(work)
            if known is not None and known.state == state:
                known.unused.append(memory)
            else:
                memory.forget()


_Taken = dict[tuple[Path, Hashable], Memory]
_USED: ContextVar[tuple[Memories, _Taken] | None] = ContextVar("memories", default=None)


@contextmanager
def kept_memories(memories: Memories) -> Iterator[None]:
    """Let whatever opens WORK in the block go on with what was remembered there before, and keep it after."""
    taken: _Taken = {}
    token = _USED.set((memories, taken))
    try:
        yield
    finally:
        _USED.reset(token)
        for (work, state), memory in taken.items():
            memories.give_back(work, state, memory)


def memory_for(work: Path, state: Hashable) -> Memory:
    """The memory of a WORK that is opened in a state: a new one, or in `kept_memories` one of before."""
    used = _USED.get()
    if used is None:
        return Memory()
    memories, taken = used
    if (work, state) not in taken:
        taken[work, state] = memories.take(work, state)
    return taken[work, state]
