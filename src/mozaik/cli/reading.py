"""What commands that read sealed files share."""

from collections.abc import Sequence
from pathlib import Path

from mozaik.cli.common import progress_bar
from mozaik.cli.own_keys import own_trust
from mozaik.contribution import SealedSet, read_set


def read_sets(files: Sequence[Path], trust_path: Path | None, *, quiet: bool) -> list[SealedSet]:
    """The contributions and lists in the files, verified one by one under a progress bar."""
    trust = own_trust(trust_path)
    sets: list[SealedSet] = []
    with progress_bar("verify", quiet=quiet) as step:
        for path in files:
            step(len(sets), len(files))
            sets.append(read_set(path, trust))
    return sets
