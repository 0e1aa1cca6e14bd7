"""Where attempts and used codes are counted: in the database, one writer at a time."""

from django.core.cache.backends.db import DatabaseCache

from mozaik.hub.database import one_writer


class Counted(DatabaseCache):
    """Django's cache in the database, in which two who add the same at once are never both the first.

    Django looks first and writes then; without the lock PostgreSQL would let both write over an entry that
    is too old, and a one-time code would be good twice.
    """

    def _base_set(self, *arguments: object, **more: object) -> bool | None:
        with one_writer():
            written: bool | None = super()._base_set(*arguments, **more)  # type: ignore[misc]
            return written
