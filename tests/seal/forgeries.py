"""Files that no honest writer makes, each with the one cause for which both verifiers must refuse it.

Except for those under FRAMES and SIGNERS they are truly signed by a trusted key in a sound frame, so that
only the named fault can be the cause. A few are odd and sound.
"""

import hashlib
import json
import zlib
from typing import Any

from mozaik.seal import Kind, Manifest, Member, Role, SigningKey, TrustStore, to_canonical
from tests.seal.support import (
    MEMBERS,
    NOW,
    Signer,
    forged,
    framed,
    manifest,
    signature_part,
    store_bytes,
    store_of,
)

ANA, BOR = SigningKey.generate("SI-GPD", "ana"), SigningKey.generate("SI-GPD", "bor")
EVA = SigningKey.generate("SI-GPD", "eva")
ANA_AGAIN = SigningKey.generate("SI-GPD", "ana")
CRO = SigningKey.generate("HR-MUP", "ana")
STRANGER = SigningKey.generate("SI-GPD", "stranger")
REVOKED = SigningKey.generate("SI-GPD", "revoked")
OWNER_ONLY = SigningKey.generate("SI-GPD", "owner-only")
LJUBLJANA = SigningKey.generate("SI-GPD", "ljubljana-1")
OWN, RELEASE, NODE = Role.OWNER, Role.RELEASER, Role.NODE

Verdicts = dict[str, tuple[str, bytes]]


def trusting_store() -> TrustStore:
    """The store that all these files are judged by; STRANGER is not in it, REVOKED is revoked."""
    store = store_of(ANA, BOR, EVA, ANA_AGAIN, CRO, REVOKED)
    store.add(OWNER_ONLY.trusted(NOW, (OWN,)))
    store.add(LJUBLJANA.trusted(NOW, (NODE,)))
    store.revoke(REVOKED.key_id, NOW, "laptop lost")
    return store


def full(kind: Kind = Kind.CONTRIBUTION, **changes: object) -> Manifest:
    """The small manifest with its members."""
    listed = (Member(name, len(data), hashlib.sha256(data).hexdigest()) for name, data in MEMBERS.items())
    return manifest(kind, members=tuple(listed), **changes)


def edited(**changes: object) -> bytes:
    """A signed file whose manifest has other fields; `...` takes a field away."""
    fields = json.loads(full().to_bytes()) | changes
    kept = {name: value for name, value in fields.items() if value is not ...}
    return forged(to_canonical(kept), [(ANA, OWN)])


def respelled(old: bytes, new: bytes) -> bytes:
    """A signed file with other bytes in its manifest."""
    assert DATA.count(old) >= 1
    return forged(DATA.replace(old, new, 1), [(ANA, OWN)])


def listing(*entries: object) -> bytes:
    """A signed file whose manifest lists these members."""
    return edited(members=list(entries))


def member(name: str, size: object = 0, sha256: str = "0" * 64, **more: object) -> dict[str, object]:
    """A member as a manifest lists it."""
    return {"name": name, "size": size, "sha256": sha256, **more}


def by_key(*signers: Signer) -> list[Signer]:
    """Signers in the order in which a sealed file lists them."""
    return sorted(signers, key=lambda signer: signer[0].key_id)


def with_signatures(document: bytes) -> bytes:
    """The contribution with another `signatures.json`."""
    return framed([ENTRIES[0], ("signatures.json", document), *ENTRIES[2:]])


DATA, PACKAGE = full().to_bytes(), full(Kind.PACKAGE).to_bytes()
ENTRIES = [("manifest.json", DATA), signature_part(DATA, [(ANA, OWN)]), *MEMBERS.items()]
SIGNED = ENTRIES[1][1]
GOOD = framed(ENTRIES)
THIRD = GOOD.index(b"PK\x03\x04", GOOD.index(b"signatures.json"))

