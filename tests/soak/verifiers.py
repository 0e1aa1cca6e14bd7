"""Let both verifiers judge many random stores and files, and stop at the first difference.

`python -m tests.soak.verifiers [ROUNDS] [SEED]`: each round judges 5,000 cases, from a seed of its own.
"""

import sys
import tempfile
from pathlib import Path

from tests.seal.fuzz import disagreements

CASES = 5_000


def main(rounds: int, seed: int) -> None:
    """Do the rounds; SystemExit with seed, number and both verdicts at the first difference."""
    with tempfile.TemporaryDirectory() as name:
        for number in range(rounds):
            tally, different = disagreements(seed + number, CASES, Path(name))
            if different:
                raise SystemExit(f"seed {seed + number}: case, Python, Node: {different[:10]}")
            print(f"round {number + 1} of {rounds}: {CASES} cases judged alike: {tally}")


if __name__ == "__main__":
    main(*(int(given) for given in (*sys.argv[1:], "20", "1")[:2]))
