"""What a browser signs: prepared here, shown there, and taken back with a token that this hub alone makes."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core import signing
from django.http import HttpRequest, JsonResponse

from mozaik.errors import RefusedError
from mozaik.hub.models import account_of
from mozaik.seal import Role, SignedStatement, Statement, bytes_to_sign

GOOD_FOR_SECONDS = 300
_SALT = "mozaik.hub.to_sign"


@dataclass(frozen=True, slots=True)
class Prepared:
    """Bytes to sign: what they are about, and what a person is told of it before.

    `about` goes into the token, and comes back with the signature.
    """

    data: bytes
    says: Sequence[str]
    about: Mapping[str, str]
    at: datetime

    @classmethod
    def of(
        cls, statement: Statement, role: Role, says: Sequence[str], about: Mapping[str, str], at: datetime
    ) -> "Prepared":
        """A statement that its person signs in a role."""
        return cls(bytes_to_sign(statement, role), says, about, at)


def offered(request: HttpRequest, prepared: Prepared) -> JsonResponse:
    """The answer to a page that asked what is to be signed."""
    data = prepared.data
    carried = {
        "account": account_of(request).reference,
        "about": dict(prepared.about),
        "at": prepared.at.isoformat(),
        "sha256": hashlib.sha256(data).hexdigest(),
    }
    told = {"token": signing.dumps(carried, salt=_SALT), "bytes": data.hex(), "says": list(prepared.says)}
    return JsonResponse(told)


@dataclass(frozen=True, slots=True)
class Returned:
    """What a page brings back: what it was about, when it was prepared, the key and the signature."""

    about: Mapping[str, str]
    at: datetime
    key_id: str
    signature: bytes

    def of(self, statement: Statement) -> SignedStatement:
        """The statement with this signature; nothing is checked yet."""
        return SignedStatement(statement, self.key_id, self.signature)


def returned(request: HttpRequest) -> Returned:
    """What was signed; RefusedError for a token that is too old, of somebody else, or not of this hub."""
    fields = request.POST
    try:
        carried: dict[str, Any] = signing.loads(fields.get("token", ""), salt=_SALT, max_age=GOOD_FOR_SECONDS)
        signature = bytes.fromhex(fields.get("signature", ""))
    except (signing.BadSignature, ValueError) as error:
        raise _stale() from error
    if carried["account"] != account_of(request).reference:
        raise _stale()
    at = datetime.fromisoformat(carried["at"])
    return Returned(carried["about"], at, fields.get("key", ""), signature)


def _stale() -> RefusedError:
    return RefusedError(
        "what was signed is too old, or was not prepared for you",
        remedy="open the page again, and sign there",
    )
