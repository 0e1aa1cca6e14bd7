"""Reading sealed files, and comparing all of them with each other."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from mozaik.contribution import SealedSet, read_set
from mozaik.crosscheck import Confirmed, CrosscheckSummary, Parameters, crosscheck
from mozaik.operation import SignedOperation
from mozaik.progress import Step, file_by_file
from mozaik.seal import TrustStore


@dataclass(frozen=True, slots=True)
class Given:
    """The verified sets of one comparison, and those that were refused because they had ended."""

    contributions: tuple[SealedSet, ...]
    lists: tuple[SealedSet, ...]
    ended: tuple[SealedSet, ...] = ()


def read_sets(files: Sequence[Path], trust: TrustStore, step: Step | None = None) -> list[SealedSet]:
    """The contributions and lists in the files, each verified first; raises as `read_set`.

    The first that is not sound stops all, unlike at the door of a cross-check (`admit`): a figure over fewer
    files than were given would be wrong.
    `step` counts files and their bytes.
    """
    return [read_set(path, trust) for path in file_by_file(files, step)]


def compare(
    given: Given,
    work: Path,
    now: datetime,
    parameters: Parameters | None = None,
    step: Step | None = None,
    *,
    replace: bool = False,
    confirmed: Confirmed | None = None,
    operation: SignedOperation | None = None,
) -> CrosscheckSummary:
    """Compare contributions with each other and with lists, and write the folder WORK; tells no hit.

    `confirmed` names the sets that may leave a replaced WORK; `operation` comes into force beside it. Raises
    as the cross-check does, for sets that must not be compared together, and for a WORK that exists.
    """
    return crosscheck(
        given.contributions,
        given.lists,
        work,
        parameters,
        now=now,
        step=step,
        replace=replace,
        confirmed=confirmed,
        ended=given.ended,
        operation=operation,
    )
