"""Encrypting sealed files to their recipients and opening them again, with age, as streams.

Encryption protects the way; it proves nothing about the sender. Whoever opens a file verifies it next.
"""

import io
from collections.abc import Sequence
from pathlib import Path

import pyrage

from mozaik.files import StorageError, written_whole
from mozaik.progress import Step
from mozaik.seal.errors import KeyFileError, NotForUsError
from mozaik.seal.keys import SigningKey
from mozaik.seal.manifest import Manifest
from mozaik.seal.trust import TrustedKey

_BEGINS = (b"age-encryption.org/", b"-----BEGIN AGE ENCRYPTED FILE-----")


def encrypt_to(source: Path, target: Path, recipients: Sequence[str], step: Step | None = None) -> None:
    """Write `source` encrypted to `age1...` recipients as `target`, whole or not at all.

    `step` is told the bytes read. KeyFileError without a recipient or if one is not an age
    recipient; memory use does not grow with size.
    """
    with _Counted(source, step) as reader:
        encrypt_stream(reader, target, recipients)


def encrypt_stream(reader: io.RawIOBase, target: Path, recipients: Sequence[str]) -> None:
    """As `encrypt_to`, of what a stream gives until its end; what the stream raises leaves no `target`."""
    try:
        keys = [pyrage.x25519.Recipient.from_str(text) for text in recipients]
    except pyrage.RecipientError as error:
        raise KeyFileError("a recipient is not an age recipient", remedy="give a key id or file") from error
    if not keys:
        raise KeyFileError("nobody to encrypt to", remedy="name a recipient")
    with written_whole(target) as writer:
        try:
            pyrage.encrypt_io(reader, writer, keys)
        except pyrage.EncryptError as error:  # wraps what the disk said
            raise StorageError(
                "the file cannot be encrypted", where=str(target), why=str(error), remedy="check free space"
            ) from error


def decrypt(source: Path, target: Path, *keys: SigningKey, step: Step | None = None) -> None:
    """Write what `source` holds for one of these keys as `target`, whole or not at all.

    NotForUsError if it is not an age file, is not encrypted to one of them, or was changed or cut; nothing
    of it is then kept.
    """
    identities = [key.identity for key in keys]
    _require_encrypted(source)
    with _Counted(source, step) as reader:
        try:
            with written_whole(target) as writer:
                pyrage.decrypt_io(reader, writer, identities)
        except (pyrage.DecryptError, OSError) as error:
            if isinstance(error, OSError) and error.errno is not None:
                raise
            raise NotForUsError(
                "the file cannot be opened",
                where=str(source),
                why="it is not encrypted to this key, or was changed or cut off on its way",
                remedy="check which key the sender used; else ask for the file again",
            ) from error


def _require_encrypted(source: Path) -> None:
    """NotForUsError for a file that nobody encrypted with age."""
    with source.open("rb") as stream:
        begins = stream.read(64)
    if not begins.startswith(_BEGINS):
        raise NotForUsError(
            "this file is not encrypted",
            where=str(source),
            why="it is a sealed file as it is"
            if begins.startswith(b"PK")
            else "it does not begin as age does",
            remedy="use it as it is; mozaik verify says whether it is sound",
        )


def check_recipient(manifest: Manifest, key: TrustedKey, where: str) -> None:
    """NotForUsError if a sealed file is not meant for the holder of a key, or the key is revoked.

    A file without recipients may go to anybody who is trusted; a recipient that is a country alone stands
    for every authority of it; the sender may always keep a copy.
    """
    if key.revoked_at is not None:
        raise NotForUsError(
            "a recipient's key has been revoked",
            where=where,
            why=f"key {key.key_id[:16]} was revoked at {key.revoked_at}",
            remedy="ask the recipient for a new public key",
        )
    meant = any(named.covers(key.authority) for named in manifest.recipients)
    if manifest.recipients and not meant and key.authority != manifest.sender:
        raise NotForUsError(
            "the file is not meant for this recipient",
            where=where,
            why=f"it names {', '.join(manifest.recipients)}, the key belongs to {key.authority}",
            remedy="ask the sender to seal a file for that authority",
        )


class _Counted(io.FileIO):
    """A file that tells how much of it has been read."""

    def __init__(self, path: Path, step: Step | None) -> None:
        super().__init__(path, "rb")
        self._step, self._total, self._told = step, path.stat().st_size, 0

    def readinto(self, buffer: bytearray | memoryview) -> int | None:  # type: ignore[override]
        count = super().readinto(buffer)
        self._tell()
        return count

    def read(self, size: int | None = -1) -> bytes | None:  # type: ignore[override]
        data = super().read(-1 if size is None else size)
        self._tell()
        return data

    def _tell(self) -> None:
        if self._step and (self.tell() >= self._told + 1024 * 1024 or self.tell() == self._total):
            self._told = self.tell()
            is_done = self._told == self._total
            self._step(int(is_done), 1, self._told, self._total)
