"""Looking into a file of ours: what it is, who signed it, how much of what it holds, under which terms.

Decides what may be told of each sort of file without a reading: counts and terms, never a row.
"""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TypeAlias

from mozaik import operation, plans  # most files are neither: loaded where one is
from mozaik.canonical import JsonValue
from mozaik.contribution import SealedSet, set_of
from mozaik.errors import InvalidInputError
from mozaik.seal import (
    Kind,
    SigningKey,
    TrustedKey,
    TrustStore,
    Verified,
    inspect_draft,
    is_encrypted,
    load_public_key,
)
from mozaik.terms import Terms

COUNTED_BY = {
    "items": "kind", "custody": "event", "actions": "kind", "statuses": "status", "statements": "figure",
    "persons": "subject", "person_facts": "kind", "selectors": "kind", "links": "relation",
    "media": "method", "not_examined": "reason", "entries": "category_code",
    "series": "state",
}  # fmt: skip
"""The column by which the rows of a table are told apart in a count."""
_ZIP, _AGE, _JSON = b"PK\x03\x04", b"age-encryption.org/v1", b"{"
_KEY, _LOCKED = b"Mozaik private key", b"-----BEGIN AGE ENCRYPTED FILE-----"
LARGEST_READING = 1024 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class StatedTermsOf:
    """Terms that a sealed set states, and how many rows of each table stand under them."""

    terms: Terms
    rows: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class SealedLook:
    """What a sealed file is, verified, and how much it holds.

    `tables` is rows by table, or of a package how many leads, hits and pointers; `kinds` tells the rows of a
    table apart by kind. `missing` is how many signatures it still lacks.
    """

    file: str
    what: Kind
    id: str
    edition: str
    sender: str
    recipients: tuple[str, ...]
    created_at: str
    synthetic: bool
    signed_by: tuple[str, ...]
    missing: int
    supersedes: tuple[str, ...]
    sha256: str
    size: int
    members: tuple[str, ...]
    properties: Mapping[str, str]
    tables: Mapping[str, int]
    kinds: Mapping[str, Mapping[str, int]]
    terms: tuple[StatedTermsOf, ...]


class Plain(StrEnum):
    """What a file of ours is that is no sealed file."""

    PRIVATE_KEY = "private key"
    PUBLIC_KEY = "public key"
    TRUST_STORE = "trust store"
    VOUCH = "vouch"
    READING = "reading"


@dataclass(frozen=True, slots=True)
class PlainLook:
    """What another file of ours is: facts by name, in the order in which people read them."""

    file: str
    what: Plain
    facts: Mapping[str, str]
    keys: tuple[TrustedKey, ...] = ()


Look: TypeAlias = SealedLook | PlainLook


def look_into(path: Path, trust: TrustStore) -> Look:
    """What a file is and holds; raises as `inspect_draft`, and InvalidInputError for what is none of ours."""
    with path.open("rb") as stream:
        begins = stream.read(64)
    if begins.startswith(_ZIP):
        return look_at(inspect_draft(path, trust))
    if begins.startswith(_AGE):
        raise InvalidInputError(
            "this is an encrypted file", where=str(path), remedy=f"open it first with: mozaik open {path}"
        )
    if begins.startswith((_KEY, _LOCKED)):
        return _private_key(path)
    if begins.lstrip().startswith(_JSON):
        return _document(path)
    raise _not_ours(path)


def look_at(verified: Verified) -> SealedLook:
    """What a verified sealed file holds; TableError and the like where its content breaks a rule."""
    manifest = verified.manifest
    tables: Mapping[str, int] = {}
    kinds: Mapping[str, Mapping[str, int]] = {}
    terms: tuple[StatedTermsOf, ...] = ()
    if manifest.kind in (Kind.CONTRIBUTION, Kind.LIST):
        sealed_set = set_of(verified)
        tables = {name: rows for name, rows in sealed_set.rows.items() if name != "terms"}
        kinds, terms = _kinds_of(sealed_set), _terms_of(sealed_set)
    elif manifest.kind is Kind.PACKAGE:
        tables, kinds = _package(verified)
    elif manifest.kind is Kind.OPERATION:
        tables, kinds = _operation(verified)
    elif manifest.kind is Kind.PLAN:
        tables, kinds, terms = _plan(verified)
    return SealedLook(
        file=str(verified.path),
        what=manifest.kind,
        id=manifest.id,
        edition=manifest.edition,
        sender=manifest.sender,
        recipients=tuple(manifest.recipients),
        created_at=manifest.created_at,
        synthetic=manifest.synthetic,
        signed_by=tuple(f"{signed.key.reference} as {signed.role}" for signed in verified.signatures),
        missing=len(manifest.signers) - len(verified.signatures),
        supersedes=manifest.supersedes,
        sha256=verified.sha256,
        size=verified.path.stat().st_size,
        members=verified.names,
        properties=dict(manifest.properties),
        tables=tables,
        kinds=kinds,
        terms=terms,
    )


