"""Writing sealed files: the same facts and keys give the same bytes, written whole or not at all."""

import hashlib
import io
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from mozaik.files import written_whole
from mozaik.seal.errors import ChangedError, SamePersonError, SurplusSignatureError, UnknownKeyError
from mozaik.seal.frame import Entry, closing, local_header
from mozaik.seal.keys import SigningKey, signed_bytes
from mozaik.seal.manifest import Kind, Manifest, Member, Role
from mozaik.seal.read import BLOCK
from mozaik.seal.signatures import (
    Signature,
    Signed,
    check_authorities,
    check_enough,
    check_role,
    check_sender,
    check_signers,
    how_many_sign,
    signatures_needed,
    signatures_to_bytes,
)
from mozaik.seal.trust import TrustStore
from mozaik.seal.verify import Verified, inspect_draft
from mozaik.seal.window import Window

Content = bytes | Path
DRAFTED = (Kind.PACKAGE, Kind.OPERATION, Kind.ANNOUNCEMENT)
"""Kinds that are written before they are signed, and signed one person after the other."""
Signer = tuple[SigningKey, Role]


@dataclass(frozen=True, slots=True)
class _Part:
    """A member to be written: its manifest entry, CRC-32, and where its bytes come from."""

    member: Member
    crc: int
    content: Content | Window


def write_sealed(
    path: Path, manifest: Manifest, members: Mapping[str, Content], signatures_by: Sequence[Signer]
) -> Manifest:
    """Seal members into `path` and return the manifest with them in it.

    `members` maps a name to bytes or to a file, which is read in blocks; `signatures_by` holds keys with
    their roles. A kind that two persons sign may have fewer signatures and is then a draft;
    every other kind needs its owner. Raises BadManifestError for bad names, SignerError when a key may not
    sign, and ChangedError if a file changes while it is read; `path` is then as it was before.
    """
    parts, full = _measured(manifest, members)
    data = full.to_bytes()
    for key, role in signatures_by:
        check_role(full, role, str(path))
        check_sender(full, key.authority, str(path))
    if len({key.reference for key, _ in signatures_by}) != len(signatures_by):
        raise SamePersonError("one person signs twice", where=str(path), remedy="have another person sign")
    if len(signatures_by) > signatures_needed(full.kind):
        raise SurplusSignatureError(
            f"a {full.kind} is signed by {how_many_sign(full.kind)}",
            where=str(path),
            remedy="sign with fewer keys",
        )
    check_authorities(full, [key.authority for key, _ in signatures_by], str(path))
    if full.kind not in DRAFTED:
        check_enough(full, len(signatures_by), str(path))
    signatures = [Signature(key.key_id, role, key.sign(role, data)) for key, role in signatures_by]
    _write(Path(path), data, signatures, parts)
    return full


def sealing_to_sign(manifest: Manifest, members: Mapping[str, Content], role: Role) -> bytes:
    """What a person signs elsewhere to seal these members in a role."""
    return signed_bytes(role, _measured(manifest, members)[1].to_bytes())


def write_signed(
    path: Path, manifest: Manifest, members: Mapping[str, Content], signature: Signature, trust: TrustStore
) -> Manifest:
    """As `write_sealed`, by one signature that its person made elsewhere, of `sealing_to_sign`.

    Raises as `check_signers` for a signature that does not count here, and TooFewSignaturesError for a kind
    that one signature does not seal.
    """
    parts, full = _measured(manifest, members)
    data = full.to_bytes()
    check_signers(full, data, [signature], trust, str(path))
    check_enough(full, 1, str(path))
    _write(Path(path), data, [signature], parts)
    return full


def add_signature(path: Path, key: SigningKey, role: Role, target: Path, trust: TrustStore) -> Manifest:
    """Write `target` as the file `path` with one signature more, and return its manifest.

    The file is verified first. Raises what verification raises, and SignerError if the key is not trusted
    here, may not sign, or is of a person who signed already. `target` may be `path`.
    """
    draft = inspect_draft(path, trust)
    return _signed(draft, _signature_by(draft, key, role, trust), target, trust)


