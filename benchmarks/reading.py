"""Pages, judgements and details out of some 200,000 hits, against the same out of a small operation.

All go through release, and are logged, from a WORK of synthetic owners (`work_at_scale.py`) who have judged
hits, each size in a process of its own. What is timed is what a node or a hub does for a person: WORK is
open, and the view was looked at before. Making the view, and gathering the rows behind hits for all views,
are timed apart. A page must not depend on how many hits stand behind it, and is held to one of a view that
nobody kept.
"""

import json
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from benchmarks.outcome import Outcome, Timing, median, our_versions, timed
from benchmarks.work_at_scale import NOW, READER, SMALL, Scale, make_work
from mozaik.acts import Act, sign_act
from mozaik.release import (
    Asking,
    Page,
    Verdict,
    Work,
    content_hash,
    explain_reference,
    judge,
    read_hits,
    reading_as_json,
)
from mozaik.release.kept import view_for
from mozaik.release.references import reference_text
from mozaik.release.rows import rows_behind
from mozaik.seal import Role, SigningKey, TrustStore

HITS, PAGES, RUNS, JUDGED = 50, 20, 3, 5
PERSON = f"{READER}/reader"


def measure() -> Outcome:
    """Time a page of both, and say what the rest costs of the large one."""
    with tempfile.TemporaryDirectory() as name:
        works = {size: Path(name, size, "WORK") for size in ("large", "small")}
        make_work(works["large"], Scale())
        make_work(works["small"], SMALL)
        answers = {size: [_run_apart(work) for _ in range(RUNS)] for size, work in works.items()}
    large, small = answers["large"], answers["small"]

    def milliseconds(what: str) -> float:
        return round(statistics.median(answer[what] for answer in large) * 1000, 1)

    return Outcome(
        name="page-of-hits",
        ours=median([Timing(answer["wall"], answer["processor"]) for answer in large]),
        theirs=median([Timing(answer["wall"], answer["processor"]) for answer in small]),
        target="processor: page 25 ms and 1.5 times the small one's, judgement 10, detail 30, making 5,000",
        versions=our_versions("duckdb", "pyarrow"),
        facts={
            "hits": int(large[0]["hits"]),
            "hits of the small": int(small[0]["hits"]),
            "runs": RUNS,
            "processor ms of the first page": milliseconds("first"),
            "of a judgement": milliseconds("judgement"),
            "of a detail": milliseconds("detail"),
            "of making the view": milliseconds("view"),
            "of gathering rows once a generation": milliseconds("rows"),
            "of a content hash when it is asked for": milliseconds("hash"),
        },
    )


def _run_apart(work: Path) -> dict[str, float]:
    """One WORK in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.reading", str(work)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    answer: dict[str, float] = json.loads(done.stdout.splitlines()[0])
    return answer


def main(path: Path) -> None:
    """Make the view, read pages, judge, look at one hit; print what each cost."""
    trust, key = TrustStore(), SigningKey.generate(READER, "reader")
    trust.add(key.trusted(NOW, (Role.OWNER,)))
    work = Work.open(path, trust)
    shutil.rmtree(work.views, ignore_errors=True)
    shutil.rmtree(work.acts.chains_folder, ignore_errors=True)
    asking = Asking.of(work.operation, READER, PERSON, "benchmark", NOW)
    rows, _ = timed(lambda: rows_behind(work))
    making, view = timed(lambda: view_for(work, asking))
    hashing, _ = timed(lambda: content_hash(work, asking))
    references = [reference_text(bytes.fromhex(code)) for code in view.hits["reference"].to_pylist()]
    _let_others_judge(work, trust)
    first, reading = timed(lambda: read_hits(work, asking, Page(limit=HITS)))
    assert len(reading.hits) == HITS
    starts = [HITS * number for number in range(PAGES) if HITS * (number + 1) <= len(references)]

    def page(run: int) -> object:
        start = starts[run % len(starts)]
        return read_hits(work, asking, Page(limit=HITS, after=references[start - 1] if start else None))

    pages = _timings(page)
    judgements = _timings(lambda run: judge(work, references[run], Verdict.CONFIRM, key, "benchmark", NOW))
    details = _timings(lambda run: explain_reference(work, asking, references[2 * run]))
    _require_same(path, trust, asking)
    print(json.dumps({
        "wall": median(pages).wall, "processor": median(pages).processor, "hits": reading.total,
        "first": first.processor, "judgement": median(judgements).processor,
        "detail": median(details).processor, "view": making.processor, "rows": rows.processor,
        "hash": hashing.processor,
    }), flush=True)  # fmt: skip


def _timings(step: Callable[[int], object]) -> list[Timing]:
    return [timed(partial(step, run))[0] for run in range(PAGES)]


def _let_others_judge(work: Work, trust: TrustStore) -> None:
    """Let a person of each other owner judge some hits, whether or not it sees them."""
    hits = work.part("hits")
    with work.engine() as engine:
        found = engine.execute("SELECT hit_id FROM read_parquet($hits) LIMIT 500", {"hits": hits}).fetchall()
    for number, party in enumerate(work.operation.participants):
        if party.authority != READER:
            key = SigningKey.generate(party.authority, "judge")
            trust.add(key.trusted(NOW, (Role.OWNER,)))
            for place in range(JUDGED):
                (hit,) = found[(number * JUDGED + place) % len(found)]
                said = {"hit": hit.hex(), "reference": "H-", "verdict": "confirm"}
                sign_act(work.acts, Act.JUDGEMENT, party.authority, key, "benchmark", said, NOW, trust)


def _require_same(path: Path, trust: TrustStore, asking: Asking) -> None:
    """Hold a page of the kept view to the page of one that is made anew and kept nowhere."""
    kept = read_hits(Work.open(path, trust), asking, Page(limit=HITS))
    work = Work.open(path, trust)
    shutil.rmtree(work.views)
    work.views.touch()
    made = read_hits(work, asking, Page(limit=HITS))
    work.views.unlink()
    assert reading_as_json(kept) == reading_as_json(made)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
