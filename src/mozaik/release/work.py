"""A cross-check as the release room opens it: WORK, the acts of people beside it, and who takes part."""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Protocol

from mozaik.acts import Acts, Governing, accept_operation, governing_versions
from mozaik.errors import RefusedError
from mozaik.operation import Operation, SignedOperation
from mozaik.release.memory import Memory, memory_for
from mozaik.seal import TrustStore
from mozaik.work import WorkFolder


class Governed(Protocol):
    """What a reading is governed by and logged in: a WORK, or what lies beside one."""

    @property
    def acts(self) -> Acts:
        """The chains of people."""

    @property
    def operation(self) -> Operation:
        """The operation in force."""


@dataclass(frozen=True, slots=True)
class Work(WorkFolder):
    """An opened WORK folder with its acts, the operation's HMAC key, and whose signatures count.

    `versions` are the accepted operation files, the last one in force; `memory` is what was worked out since
    it was opened.
    """

    acts: Acts
    key: bytes
    trust: TrustStore
    versions: tuple[Governing, ...]
    memory: Memory = field(default_factory=Memory, compare=False, repr=False)

    @staticmethod
    def open(path: Path, trust: TrustStore) -> "Work":
        """Open a WORK folder; RefusedError if others may read it, InvalidInputError if it is not one."""
        folder = WorkFolder.open_folder(path)
        acts = Acts.beside(folder.path)
        acts.require_private()
        key, versions = acts.operation_key(), governing_versions(acts)
        opened = (folder.path, folder.generation, folder.description, folder.hold)
        stated = (folder.identity, key, trust.keys, tuple(version.digest for version in versions))
        return Work(*opened, acts, key, trust, versions, memory_for(folder.path, stated))

    @property
    def operation(self) -> Operation:
        """The operation in force; RefusedError where none is, or where WORK belongs to another one."""
        if not self.versions:
            raise RefusedError(
                "no operation file governs this WORK, so nobody reads it",
                where=str(self.path),
                why="lead and coordinator sign who takes part",
                remedy="mozaik operation use FILE --work WORK",
            )
        operation, pinned = self.versions[-1].operation, self.description.operation_digest
        known = {version.digest for version in self.versions}
        if operation.edition != self.description.edition or (pinned and pinned not in known):
            raise RefusedError(
                "the operation file in force is not the one of this WORK",
                where=str(self.path),
                why="the edition, or the file that was in force when it was computed, is another",
                remedy="run mozaik crosscheck --replace --operation FILE",
            )
        return operation


def bring_into_force(work: Work, signed: SignedOperation, now: datetime) -> None:
    """Accept a verified operation file beside WORK; raises as `accept_operation`.

    RefusedError for a file of another edition, or of an exercise beside real data.
    """
    described = work.description
    if (signed.operation.edition, signed.synthetic) != (described.edition, described.synthetic):
        raise RefusedError(
            "the operation file does not fit this WORK",
            where=str(signed.path),
            why="it is of another edition, or one of the two is synthetic",
            remedy="give the operation file of this edition",
        )
    accept_operation(work.acts, signed, now)
