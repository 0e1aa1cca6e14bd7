"""Statements: what one person says and signs apart from any sealed file, such as a judgement.

    signed bytes = "mozaik statement 1" LF, role LF, canonical JSON of the statement

Who prepares a statement need not hold the key: `bytes_to_sign` goes to the person, and `attach_signature`
takes what the person's own machine signed. A statement is signed in the role `owner`, the person speaks for
its authority, or in the role `releaser`, as the release of a package is. Nobody signs another's statement,
and a revoked key signs no new one; what it signed before it was revoked stands, where the receiver's own
chain says that it came before.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from mozaik.canonical import JsonValue, to_canonical
from mozaik.parties import PersonRef
from mozaik.seal import ed25519
from mozaik.seal.errors import (
    BadSignatureError,
    RevokedKeyError,
    UnknownKeyError,
    WrongRoleError,
    WrongSenderError,
)
from mozaik.seal.keys import SigningKey, statement_bytes
from mozaik.seal.manifest import DIGEST, Role
from mozaik.seal.trust import TrustedKey, TrustStore

_SIGNATURE = re.compile(r"[0-9a-f]{128}", re.ASCII)
_FIELDS = frozenset({"statement", "key", "signature"})
_NOT_IN_ROLE = {
    Role.OWNER: "signed by a key that may not speak for its authority",
    Role.RELEASER: "signed by a key that may not release",
}

Statement = Mapping[str, JsonValue]
"""What is said, as a JSON object without fractions."""


@dataclass(frozen=True, slots=True)
class SignedStatement:
    """A statement, the id of the key that signed it, and the 64 bytes; nothing is checked yet."""

    statement: Statement
    key_id: str
    signature: bytes

    def to_json(self) -> dict[str, JsonValue]:
        """The three as a JSON object, key and signature in lower-case hex."""
        return {"statement": self.statement, "key": self.key_id, "signature": self.signature.hex()}

    @staticmethod
    def from_json(value: object, where: str) -> "SignedStatement":
        """The signed statement in a JSON object; BadSignatureError, naming `where`, for any other value."""
        if not isinstance(value, Mapping) or set(value) != _FIELDS:
            raise _unreadable(where)
        statement, key_id, signature = value["statement"], value["key"], value["signature"]
        if (
            not isinstance(statement, Mapping)
            or not isinstance(key_id, str)
            or not isinstance(signature, str)
        ):
            raise _unreadable(where)
        if not DIGEST.fullmatch(key_id) or not _SIGNATURE.fullmatch(signature):
            raise _unreadable(where)
        return SignedStatement(statement, key_id, bytes.fromhex(signature))


def bytes_to_sign(statement: Statement, role: Role = Role.OWNER) -> bytes:
    """What a person signs to make a statement; NotCanonicalError for what has no canonical form."""
    return statement_bytes(role, to_canonical(statement))


def attach_signature(
    statement: Statement, person: PersonRef, key_id: str, signature: bytes, trust: TrustStore
) -> SignedStatement:
    """The statement with the signature that its person made of its bytes; raises as `check_statement`."""
    signed = SignedStatement(statement, key_id, signature)
    check_statement(signed, person, trust, where=f"the statement of {person.authority}")
    return signed


def sign_statement(statement: Statement, key: SigningKey, role: Role = Role.OWNER) -> SignedStatement:
    """The statement signed by a key at hand; whether the key counts is checked by whoever receives it."""
    return SignedStatement(statement, key.key_id, key.sign_statement(role, to_canonical(statement)))


def check_statement(
    signed: SignedStatement,
    person: PersonRef,
    trust: TrustStore,
    *,
    at: str | None = None,
    where: str,
    role: Role = Role.OWNER,
) -> TrustedKey:
    """The trusted key that signed a statement as this person; raises when it does not count.

    `at` is when the receiver accepted it, UTC as `2023-11-20T09:00:00Z`, by the receiver's own chain; None
    is now: a new statement. Raises UnknownKeyError, RevokedKeyError if the key was revoked by then,
    WrongSenderError for another person's key, WrongRoleError for a key that may not sign in this role, and
    BadSignatureError.
    """
    key = require_signer(signed.key_id, person, trust, at=at, where=where, role=role)
    said = bytes_to_sign(signed.statement, role)
    if not ed25519.fits(bytes.fromhex(key.public_key), signed.signature, said):
        raise BadSignatureError(
            "a signature does not fit its statement",
            where=where,
            why=f"key {key.key_id[:16]} signed something else",
            remedy="keep it for inquiry, and have the person say it again",
        )
    return key


def require_signer(
    key_id: str,
    person: PersonRef,
    trust: TrustStore,
    *,
    at: str | None = None,
    where: str,
    role: Role = Role.OWNER,
) -> TrustedKey:
    """The trusted key with which this person may make statements; raises as `check_statement`."""
    key, name = trust.find(key_id), f"key {key_id[:16]}"
    if key is None:
        raise UnknownKeyError(
            "signed by a key that is not trusted here",
            where=where,
            why=f"{name} is not in the trust store",
            remedy="ask the person for the public key over another channel, then: mozaik keys trust FILE",
        )
    if key.reference != person:
        raise WrongSenderError(
            "signed by the key of another person",
            where=where,
            why=f"{name} belongs to somebody else",
            remedy="sign with your own key",
        )
    if role not in key.roles:
        raise WrongRoleError(
            _NOT_IN_ROLE[role],
            where=where,
            why=f"{name} may only sign as {', '.join(key.roles)}",
            remedy=f"sign with a key that the trust store allows the role {role}",
        )
    if key.revoked_at is not None and (at is None or key.revoked_at <= at):
        raise RevokedKeyError(
            "signed by a revoked key",
            where=where,
            why=f"{name} was revoked at {key.revoked_at}",
            remedy="sign with a valid key: mozaik keys new",
        )
    return key


def _unreadable(where: str) -> BadSignatureError:
    return BadSignatureError(
        "a signed statement cannot be read",
        where=where,
        why="it is not a statement, a key id and a signature in lower-case hex",
        remedy="put the file back from a copy; have the person say it again where there is none",
    )
