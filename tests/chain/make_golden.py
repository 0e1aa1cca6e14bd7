"""Write the golden chain: `python -m tests.chain.make_golden` after a change of the format, never else."""

import shutil
from pathlib import Path
from unittest.mock import patch

from mozaik import chain
from mozaik.canonical import to_canonical
from mozaik.seal import NodeKey
from tests.chain.support import NOW, grown

GOLDEN = Path(__file__).with_name("golden")


def write(folder: Path) -> None:
    """Three segments of four entries at most, with details that were erased."""
    with patch("mozaik.chain.state.SEGMENT_ENTRIES", 4):
        own = grown(folder / "SI-GPD", 8)
        with patch("secrets.token_bytes", lambda size: b"s" * size):
            chain.erase_details(own, list(chain.entries(own))[5], "review date passed", NOW)
    key = NodeKey.of_seed(b"k" * 32).public_key.hex()
    (folder / "node.json").write_bytes(to_canonical({"format": 1, "keys": [key], "node": "local"}))


if __name__ == "__main__":
    shutil.rmtree(GOLDEN, ignore_errors=True)
    GOLDEN.mkdir()
    write(GOLDEN)
