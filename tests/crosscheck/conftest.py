"""What the tests of the cross-check share."""

from pathlib import Path

import pytest

from tests.crosscheck.support import Maker


@pytest.fixture
def make(tmp_path: Path) -> Maker:
    """Seals rows into a temporary folder and reads them back."""
    folder = tmp_path / "sealed"
    folder.mkdir()
    return Maker(folder)
