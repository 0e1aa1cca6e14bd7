"""Fixed keys, stores, small sealed files, and both verifiers' verdicts, for the tests of the seal room."""

import json
import shutil
import subprocess
import zlib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mozaik.errors import MozaikError
from mozaik.seal import (
    Kind,
    Manifest,
    Role,
    SigningKey,
    TrustStore,
    to_canonical,
    verify_sealed,
    write_sealed,
)
from mozaik.seal.frame import Entry, closing, local_header

NOW = datetime(2023, 11, 20, 9, 0, tzinfo=UTC)
MEMBERS = {"report.json": b'{"read":2}', "tables/files.parquet": b"PAR1 not really PAR1"}
Signer = tuple[SigningKey, Role]
JUDGE = Path(__file__).with_name("judge_all.mjs")


def manifest(kind: Kind = Kind.CONTRIBUTION, **changes: object) -> Manifest:
    """A small valid manifest without members."""
    fields: dict[str, object] = {
        "kind": kind,
        "id": f"SI-GPD.{kind}.1",
        "edition": "Mozaik 2023",
        "sender": "SI-GPD",
        "recipients": ("HR-MUP", "BA"),
        "created_at": "2023-11-20T09:00:00Z",
        "synthetic": True,
        "versions": {"mozaik": "0.1.0"},
        "default_terms": {"disclosure": "hit"},
        **changes,
    }
    return Manifest(**fields)  # type: ignore[arg-type]


def store_of(*keys: SigningKey) -> TrustStore:
    """A trust store that holds these keys with both roles."""
    store = TrustStore()
    for key in keys:
        store.add(key.trusted(NOW))
    return store


def sealed_by(path: Path, key: SigningKey, kind: Kind = Kind.CONTRIBUTION, **changes: object) -> Path:
    """A small contribution sealed by a key of the sender."""
    write_sealed(path, manifest(kind, **changes), MEMBERS, [(key, Role.OWNER)])
    return path


def framed(parts: Sequence[tuple[str, bytes]]) -> bytes:
    """A sound ZIP frame around any entries, as a forger who knows the format would write it."""
    entries: list[Entry] = []
    out = b""
    for name, data in parts:
        entries.append(Entry(name, len(data), zlib.crc32(data), len(out)))
        out += local_header(entries[-1]) + data
    return out + closing(entries)


def forged(
    manifest_bytes: bytes,
    signers: Sequence[Signer],
    members: Mapping[str, bytes] = MEMBERS,
) -> bytes:
    """A file around any manifest bytes, truly signed: only the content of the manifest can be wrong."""
    return framed(
        [("manifest.json", manifest_bytes), signature_part(manifest_bytes, signers), *members.items()]
    )


def signature_part(manifest_bytes: bytes, signers: Sequence[Signer]) -> tuple[str, bytes]:
    """`signatures.json` by these keys in this order, without any of the writer's checks."""
    listed = [
        {"key": key.key_id, "role": str(role), "signature": key.sign(role, manifest_bytes).hex()}
        for key, role in signers
    ]
    return "signatures.json", to_canonical({"format": 1, "signatures": listed})


def python_verdict(path: Path, store: TrustStore) -> str:
    """`sound`, or the name of the error with which the Python verifier refuses; it must name the file."""
    refused: MozaikError | None = None
    try:
        verify_sealed(path, store)
    except MozaikError as error:
        refused = error
    if refused is None:
        return "sound"
    assert str(path) in refused.where
    assert refused.what
    assert refused.remedy
    return type(refused).__name__


def node_verdicts(trust: Path, *arguments: str) -> dict[str, str | list[str]]:
    """What judge_all.mjs says; the test fails without Node, which scripts/system-packages.txt lists."""
    node = shutil.which("node")
    if node is None:
        pytest.fail("node is missing: run scripts/system-packages")
    done = subprocess.run(
        [node, str(JUDGE), str(trust), *arguments], capture_output=True, check=False, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, str | list[str]] = json.loads(done.stdout)
    return found
