"""Random cases for both verifiers from a seed: frames, JSON types, signer sets and trust stores, mutated.

A case is a trust store and a file, as bytes. No verdict is foretold: the two verifiers must give the same.
"""

import hashlib
import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

from mozaik.seal import Kind, Member, NotCanonicalError, Role, SigningKey, to_canonical
from mozaik.seal.manifest import SECOND
from tests.seal.eddsa_cases import SMALL_ORDER
from tests.seal.make_vectors import ANA, BOR
from tests.seal.support import MEMBERS, NOW, framed, manifest, node_pairs, python_pair_verdict, store_bytes

Case = tuple[bytes, bytes]
Document = dict[str, Any]
OWN, RELEASE = Role.OWNER, Role.RELEASER


def _key(authority: str, person: str, number: int) -> SigningKey:
    return SigningKey.from_secrets(authority, person, bytes([number]) * 32, str(ANA.identity))


ANA_AGAIN, CRO = _key("SI-GPD", "ana", 1), _key("HR-MUP", "ana", 2)
STRANGER, REVOKED, OWNER_ONLY = (_key("SI-GPD", name, at) for at, name in enumerate(("eva", "ivo", "nik"), 3))
ALL = (ANA, BOR, ANA_AGAIN, CRO, STRANGER, REVOKED, OWNER_ONLY)
SOUND = {
    kind: sorted(signers, key=lambda signer: signer[0].key_id)
    for kind, signers in {
        Kind.CONTRIBUTION: [(ANA, OWN)],
        Kind.PACKAGE: [(BOR, RELEASE), (ANA, RELEASE)],
        Kind.OPERATION: [(ANA, OWN), (CRO, OWN)],
        Kind.ANNOUNCEMENT: [(ANA, OWN), (CRO, OWN)],
    }.items()
}
"""Who signs a sound file of a kind, in the order of its signatures."""
KEYS: list[Document] = [
    *(key.trusted(NOW).to_json() for key in (ANA, BOR, ANA_AGAIN, CRO)),
    OWNER_ONLY.trusted(NOW, (OWN,)).to_json(),
    {
        **REVOKED.trusted(NOW).to_json(),
        "revoked_at": "2023-11-20T09:00:00Z",
        "revoked_reason": "laptop lost",
    },
]
STORE = store_bytes(KEYS)
BITS = (0, 1, 2, 0x7F, 0x80, 0xFF, 0xFFFF, 0xFFFFFFFF, 2**53, 2**63, 2**64 - 1)
VALUES: tuple[Any, ...] = (
    None, True, False, 0, 1, 2, -1, 1.0, 2.5, 2**53 - 1, 2**53, 10**30, "", "1", "true", "a", "\n", "\0",
    "\u202e", "\ud800", [], {}, [1], ["a"], [[]], {"a": 1}, {"format": 1}, "SI", "owner", "releaser", "list",
    "0" * 64, "f" * 128, "2023-11-20T09:00:00Z", "2023-02-29T09:00:00Z", "../a", "manifest.json",
)  # fmt: skip
SPELLINGS = (
    (b"1", b"1.0"), (b"1", b"1e0"), (b"1", b"01"), (b"1", b"-1"), (b"0", b"-0"), (b":", b": "), (b",", b",,"),
    (b"}", b",}"), (b'"', b"'"), (b"a", b"\\u0061"), (b"a", b"\xc3\xa1"), (b"e", b"\xff"), (b"[", b"[[" * 40),
    (b"{", b'{"format":1,'), (b"{", b"\xef\xbb\xbf{"), (b"}", b"}\n"), (b"true", b"1"), (b"1", b"true"),
)  # fmt: skip


def full(kind: Kind) -> Document:
    """A sound manifest as parsed JSON."""
    listed = tuple(
        Member(name, len(data), hashlib.sha256(data).hexdigest()) for name, data in MEMBERS.items()
    )
    named = {"properties": {SECOND[kind]: "HR-MUP"}} if kind in SECOND else {}
    found: Document = json.loads(manifest(kind, members=listed, **named).to_bytes())
    return found


def signed(data: bytes, kind: Kind) -> bytes:
    """A file around manifest bytes, truly signed by as many as its kind needs."""
    return assembled(data, {"format": 1, "signatures": [entry(data, *signer) for signer in SOUND[kind]]})


def entry(data: bytes, key: SigningKey, role: Role) -> Document:
    """One signature as `signatures.json` lists it."""
    return {"key": key.key_id, "role": str(role), "signature": key.sign(role, data).hex()}


def assembled(data: bytes, signatures: Any) -> bytes:
    """A sound frame around a manifest and any signatures document."""
    return framed([("manifest.json", data), ("signatures.json", written(signatures)), *MEMBERS.items()])


def written(value: Any) -> bytes:
    """A JSON value without spaces, keys sorted; what has no canonical form is written all the same."""
    try:
        return to_canonical(value)
    except NotCanonicalError:
        return json.dumps(value, separators=(",", ":"), sort_keys=True).encode()


