"""Progress as the rooms report it to whoever shows it."""

from collections.abc import Callable

Step = Callable[[int, int], None]
"""`step(done, total)`; `total` is 0 while it is not known."""


def unseen(done: int, total: int) -> None:
    """The step of work whose progress nobody watches."""
