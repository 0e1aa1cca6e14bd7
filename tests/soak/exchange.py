"""A thousand exchanges between three nodes in disorder: `python -m tests.soak.exchange [COUNT]`.

First between nodes that are pure values, then between the folders of real ones.
"""

import random
import sys
import tempfile
from pathlib import Path

from mozaik.node import Checker
from tests.exchange.disorder import all_sent, carried
from tests.exchange.nodes import nodes_in
from tests.exchange.three import exchanged, some_documents


def main(count: int) -> None:
    """Compare each exchange in disorder with the one in order."""
    for seed in range(count):
        posted = some_documents(random.Random(seed))
        ends = [exchanged(random.Random(seed), posted, disorder=disorder).end() for disorder in (False, True)]
        if ends[0] != ends[1]:
            raise SystemExit(f"exchange {seed} ends otherwise in disorder")
    print(f"{count} exchanges in disorder end as those in order")
    with tempfile.TemporaryDirectory() as folder:
        between_real_nodes(count, Path(folder))
    print(f"{count} exchanges in disorder between real nodes end as the one in order")


def between_real_nodes(count: int, folder: Path) -> None:
    """Carry the same files in disorder to copies of the same three nodes."""
    checker = Checker(folder / "none")
    try:
        sent = all_sent(nodes_in(folder, checker))
        (folder / "run").mkdir()
        in_order = carried(sent, folder / "run", None)
        for seed in range(count):
            (folder / "run").mkdir()
            if carried(sent, folder / "run", random.Random(seed)) != in_order:
                raise SystemExit(f"exchange {seed} between real nodes ends otherwise in disorder")
    finally:
        checker.close()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000)
