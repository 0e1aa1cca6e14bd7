"""Where what lasts lies: the folder of acts, and apart from it the folder of secrets.

Of a WORK on the command line they are `WORK.acts` and `WORK.secrets` beside it: whoever deletes WORK deletes
nothing that cannot be computed again.
"""

import secrets
import shutil
from dataclasses import dataclass
from pathlib import Path

from mozaik.aside import Aside
from mozaik.errors import InvalidInputError, RefusedError
from mozaik.files import (
    force_folder,
    make_private_folder,
    one_at_a_time,
    require_private,
    scratch_folder,
    storage_errors,
    written_whole,
)

KEY_BYTES = 32
OPERATION_KEY = "operation.key"


@dataclass(frozen=True, slots=True)
class Acts:
    """The folder of what lasts, and the folder of secrets; both private."""

    folder: Path
    secrets: Path

    @staticmethod
    def beside(work: Path) -> "Acts":
        """The acts that belong to a WORK: `WORK.acts`, with `WORK.secrets`."""
        work = work.absolute()
        return Acts(work.with_name(f"{work.name}.acts"), work.with_name(f"{work.name}.secrets"))

    @property
    def exist(self) -> bool:
        """Whether these acts were begun."""
        return self.folder.is_dir()

    def begin(self, key: bytes | None = None) -> None:
        """Begin acts that do not exist, with the operation's key, 32 bytes, random unless stated.

        A key that lies in the folder of secrets already stays; RefusedError if another one is stated, and
        InvalidInputError for one that is not 32 bytes.
        """
        if key is not None:
            self._check(key)
        with one_at_a_time(self.folder):
            make_private_folder(self.secrets)
            if not self._key_path.exists():
                with written_whole(self._key_path) as stream:
                    stream.write(key or secrets.token_bytes(KEY_BYTES))
            elif key not in (None, self.operation_key()):
                raise RefusedError(
                    "there is another key of the operation already",
                    where=str(self._key_path),
                    remedy="give no key, or name another WORK",
                )
            make_private_folder(self.folder)

    def take_over(self, old: Path) -> None:
        """Begin acts with what lay in the folder of acts inside an older WORK; nothing if they exist.

        The old folder stays as it is. A crash leaves no acts, or all of them.
        """
        with one_at_a_time(self.folder):
            if self.exist:
                return
            self._check(_bytes_of(old / OPERATION_KEY))
            make_private_folder(self.secrets)
            with written_whole(self._key_path) as stream:
                stream.write(_bytes_of(old / OPERATION_KEY))
            with scratch_folder(self.folder, Aside.PART) as partial, storage_errors(old):
                _copy(old, partial)
                partial.rename(self.folder)
                force_folder(self.folder.parent)

    def operation_key(self) -> bytes:
        """The HMAC key of references and tickets; InvalidInputError where it is missing or damaged."""
        key = _bytes_of(self._key_path)
        self._check(key)
        return key

    def require_private(self) -> None:
        """RefusedError if others may read acts or secrets; InvalidInputError where they are missing."""
        if not self.exist:
            raise InvalidInputError(
                "the acts of this WORK are missing",
                where=str(self.folder),
                remedy="put them back from a backup; for a new operation run mozaik crosscheck",
            )
        folders = (self.folder, self.secrets)
        require_private(place for folder in folders for place in (folder, *folder.glob("*")))

    def chain_of(self, authority: str) -> Path:
        """Where an authority's own chain lies."""
        return self.folder / "chains" / f"{authority}.jsonl"

    def _check(self, key: bytes) -> None:
        if len(key) != KEY_BYTES:
            raise InvalidInputError(
                f"{OPERATION_KEY} is missing or damaged",
                where=str(self.secrets),
                why=f"it must hold {KEY_BYTES} bytes",
                remedy="restore it from a backup: without it references and tickets change",
            )

    @property
    def _key_path(self) -> Path:
        return self.secrets / OPERATION_KEY


def _bytes_of(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""


def _copy(old: Path, new: Path) -> None:
    """Copy all acts but the secrets, private, and on the disk when this returns."""
    for place in old.iterdir():
        if place.is_dir():
            shutil.copytree(place, new / place.name)
        elif place.name != OPERATION_KEY:
            shutil.copyfile(place, new / place.name)
    for path in [new, *new.rglob("*")]:
        path.chmod(0o700 if path.is_dir() else 0o600)
        force_folder(path)
