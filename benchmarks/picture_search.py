"""One picture against everything held: `make bench ONLY=picture-search`, 1,000 questions over 10 M pictures.

Each question goes through release as a reader's: its levels, the rows behind what is near, the entry in its
chain. Half of the questions are held pictures, turned and changed; the rival is the join of the questions
with the same codes, form by form, and finds the same values.
"""

import statistics
import tempfile
import time
from pathlib import Path

import numpy as np
import pyarrow as pa

from benchmarks.codes import skewed_codes
from benchmarks.outcome import Outcome, Timing, our_versions, timed
from benchmarks.work_at_scale import NOW, READER, SMALL, make_work
from mozaik.contribution.parquet import write_parquet
from mozaik.media import codes_from_hashes, dihedral_forms, hashes_from_codes, picture_join
from mozaik.media.bits import Hashes
from mozaik.records import ALL_TABLES
from mozaik.release import Asked, Asking, Question, Work, search_held
from mozaik.release.pictures import held_pictures
from mozaik.seal import TrustStore
from mozaik.work import current_generation

HELD, ASKED, DISTANCE = 10_000_000, 1_000, 31


def measure(held: int = HELD) -> Outcome:
    """Gather, ask, and refuse to report unless every answer counts what the joins find."""
    hashes = np.unique(hashes_from_codes(skewed_codes(held, 1)), axis=0)
    with tempfile.TemporaryDirectory() as name:
        path = Path(name, "WORK")
        make_work(path, SMALL)
        _hold(path, hashes)
        work = Work.open(path, TrustStore())
        gathering, _ = timed(lambda: held_pictures(work))
        asking = Asking.of(work.operation, READER, f"{READER}/ana", "search", NOW)
        questions = _questions(hashes)
        search_held(work, asking, Question(Asked.PICTURE, bytes(32)))
        walls, counts = [], []
        begin = time.process_time()
        for question in questions:
            start = time.perf_counter()
            counts.append(search_held(work, asking, Question(Asked.PICTURE, question.tobytes())).total)
            walls.append(time.perf_counter() - start)
        processor = time.process_time() - begin
    theirs, expected = timed(lambda: _joined(questions, hashes))
    assert counts == expected, "the joins find other values"
    return Outcome(
        name="picture-search",
        ours=Timing(sum(walls), processor),
        theirs=theirs,
        target="p95 of 1,000 questions under 50 ms at 10 M",
        versions=our_versions("numba", "numpy", "pyarrow"),
        facts={
            "held": len(hashes),
            "questions": len(questions),
            "with an answer": sum(count > 0 for count in counts),
            "p50 ms": round(statistics.median(walls) * 1000, 1),
            "p95 ms": round(statistics.quantiles(walls, n=20)[-1] * 1000, 1),
            "processor ms a question": round(processor / len(questions) * 1000, 1),
            "processor s to gather": round(gathering.processor, 1),
        },
    )


def _hold(path: Path, hashes: Hashes) -> None:
    """Give the reader's first set a table of pictures: all of them its own."""
    schema, count = ALL_TABLES["media"].schema, len(hashes)
    columns = {
        "row_id": pa.array(np.arange(count)),
        "terms_id": pa.array(np.zeros(count, np.int32)),
        "pdq": pa.FixedSizeBinaryArray.from_buffers(
            pa.binary(32), count, [None, pa.py_buffer(np.ascontiguousarray(hashes))]
        ),
        "quality": pa.array(np.full(count, 100)),
        "item_id": pa.DictionaryArray.from_arrays(np.zeros(count, np.int32), ["ITEM-1"]).cast(pa.string()),
        "frame_ms": pa.array(np.zeros(count, np.int64)),
    }
    table = pa.table(
        [columns.get(field.name, pa.nulls(count, field.type)).cast(field.type) for field in schema], schema
    )
    file = current_generation(path) / "tables" / f"{READER}.0" / "media.parquet"
    write_parquet(table, file)
    file.chmod(0o600)


def _questions(hashes: Hashes) -> Hashes:
    """Held pictures turned and changed in up to 40 bits, and as many that are not held."""
    draw = np.random.default_rng(6)
    half = ASKED // 2
    turned = dihedral_forms(hashes[draw.integers(0, len(hashes), half)])
    asked = turned[draw.integers(0, 8, half), np.arange(half)].copy()
    bits = np.zeros((half, 256), np.uint8)
    for row in bits:
        row[draw.choice(256, draw.integers(0, 41), replace=False)] = 1
    asked ^= np.packbits(bits, axis=1)
    others = hashes_from_codes(skewed_codes(ASKED - half, 9))
    return np.concatenate([asked, others])


def _joined(questions: Hashes, hashes: Hashes) -> list[int]:
    """How many values are near each question in some form."""
    near: list[set[int]] = [set() for _ in questions]
    codes = codes_from_hashes(hashes)
    for turned in dihedral_forms(questions):
        pairs = picture_join(codes_from_hashes(turned), codes, DISTANCE)
        for left, right in zip(pairs.left.tolist(), pairs.right.tolist(), strict=True):
            near[left].add(right)
    return [len(values) for values in near]
