"""A page of fifty hits out of some 200,000, against the same page out of a small operation.

Both are read through release, logged, from a WORK of synthetic owners (`work_at_scale.py`), each in a
process of its own. What a page costs should not depend on how many hits stand behind it.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.outcome import Outcome, Timing, median, our_versions, timed
from benchmarks.work_at_scale import NOW, READER, SMALL, Scale, make_work
from mozaik.release import Asking, Page, Work, read_hits
from mozaik.seal import TrustStore

HITS = 50
RUNS = 3


def measure() -> Outcome:
    """Time the page of both, and say how many hits stand behind each."""
    with tempfile.TemporaryDirectory() as name:
        works = {"large": Path(name, "large", "WORK"), "small": Path(name, "small", "WORK")}
        make_work(works["large"], Scale())
        make_work(works["small"], SMALL)
        answers = {size: [_run_apart(work) for _ in range(RUNS)] for size, work in works.items()}
    large, small = answers["large"], answers["small"]
    return Outcome(
        name="page-of-hits",
        ours=median([Timing(answer["wall"], answer["processor"]) for answer in large]),
        theirs=median([Timing(answer["wall"], answer["processor"]) for answer in small]),
        target=">= 0.67x, at most 1.5 times the page of a small operation",
        versions=our_versions("duckdb"),
        facts={"hits": int(large[0]["hits"]), "hits of the small": int(small[0]["hits"]), "runs": RUNS},
    )


def _run_apart(work: Path) -> dict[str, float]:
    """One page in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.reading", str(work)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    answer: dict[str, float] = json.loads(done.stdout.splitlines()[0])
    return answer


def main(path: Path) -> None:
    """Read one page and print what it cost."""
    work = Work.open(path, TrustStore())
    timing, reading = timed(
        lambda: read_hits(
            work,
            Asking.of(work.operation, READER, f"{READER}/reader", "benchmark", NOW),
            Page(limit=HITS),
        )
    )
    assert len(reading.hits) == HITS
    print(json.dumps({"wall": timing.wall, "processor": timing.processor, "hits": reading.total}), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