def attach_signature_to(path: Path, signature: Signature, target: Path, trust: TrustStore) -> Manifest:
    """As `add_signature`, with a signature that its person made elsewhere, of `manifest_to_sign`."""
    return _signed(inspect_draft(path, trust), signature, target, trust)


def manifest_to_sign(draft: Verified, role: Role) -> bytes:
    """What a person signs elsewhere to sign a draft in a role."""
    return signed_bytes(role, draft.front.manifest_bytes)


def check_may_sign(path: Path, key: SigningKey, role: Role, trust: TrustStore) -> None:
    """Raise what `add_signature` would raise for this file and key; nothing is written."""
    draft = inspect_draft(path, trust)
    check_signature_of(draft, _signature_by(draft, key, role, trust), trust)


def check_signature_of(draft: Verified, signature: Signature, trust: TrustStore) -> tuple[Signed, ...]:
    """Who has signed a draft once a signature more is in it; raises as `attach_signature_to`."""
    signatures = [*draft.front.signatures, signature]
    return check_signers(draft.manifest, draft.front.manifest_bytes, signatures, trust, str(draft.path))


def _signed(draft: Verified, signature: Signature, target: Path, trust: TrustStore) -> Manifest:
    check_signature_of(draft, signature, trust)
    parts = [
        _Part(member, entry.crc, draft.window(member.name))
        for member, entry in zip(draft.manifest.members, draft.entries, strict=True)
    ]
    _write(Path(target), draft.front.manifest_bytes, [*draft.front.signatures, signature], parts)
    return draft.manifest


def _signature_by(draft: Verified, key: SigningKey, role: Role, trust: TrustStore) -> Signature:
    """The signature of a key at hand; UnknownKeyError if the trust store lists it for another person."""
    known = trust.find(key.key_id)
    if known is not None and known.reference != key.reference:
        raise UnknownKeyError(
            "the trust store lists this key for another person",
            where=str(draft.path),
            remedy="mozaik keys list",
        )
    return Signature(key.key_id, role, key.sign(role, draft.front.manifest_bytes))


def _measured(manifest: Manifest, members: Mapping[str, Content]) -> tuple[list[_Part], Manifest]:
    """The members, in order, and the manifest with them in it."""
    parts = [_measure(name, content) for name, content in sorted(members.items())]
    return parts, replace(manifest, members=tuple(part.member for part in parts))


def _measure(name: str, content: Content) -> _Part:
    """Size, digest and CRC-32 of a member, its content read in blocks."""
    digest, crc, size = hashlib.sha256(), 0, 0
    for block in _blocks(content):
        digest.update(block)
        crc = zlib.crc32(block, crc)
        size += len(block)
    return _Part(Member(name, size, digest.hexdigest()), crc, content)


def _write(path: Path, data: bytes, signatures: Sequence[Signature], parts: Sequence[_Part]) -> None:
    small = [("manifest.json", data), ("signatures.json", signatures_to_bytes(signatures))]
    front = [_measure(name, content) for name, content in small]
    entries: list[Entry] = []
    with written_whole(path) as stream:
        for part in (*front, *parts):
            offset = entries[-1].end if entries else 0
            entries.append(Entry(part.member.name, part.member.size, part.crc, offset))
            stream.write(local_header(entries[-1]))
            _copy(part, stream, path)
        stream.write(closing(entries))


def _copy(part: _Part, sink: BinaryIO, path: Path) -> None:
    digest = hashlib.sha256()
    for block in _blocks(part.content):
        digest.update(block)
        sink.write(block)
    if digest.hexdigest() != part.member.sha256:
        raise ChangedError(
            "a member changed while it was being sealed",
            where=str(path),
            why=f"the content of {part.member.name} is no longer what was measured",
            remedy="seal again when nothing writes to it",
        )


def _blocks(content: Content | Window) -> Iterator[bytes]:
    with io.BytesIO(content) if isinstance(content, bytes) else _opened(content) as stream:
        while block := stream.read(BLOCK):
            yield block


def _opened(content: Path | Window) -> BinaryIO:
    return content.open() if isinstance(content, Window) else content.open("rb")
