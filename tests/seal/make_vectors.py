"""Makes the golden vectors of the seal room anew: `python -m tests.seal.make_vectors [FOLDER]`.

The vectors are tiny sealed files by three fixed, synthetic keys, the trust store that accepts them, the bytes
that were signed, and what a verifier must find. They change only with the format's number.
"""

import hashlib
import json
import sys
from pathlib import Path

from mozaik.seal import Kind, Role, SigningKey, encrypt_to, verify_sealed, write_sealed
from mozaik.seal.keys import signed_bytes
from tests.seal.support import manifest, store_of

VECTORS = Path(__file__).with_name("vectors")
ANA = SigningKey.from_secrets(
    "SI-GPD", "ana", bytes(range(32)),
    "AGE-SECRET-KEY-1QUWRW8F6KXU77FKRH66KAA9Q3DFLDAE9TVMPTMTEQD98PP74Q4AQWJM6NN",
)  # fmt: skip
BOR = SigningKey.from_secrets(
    "SI-GPD", "bor", bytes(range(32, 64)),
    "AGE-SECRET-KEY-1JXLKPWNQ5QS4M0Z7Q43QZ0PUA8W2RTWU2KLVTWUJNUC00EMV5R8S2GAWSW",
)  # fmt: skip
EVA = SigningKey.from_secrets(
    "HR-MUP", "eva", bytes(range(64, 96)),
    "AGE-SECRET-KEY-10ZWC8DTTXA8ZR95U30L6XPY4FQMQNDQJQ0FXW306JCMHL76PQUJQM6832L",
)  # fmt: skip
MEMBERS = {"empty": b"", "tables/files.parquet": bytes(range(256)), "va.txt": "Жива\n".encode()}
TERMS = {
    "note": 'Živa / Жива \U0001f600 \x7f\u2028"\\\b\f\n\r\t\x1f',
    "\U0001f600": 1,
    "\uffee": [True, None, -2],
}


def make(folder: Path) -> None:
    """Write all vectors into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    store = store_of(ANA, BOR, EVA)
    store.save(folder / "trust.json")
    signers = {
        Kind.CONTRIBUTION: [(ANA, Role.OWNER)],
        Kind.PACKAGE: [(ANA, Role.RELEASER), (BOR, Role.RELEASER)],
        Kind.ANNOUNCEMENT: [(ANA, Role.OWNER), (EVA, Role.OWNER)],
    }
    expected = {}
    for kind, signed_by in signers.items():
        path = folder / f"small.{kind}"
        properties = {"approver": EVA.authority} if kind is Kind.ANNOUNCEMENT else {}
        stated = manifest(kind, default_terms=TERMS, supersedes=("SI-GPD.0",), properties=properties)
        write_sealed(path, stated, MEMBERS, signed_by)
        found = verify_sealed(path, store)
        expected[path.name] = {
            "sha256": found.sha256,
            "signed_sha256": hashlib.sha256(
                signed_bytes(signed_by[0][1], found.front.manifest_bytes)
            ).hexdigest(),
            "signed_by": [signature.key.key_id for signature in found.signatures],
            "members": {name: hashlib.sha256(found.read_member(name)).hexdigest() for name in found.names},
        }
    text = json.dumps(expected, indent=2, sort_keys=True) + "\n"
    (folder / "expected.json").write_text(text, encoding="utf-8")
    if not (folder / "small.contribution.age").exists():  # age is random: made once, opened ever after
        encrypt_to(folder / "small.contribution", folder / "small.contribution.age", [BOR.age_recipient])


if __name__ == "__main__":
    make(Path(sys.argv[1]) if len(sys.argv) > 1 else VECTORS)