FRAMES: Verdicts = {
    "sound contribution": ("sound", GOOD),
    "empty": ("NotASealedFileError", b""),
    "text": ("NotASealedFileError", b"hello"),
    "an age file": ("NotASealedFileError", b"age-encryption.org/v1\n" + GOOD),
    "byte before": ("NotASealedFileError", b"\0" + GOOD),
    "byte between": ("ChangedError", GOOD[:THIRD] + b"\0" + GOOD[THIRD:]),
    "byte after": ("ExtraMemberError", GOOD + b"\0"),
    "itself after": ("ExtraMemberError", GOOD + GOOD),
    "signatures first": ("NotASealedFileError", framed([ENTRIES[1], ENTRIES[0], *ENTRIES[2:]])),
    "no signatures": ("NotASealedFileError", framed([ENTRIES[0], *ENTRIES[2:]])),
    "members swapped": ("MissingMemberError", framed([*ENTRIES[:2], ENTRIES[3], ENTRIES[2]])),
    "last member missing": ("MissingMemberError", framed(ENTRIES[:3])),
    "first member missing": ("MissingMemberError", framed([*ENTRIES[:2], ENTRIES[3]])),
    "member added last": ("ExtraMemberError", framed([*ENTRIES, ("z.txt", b"")])),
    "member added first": ("ExtraMemberError", framed([*ENTRIES[:2], ("a.txt", b"x" * 99), *ENTRIES[2:]])),
    "member twice": ("ExtraMemberError", framed([*ENTRIES, ENTRIES[3]])),
    "content exchanged": ("ChangedError", framed([*ENTRIES[:3], (ENTRIES[3][0], b"PAR1 not reallz PAR1")])),
    "one false checksum in both headers": (
        "ChangedError",
        GOOD.replace(zlib.crc32(ENTRIES[3][1]).to_bytes(4, "little"), b"\x11\x22\x33\x44"),
    ),
    "content longer": ("ChangedError", framed([*ENTRIES[:3], (ENTRIES[3][0], ENTRIES[3][1] + b"x")])),
    "huge manifest": ("NotASealedFileError", framed([("manifest.json", b" " * (4 * 1024 * 1024 + 1))])),
    "huge signatures": ("NotASealedFileError", framed([ENTRIES[0], ("signatures.json", b" " * 65537)])),
}
FRAMES |= {f"cut to {size}": ("any", GOOD[:size]) for size in range(1, len(GOOD), 13)}

DEEP = b'{"a":' + b"[" * 40 + b"]" * 40 + b"}"
SPELLINGS: Verdicts = {
    "space": ("NotCanonicalError", respelled(b'"format":1', b'"format": 1')),
    "duplicate key": ("NotCanonicalError", respelled(b'"format":1', b'"format":1,"format":1')),
    "fraction": ("NotCanonicalError", respelled(b'"format":1', b'"format":1.0')),
    "exponent": ("NotCanonicalError", respelled(b'"format":1', b'"format":1e0')),
    "minus zero": ("NotCanonicalError", respelled(b'"size":10', b'"size":-0')),
    "beyond 2^53": ("NotCanonicalError", respelled(b'"size":10', b'"size":9007199254740993')),
    "very long number": ("NotCanonicalError", respelled(b'"size":10', b'"size":' + b"9" * 5000)),
    "NaN": ("NotCanonicalError", respelled(b'"size":10', b'"size":NaN')),
    "needless escape": ("NotCanonicalError", respelled(b"Mozaik 2023", b"Mozaik\\u00202023")),
    "half a surrogate pair": ("NotCanonicalError", respelled(b"Mozaik 2023", b"Mozaik\\ud800")),
    "surrogate in UTF-8": ("NotCanonicalError", respelled(b"Mozaik 2023", b"Mozaik\xed\xa0\x80")),
    "not UTF-8": ("NotCanonicalError", respelled(b"Mozaik 2023", b"Mozaik\xff")),
    "byte order mark": ("NotCanonicalError", forged(b"\xef\xbb\xbf" + DATA, [(ANA, OWN)])),
    "line feed at the end": ("NotCanonicalError", forged(DATA + b"\n", [(ANA, OWN)])),
    "no bytes": ("NotCanonicalError", forged(b"", [(ANA, OWN)])),
    "deep": ("NotCanonicalError", respelled(b'{"disclosure":"hit"}', DEEP)),
    "very deep": ("NotCanonicalError", forged(b"[" * 200_000 + b"]" * 200_000, [(ANA, OWN)])),
    "keys by code points": (
        "NotCanonicalError",
        respelled(b'{"disclosure":"hit"}', '{"\uffee":"a","\U0001f600":"b"}'.encode()),
    ),
    "keys by code units": (
        "sound",
        respelled(b'{"disclosure":"hit"}', '{"\U0001f600":"b","\uffee":"a"}'.encode()),
    ),
    "a key that is special in JavaScript": ("sound", respelled(b'"disclosure"', b'"__proto__"')),
    "every escape": (
        "sound",
        respelled(b'"hit"', b'"\\u0000\\u001f\\b\\f\\n\\r\\t\\"\\\\/\x7f\xe2\x80\xa8"'),
    ),
}

