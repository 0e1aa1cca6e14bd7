"""Fixed keys, stores, small sealed files, and both verifiers' verdicts, for the tests of the seal room."""

import base64
import json
import shutil
import subprocess
import zlib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import pytest

from mozaik.errors import MozaikError
from mozaik.seal import (
    JsonValue,
    Kind,
    Manifest,
    Role,
    SigningKey,
    TrustStore,
    TrustStoreError,
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


def store_bytes(keys: Sequence[object], **more: object) -> bytes:
    """The bytes of a trust store with these entries, without any of the program's checks."""
    return to_canonical(cast("JsonValue", {"format": 1, "keys": keys, **more}))


def python_pair_verdict(store: bytes, file: bytes, folder: Path) -> str:
    """The Python verdict on a store and a file, both as bytes."""
    trust, path = folder / "trust.json", folder / "file"
    trust.write_bytes(store)
    try:
        known = TrustStore.load(trust)
    except TrustStoreError as error:
        return type(error).__name__ if str(trust) in error.where else "an error without its place"
    path.write_bytes(file)
    return python_verdict(path, known)


def node_pairs(pairs: Sequence[tuple[bytes, bytes]], folder: Path) -> list[str]:
    """The Node verdicts on pairs of a store and a file, from one process."""
    lines = [" ".join(base64.b64encode(part).decode() for part in pair) for pair in pairs]
    return cast("list[str]", node_answers("pairs", lines, folder))


def node_answers(mode: str, lines: Sequence[str], folder: Path) -> list[Any]:
    """What judge_all.mjs answers to each line, from one process."""
    cases = folder / "cases.txt"
    cases.write_text("\n".join(lines), encoding="ascii")
    return cast("list[Any]", judged("-", mode, str(cases)))


def node_verdicts(trust: Path, *arguments: str) -> dict[str, str | list[str]]:
    """What judge_all.mjs says about files or flipped bytes."""
    return cast("dict[str, str | list[str]]", judged(str(trust), *arguments))


def judged(*arguments: str) -> object:
    """What judge_all.mjs says; the test fails without Node, which scripts/system-packages.txt lists."""
    node = shutil.which("node")
    if node is None:
        pytest.fail("node is missing: run scripts/system-packages")
    done = subprocess.run(
        [node, str(JUDGE), *arguments], capture_output=True, check=False, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr
    found: object = json.loads(done.stdout)
    return found
