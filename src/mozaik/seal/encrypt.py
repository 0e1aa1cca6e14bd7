"""Encrypting sealed files to their recipients and opening them again, with age, as streams.

Encryption protects the way; it proves nothing about the sender. Whoever opens a file verifies it next.
"""

from collections.abc import Sequence
from pathlib import Path

import pyrage

from mozaik.files import written_whole
from mozaik.seal.errors import KeyFileError, NotForUsError


def encrypt_to(source: Path, target: Path, recipients: Sequence[str]) -> None:
    """Write `source` encrypted to `age1...` recipients as `target`, whole or not at all.

    KeyFileError without a recipient or if one is not an age recipient; memory use does not grow with size.
    """
    try:
        keys = [pyrage.x25519.Recipient.from_str(text) for text in recipients]
    except pyrage.RecipientError as error:
        raise KeyFileError("a recipient is not an age recipient", remedy="give a key id or file") from error
    if not keys:
        raise KeyFileError("nobody to encrypt to", remedy="name a recipient")
    with source.open("rb") as reader, written_whole(target) as writer:
        pyrage.encrypt_io(reader, writer, keys)


def decrypt(source: Path, target: Path, identity: pyrage.x25519.Identity) -> None:
    """Write what `source` holds for this identity as `target`, whole or not at all.

    NotForUsError if it is not encrypted to this identity, is not an age file, or was changed or cut off;
    nothing of it is then kept.
    """
    with source.open("rb") as reader:
        try:
            with written_whole(target) as writer:
                pyrage.decrypt_io(reader, writer, [identity])
        except (pyrage.DecryptError, OSError) as error:
            if isinstance(error, OSError) and error.errno is not None:
                raise
            raise NotForUsError(
                "the file cannot be opened",
                where=str(source),
                why="it is not encrypted to this key, or was changed or cut off on its way",
                remedy="check which key the sender used; else ask for the file again",
            ) from error