BAD_FIELDS: dict[str, dict[str, object]] = {
    "format 0": {"format": 0},
    "format true": {"format": True},
    "format as text": {"format": "1"},
    "unknown field": {"novelty": "x"},
    "missing field": {"supersedes": ...},
    "unknown kind": {"kind": "picture"},
    "kind as list": {"kind": ["list"]},
    "synthetic as text": {"synthetic": "true"},
    "id with a path": {"id": "../SI-GPD"},
    "empty id": {"id": ""},
    "id with a line feed": {"id": "SI-GPD\n"},
    "id with two dots": {"id": "HR-MUP..1"},
    "id with a dot at its end": {"id": "HR-MUP.1."},
    "id with a dot at its start": {"id": ".HR-MUP"},
    "id with a dash at its start": {"id": "-HR-MUP"},
    "id of 129 letters": {"id": "n" * 129},
    "id of 129 letters in parts": {"id": "n" * 64 + "." + "n" * 64},
    "superseded id with two dots": {"supersedes": ["HR-MUP..1"]},
    "empty edition": {"edition": ""},
    "edition of 201 letters": {"edition": "\U0001f600" * 201},
    "edition with a control character": {"edition": "Mozaik\x1f"},
    "sender in lower case": {"sender": "si-gpd"},
    "no such day": {"created_at": "2023-02-30T09:00:00Z"},
    "hour 24": {"created_at": "2023-11-20T24:00:00Z"},
    "year 0": {"created_at": "0000-11-20T09:00:00Z"},
    "leap second": {"created_at": "2016-12-31T23:59:60Z"},
    "time without zone": {"created_at": "2023-11-20T09:00:00"},
    "digits of another script": {"created_at": "２０２３-11-20T09:00:00Z"},
    "recipients out of order": {"recipients": ["HR-MUP", "BA"]},
    "recipient twice": {"recipients": ["BA", "BA"]},
    "recipients as text": {"recipients": "BA"},
    "supersedes itself": {"supersedes": ["SI-GPD.contribution.1"]},
    "operation without a coordinator": {"kind": "operation"},
    "operation coordinated by its lead": {"kind": "operation", "properties": {"coordinator": "SI-GPD"}},
    "announcement without an approver": {"kind": "announcement", "properties": {"coordinator": "HR-MUP"}},
    "announcement approved by its sender": {"kind": "announcement", "properties": {"approver": "SI-GPD"}},
    "operation coordinated by nobody": {"kind": "operation", "properties": {"coordinator": "__proto__"}},
    "versions with a number": {"versions": {"mozaik": 1}},
    "terms as a list": {"default_terms": []},
    "members as object": {"members": {}},
    "member with a further field": {"members": [member("a", mode=7)]},
    "negative size": {"members": [member("a", -1)]},
    "size true": {"members": [member("a", True)]},
    "upper-case digest": {"members": [member("a", 0, "A" * 64)]},
    "members out of order": {"members": [member("b"), member("a")]},
    "10001 members": {"members": [member(f"{at:05}") for at in range(10_001)]},
}
NUMBERS: dict[str, dict[str, object]] = {
    "without numbers": {},
    "to nobody": {"recipients": [], "properties": {"number": "2", "follows": "1"}},
    "to two": {"recipients": ["BA", "HR-MUP"], "properties": {"number": "2", "follows": "1"}},
    "to its sender": {"recipients": ["SI-GPD"], "properties": {"number": "2", "follows": "1"}},
    "after itself": {"properties": {"number": "2", "follows": "2"}},
    "before 10": {"properties": {"number": "9", "follows": "10"}},
    "of zeros": {"properties": {"number": "02", "follows": "1"}},
    "of a sign": {"properties": {"number": "+2", "follows": "1"}},
    "of ten digits": {"properties": {"number": "1000000000", "follows": "1"}},
    "of no number": {"properties": {"number": "2", "follows": "__proto__"}},
}
"""What a delivery must not be."""
BAD_NAMES = (
    "", "/etc/passwd", "../up", "a/../b", "a//b", "a/", "./a", ".hidden", "a\\b", "C:a", "a b", "a\0b", "a\n",
    "Ž.json", "Z\u030c.json", "manifest.json", "Signatures.json", "a.", "n" * 256, "n" * 129, "-a",
)  # fmt: skip
CLASHES = (("a", "A"), ("a", "a"), ("a", "a/b"), ("A", "a/b"), ("a-", "a/b", "a"))
CONTENTS: Verdicts = {
    "a list": ("BadManifestError", forged(b"[]", [(ANA, OWN)])),
    "newer format": ("NewerFormatError", edited(format=2, novelty="x")),
    "edition of 200 letters": ("sound", edited(edition="\U0001f600" * 200)),
    "id of 128 letters": ("sound", edited(id="n" * 128)),
    "id of 128 letters in parts": ("sound", edited(id="n." * 63 + "-_")),
    "largest size": ("ExtraMemberError", listing(member("a", 2**53 - 1))),
    **{name: ("BadManifestError", edited(**changes)) for name, changes in BAD_FIELDS.items()},
    **{
        f"delivery {name}": (
            "BadManifestError",
            edited(**{"kind": "delivery", "recipients": ["BA"], **changes}),
        )
        for name, changes in NUMBERS.items()
    },
    **{f"name {name!a:.40}": ("BadManifestError", listing(member(name))) for name in BAD_NAMES},
    **{
        f"names {names}": ("BadManifestError", listing(*(member(name) for name in sorted(names))))
        for names in CLASHES
    },
}

