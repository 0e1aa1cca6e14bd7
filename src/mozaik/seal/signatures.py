"""The document `signatures.json`, and the rule of who must have signed which kind of file."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from mozaik.canonical import JsonValue, from_canonical, is_number, to_canonical
from mozaik.parties import Authority
from mozaik.seal.errors import (
    BadSignatureError,
    RevokedKeyError,
    SamePersonError,
    SurplusSignatureError,
    TooFewSignaturesError,
    UnknownKeyError,
    WrongRoleError,
    WrongSenderError,
)
from mozaik.seal.keys import signature_fits
from mozaik.seal.manifest import DIGEST, SECOND, Kind, Manifest, Role
from mozaik.seal.trust import TrustedKey, TrustStore

SIGNATURES_LIMIT = 64 * 1024
_SIGNATURE = re.compile(r"[0-9a-f]{128}", re.ASCII)
_FIELDS = frozenset({"key", "role", "signature"})
_TO_SIGN = {
    Kind.PACKAGE: "have it signed with: mozaik release",
    Kind.OPERATION: "have lead and coordinator sign it with: mozaik operation sign",
    Kind.ANNOUNCEMENT: "have a person of the other authority sign it with: mozaik announce approve",
}
_BY_RULE = (Kind.DELIVERY, Kind.RECEIPT, Kind.READING, Kind.JUDGEMENTS, Kind.RECALL, Kind.NOTICE)
_ROLES = {Kind.PACKAGE: Role.RELEASER, **dict.fromkeys(_BY_RULE, Role.NODE)}


@dataclass(frozen=True, slots=True)
class Signature:
    """One entry of `signatures.json`: the key's id, the role, and 64 bytes over role and manifest."""

    key_id: str
    role: Role
    signature: bytes


@dataclass(frozen=True, slots=True)
class Signed:
    """A signature that fits: the trusted key that made it, and in which role."""

    key: TrustedKey
    role: Role


def role_for(kind: Kind) -> Role:
    """The role in which a kind of file is signed: packages by releasers, what goes by rule by a node."""
    return _ROLES.get(kind, Role.OWNER)


def signatures_needed(kind: Kind) -> int:
    """How many different persons must sign a kind of file."""
    return 2 if kind is Kind.PACKAGE or kind in SECOND else 1


def how_many_sign(kind: Kind) -> str:
    """How many persons sign a kind of file, in words."""
    return "two persons" if signatures_needed(kind) == 2 else "one person"


def signatures_to_bytes(signatures: Sequence[Signature]) -> bytes:
    """The canonical bytes of `signatures.json`, ordered by key id."""
    entries: list[JsonValue] = [
        {"key": signature.key_id, "role": str(signature.role), "signature": signature.signature.hex()}
        for signature in sorted(signatures, key=lambda signature: signature.key_id)
    ]
    return to_canonical({"format": 1, "signatures": entries})


def signatures_from_bytes(data: bytes, where: str) -> tuple[Signature, ...]:
    """The signatures in canonical bytes; NotCanonicalError or BadSignatureError, naming `where`."""
    value = from_canonical(data, f"{where}: signatures.json")
    if not isinstance(value, Mapping) or set(value) != {"format", "signatures"}:
        raise _bad("signatures.json is not an object with format and signatures", where)
    if not is_number(value["format"], 1):
        raise _bad("the format of signatures.json is not the number 1", where)
    entries = value["signatures"]
    if not isinstance(entries, list) or not all(_is_entry(entry) for entry in entries):
        raise _bad("an entry is not key, role and signature in lower-case hex", where)
    signatures = tuple(
        Signature(entry["key"], Role(entry["role"]), bytes.fromhex(entry["signature"]))
        for entry in cast("list[dict[str, str]]", entries)
    )
    ids = [signature.key_id for signature in signatures]
    if len(set(ids)) != len(ids):
        raise SamePersonError(
            "one key signed twice", where=where, remedy="each signature needs its own person"
        )
    if ids != sorted(ids):
        raise _bad("the signatures are not ordered by key", where)
    return signatures


