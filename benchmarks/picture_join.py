"""All near pairs of 1 M x 1 M picture codes, against the exact setting of FAISS's multi-index hashing.

The rival indexes one side and is asked for each code of the other. Its time is that of building the index
plus 50 times that of a sample of 20,000 questions; all 1 M would take too long. Two threads for both.
"""

import tempfile
from pathlib import Path

import numpy as np

from benchmarks.codes import plant_neighbours, skewed_codes
from benchmarks.outcome import Outcome, Timing, median, our_versions, timed
from benchmarks.rival import run_rival
from mozaik.media import Pairs, picture_join

COUNT = 1_000_000
SAMPLE = 20_000
PLANTED = 20_000
DISTANCE = 31
THREADS = 2
OUR_RUNS = 5
THEIR_RUNS = 3


def measure() -> Outcome:
    """Time both, and refuse to report a ratio unless both find the same pairs in the sample."""
    left = skewed_codes(COUNT, 1)
    right = plant_neighbours(left, skewed_codes(COUNT, 2), PLANTED, 3)
    picture_join(left[:5000], right[:5000], DISTANCE, threads=THREADS)
    runs = [timed(lambda: picture_join(left, right, DISTANCE, threads=THREADS)) for _ in range(OUR_RUNS)]
    pairs = runs[-1][1]
    sample = np.arange(0, COUNT, COUNT // SAMPLE)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        np.save(folder / "index.npy", right.view(np.uint8))
        np.save(folder / "questions.npy", left[sample].view(np.uint8))
        answer = run_rival("faiss", folder, str(DISTANCE), str(THREADS), str(THEIR_RUNS))
        theirs = np.load(folder / "pairs.npy", allow_pickle=False)
    same = sorted_rows(asked(pairs, sample))
    assert np.array_equal(same, sorted_rows(theirs)), "the rival finds other pairs"
    build, questions = Timing(*answer["build"]), Timing(*answer["questions"])
    factor = COUNT / SAMPLE
    return Outcome(
        name="picture-join",
        ours=median([timing for timing, _ in runs]),
        theirs=Timing(build.wall + factor * questions.wall, build.processor + factor * questions.processor),
        target=">= 150x",
        versions={**our_versions("numba", "numpy"), "faiss-cpu": str(answer["version"])},
        facts={
            "codes": f"{COUNT} x {COUNT}",
            "pairs": len(pairs.left),
            "pairs of the sample": len(same),
            "build": f"{build.wall:.1f} s",
            "sample": f"{questions.wall:.2f} s",
            "runs": f"{OUR_RUNS} and {THEIR_RUNS}",
        },
    )


def asked(pairs: Pairs, sample: np.ndarray) -> np.ndarray:
    """Our pairs int64[k, 3] (place in the sample, right row, distance) of the sampled left rows."""
    place = np.full(COUNT, -1)
    place[sample] = np.arange(len(sample))
    chosen = place[pairs.left] >= 0
    return np.column_stack([place[pairs.left[chosen]], pairs.right[chosen], pairs.distance[chosen]])


def sorted_rows(table: np.ndarray) -> np.ndarray:
    """The rows of a table in lexical order."""
    return table[np.lexsort(table.T[::-1])]