NUMBERED = full(Kind.DELIVERY, recipients=("BA",), properties={"number": "10", "follows": "9"}).to_bytes()
LED = full(Kind.OPERATION, properties={"coordinator": "HR-MUP"}).to_bytes()
TOLD = full(Kind.ANNOUNCEMENT, properties={"approver": "HR-MUP"}).to_bytes()
ONE_SIGNATURE = {"key": ANA.key_id, "role": "owner", "signature": ANA.sign(OWN, DATA).hex()}
SIGNERS: Verdicts = {
    "delivery of a node": ("sound", forged(NUMBERED, [(LJUBLJANA, NODE)])),
    "delivery of a node as owner": ("WrongRoleError", forged(NUMBERED, [(LJUBLJANA, OWN)])),
    "delivery of a person": ("WrongRoleError", forged(NUMBERED, [(ANA, NODE)])),
    "delivery of a person as owner": ("WrongRoleError", forged(NUMBERED, [(ANA, OWN)])),
    "contribution of a node": ("WrongRoleError", forged(DATA, [(LJUBLJANA, NODE)])),
    "two owners": ("SurplusSignatureError", forged(DATA, by_key((ANA, OWN), (BOR, OWN)))),
    "three releasers": (
        "SurplusSignatureError",
        forged(PACKAGE, by_key((ANA, RELEASE), (BOR, RELEASE), (EVA, RELEASE))),
    ),
    "signatures of format true": (
        "BadSignatureError",
        with_signatures(to_canonical({"format": True, "signatures": [ONE_SIGNATURE]})),
    ),
    "signatures of format 1.0": ("NotCanonicalError", with_signatures(SIGNED.replace(b":1,", b":1.0,"))),
    "sound package": ("sound", forged(PACKAGE, by_key((ANA, RELEASE), (BOR, RELEASE)))),
    "unsigned": ("TooFewSignaturesError", forged(DATA, [])),
    "package of one": ("TooFewSignaturesError", forged(PACKAGE, [(ANA, RELEASE)])),
    "one person, two keys": (
        "SamePersonError",
        forged(PACKAGE, by_key((ANA, RELEASE), (ANA_AGAIN, RELEASE))),
    ),
    "one key twice": ("SamePersonError", forged(PACKAGE, [(ANA, RELEASE), (ANA, RELEASE)])),
    "signatures swapped": (
        "BadSignatureError",
        forged(PACKAGE, by_key((ANA, RELEASE), (BOR, RELEASE))[::-1]),
    ),
    "sound operation": ("sound", forged(LED, by_key((ANA, OWN), (CRO, OWN)))),
    "sound announcement": ("sound", forged(TOLD, by_key((ANA, OWN), (CRO, OWN)))),
    "announcement of one authority": ("WrongSenderError", forged(TOLD, by_key((ANA, OWN), (BOR, OWN)))),
    "announcement of one person": ("TooFewSignaturesError", forged(TOLD, [(CRO, OWN)])),
    "operation of the lead alone": ("TooFewSignaturesError", forged(LED, [(ANA, OWN)])),
    "operation of two of the lead": ("WrongSenderError", forged(LED, by_key((ANA, OWN), (BOR, OWN)))),
    "operation of three": (
        "SurplusSignatureError",
        forged(LED, by_key((ANA, OWN), (BOR, OWN), (CRO, OWN))),
    ),
    "operation signed by releasers": ("WrongRoleError", forged(LED, by_key((ANA, RELEASE), (CRO, RELEASE)))),
    "coordinator for a contribution": (
        "WrongSenderError",
        forged(full(properties={"coordinator": "HR-MUP"}).to_bytes(), [(CRO, OWN)]),
    ),
    "unknown key": ("UnknownKeyError", forged(DATA, [(STRANGER, OWN)])),
    "revoked key": ("RevokedKeyError", forged(DATA, [(REVOKED, OWN)])),
    "key of another authority": ("WrongSenderError", forged(DATA, [(CRO, OWN)])),
    "second releaser of another authority": (
        "WrongSenderError",
        forged(PACKAGE, by_key((ANA, RELEASE), (CRO, RELEASE))),
    ),
    "releaser for an owner": ("WrongRoleError", forged(DATA, [(ANA, RELEASE)])),
    "owner for a releaser": ("WrongRoleError", forged(PACKAGE, [(ANA, OWN)])),
    "key that may not release": ("WrongRoleError", forged(PACKAGE, [(OWNER_ONLY, RELEASE)])),
    "role exchanged": ("BadSignatureError", with_signatures(SIGNED.replace(b'"owner"', b'"releaser"'))),
    "signature of another file": (
        "BadSignatureError",
        with_signatures(signature_part(full(id="SI-GPD.other").to_bytes(), [(ANA, OWN)])[1]),
    ),
    "signature under another key": (
        "BadSignatureError",
        with_signatures(SIGNED.replace(ANA.key_id.encode(), BOR.key_id.encode())),
    ),
    "one good, one unknown": ("UnknownKeyError", forged(DATA, by_key((ANA, OWN), (STRANGER, OWN)))),
    "signatures of format 2": ("BadSignatureError", with_signatures(b'{"format":2,"signatures":[]}')),
    "signatures not canonical": ("NotCanonicalError", with_signatures(b'{"format":1, "signatures":[]}')),
    **{
        f"signature with {change}": (
            "BadSignatureError",
            with_signatures(to_canonical({"format": 1, "signatures": [ONE_SIGNATURE | change]})),
        )
        for change in (
            {"more": "x"},
            {"role": "judge"},
            {"key": "0" * 63},
            {"signature": ONE_SIGNATURE["signature"].upper()},
            {"signature": ONE_SIGNATURE["signature"][:-2]},
        )
    },
}

