"""FAISS's exact multi-index hashing: index codes, ask for neighbours, leave pairs and times in a folder.

Arguments: folder, distance, threads, runs. Reads index.npy uint8[m, 32] and questions.npy uint8[n, 32];
writes pairs.npy int64[k, 3] (question, row, distance) and answer.json with [wall, processor] seconds.
"""

import json
import statistics
import sys
import time
from pathlib import Path

import faiss
import numpy as np


def main(folder: Path, distance: int, threads: int, runs: int) -> None:
    """Build once, ask `runs` times, write the medians."""
    faiss.omp_set_num_threads(threads)
    codes = np.load(folder / "index.npy", allow_pickle=False)
    questions = np.load(folder / "questions.npy", allow_pickle=False)
    start = (time.perf_counter(), time.process_time())
    index = faiss.IndexBinaryMultiHash(256, 16, 16)
    index.nflip = 1
    index.add(codes)
    build = [time.perf_counter() - start[0], time.process_time() - start[1]]
    walls, processors = [], []
    for _ in range(runs):
        start = (time.perf_counter(), time.process_time())
        # The range search of binary indexes is strict: below the radius, not up to it.
        limits, distances, rows = index.range_search(questions, distance + 1)
        walls.append(time.perf_counter() - start[0])
        processors.append(time.process_time() - start[1])
    asked = np.repeat(np.arange(len(questions)), np.diff(limits.astype(np.int64)))
    pairs = np.column_stack([asked, rows, distances.astype(np.int64)]).astype(np.int64)
    np.save(folder / "pairs.npy", pairs)
    answer = {
        "version": faiss.__version__,
        "build": build,
        "questions": [statistics.median(walls), statistics.median(processors)],
    }
    (folder / "answer.json").write_text(json.dumps(answer))


if __name__ == "__main__":
    main(Path(sys.argv[1]), *(int(argument) for argument in sys.argv[2:5]))
