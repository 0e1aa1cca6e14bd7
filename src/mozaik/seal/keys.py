"""Keys of persons: an Ed25519 key that signs and an age identity that opens, in one private file.

A key belongs to one person of one authority. Its id is the SHA-256 of the raw public key in lower-case
hex. A private key file that others could read is refused.
"""

import hashlib
import re
import stat
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pyrage
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from mozaik.errors import RefusedError
from mozaik.files import refuse_folder, written_whole
from mozaik.moments import utc_text
from mozaik.parties import Authority, PersonRef, is_authority, is_person_name
from mozaik.seal import ed25519
from mozaik.seal.errors import KeyFileError
from mozaik.seal.manifest import PERSONAL, Role
from mozaik.seal.trust import TrustedKey

CONTEXT = b"mozaik seal 1\n"
STATEMENT_CONTEXT = b"mozaik statement 1\n"
TAG_CONTEXT = b"mozaik tag 1\n"
_PUBLIC = b'{"format":'
_ENCRYPTED = b"-----BEGIN AGE ENCRYPTED FILE-----"
_KEY_FILE = re.compile(
    r"Mozaik private key 1: keep it secret\n"
    r"authority: (?P<authority>[^\n]+)\nperson: (?P<person>[^\n]+)\n"
    r"(?P<pem>-----BEGIN PRIVATE KEY-----\n[^-]+-----END PRIVATE KEY-----\n)"
    r"(?P<age>AGE-SECRET-KEY-1[0-9A-Z]+)\n",
    re.ASCII,
)


def key_id_of(public_key: bytes) -> str:
    """The id of a raw Ed25519 public key: its SHA-256, 64 hex characters."""
    return hashlib.sha256(public_key).hexdigest()


def signed_bytes(role: Role, manifest: bytes) -> bytes:
    """What a signature covers: the context, the role of the signer, and the bytes of `manifest.json`."""
    return CONTEXT + str(role).encode() + b"\n" + manifest


def statement_bytes(role: Role, statement: bytes) -> bytes:
    """What a signature under a statement covers: a context of its own, the role, the canonical bytes."""
    return STATEMENT_CONTEXT + str(role).encode() + b"\n" + statement


def signature_fits(public_key: bytes, signature: bytes, role: Role, manifest: bytes) -> bool:
    """Whether an Ed25519 signature is this key's over the manifest in this role; callers raise."""
    return ed25519.fits(public_key, signature, signed_bytes(role, manifest))