ALL = {**FRAMES, **SPELLINGS, **CONTENTS, **SIGNERS}

ENTRY: dict[str, Any] = ANA.trusted(NOW).to_json()
BAD_ENTRIES: dict[str, dict[str, object]] = {
    "a further field": {"more": "x"},
    "key id of another key": {"key_id": BOR.key_id},
    "key id in upper case": {"key_id": ANA.key_id.upper()},
    "public key in upper case": {"public_key": ANA.public_key.hex().upper()},
    "public key as number": {"public_key": 7},
    "authority in lower case": {"authority": "si-gpd"},
    "authority as list": {"authority": ["SI-GPD"]},
    "person with a path": {"person": "../ana"},
    "no person": {"person": ""},
    "no roles": {"roles": []},
    "unknown role": {"roles": ["judge"]},
    "role twice": {"roles": ["owner", "owner"]},
    "roles out of order": {"roles": ["releaser", "owner"]},
    "roles as text": {"roles": "owner"},
    "recipient cut": {"age_recipient": ANA.age_recipient[:-1]},
    "recipient in upper case": {"age_recipient": ANA.age_recipient.upper()},
    "recipient with a letter changed": {
        "age_recipient": ANA.age_recipient.translate({ord("q"): "p", ord("p"): "q"})
    },
    "recipient null": {"age_recipient": None},
    "added on no day": {"added_at": "2023-02-30T09:00:00Z"},
    "added null": {"added_at": None},
    "revoked on no day": {"revoked_at": "2023-02-30T09:00:00Z", "revoked_reason": "lost"},
    "revoked false": {"revoked_at": False, "revoked_reason": False},
    "revoked without reason": {"revoked_at": "2023-11-20T09:00:00Z"},
    "reason without revocation": {"revoked_reason": "lost"},
}
STORES: Verdicts = {
    "sound store": ("sound", store_bytes([ENTRY])),
    "revoked": (
        "RevokedKeyError",
        store_bytes([ENTRY | {"revoked_at": ENTRY["added_at"], "revoked_reason": "lost"}]),
    ),
    "empty store": ("UnknownKeyError", store_bytes([])),
    **{
        name: ("TrustStoreError", data)
        for name, data in {
            "no bytes": b"",
            "a list": b"[]",
            "no text": b"\xff",
            "not canonical": b'{"format":1, "keys":[]}',
            "format 2": b'{"format":2,"keys":[]}',
            "format true": b'{"format":true,"keys":[]}',
            "format 1.0": b'{"format":1.0,"keys":[]}',
            "keys as object": b'{"format":1,"keys":{}}',
            "keys as text": b'{"format":1,"keys":""}',
            "a key without fields": b'{"format":1,"keys":[{}]}',
            "a key that is a list": b'{"format":1,"keys":[[]]}',
            "another member": b'{"format":1,"keys":[],"more":1}',
            "no keys": b'{"format":1}',
            "too large": b'{"format":1,"keys":[],"more":"' + b"x" * (16 * 1024 * 1024) + b'"}',
            "a key twice": store_bytes([ENTRY, ENTRY]),
            "a field missing": store_bytes(
                [{name: ENTRY[name] for name in ENTRY if name != "revoked_reason"}]
            ),
        }.items()
    },
    **{name: ("TrustStoreError", store_bytes([ENTRY | changes])) for name, changes in BAD_ENTRIES.items()},
}
