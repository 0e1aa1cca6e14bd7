"""Acts in a folder of a test."""

from pathlib import Path

from mozaik.acts import Acts


def acts_in(folder: Path) -> Acts:
    """Acts in a folder, their secrets in a folder within it."""
    return Acts(folder, folder / "secrets")
