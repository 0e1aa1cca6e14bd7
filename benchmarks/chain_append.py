"""One reading in a chain of a million entries: `make bench ONLY=chain-append`.

The rival is the same chain at its beginning: what an append costs must not depend on what stands before.
Besides, the judgements in such a chain are found, and its last numbers taken.
"""

import tempfile
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.outcome import Outcome, Timing, median, our_versions, timed
from mozaik import chain
from mozaik.canonical import to_canonical
from mozaik.chain.details import record_of
from mozaik.chain.entry import Entry, commitment_to
from mozaik.chain.log import ready
from mozaik.chain.place import SEGMENT_ENTRIES
from mozaik.moments import utc_text
from mozaik.seal import NodeKey, check_head_signature

ENTRIES, APPENDS, RUNS = 1_000_000, 200, 5
JUDGED_EVERY = 20_000
NOW = datetime(2023, 11, 20, 9, 0, tzinfo=UTC)
DETAILS = {
    "reader": "SI-GPD", "person": "SI-GPD/ana", "reason": "morning review", "kind": None, "limit": 50,
    "after": None, "total": 117, "references": [f"H-{number:016}" for number in range(50)],
}  # fmt: skip


def measure() -> Outcome:
    """Build both chains, then append to them in turn."""
    with tempfile.TemporaryDirectory() as name:
        long, empty = _chain(Path(name) / "long"), _chain(Path(name) / "empty")
        _fill(long)
        chain.append(empty, "read-hits", DETAILS, NOW)
        runs = [(_append(long), _append(empty)) for _ in range(RUNS)]
        finding, judged = timed(lambda: sum(1 for _ in chain.entries_of(long, "judge")))
        counting, _ = timed(lambda: chain.count_events(long, "judge"))
        ours, theirs = (median(list(timings)) for timings in zip(*runs, strict=True))
        return Outcome(
            name="chain-append",
            ours=ours,
            theirs=theirs,
            target="a reading under 1 ms of processor time at a million entries",
            versions=our_versions("cryptography"),
            facts={
                "entries": ENTRIES,
                "processor ms a reading": round(ours.processor / APPENDS * 1000, 3),
                "processor ms a reading in an empty chain": round(theirs.processor / APPENDS * 1000, 3),
                f"processor ms to find {judged} judgements": round(finding.processor * 1000, 1),
                "processor ms to take a number": round(counting.processor * 1000, 1),
            },
        )


def _append(own: chain.Chain) -> Timing:
    def step() -> None:
        for _ in range(APPENDS):
            chain.append(own, "read-hits", DETAILS, NOW)

    return timed(step)[0]


def _chain(folder: Path) -> chain.Chain:
    key = NodeKey.of_seed(b"k" * 32)

    def check(_key_id: str, signature: bytes, statement: bytes, place: str) -> None:
        check_head_signature(key.public_key, signature, statement, place)

    return chain.Chain(
        folder, "SI-GPD", chain.Node("local", lambda said: (key.key_id, key.sign_head(said)), check)
    )


def _fill(own: chain.Chain) -> None:
    """Write a million entries a segment at a time, each closed as a writer closes it."""
    own.details_folder.mkdir(parents=True)
    last, salt, data, segment = chain.EMPTY, b"s" * 32, to_canonical(DETAILS), 1
    commitment, at = commitment_to(salt, data), utc_text(NOW)
    while last.seq < ENTRIES:
        with own.lines(segment).open("wb") as lines, own.details(segment).open("wb") as records:
            for seq in range(last.seq + 1, min(last.seq + SEGMENT_ENTRIES, ENTRIES) + 1):
                event = "judge" if seq % JUDGED_EVERY == 0 else "read-hits"
                entry = Entry(seq, at, event, commitment, last.hash)
                lines.write(entry.to_line())
                records.write(record_of(entry, salt, data, ""))
                last = entry.head
        segment = ready(own).segment