@dataclass(frozen=True, slots=True)
class SigningKey:
    """The private key of one person of one authority; `person` is the short name, such as `ana`."""

    authority: Authority
    person: str
    _private: Ed25519PrivateKey
    _identity: pyrage.x25519.Identity

    def __post_init__(self) -> None:
        if not is_person_name(self.person):
            raise KeyFileError(
                "a key needs a person",
                why="the person is not 1 to 64 lower-case letters, digits, dots or dashes",
                remedy="give a short name within the authority, such as ana",
            )

    @classmethod
    def generate(cls, authority: str, person: str) -> "SigningKey":
        """A new random key for a person of an authority."""
        return cls(_owner(authority), person, Ed25519PrivateKey.generate(), pyrage.x25519.Identity.generate())

    @classmethod
    def from_secrets(cls, authority: str, person: str, seed: bytes, identity: str) -> "SigningKey":
        """The key of a 32-byte Ed25519 seed and an `AGE-SECRET-KEY-1...`; KeyFileError for others."""
        try:
            private = Ed25519PrivateKey.from_private_bytes(seed)
            opener = pyrage.x25519.Identity.from_str(identity)
        except (ValueError, pyrage.IdentityError):
            raise KeyFileError(
                "these are not the secrets of a key", remedy="put them back from a backup"
            ) from None
        return cls(_owner(authority), person, private, opener)

    def __repr__(self) -> str:
        return f"SigningKey({self.reference}, {self.key_id[:16]})"

    @property
    def reference(self) -> PersonRef:
        """The person as records name them: `SI-GPD/ana`."""
        return PersonRef.of(self.authority, self.person)

    @property
    def public_key(self) -> bytes:
        """The raw 32-byte Ed25519 public key."""
        return self._private.public_key().public_bytes_raw()

    @property
    def key_id(self) -> str:
        """The id of this key, 64 hex characters."""
        return key_id_of(self.public_key)

    @property
    def age_recipient(self) -> str:
        """The `age1...` text to which others encrypt."""
        return str(self._identity.to_public())

    @property
    def identity(self) -> pyrage.x25519.Identity:
        """The age identity that opens what others encrypted to this key."""
        return self._identity

    def sign(self, role: Role, manifest: bytes) -> bytes:
        """The 64-byte signature over the bytes of `manifest.json` in a role."""
        return self._private.sign(signed_bytes(role, manifest))

    def sign_statement(self, role: Role, statement: bytes) -> bytes:
        """The 64-byte signature over the canonical bytes of a statement in a role."""
        return self._private.sign(statement_bytes(role, statement))

    def secret_tag(self, message: bytes) -> bytes:
        """32 bytes that follow from the message and this key alone; nobody without the key can test a guess.

        They are the SHA-256 of a signature of a context of its own, and Ed25519 (RFC 8032) signs the same
        message always alike.
        """
        return hashlib.sha256(self._private.sign(TAG_CONTEXT + message)).digest()

    def trusted(self, now: datetime, roles: tuple[Role, ...] = PERSONAL) -> TrustedKey:
        """The public part as an entry of a trust store, allowed to sign in `roles`."""
        return TrustedKey(
            key_id=self.key_id,
            public_key=self.public_key.hex(),
            authority=self.authority,
            person=self.person,
            roles=roles,
            age_recipient=self.age_recipient,
            added_at=utc_text(now),
        )

    def save(self, path: Path, passphrase: str | None = None) -> None:
        """Write the key file, mode 0600; with a passphrase as an age file that only it opens.

        RefusedError if the file exists already: a private key is never overwritten.
        """
        refuse_existing_key(path)
        pem = self._private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
        text = (
            f"Mozaik private key 1: keep it secret\nauthority: {self.authority}\nperson: {self.person}\n"
            f"{pem}{self._identity!s}\n"
        )
        data = text.encode()
        if passphrase:
            data = pyrage.passphrase.encrypt(data, passphrase, armored=True)
        with written_whole(path) as stream:
            stream.write(data)

    @classmethod
    def load(cls, path: Path, passphrase: str | None = None) -> "SigningKey":
        """Read a key file; KeyFileError if others can read it, or the passphrase or the content is wrong."""
        data = _read_private(path)
        if data.startswith(_ENCRYPTED):
            data = _decrypted(data, passphrase, path)
        match = _KEY_FILE.fullmatch(data.decode("utf-8", "replace"))
        try:
            if not match:
                raise ValueError
            private = load_pem_private_key(match["pem"].encode(), password=None)
            if not isinstance(private, Ed25519PrivateKey):
                raise ValueError
            identity = pyrage.x25519.Identity.from_str(match["age"])
        except (ValueError, pyrage.IdentityError):
            raise KeyFileError(
                "not a private key of mozaik", where=str(path), remedy="make one with: mozaik keys new"
            ) from None
        return cls(_owner(match["authority"]), match["person"], private, identity)


def _owner(authority: str) -> Authority:
    if not is_authority(authority):
        raise KeyFileError(
            "a key needs an authority", why="it is not an authority id", remedy="give one such as SI-GPD"
        )
    return Authority(authority)


def refuse_existing_key(path: Path) -> None:
    """RefusedError if there is a file already: a private key is never overwritten."""
    refuse_folder(path)
    if path.exists():
        raise RefusedError(
            "a key file is never overwritten", where=str(path), remedy="choose another path or move it"
        )


def is_encrypted(path: Path) -> bool:
    """Whether a key file needs a passphrase."""
    with path.open("rb") as stream:
        return stream.read(len(_ENCRYPTED)) == _ENCRYPTED


def _read_private(path: Path) -> bytes:
    try:
        mode = path.stat().st_mode
        data = path.read_bytes()
    except OSError as error:
        raise KeyFileError(
            "the key file cannot be read", where=str(path), why=error.strerror or "", remedy="check the path"
        ) from error
    if data.startswith(_PUBLIC):
        raise KeyFileError(
            "this is a public key, and the private one is needed",
            where=str(path),
            remedy="give the file that mozaik keys new wrote, such as keys/SI-GPD.ana.key of your own folder",
        )
    if stat.S_IMODE(mode) & 0o077:
        raise KeyFileError(
            "others can read this private key",
            where=str(path),
            why=f"its mode is {stat.S_IMODE(mode):04o}",
            remedy="revoke the key if others could have read it, else: chmod 600 FILE",
        )
    return data


def _decrypted(data: bytes, passphrase: str | None, path: Path) -> bytes:
    if not passphrase:
        raise KeyFileError(
            "the key file needs its passphrase", where=str(path), remedy="set MOZAIK_PASSPHRASE"
        )
    try:
        plain: bytes = pyrage.passphrase.decrypt(data, passphrase)
    except pyrage.DecryptError:
        raise KeyFileError(
            "the passphrase does not open the key file", where=str(path), remedy="check MOZAIK_PASSPHRASE"
        ) from None
    return plain
