"""Many small contributions: what each costs to verify, to verify once more and to compare, and if that grows.

The rival is this very program with a quarter of them, four times over: where the cost of a set does not grow
with their number, both take as long.
"""

import random
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from hashlib import md5, sha256
from pathlib import Path

import pyarrow as pa

from benchmarks.outcome import Outcome, Timing, our_versions, timed
from mozaik.contribution import ContributionSpec, SealedSet, read_set, write_contribution
from mozaik.crosscheck import crosscheck
from mozaik.parties import Authority
from mozaik.records import table_from_rows
from mozaik.seal import SigningKey, TrustStore
from mozaik.terms import Disclosure, Purpose, Subject, Terms, TermsSheet

NOW = datetime(2023, 11, 20, 9, 0, tzinfo=UTC)
SETS, OWNERS = 1000, 20
PROMISED_MS = 10
"""Of processor time that a small set may cost."""


def measure() -> Outcome:
    """Verify and compare `SETS` contributions of five files, three pictures and three selectors each."""
    with tempfile.TemporaryDirectory() as name:
        folder, trust = Path(name), TrustStore()
        files = _sealed(folder, trust)
        read_set(files[0], trust)
        first, sets = timed(lambda: [read_set(file, trust) for file in files])
        known = frozenset(sealed.sha256 for sealed in sets)
        again, _ = timed(lambda: [read_set(file, trust, checked=known) for file in files])
        quarters = [_compared(sets[at::4], folder / f"quarter {at}") for at in range(4)]
        whole = _compared(sets, folder / "whole")
    theirs = Timing(sum(each.wall for each in quarters), sum(each.processor for each in quarters))
    told = {"verify": first, "verify once more": again, "compare": whole}
    facts = {word: f"{1000 * timing.processor / SETS:.1f} ms a set" for word, timing in told.items()}
    target = f"a set costs no more among many, at most {PROMISED_MS} ms"
    return Outcome(
        "small-sets", whole, theirs, target, our_versions("pyarrow", "duckdb"), {"sets": SETS, **facts}
    )


def _compared(sets: Sequence[SealedSet], work: Path) -> Timing:
    return timed(partial(crosscheck, sets, [], work, now=NOW))[0]


def _sealed(folder: Path, trust: TrustStore) -> list[Path]:
    draw = random.Random(1)
    shared = [draw.randbytes(20) for _ in range(SETS)]
    keys = [SigningKey.generate(f"SI-A{number:02d}", "ana") for number in range(OWNERS)]
    for key in keys:
        trust.add(key.trusted(NOW))
    return [_one_sealed(folder, number, keys[number % OWNERS], shared, draw) for number in range(SETS)]


def _one_sealed(
    folder: Path, number: int, key: SigningKey, shared: Sequence[bytes], draw: random.Random
) -> Path:
    owner, path = str(key.authority), folder / f"{number:04d}.contribution"
    spec = ContributionSpec(
        sender=Authority(owner), id=f"{owner}.{number:04d}", created_at=NOW, edition="bench", synthetic=True
    )
    rows = _rows(shared, draw)
    tables: dict[str, pa.Table] = {name: table_from_rows(name, held) for name, held in rows.items()}
    write_contribution(path, spec, tables, TermsSheet((_terms(owner),), {}), key)
    return path


def _rows(shared: Sequence[bytes], draw: random.Random) -> dict[str, list[dict[str, object]]]:
    contents = [draw.choice(shared), *(draw.randbytes(20) for _ in range(4))]
    return {
        "files": [
            {"item_id": "ITEM-1", "path": f"DCIM/{at}.jpg", "size": 20, **_digests(content)}
            for at, content in enumerate(contents)
        ],
        "media": [
            {
                "item_id": "ITEM-1",
                "pdq": draw.randbytes(32),
                "quality": 90,
                "frame_ms": 0,
                **_digests(content),
            }
            for content in contents[:3]
        ],
        "selectors": [
            {"item_id": "ITEM-1", "kind": "email", "normal": text, "found": text, "path": "chat", "count": 1}
            for text in (f"u{draw.randrange(2 * SETS)}@mail.example" for _ in range(3))
        ],
    }


def _digests(content: bytes) -> dict[str, object]:
    return {
        "sha256": sha256(content).digest(),
        "md5": md5(content, usedforsecurity=False).digest(),
    }


def _terms(owner: str) -> Terms:
    return Terms(
        name="material", owner=Authority(owner), purposes=frozenset({Purpose.CROSS_CHECK}),
        subject=Subject.NO_PERSON, disclosure=Disclosure.FULL, source="A", information="1",
        review_on=NOW.date().replace(year=2033),
    )  # fmt: skip
