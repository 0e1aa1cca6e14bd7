"""Views after an upload that is silent to nearly all: which change, and what making all of them costs.

Every one of 50 readers has the content hash of its view before, and after one owner uploads a contribution
under terms that are silent to everybody else. Then views of some readers are made at the size of a series, to
say what 50 readers cost at ten uploads an hour, each view made once an upload, by the first who reads.
"""

import statistics
import tempfile
from functools import partial
from pathlib import Path

from benchmarks.outcome import Outcome, Timing, our_versions, timed
from benchmarks.work_at_scale import NOW, Scale, make_work
from mozaik.release import Asking, Work, content_hash
from mozaik.release.rows import rows_behind
from mozaik.seal import TrustStore

SAMPLE, UPLOADS = 3, 10
MIDDLE = Scale(contributions=2, files=300, shared=4_000)


def measure() -> Outcome:
    """Hash all views before and after, and time some at full size."""
    with tempfile.TemporaryDirectory() as name:
        before, after = (
            _hashes(Path(name, word, "WORK"), silent) for word, silent in (("before", 0), ("after", 1))
        )
        changed = [reader for reader in before if before[reader] != after[reader]]
        work = Path(name, "series", "WORK")
        make_work(work, Scale())
        opened = Work.open(work, TrustStore())
        rows, _ = timed(lambda: rows_behind(opened))
        views = [timed(partial(_hash, opened, reader))[0] for reader in Scale().names[:SAMPLE]]
    view = statistics.median(timing.processor for timing in views)
    hourly = UPLOADS * (rows.processor + len(before) * view)
    return Outcome(
        name="views-of-all-readers",
        ours=Timing(hourly, hourly),
        theirs=Timing(3600, 3600),
        target="a silent upload changes the view of its owner alone; fits into one processor",
        versions=our_versions("duckdb", "pyarrow"),
        facts={
            "readers": len(before),
            "views changed by a silent upload": len(changed),
            "changed": ", ".join(changed),
            "processor s a view": round(view, 2),
            "of rows once an upload": round(rows.processor, 2),
            f"of {len(before)} readers at {UPLOADS} uploads an hour": round(hourly),
        },
    )


def _hashes(path: Path, silent: int) -> dict[str, str]:
    make_work(path, MIDDLE, silent)
    opened = Work.open(path, TrustStore())
    return {reader: _hash(opened, reader) for reader in MIDDLE.names}


def _hash(work: Work, reader: str) -> str:
    return content_hash(work, Asking.of(work.operation, reader, f"{reader}/reader", "benchmark", NOW))
