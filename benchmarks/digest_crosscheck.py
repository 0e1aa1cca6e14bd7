"""The digest cross-check of 20 M files of seven owners, against a bare GROUP BY of the same Parquet.

Ours is the engine's whole work: values and holders with ids, rows without SHA-256 sought, coverage counted,
files written. The rival is DuckDB counting the SHA-256 values that occur twice, and keeps nothing. Each run
is a process of its own with two threads; its peak memory is what the system says it was.
"""

import json
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.outcome import Outcome, Timing, median, our_versions, timed
from mozaik.contribution.parquet import write_parquet
from mozaik.crosscheck import EmbeddedEngine, Parameters
from mozaik.crosscheck.matchers import DIGEST
from mozaik.crosscheck.model import Source
from mozaik.kinds import SetKind
from mozaik.progress import unseen
from mozaik.records import ALL_TABLES

ROWS = 20_000_000
OWNERS = ("AL-ASP", "BA-SIP", "HR-MUP", "HU-NNI", "MK-MVR", "RS-MUP", "SI-GPD")
SHARED = 0.03
"""Part of each owner's rows whose content is drawn from a pool common to all."""
ITEMS = 40
"""Seized items of an owner."""
THREADS = 2
RUNS = 3


def measure() -> Outcome:
    """Time both in turn, and refuse to report a ratio unless they agree on the values of several items."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for number, owner in enumerate(OWNERS):
            write_parquet(owner_table(number), folder / f"{owner}.parquet")
        answers: dict[str, list[dict[str, float]]] = {"ours": [], "theirs": []}
        for _ in range(RUNS):
            for who, found in answers.items():
                found.append(run_apart(who, folder))
    ours, theirs = answers["ours"][0], answers["theirs"][0]
    assert ours["hits"] == theirs["hits"], "the rival finds another number of shared values"
    return Outcome(
        name="digest-crosscheck",
        ours=median([Timing(answer["wall"], answer["processor"]) for answer in answers["ours"]]),
        theirs=median([Timing(answer["wall"], answer["processor"]) for answer in answers["theirs"]]),
        target=">= 0.5x, at most twice a bare GROUP BY",
        versions=our_versions("duckdb"),
        facts={
            "rows": f"{ROWS:,} of {len(OWNERS)} owners",
            "hits": int(ours["hits"]),
            "holders": int(ours["holders"]),
            "our peak": f"{max(answer['peak'] for answer in answers['ours']) / 1024:.0f} MiB",
            "their peak": f"{max(answer['peak'] for answer in answers['theirs']) / 1024:.0f} MiB",
            "runs": RUNS,
        },
    )


def run_apart(who: str, folder: Path) -> dict[str, float]:
    """One run in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.digest_crosscheck", who, str(folder)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    answer: dict[str, float] = json.loads(done.stdout.splitlines()[0])
    return answer


def owner_table(number: int) -> pa.Table:
    """The sorted table `files` of one owner: random digests, some from the pool."""
    draw = np.random.default_rng(number)
    count = ROWS // len(OWNERS)
    pool = np.random.default_rng(100).integers(0, 256, (max(1, ROWS // 100), 32), np.uint8)
    digests = draw.integers(0, 256, (count, 32), np.uint8)
    chosen = draw.random(count) < SHARED
    digests[chosen] = pool[draw.integers(0, len(pool), int(chosen.sum()))]
    digests = digests[np.argsort(digests.view(">u8")[:, 0], kind="stable")]
    names = pa.array([f"ITEM-{item}" for item in range(ITEMS)])
    columns = {
        "row_id": pa.array(np.arange(count)),
        "terms_id": pa.array(np.zeros(count, np.int32)),
        "sha256": _fixed(digests, 0, 32),
        "sha1": _fixed(digests, 4, 20),
        "md5": _fixed(digests, 8, 16),
        "size": pa.array(draw.integers(1, 1 << 30, count)),
        "item_id": names.take(pa.array(draw.integers(0, ITEMS, count))),
    }
    schema = ALL_TABLES["files"].schema
    arrays = [columns.get(field.name, pa.nulls(count, field.type)) for field in schema]
    return pa.table(dict(zip(schema.names, arrays, strict=True)), schema=schema)


def _fixed(digests: np.ndarray, start: int, width: int) -> pa.Array:
    data = np.ascontiguousarray(digests[:, start : start + width])
    return pa.FixedSizeBinaryArray.from_buffers(pa.binary(width), len(data), [None, pa.py_buffer(data)])


def cross_check(folder: Path, target: Path) -> dict[str, float]:
    """Our run: how many hits and holders."""
    sources = [
        Source(
            number, owner, owner, SetKind.CONTRIBUTION, {"files": folder / f"{owner}.parquet"}, number, (0,)
        )
        for number, owner in enumerate(OWNERS)
    ]
    EmbeddedEngine(threads=THREADS).run((DIGEST,), sources, Parameters(), target, unseen)
    return {name: pq.read_metadata(target / f"{name}.parquet").num_rows for name in ("hits", "holders")}


def group_by(folder: Path) -> dict[str, float]:
    """The rival's run: how many values occur twice."""
    files = [str(folder / f"{owner}.parquet") for owner in OWNERS]
    query = "SELECT sha256, count(*) FROM read_parquet($files) GROUP BY sha256 HAVING count(*) > 1"
    with duckdb.connect(config={"threads": str(THREADS)}) as connection:
        counted = connection.execute(f"SELECT count(*) FROM ({query})", {"files": files}).fetchone()
    return {"twice": counted[0] if counted else 0}


def on_two_items(folder: Path) -> int:
    """How many values lie on two items: what both must agree on, counted in the plainest way."""
    files = [str(folder / f"{owner}.parquet") for owner in OWNERS]
    query = "SELECT sha256 FROM read_parquet($files, filename = true) GROUP BY sha256"
    several = f"{query} HAVING count(DISTINCT (filename, item_id)) > 1"
    with duckdb.connect(config={"threads": str(THREADS)}) as connection:
        counted = connection.execute(f"SELECT count(*) FROM ({several})", {"files": files}).fetchone()
    return int(counted[0]) if counted else 0


def main(who: str, folder: Path) -> None:
    """Run one side and print its answer; the rival also says, untimed, how many values are on two items."""
    with tempfile.TemporaryDirectory() as name:
        if who == "ours":
            timing, answer = timed(lambda: cross_check(folder, Path(name)))
        else:
            timing, answer = timed(lambda: group_by(folder))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        if who == "theirs":
            answer |= {"hits": on_two_items(folder)}
    print(
        json.dumps({**answer, "wall": timing.wall, "processor": timing.processor, "peak": peak}), flush=True
    )


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
