"""Acts and secrets: two private folders apart from WORK, begun once, and taken over from an older WORK."""

import shutil
import stat
from pathlib import Path

import pytest

from mozaik.acts import Acts
from mozaik.errors import InvalidInputError, RefusedError
from mozaik.files import StorageError


def begun(work: Path, key: bytes | None = None) -> Acts:
    acts = Acts.beside(work)
    acts.begin(key)
    return acts


@pytest.mark.parametrize("size", [0, 1, 31, 33])
def test_a_key_of_another_length_is_no_key(tmp_path: Path, size: int) -> None:
    acts = Acts.beside(tmp_path / "WORK")
    with pytest.raises(InvalidInputError, match=r"operation\.key"):
        acts.begin(b"k" * size)
    assert not acts.exist
    with pytest.raises(InvalidInputError, match=r"operation\.key") as caught:
        acts.operation_key()
    assert "backup" in caught.value.remedy
    acts.secrets.mkdir()
    (acts.secrets / "operation.key").write_bytes(b"k" * size)
    with pytest.raises(InvalidInputError, match=r"operation\.key"):
        acts.operation_key()


def test_a_key_is_given_once_random_private_and_apart_from_the_acts(tmp_path: Path) -> None:
    first, second = begun(tmp_path / "a"), begun(tmp_path / "b")
    key = first.operation_key()
    assert len(key) == 32
    assert key != second.operation_key()
    assert (tmp_path / "a.secrets" / "operation.key").read_bytes() == key
    assert [place.name for place in first.folder.iterdir()] == ["node.json"]
    modes = [stat.S_IMODE(place.stat().st_mode) for place in (first.folder, first.secrets)]
    assert modes == [0o700, 0o700]
    assert stat.S_IMODE((first.secrets / "operation.key").stat().st_mode) == 0o600
    with pytest.raises(RefusedError, match="another key"):
        first.begin(b"k" * 32)
    described = (first.folder / "node.json").read_bytes()
    shutil.rmtree(first.folder)
    first.begin()
    assert first.operation_key() == key
    assert (first.folder / "node.json").read_bytes() == described


def test_acts_that_others_may_read_and_missing_ones_are_refused(tmp_path: Path) -> None:
    acts = Acts.beside(tmp_path / "WORK")
    with pytest.raises(InvalidInputError, match="acts of this WORK are missing"):
        acts.require_private()
    acts.begin()
    acts.require_private()
    for place in (acts.folder, acts.secrets, acts.secrets / "operation.key"):
        mode = place.stat().st_mode
        place.chmod(mode | 0o040)
        with pytest.raises(RefusedError, match="open to others"):
            acts.require_private()
        place.chmod(mode)
    shutil.rmtree(acts.secrets)
    with pytest.raises(StorageError):
        acts.require_private()


def test_two_works_have_acts_of_their_own(tmp_path: Path) -> None:
    assert Acts.beside(tmp_path / "WORK") == Acts(tmp_path / "WORK.acts", tmp_path / "WORK.secrets")
    assert Acts.beside(tmp_path / "a.b").folder.name == "a.b.acts"
