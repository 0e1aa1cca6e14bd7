"""All eight forms in one join: `make bench ONLY=picture-forms`, 1 M skewed codes with planted turned copies.

The rival is what did this before: eight joins of two sides, one a form, of which the smallest distance is
kept. The promise is against one join of the set with itself in one form.
"""

import numpy as np

from benchmarks.codes import skewed_codes
from benchmarks.outcome import Outcome, median, our_versions, timed
from mozaik.media import (
    codes_from_hashes,
    dihedral_forms,
    hashes_from_codes,
    picture_join,
    picture_self_join,
    picture_self_join_in_forms,
)
from mozaik.media.bits import Codes, Hashes

COUNT, PLANTED, DISTANCE, THREADS, RUNS = 1_000_000, 20_000, 31, 2, 3


def measure() -> Outcome:
    """Time all three, and refuse to report unless both ways find the same pairs, distances and forms."""
    hashes = _planted()
    codes = codes_from_hashes(hashes)
    few = hashes[:5000]
    picture_self_join_in_forms(few, DISTANCE, threads=THREADS)
    picture_self_join(codes_from_hashes(few), DISTANCE, threads=THREADS)
    ours, single = [], []
    for _ in range(RUNS):
        timing, near = timed(lambda: picture_self_join_in_forms(hashes, DISTANCE, threads=THREADS))
        ours.append(timing)
        single.append(timed(lambda: picture_self_join(codes, DISTANCE, threads=THREADS))[0])
    theirs, expected = timed(lambda: _form_by_form(hashes, codes))
    found = np.column_stack([*near.pairs, near.form])
    assert np.array_equal(found, expected), "the eight joins find other pairs"
    once = median(single)
    return Outcome(
        name="picture-forms",
        ours=median(ours),
        theirs=theirs,
        target="at most 4x one join of one form",
        versions=our_versions("numba", "numpy"),
        facts={
            "codes": COUNT,
            "pairs": len(found),
            "processor times one join of one form": round(median(ours).processor / once.processor, 2),
            "runs": f"{RUNS} and 1",
        },
    )


def _planted() -> Hashes:
    """Distinct hashes in order, of which some are others turned, with up to 40 bits changed."""
    draw = np.random.default_rng(4)
    hashes = hashes_from_codes(skewed_codes(COUNT, 1)).copy()
    rows = draw.permutation(COUNT)
    source, target = rows[:PLANTED], rows[PLANTED : 2 * PLANTED]
    turned = dihedral_forms(hashes[source])[draw.integers(0, 8, PLANTED), np.arange(PLANTED)]
    bits = np.zeros((PLANTED, 256), np.uint8)
    bits[np.arange(PLANTED)[:, None], draw.integers(0, 256, (PLANTED, 40))] = 1
    bits[draw.random((PLANTED, 256)) < draw.random((PLANTED, 1))] = 0
    hashes[target] = turned ^ np.packbits(bits, axis=1)
    return np.unique(hashes, axis=0)


def _form_by_form(hashes: Hashes, codes: Codes) -> np.ndarray:
    """Left row, right row, smallest distance, first form that has it, int64[k, 4]."""
    parts = []
    for form, turned in enumerate(dihedral_forms(hashes)):
        pairs = picture_join(codes_from_hashes(turned), codes, DISTANCE, threads=THREADS)
        once = pairs.left < pairs.right
        columns = [column[once] for column in pairs]
        parts.append(np.column_stack([*columns, np.full(int(once.sum()), form)]))
    lines = np.concatenate(parts)
    lines = lines[np.lexsort(lines.T[[3, 2, 1, 0]])]
    first = np.ones(len(lines), bool)
    first[1:] = (lines[1:, :2] != lines[:-1, :2]).any(axis=1)
    return lines[first]
