"""Reading the bytes of a sealed file once, front to back, and comparing each with what it must be.

Decides nothing about keys. Refuses whatever the manifest, and the frame that follows from it, does not
determine. Sizes are bounded before anything is read into memory; members stream through in blocks.
"""

import hashlib
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from mozaik.seal.errors import ChangedError, ExtraMemberError, MissingMemberError, NotASealedFileError
from mozaik.seal.frame import LOCAL_FIXED, Entry, closing, local_header, local_size
from mozaik.seal.manifest import MANIFEST_LIMIT, Manifest, manifest_from_bytes, name_is_safe
from mozaik.seal.signatures import SIGNATURES_LIMIT, Signature, signatures_from_bytes

BLOCK = 1024 * 1024
_AGAIN = "do not use the file; ask the sender for it again"
_AGE = b"age-encryption.org/v1"


@dataclass(frozen=True, slots=True)
class Front:
    """The first two entries: the manifest with its exact bytes, and the signatures, not yet checked."""

    manifest: Manifest
    manifest_bytes: bytes
    signatures: tuple[Signature, ...]
    entries: tuple[Entry, Entry]


class HashedStream:
    """A stream read once, front to back, that knows the SHA-256 of what has been read."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream, self._digest = stream, hashlib.sha256()

    def read(self, size: int) -> bytes:
        """Up to `size` bytes; fewer only at the end."""
        data = self._stream.read(size)
        self._digest.update(data)
        return data

    def blocks(self, size: int) -> Iterator[bytes]:
        """The next `size` bytes in blocks; ends early where the file ends."""
        while size:
            data = self.read(min(BLOCK, size))
            if not data:
                return
            size -= len(data)
            yield data

    def sha256(self) -> str:
        """The digest of all bytes read so far, in hex."""
        return self._digest.hexdigest()


def read_front(stream: HashedStream, where: str) -> Front:
    """The manifest and the signatures; NotASealedFileError, ChangedError, or what their documents raise."""
    first, data = _read_small(stream, "manifest.json", 0, MANIFEST_LIMIT, where)
    manifest = manifest_from_bytes(data, where)
    second, listed = _read_small(stream, "signatures.json", first.end, SIGNATURES_LIMIT, where)
    return Front(manifest, data, signatures_from_bytes(listed, where), (first, second))


def read_members(stream: HashedStream, front: Front, where: str) -> tuple[Entry, ...]:
    """Check every member and the end of the file; return the members' entries in the order of the names.

    Raises MissingMemberError, ExtraMemberError or ChangedError.
    """
    entries = list(front.entries)
    for at in range(len(front.manifest.members)):
        entries.append(_read_member(stream, front.manifest, at, entries[-1].end, where))
    expected = closing(entries)
    header = stream.read(len(expected))
    if header[:4] == b"PK\x03\x04":
        raise ExtraMemberError(
            "it holds a member that its manifest does not name", where=where, remedy=_AGAIN
        )
    if header != expected:
        raise _changed("the directory at the end is not the one that its members determine", where)
    if stream.read(1):
        raise ExtraMemberError("bytes follow the end of the sealed file", where=where, remedy=_AGAIN)
    return tuple(entries[2:])


def _read_small(stream: HashedStream, name: str, offset: int, limit: int, where: str) -> tuple[Entry, bytes]:
    header = stream.read(local_size(name))
    if header.startswith(_AGE):
        raise NotASealedFileError(
            "this is an encrypted file",
            where=where,
            why="it is not yet opened",
            remedy="mozaik open FILE.age",
        )
    named = header[:4] == b"PK\x03\x04" and header[LOCAL_FIXED : LOCAL_FIXED + len(name)] == name.encode()
    if not named and header[:4] == b"PK\x03\x04" and not offset:
        raise NotASealedFileError(
            "not a sealed file",
            where=where,
            why="it is a ZIP that another program wrote, or wrote again",
            remedy="use the file as it was sent, and never unpack and pack it again",
        )
    if not named or len(header) < local_size(name):
        raise NotASealedFileError(
            "not a sealed file", where=where, why=f"{name} is not where it must be", remedy=_AGAIN
        )
    size = int.from_bytes(header[-16:-8], "little")
    if size > limit:
        raise NotASealedFileError(
            "not a sealed file", where=where, why=f"{name} is larger than {limit} bytes", remedy=_AGAIN
        )
    content = stream.read(size)
    entry = Entry(name, size, zlib.crc32(content), offset)
    if len(content) != size or local_header(entry) != header:
        raise _changed(f"{name} or its header has other bytes than were sealed", where)
    return entry, content


def _read_member(stream: HashedStream, manifest: Manifest, at: int, offset: int, where: str) -> Entry:
    member = manifest.members[at]
    header = stream.read(local_size(member.name))
    claimed = Entry(member.name, member.size, int.from_bytes(header[14:18], "little"), offset)
    if header != local_header(claimed):
        raise _header_fault(header, manifest, at, where)
    digest, crc, size = hashlib.sha256(), 0, 0
    for block in stream.blocks(member.size):
        digest.update(block)
        crc = zlib.crc32(block, crc)
        size += len(block)
    if size != member.size:
        raise _changed(f"the file ends within member {member.name}", where)
    if digest.hexdigest() != member.sha256 or crc != claimed.crc:
        raise _changed(f"member {member.name} has other bytes than were sealed", where)
    return claimed


def _header_fault(
    header: bytes, manifest: Manifest, at: int, where: str
) -> MissingMemberError | ExtraMemberError | ChangedError:
    """The error that best tells why a member's header is not the expected one."""
    member = manifest.members[at]
    length = int.from_bytes(header[26:28], "little")
    written_name = header[LOCAL_FIXED : LOCAL_FIXED + length].decode("ascii", "replace")
    missing = MissingMemberError(
        "a member is missing", where=where, why=f"{member.name} is named and not there", remedy=_AGAIN
    )
    if header[:4] == b"PK\x01\x02" or not header:
        return missing
    if header[:4] != b"PK\x03\x04" or written_name == member.name or len(header) < local_size(member.name):
        return _changed(f"the header of member {member.name} has other bytes than were sealed", where)
    if any(other.name == written_name for other in manifest.members):
        return missing
    shown = written_name if name_is_safe(written_name) else "with a name that is not allowed"
    return ExtraMemberError(
        "it holds a member that its manifest does not name", where=where, why=f"member {shown}", remedy=_AGAIN
    )


def _changed(why: str, where: str) -> ChangedError:
    return ChangedError("the file has been changed or damaged", where=where, why=why, remedy=_AGAIN)
