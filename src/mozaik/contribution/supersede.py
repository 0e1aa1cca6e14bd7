"""Which sealed sets stand together: none twice, and none beside the one that replaces it."""

from collections.abc import Sequence

from mozaik.contribution.read import SealedSet
from mozaik.errors import RefusedError


class NotCurrentError(RefusedError):
    """A set is given twice, or together with a set that supersedes it."""


def refuse_repeats(sets: Sequence[SealedSet]) -> None:
    """NotCurrentError if two sets have one id, or one supersedes another of them.

    A set supersedes only sets of its own sender; a claim on another's set is refused as well.
    """
    by_id: dict[str, SealedSet] = {}
    for one in sets:
        if one.set_id in by_id:
            raise NotCurrentError(
                "two files have the same id",
                where=str(one.path),
                why=f"{by_id[one.set_id].path.name} has it too",
                remedy="give each file once",
            )
        by_id[one.set_id] = one
    for one in sets:
        for old in (by_id[name] for name in one.manifest.supersedes if name in by_id):
            if old.authority != one.authority:
                raise NotCurrentError(
                    "a file claims to supersede another owner's file",
                    where=str(one.path),
                    remedy="ask its sender to re-issue it",
                )
            raise NotCurrentError(
                "a file is superseded by another one given with it",
                where=str(old.path),
                why=f"{one.path.name} supersedes it",
                remedy="leave out the superseded file",
            )
