"""Acts in a folder of a test."""

from pathlib import Path

from mozaik.acts import Acts


def acts_in(folder: Path) -> Acts:
    """Acts below a folder, begun unless they are there already."""
    acts = Acts(folder / "acts", folder / "secrets")
    if not acts.exist:
        acts.begin()
    return acts
