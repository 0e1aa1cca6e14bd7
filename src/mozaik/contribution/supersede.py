"""Which sealed sets stand together: none twice, and none beside the one that replaces it."""

from collections.abc import Sequence
from pathlib import Path

from mozaik.contribution.read import SealedSet
from mozaik.errors import RefusedError
from mozaik.parties import Authority
from mozaik.seal import Kind, TrustStore, verify_sealed


class NotCurrentError(RefusedError):
    """A set is given twice, or together with a set that supersedes it."""


class EndedError(NotCurrentError):
    """A sound set has ended: its owner superseded or withdrew it; what it replaced has ended with it."""


def refuse_repeats(sets: Sequence[SealedSet]) -> None:
    """NotCurrentError if two sets have one id, or one supersedes another of them.

    A set supersedes only sets of its own sender; a claim on another's set is refused as well.
    """
    by_id: dict[str, SealedSet] = {}
    for sealed_set in sets:
        if sealed_set.set_id in by_id:
            raise NotCurrentError(
                "two files have the same id",
                where=str(sealed_set.path),
                why=f"{by_id[sealed_set.set_id].path.name} has it too",
                remedy="give each file once",
            )
        by_id[sealed_set.set_id] = sealed_set
    for sealed_set in sets:
        for old in (by_id[name] for name in sealed_set.manifest.supersedes if name in by_id):
            if old.authority != sealed_set.authority:
                raise NotCurrentError(
                    "a file claims to supersede another owner's file",
                    where=str(sealed_set.path),
                    remedy="ask its sender to re-issue it",
                )
            raise NotCurrentError(
                "a file is superseded by another one given with it",
                where=str(old.path),
                why=f"{sealed_set.path.name} supersedes it",
                remedy="leave out the superseded file",
            )


def superseded_by(owner: Authority, old: Path, trust: TrustStore) -> tuple[str, ...]:
    """The ids that a set names which replaces the file `old`: its own, and all that it replaced itself.

    The seal is verified and the tables are not read: a file with a broken table is there to be replaced.
    Raises as `verify_sealed`, and RefusedError for what is no set of this owner.
    """
    manifest = verify_sealed(old, trust).manifest
    if manifest.kind not in (Kind.CONTRIBUTION, Kind.LIST):
        raise RefusedError(
            f"a {manifest.kind} cannot be superseded by a contribution or a list",
            where=str(old),
            remedy="give the contribution or the list that this one replaces",
        )
    if manifest.sender != owner:
        raise RefusedError(
            "only the owner supersedes a file",
            where=str(old),
            why=f"{manifest.sender} sealed it",
            remedy="give a file that your authority sealed",
        )
    return tuple(sorted({manifest.id, *manifest.supersedes}))
