"""A thousand exchanges between three nodes in disorder: `python -m tests.soak.exchange [COUNT]`."""

import random
import sys

from tests.exchange.three import exchanged, some_documents


def main(count: int) -> None:
    """Compare each exchange in disorder with the one in order."""
    for seed in range(count):
        posted = some_documents(random.Random(seed))
        ends = [exchanged(random.Random(seed), posted, disorder=disorder).end() for disorder in (False, True)]
        if ends[0] != ends[1]:
            raise SystemExit(f"exchange {seed} ends otherwise in disorder")
    print(f"{count} exchanges in disorder end as those in order")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000)
