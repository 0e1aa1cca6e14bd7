"""Triage a folder with one sparse file of 18 GiB and check that it has its digest.

`python -m tests.soak.large [GIB]`: what limits a file is silence, not its size (review 1, item 16).
"""

import hashlib
import sys
import tempfile
from pathlib import Path

from mozaik.triage import Workers, triage_source

BLOCK = bytes(1 << 20)


def main(size: int) -> None:
    """Do it; SystemExit when the file has no digest, or another one."""
    digest = hashlib.sha256()
    for _ in range(size << 10):
        digest.update(BLOCK)
    with tempfile.TemporaryDirectory() as name:
        with (Path(name) / "large.bin").open("wb") as stream:
            stream.truncate(size << 30)
        with Workers(1) as workers:
            result = triage_source(Path(name), "I-1", workers)
    rows = result.tables["files"].to_pylist()
    if [(row["sha256"], row["size"]) for row in rows] != [(digest.digest(), size << 30)]:
        raise SystemExit(f"a file of {size} GiB has not its digest: {list(result.report.rejects)}")
    print(f"a file of {size} GiB has its digest")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 18)
