"""The trust store: whose public keys count, for which authority, person and roles, and which are revoked.

One canonical JSON file (docs/formats/trust-store.md). Keys come only from here, never from a sealed file.
A revoked key stays listed for good, so that it cannot come back as a new one.
"""

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import cast

from mozaik.canonical import JsonValue, NotCanonicalError, from_canonical, is_number, to_canonical
from mozaik.files import make_private_folder, one_at_a_time, written_whole
from mozaik.moments import is_utc_text, utc_text
from mozaik.parties import Authority, PersonRef, is_authority, is_person_name
from mozaik.seal.ed25519 import is_sound_key
from mozaik.seal.errors import TrustStoreError, UnknownKeyError
from mozaik.seal.manifest import DIGEST, Role
from mozaik.seal.recipient import is_sound_recipient

STORE_FORMAT = 1
_PRIVATE = (b"Mozaik private key", b"-----BEGIN AGE ENCRYPTED FILE-----")
"""How a private key file begins, in the open and behind a passphrase."""
STORE_LIMIT = 16 * 1024 * 1024
_FIELDS = frozenset(
    {
        "key_id", "public_key", "authority", "person", "roles", "age_recipient",
        "added_at", "revoked_at", "revoked_reason",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class TrustedKey:
    """A public key with the person and authority it belongs to and the roles it may sign in.

    `public_key` is 64 hex characters, `key_id` its SHA-256 in hex, `age_recipient` an `age1...` text,
    times are UTC as `2023-11-20T09:00:00Z`. TrustStoreError if a field is not valid.
    """

    key_id: str
    public_key: str
    authority: Authority
    person: str
    roles: tuple[Role, ...]
    age_recipient: str
    added_at: str
    revoked_at: str | None = None
    revoked_reason: str | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "roles", tuple(sorted(self.roles)))
        if fault := _fault(self):
            raise _bad(fault)
        object.__setattr__(self, "authority", Authority(self.authority))

    @property
    def reference(self) -> PersonRef:
        """The person as records name them: `SI-GPD/ana`."""
        return PersonRef.of(self.authority, self.person)

    def to_json(self) -> dict[str, JsonValue]:
        """The entry as it stands in a trust store or a public key file."""
        return {
            "key_id": self.key_id,
            "public_key": self.public_key,
            "authority": self.authority,
            "person": self.person,
            "roles": [str(role) for role in self.roles],
            "age_recipient": self.age_recipient,
            "added_at": self.added_at,
            "revoked_at": self.revoked_at,
            "revoked_reason": self.revoked_reason,
        }


class TrustStore:
    """The keys that count; change it and `save` it, or use `changing_trust` for both at once."""

    def __init__(self, keys: Mapping[str, TrustedKey] | None = None) -> None:
        self._keys: dict[str, TrustedKey] = dict(keys or {})

    @property
    def keys(self) -> tuple[TrustedKey, ...]:
        """All entries, revoked ones too, by authority, person and key id."""
        return tuple(sorted(self._keys.values(), key=lambda key: (key.reference, key.key_id)))

    def find(self, key_id: str) -> TrustedKey | None:
        """The entry of a full key id, revoked or not, or None."""
        return self._keys.get(key_id)

    def pick(self, text: str) -> TrustedKey:
        """The one entry whose id starts with `text` (8 characters or more); else UnknownKeyError."""
        matching = [key for key in self.keys if len(text) >= 8 and key.key_id.startswith(text.lower())]
        if len(matching) != 1:
            raise UnknownKeyError(
                "no single key of the trust store has this id",
                why=f"{len(matching)} entries fit",
                remedy="see the ids with: mozaik keys list",
            )
        return matching[0]

    def add(self, key: TrustedKey) -> None:
        """Trust a key; adding what is there already changes nothing.

        TrustStoreError if the key is listed for another person, authority or roles, or was revoked.
        """
        known = self._keys.get(key.key_id)
        if known is None:
            self._keys[key.key_id] = key
            return
        if known.revoked_at:
            raise _bad("the key has been revoked; a revoked key never comes back", key.key_id)
        if replace(known, added_at=key.added_at) != key:
            raise _bad("the key is listed for another person, authority, roles or recipient", key.key_id)

    def revoke(self, key_id: str, now: datetime, reason: str) -> TrustedKey:
        """Mark a key as revoked from now on and return its entry.

        UnknownKeyError if it is not listed; TrustStoreError without a reason or if revoked already.
        """
        known = self.pick(key_id)
        if not reason.strip():
            raise _bad("a revocation needs a reason", known.key_id)
        if known.revoked_at:
            raise _bad(f"the key was revoked already, at {known.revoked_at}", known.key_id)
        revoked = replace(known, revoked_at=utc_text(now), revoked_reason=reason.strip())
        self._keys[known.key_id] = revoked
        return revoked

    def take_in(self, other: "TrustStore") -> tuple[TrustedKey, ...]:
        """Take in every entry of another store, revocations too; the entries that are new or revoked since.

        A key that is revoked here stays so. TrustStoreError if an entry contradicts one that is listed.
        """
        changed = []
        for key in other.keys:
            known = self._keys.get(key.key_id)
            if known is not None and known.revoked_at:
                continue
            if known is None or key.revoked_at:
                changed.append(key)
            if known is not None:
                self.add(replace(key, revoked_at=None, revoked_reason=None))
            self._keys[key.key_id] = key if known is None or key.revoked_at else known
        return tuple(changed)

    @classmethod
    def load(cls, path: Path) -> "TrustStore":
        """The store in a file; an absent file is an empty store; TrustStoreError if it cannot be read."""
        if not Path(path).exists():
            return cls()
        value = _read_json(path)
        if set(value) != {"format", "keys"} or not isinstance(value["keys"], list):
            raise _bad("it is not an object with format and keys", str(path))
        keys = [_from_json(entry, path) for entry in value["keys"]]
        if len({key.key_id for key in keys}) != len(keys):
            raise _bad("a key is listed twice", str(path))
        return cls({key.key_id: key for key in keys})

    def save(self, path: Path) -> None:
        """Write the store whole, mode 0600, as canonical JSON."""
        make_private_folder(Path(path).parent)
        value: JsonValue = {"format": STORE_FORMAT, "keys": [key.to_json() for key in self.keys]}
        with written_whole(path) as stream:
            stream.write(to_canonical(value))


@contextmanager
def changing_trust(path: Path) -> Iterator[TrustStore]:
    """The store in a file, saved when the block ends without an error; one process at a time."""
    make_private_folder(Path(path).parent)
    with one_at_a_time(Path(path)):
        store = TrustStore.load(path)
        yield store
        store.save(path)


def save_public_key(key: TrustedKey, path: Path) -> None:
    """Write one entry as a public key file, to hand to other authorities."""
    with written_whole(path, mode=0o644) as stream:
        stream.write(public_key_bytes(key))


def public_key_bytes(key: TrustedKey) -> bytes:
    """The content of a public key file."""
    return to_canonical({"format": STORE_FORMAT, "key": key.to_json()})


def load_public_key(path: Path) -> TrustedKey:
    """The entry in a public key file; TrustStoreError if it cannot be read."""
    value = _read_json(path)
    if set(value) != {"format", "key"}:
        raise _bad("it is not an object with format and key", str(path))
    return _from_json(value["key"], path)


def _read_json(path: Path) -> Mapping[str, JsonValue]:
    try:
        with Path(path).open("rb") as stream:
            data = stream.read(STORE_LIMIT + 1)
    except OSError as error:
        raise _bad(error.strerror or "it cannot be read", str(path)) from error
    if len(data) > STORE_LIMIT:
        raise _bad(f"it is larger than {STORE_LIMIT} bytes", str(path))
    if data.startswith(_PRIVATE):
        raise TrustStoreError(
            "this is no public key or trust store: it is a private key, or encrypted",
            where=str(path),
            remedy="give the .pub file that mozaik keys export writes; a private key stays with its person",
        )
    try:
        value = from_canonical(data, str(path))
    except NotCanonicalError as error:
        raise _bad(error.why, str(path)) from error
    if not isinstance(value, Mapping) or not is_number(value.get("format"), STORE_FORMAT):
        raise _bad(f"it is not format {STORE_FORMAT}", str(path))
    return value


def _from_json(value: JsonValue, path: Path) -> TrustedKey:
    if not isinstance(value, dict) or set(value) != _FIELDS:
        raise _bad("a key has other fields than the format knows", str(path))
    roles = value["roles"]
    texts = {name: entry for name, entry in value.items() if name != "roles"}
    optional = ("revoked_at", "revoked_reason")
    if not all(
        isinstance(entry, str) or (entry is None and name in optional) for name, entry in texts.items()
    ):
        raise _bad("a field of a key is not text", str(path))
    if not isinstance(roles, list) or not all(role in list(Role) for role in roles):
        raise _bad("a key has a role that is not known", str(path))
    if roles != sorted(roles):
        raise _bad("the roles of a key are not in order", str(path))
    try:
        key = TrustedKey(roles=tuple(Role(cast(str, role)) for role in roles), **texts)
    except TrustStoreError as error:
        raise _bad(error.why, str(path)) from error
    return key


def _fault(key: TrustedKey) -> str | None:
    """What is wrong with an entry, or None."""
    if not DIGEST.fullmatch(key.public_key) or not DIGEST.fullmatch(key.key_id):
        return "public_key or key_id is not 64 lower-case hex characters"
    if hashlib.sha256(bytes.fromhex(key.public_key)).hexdigest() != key.key_id:
        return "key_id is not the SHA-256 of the public key"
    if not is_sound_key(bytes.fromhex(key.public_key)):
        return f"anybody could sign for public key {key.key_id[:16]}: it is not a point of the prime order"
    if not is_authority(key.authority) or not is_person_name(key.person):
        return "authority or person is not valid"
    if not key.roles or len(set(key.roles)) != len(key.roles):
        return "roles is empty or names one twice"
    if not is_utc_text(key.added_at) or not (key.revoked_at is None or is_utc_text(key.revoked_at)):
        return "a time is not UTC such as 2023-11-20T09:00:00Z"
    if (key.revoked_at is None) != (key.revoked_reason is None):
        return "a revocation has its time and its reason, or neither"
    if not is_sound_recipient(key.age_recipient):
        return "age_recipient is not an age recipient to which a secret can be kept"
    return None


def _bad(why: str, where: str = "") -> TrustStoreError:
    return TrustStoreError(
        "the trust store or public key cannot be used so",
        where=where,
        why=why,
        remedy="see docs/formats/trust-store.md, and ask the key's person if in doubt",
    )