def changed(chance: random.Random, value: Any) -> Any:
    """A JSON value with one node replaced, removed, repeated, swapped or its text altered."""
    if isinstance(value, dict) and value and chance.random() < 0.8:
        name = chance.choice(sorted(value))
        rest = {key: inside for key, inside in value.items() if key != name}
        if (step := chance.random()) < 0.08:
            return rest
        if step < 0.12:
            return {**value, f"{name}{chance.choice(('', '2', ',x'))}": chance.choice(VALUES)}
        return {**value, name: changed(chance, value[name])}
    if isinstance(value, list) and value and chance.random() < 0.8:
        at = chance.randrange(len(value))
        return chance.choice(
            (
                [*value[:at], changed(chance, value[at]), *value[at + 1 :]],
                [*value[:at], changed(chance, value[at]), *value[at + 1 :]],
                value[:at] + value[at + 1 :],
                [*value, value[at]],
                value[::-1],
            )
        )
    if isinstance(value, str) and value and chance.random() < 0.5:
        at = chance.randrange(len(value))
        letter = chance.choice(
            ("", "a", "A", "0", "-", "/", ".", "\n", " ", "é", value[at] * 2, value[at].swapcase())
        )
        return value[:at] + letter + value[at + 1 :]
    if type(value) is int and chance.random() < 0.6:
        return chance.choice((bool(value), float(value), str(value), value + 1, -value, [value]))
    return chance.choice(VALUES)


def respelled(chance: random.Random, data: bytes) -> bytes:
    """A document with one place spelled otherwise."""
    old, new = chance.choice(SPELLINGS)
    places = [at for at in range(len(data)) if data.startswith(old, at)]
    if not places:
        return data + b" "
    at = chance.choice(places)
    return data[:at] + new + data[at + len(old) :]


def by_frame(chance: random.Random, kind: Kind) -> Case:
    """A sound file with bytes of its frame or content changed."""
    file = bytearray(signed(written(full(kind)), kind))
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        heads = [at for at in range(len(file)) if file[at : at + 2] == b"PK"]
        at = chance.choice((chance.randrange(len(file)), chance.choice(heads or [0]) + chance.randrange(50)))
        at, width = min(at, len(file) - 1), chance.choice((1, 2, 4, 8))
        piece = file[at : at + chance.choice((1, 4, 50, 400))]
        match chance.randrange(7):
            case 0:
                file[at] ^= 1 << chance.randrange(8)
            case 1 | 2:
                file[at : at + width] = (chance.choice(BITS) % 256**width).to_bytes(width, "little")
            case 3:
                file[at:at] = piece
            case 4:
                del file[at : at + len(piece)]
            case 5:
                del file[at:]
            case 6:
                file += piece
        file = file or bytearray(b"P")
    return STORE, bytes(file)


def by_manifest(chance: random.Random, kind: Kind) -> Case:
    """A truly signed manifest of other types, values or spelling."""
    data = written(full(kind))
    data = written(changed(chance, full(kind))) if chance.random() < 0.8 else respelled(chance, data)
    return STORE, signed(data, kind)


def by_signatures(chance: random.Random, kind: Kind) -> Case:
    """A sound manifest under any set of signers, or a document of signatures of other types or spelling."""
    data = written(full(kind))
    if chance.random() < 0.3:
        sound = [entry(data, *signer) for signer in SOUND[kind]]
        return STORE, assembled(data, changed(chance, {"format": 1, "signatures": sound}))
    entries = [
        entry(data, chance.choice(ALL if chance.random() < 0.5 else ALL[:2]), chance.choice((OWN, RELEASE)))
        for _ in range(chance.choice((0, 1, 1, 2, 2, 2, 3, 4)))
    ]
    if chance.random() < 0.8:
        entries.sort(key=lambda one: str(one["key"]))
    document: Any = {"format": 1, "signatures": entries}
    if (step := chance.random()) < 0.4:
        document = changed(chance, document)
    elif step < 0.5:
        parts = [("manifest.json", data), ("signatures.json", respelled(chance, written(document)))]
        return STORE, framed([*parts, *MEMBERS.items()])
    return STORE, assembled(data, document)


def by_store(chance: random.Random, kind: Kind) -> Case:
    """A sound file judged by a trust store of other types, values or spelling."""
    file = signed(written(full(kind)), kind)
    keys = [dict(key) for key in KEYS]
    match chance.randrange(4):
        case 0:
            return respelled(chance, STORE), file
        case 1:
            public = chance.choice(SMALL_ORDER) if chance.random() < 0.5 else chance.randbytes(32).hex()
            made = {"public_key": public, "key_id": hashlib.sha256(bytes.fromhex(public)).hexdigest()}
            return store_bytes([*keys, {**keys[0], **made}]), file
        case 2:
            at = chance.randrange(len(keys))
            name = chance.choice(sorted(keys[at]))
            keys[at][name] = changed(chance, keys[at][name])
            return written({"format": 1, "keys": keys}), file
        case _:
            return written(changed(chance, {"format": 1, "keys": keys})), file


WAYS: tuple[Callable[[random.Random, Kind], Case], ...] = (by_frame, by_manifest, by_signatures, by_store)


def disagreements(seed: int, count: int, folder: Path) -> tuple[dict[str, int], list[tuple[int, str, str]]]:
    """How often each verdict was given, and the (number, Python, Node) of the cases judged differently."""
    chance = random.Random(seed)
    cases = [chance.choice(WAYS)(chance, chance.choice(tuple(SOUND))) for _ in range(count)]
    ours = [python_pair_verdict(*case, folder) for case in cases]
    theirs = node_pairs(cases, folder)
    tally = {verdict: ours.count(verdict) for verdict in sorted(set(ours))}
    pairs = zip(ours, theirs, strict=True)
    return tally, [(number, left, right) for number, (left, right) in enumerate(pairs) if left != right]