def check_signers(
    manifest: Manifest, data: bytes, signatures: Sequence[Signature], trust: TrustStore, where: str
) -> tuple[Signed, ...]:
    """The signers of manifest bytes, each checked by itself; too few are the caller's business.

    Every signature must count: one that does not fit refuses the file, whatever the others say. Raises
    UnknownKeyError, RevokedKeyError, BadSignatureError, WrongRoleError, WrongSenderError, SamePersonError,
    and SurplusSignatureError for more than the kind of file needs: nothing signs the set of signers, so
    whoever carries the file could take a surplus one away unseen.
    """
    signed = tuple(_check_one(manifest, data, signature, trust, where) for signature in signatures)
    if len({key.key.reference for key in signed}) != len(signed):
        raise SamePersonError(
            "one person signed twice",
            where=where,
            why="two signatures are by keys of the same person",
            remedy="have another person sign",
        )
    if len(signed) > signatures_needed(manifest.kind):
        raise SurplusSignatureError(
            f"a {manifest.kind} is signed by {how_many_sign(manifest.kind)}",
            where=where,
            why=f"it has {len(signed)}, and one could be taken away unseen",
            remedy="ask the sender to seal it again, signed by as many persons as the format says",
        )
    check_authorities(manifest, [key.key.authority for key in signed], where)
    return signed


def check_authorities(manifest: Manifest, signed_by: Sequence[Authority], where: str) -> None:
    """WrongSenderError if two signatures are of one authority where each belongs to another."""
    missing = Counter(manifest.signers) - Counter(signed_by)
    if len(signed_by) + missing.total() > len(manifest.signers):
        raise WrongSenderError(
            "two signatures are of one authority",
            where=where,
            why=f"one of {' and of '.join(sorted(missing))} is missing",
            remedy="have a person of each of the two authorities sign",
        )


def check_enough(manifest: Manifest, count: int, where: str) -> None:
    """TooFewSignaturesError if fewer persons signed than this kind of file needs."""
    needed = signatures_needed(manifest.kind)
    if count < needed:
        raise TooFewSignaturesError(
            f"too few persons have signed this {manifest.kind}",
            where=where,
            why=f"signatures as {role_for(manifest.kind)}: {count} of {needed}",
            remedy=_TO_SIGN.get(manifest.kind, "ask the sender to seal it again"),
        )


def _check_one(
    manifest: Manifest, data: bytes, signature: Signature, trust: TrustStore, where: str
) -> Signed:
    key = trust.find(signature.key_id)
    name = f"key {signature.key_id[:16]}"
    if key is None:
        raise UnknownKeyError(
            "signed by a key that is not trusted here",
            where=where,
            why=f"{name} is not in the trust store",
            remedy="ask the sender for the public key over another channel, then: mozaik keys trust FILE",
        )
    if key.revoked_at is not None:
        raise RevokedKeyError(
            "signed by a revoked key",
            where=where,
            why=f"{name} was revoked at {key.revoked_at}",
            remedy="ask the sender to seal the file again with a valid key",
        )
    if not signature_fits(bytes.fromhex(key.public_key), signature.signature, signature.role, data):
        raise BadSignatureError(
            "a signature does not fit",
            where=where,
            why=f"the manifest, or the role, is not what {name} signed",
            remedy="do not use the file; ask the sender for it again",
        )
    check_role(manifest, signature.role, where)
    if signature.role not in key.roles:
        raise _wrong_role(f"{name} may only sign as {', '.join(key.roles)}", manifest, where)
    check_sender(manifest, key.authority, where)
    return Signed(key, signature.role)


def check_role(manifest: Manifest, role: Role, where: str) -> None:
    """WrongRoleError if this kind of file is not signed in this role."""
    if role is not role_for(manifest.kind):
        raise _wrong_role(f"it is signed as {role}", manifest, where)


def check_sender(manifest: Manifest, authority: str, where: str) -> None:
    """WrongSenderError if the signer's authority is not one of those that sign this file."""
    if authority not in manifest.signers:
        raise WrongSenderError(
            "signed by another authority than the sender",
            where=where,
            why=f"it is signed by {' and '.join(dict.fromkeys(manifest.signers))}, "
            f"the key belongs to {authority}",
            remedy="sign with a key of one of these",
        )


def _wrong_role(why: str, manifest: Manifest, where: str) -> WrongRoleError:
    return WrongRoleError(
        f"a {manifest.kind} is signed in the role {role_for(manifest.kind)}",
        where=where,
        why=why,
        remedy="sign with a key that the trust store allows this role",
    )


def _is_entry(entry: object) -> bool:
    return (
        isinstance(entry, dict)
        and set(entry) == _FIELDS
        and all(isinstance(text, str) for text in entry.values())
        and bool(DIGEST.fullmatch(entry["key"]))
        and entry["role"] in list(Role)
        and bool(_SIGNATURE.fullmatch(entry["signature"]))
    )


def _bad(why: str, where: str) -> BadSignatureError:
    return BadSignatureError(
        "the signatures cannot be read", where=where, why=why, remedy="ask the sender to seal the file again"
    )
