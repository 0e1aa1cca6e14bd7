"""Who has reviewed a translation: a signed statement beside the catalogue, bound to the texts that were read.

The statement names the reviewer, the day, and the digest of all texts. It counts only if a key of the trust
store has signed it and the texts are still those: a changed catalogue has to be reviewed again.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from mozaik.errors import InvalidInputError
from mozaik.files import written_whole
from mozaik.seal import (
    JsonValue,
    NotCanonicalError,
    Role,
    SigningKey,
    TrustStore,
    from_canonical,
    signature_fits,
    to_canonical,
)

FILE = "review.json"
_CONTEXT = b"mozaik campaign review 1\n"
_FIELDS = {"language", "reviewer", "reviewed_on", "texts", "key", "signature"}
_LONGEST = 100
_READABLE = 0o644


@dataclass(frozen=True, slots=True)
class Review:
    """The reviewer that a page may name, or why the statement does not count; both empty without one."""

    reviewer: str = ""
    fault: str = ""


def texts_digest(texts: Mapping[str, tuple[str, ...]]) -> str:
    """The SHA-256 of all texts of a language, whatever the form of their file."""
    listed: dict[str, JsonValue] = {key: list(forms) for key, forms in texts.items()}
    return hashlib.sha256(to_canonical(listed)).hexdigest()


def sign_review(
    path: Path, tag: str, texts: Mapping[str, tuple[str, ...]], reviewer: str, day: date, key: SigningKey
) -> None:
    """Write the statement that `reviewer` has read all texts of a language, signed with `key`."""
    if (
        not reviewer.strip()
        or len(reviewer) > _LONGEST
        or not reviewer.isprintable()
        or set(reviewer) & set("<>{}")
    ):
        raise InvalidInputError(
            "the reviewer's name cannot be used", remedy=f"give a name of at most {_LONGEST} characters"
        )
    said = _statement(tag, reviewer.strip(), day.isoformat(), texts_digest(texts))
    signature = key.sign(Role.OWNER, _CONTEXT + to_canonical(said))
    whole = said | {"key": key.key_id, "signature": signature.hex()}
    with written_whole(path, _READABLE) as stream:
        stream.write(to_canonical(whole))


def read_review(
    path: Path, tag: str, texts: Mapping[str, tuple[str, ...]], trust: TrustStore | None
) -> Review:
    """What the statement beside a catalogue is worth under a trust store; an empty review without one."""
    try:
        value = from_canonical(path.read_bytes(), str(path))
    except FileNotFoundError:
        return Review()
    except (OSError, NotCanonicalError):
        return Review(fault="the review cannot be read")
    if not isinstance(value, dict) or set(value) != _FIELDS:
        return Review(fault="the review has other fields than it may")
    texts_of = {name: str(value[name]) for name in _FIELDS}
    said = _statement(tag, texts_of["reviewer"], texts_of["reviewed_on"], texts_digest(texts))
    if texts_of["language"] != tag or texts_of["texts"] != said["texts"]:
        return Review(fault="the texts have changed since the review")
    return _verified(said, texts_of, trust)


def _verified(said: dict[str, JsonValue], given: Mapping[str, str], trust: TrustStore | None) -> Review:
    key = trust.find(given["key"]) if trust else None
    if key is None:
        return Review(fault="the review is signed by a key that is not in the trust store (--trust)")
    if key.revoked_at:
        return Review(fault="the review is signed by a revoked key")
    try:
        public, signature = bytes.fromhex(key.public_key), bytes.fromhex(given["signature"])
    except ValueError:
        return Review(fault="the signature of the review is malformed")
    if not signature_fits(public, signature, Role.OWNER, _CONTEXT + to_canonical(said)):
        return Review(fault="the signature does not fit the review")
    return Review(given["reviewer"])


def _statement(tag: str, reviewer: str, day: str, digest: str) -> dict[str, JsonValue]:
    return {"language": tag, "reviewer": reviewer, "reviewed_on": day, "texts": digest}
