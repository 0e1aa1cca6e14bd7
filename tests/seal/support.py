"""Fixed keys, stores and small sealed files for the tests of the seal room; all synthetic."""

from datetime import UTC, datetime
from pathlib import Path

from mozaik.seal import Kind, Manifest, Role, SigningKey, TrustStore, write_sealed

NOW = datetime(2023, 11, 20, 9, 0, tzinfo=UTC)
MEMBERS: dict[str, bytes | Path] = {
    "report.json": b'{"read":2}',
    "tables/files.parquet": b"PAR1 not really PAR1",
}


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


def sealed_by(path: Path, key: SigningKey, **changes: object) -> Path:
    """A small contribution sealed by a key of the sender."""
    write_sealed(path, manifest(**changes), MEMBERS, [(key, Role.OWNER)])  # type: ignore[arg-type]
    return path
