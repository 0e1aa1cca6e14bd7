"""People at the hub: signed in, with a reason; and how a browser answers what it is asked to sign."""

import base64
import hmac
import re
import struct
import time
from functools import cache
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.hashers import make_password
from django.test import Client

from mozaik.hub.models import Account
from mozaik.hub.roles import HubRole
from mozaik.parties import Authority
from mozaik.seal import SigningKey

PASSWORD = "several words that nobody else uses"
JSON = {"HTTP_ACCEPT": "application/json"}
TRIES = 20
"""How often a page signs anew what was agreed to, where the chain has grown meanwhile."""


def visitor(person: str, role: HubRole = HubRole.ANALYST, reason: str = "case 114") -> Client:
    account = Account.objects.filter(reference=person).first() or with_factor(person, role)
    client = Client()
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    session["account_authentication_methods"] = [{"method": "mfa", "at": time.time(), "type": "totp"}]
    if reason:
        session["reason"] = reason
    session.save()
    return client


def with_factor(person: str, role: HubRole = HubRole.ANALYST) -> Account:
    account = Account.objects.open(person, role)
    account.password = _hashed()
    account.save()
    TOTP.activate(account, generate_totp_secret())
    return account


@cache
def _hashed() -> str:
    """The password as it is kept; hashing is slow on purpose, and one hash does for all."""
    return make_password(PASSWORD)


def code_of(owner: Account | str, ahead: int = 0) -> str:
    """The one-time code that a person's telephone shows now or so many half minutes later."""
    secret = owner
    if isinstance(owner, Account):
        secret = Authenticator.objects.get(user=owner, type=Authenticator.Type.TOTP).data["secret"]
    key = base64.b32decode(str(secret) + "=" * (-len(str(secret)) % 8))
    digest = hmac.new(key, struct.pack(">Q", int(time.time()) // 30 + ahead), "sha1").digest()
    at = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[at : at + 4])[0] & 0x7FFFFFFF) % 10**6:06}"


def plain(content: bytes) -> str:
    """A page without the tokens of its forms, which are new on every page."""
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", content.decode())


def browser_key(person: str) -> SigningKey:
    """A key as a browser makes one; the hub sees its public half alone."""
    authority, _, name = person.partition("/")
    return SigningKey.generate(Authority(authority), name)


def sign(client: Client, prepare: str, complete: str, key: SigningKey, **fields: str) -> dict[str, Any]:
    """What a page does that signs: ask what, sign it as asked, bring it back, until the hub is content."""
    told: dict[str, Any] = client.post(prepare, fields, **JSON).json()  # type: ignore[arg-type]
    for _ in range(TRIES):
        if "bytes" not in told:
            return told
        signature = key._private.sign(bytes.fromhex(told["bytes"])).hex()
        back = {"token": told["token"], "key": key.key_id, "signature": signature}
        told = client.post(complete, back, **JSON).json()  # type: ignore[arg-type]
    return told