def _kinds_of(sealed_set: SealedSet) -> dict[str, dict[str, int]]:
    counted = {name: sealed_set.counted(name, column) for name, column in COUNTED_BY.items()}
    return {name: counts for name, counts in counted.items() if counts}


def _terms_of(sealed_set: SealedSet) -> tuple[StatedTermsOf, ...]:
    under: list[dict[str, int]] = [{} for _ in sealed_set.terms]
    for name in sorted(set(sealed_set.rows) - {"terms"}):
        for number, rows in sealed_set.counted(name, "terms_id").items():
            under[int(number)][name] = rows
    return tuple(StatedTermsOf(terms, rows) for terms, rows in zip(sealed_set.terms, under, strict=True))


def _package(verified: Verified) -> tuple[dict[str, int], dict[str, dict[str, int]]]:
    from mozaik.package import read_package  # only a package needs the room of packages, and all below it

    package = read_package(verified.read_member("package.json"), str(verified.path))
    hits = [str(hit.kind) for hit in package.hits]
    tables = {"leads": len(package.leads), "hits": len(hits), "pointers": len(package.pointers)}
    return tables, {"hits": {kind: hits.count(kind) for kind in sorted(set(hits))}} if hits else {}


def _plan(verified: Verified) -> tuple[dict[str, int], dict[str, dict[str, int]], tuple[StatedTermsOf, ...]]:
    sealed = plans.plan_of(verified)
    states = Counter(str(action.state) for action in sealed.plan.actions)
    tables = {"actions": len(sealed.plan.actions)}
    return (
        tables,
        {"actions": dict(sorted(states.items()))} if states else {},
        (StatedTermsOf(sealed.terms, tables),),
    )


def _operation(verified: Verified) -> tuple[dict[str, int], dict[str, dict[str, int]]]:
    stated = operation.operation_of(verified.read_member("operation.json"), str(verified.path))
    roles = [str(each.role) for each in stated.participants]
    tables = {"authorities": len(roles), "experts": len(stated.experts), "lists": len(stated.lists)}
    return tables, {"authorities": {role: roles.count(role) for role in dict.fromkeys(roles)}}


def _private_key(path: Path) -> PlainLook:
    if is_encrypted(path):
        return PlainLook(str(path), Plain.PRIVATE_KEY, {"protected": "by a passphrase, so no more is told"})
    key = SigningKey.load(path)
    facts = {"person": str(key.reference), "key id": key.key_id, "protected": "by no passphrase"}
    return PlainLook(str(path), Plain.PRIVATE_KEY, facts)


def _document(path: Path) -> PlainLook:
    if path.stat().st_size > LARGEST_READING:
        raise _not_ours(path)
    try:
        value: JsonValue = json.loads(path.read_bytes())
    except (ValueError, RecursionError) as error:
        raise _not_ours(path) from error
    if not isinstance(value, dict):
        raise _not_ours(path)
    if set(value) == {"format", "keys"}:
        keys = TrustStore.load(path).keys
        revoked = sum(key.revoked_at is not None for key in keys)
        facts = {"keys": str(len(keys)), "revoked": str(revoked)}
        return PlainLook(str(path), Plain.TRUST_STORE, facts, keys)
    if set(value) == {"format", "key"}:
        return PlainLook(str(path), Plain.PUBLIC_KEY, {}, (load_public_key(path),))
    if "statement" in value:
        return _vouch(path)
    if {"reader", "hits", "coverage"} <= set(value):
        return _reading(path, value)
    raise _not_ours(path)


def _vouch(path: Path) -> PlainLook:
    vouch = operation.read_vouch(path).vouch
    facts = {
        "says": f"the key of {vouch.key.reference} {'counts no more' if vouch.withdraws else 'counts'}",
        "by": str(vouch.by),
        "edition": vouch.edition,
        "at": vouch.at,
        "reason": vouch.reason,
        "checked": "not yet: mozaik keys accept checks it against the operation file",
    }
    return PlainLook(str(path), Plain.VOUCH, facts, (vouch.key,))


def _reading(path: Path, value: Mapping[str, JsonValue]) -> PlainLook:
    """What a saved reading says of itself; nobody signed it."""
    hits, by_kind = value["hits"], value.get("by_kind")
    counts = by_kind.items() if isinstance(by_kind, dict) else ()
    facts = {name: str(value[name]) for name in ("reader", "use", "edition", "total") if name in value}
    facts["hits"] = str(len(hits)) if isinstance(hits, list) else "0"
    facts["by kind"] = ", ".join(f"{kind} {count}" for kind, count in counts)
    facts["signed"] = "by nobody: whoever had the file could change it"
    return PlainLook(str(path), Plain.READING, facts)


def _not_ours(path: Path) -> InvalidInputError:
    return InvalidInputError(
        "this is no file of Mozaik",
        where=str(path),
        why="it is no sealed file, draft, key, trust store, vouch or reading",
        remedy="check the path",
    )
