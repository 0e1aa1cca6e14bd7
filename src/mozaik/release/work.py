"""A cross-check as the release room opens it: the folder WORK, and the acts of people that lie beside it."""

from dataclasses import dataclass
from pathlib import Path

from mozaik.acts import Acts
from mozaik.seal import TrustStore
from mozaik.work import WorkFolder


@dataclass(frozen=True, slots=True)
class Work(WorkFolder):
    """An opened WORK folder with its acts, the operation's HMAC key, and whose signatures count."""

    acts: Acts
    key: bytes
    trust: TrustStore

    @staticmethod
    def open(path: Path, trust: TrustStore) -> "Work":
        """Open a WORK folder; RefusedError if others may read it, InvalidInputError if it is not one."""
        folder = WorkFolder.open_folder(path)
        acts = Acts.beside(folder.path)
        acts.require_private()
        return Work(
            folder.path, folder.generation, folder.description, folder.hold, acts, acts.operation_key(), trust
        )
