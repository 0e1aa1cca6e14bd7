"""The folder of what lasts, and the key of the operation in it."""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from mozaik.errors import InvalidInputError
from mozaik.files import PRIVATE

KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class Acts:
    """The folder of what lasts, wherever it lies; whoever gives it keeps it in its place meanwhile."""

    folder: Path

    def begin(self, key: bytes | None = None) -> None:
        """Give the folder the operation's key, 32 bytes, random unless stated; InvalidInputError if not."""
        key = secrets.token_bytes(KEY_BYTES) if key is None else key
        self._check(key)
        with os.fdopen(os.open(self._key_path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE), "wb") as file:
            file.write(key)

    def operation_key(self) -> bytes:
        """The HMAC key of references and tickets; InvalidInputError where it is missing or damaged."""
        key = self._key_path.read_bytes() if self._key_path.is_file() else b""
        self._check(key)
        return key

    def _check(self, key: bytes) -> None:
        if len(key) != KEY_BYTES:
            raise InvalidInputError(
                "operation.key is missing or damaged",
                where=str(self.folder),
                why=f"it must hold {KEY_BYTES} bytes",
                remedy="restore it from a backup: without it references and tickets change",
            )

    def chain_of(self, authority: str) -> Path:
        """Where an authority's own chain lies."""
        return self.folder / "chains" / f"{authority}.jsonl"

    @property
    def _key_path(self) -> Path:
        return self.folder / "operation.key"
