"""The data of every earlier node is brought to today's form, and readers are told what they were told."""

import json
import shutil
import sqlite3
import tarfile
from pathlib import Path

import pytest

from mozaik.errors import InvalidInputError, RefusedError
from mozaik.node import open_node, status_of, upgrade
from mozaik.seal import TrustStore
from tests.node.make_golden import NOW, settle, told

GOLDEN = sorted((Path(__file__).parent / "golden").glob("node-*.tar"))


@pytest.fixture(params=GOLDEN, ids=lambda path: path.stem)
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The folder of an earlier node, with its trust store and what was told beside it."""
    with tarfile.open(request.param) as tar:
        tar.extractall(tmp_path, filter="data")
    for path in (tmp_path / "node").rglob("*"):
        path.chmod(0o700 if path.is_dir() else 0o600)
    (tmp_path / "node").chmod(0o700)
    return tmp_path / "node"


def kept(folder: Path) -> dict[str, bytes]:
    places = (path for path in folder.rglob("*") if path.is_file() and "work.acts" not in path.parts)
    return {str(path.relative_to(folder)): path.read_bytes() for path in places}


def tells_as_before(folder: Path) -> None:
    trust = folder.parent / "trust.json"
    settle(open_node(folder), trust)
    known = json.loads((folder.parent / "told.json").read_text())
    assert told(open_node(folder), TrustStore.load(trust)) == known
    assert "confirmed" in known.values()


def test_there_is_a_golden_node_of_today() -> None:
    assert [path.stem for path in GOLDEN] == ["node-1"]


def test_an_earlier_node_tells_what_it_told(old: Path) -> None:
    before = kept(old)
    upgrade(old)
    after = kept(old)
    assert {name: after[name] for name in before if name != "node.toml"} == {
        name: content for name, content in before.items() if name != "node.toml"
    }
    tells_as_before(old)
    assert upgrade(old) == ()


def test_what_is_derived_and_of_another_version_is_made_anew(old: Path) -> None:
    upgrade(old)
    tells_as_before(old)
    for name in ("index.sqlite", "owed.sqlite"):
        connection = sqlite3.connect(old / name)
        connection.execute("PRAGMA user_version = 99")
        connection.close()
    description = next((old / "work" / "generations").iterdir()) / "work.json"
    description.write_text(description.read_text().replace('"format": ', '"format": 9'))
    assert upgrade(old) == ("index.sqlite", "owed.sqlite", "work")
    assert status_of(open_node(old), NOW).stored["contribution"] == {"accepted": 3}
    tells_as_before(old)


def test_damage_is_no_older_version(old: Path, tmp_path: Path) -> None:
    (old / "owed.sqlite").write_bytes(b"no table at all" * 100)
    shutil.rmtree(old / "incoming", ignore_errors=True)
    assert upgrade(old) == ("owed.sqlite",)
    tells_as_before(old)
    description = (old / "node.toml").read_text()
    (old / "node.toml").write_text(description.replace("format = 1", "format = 2"))
    with pytest.raises(RefusedError, match="newer version"):
        upgrade(old)
    for broken in ("", "format = 0\n", "format = true\n", "\x00"):
        (old / "node.toml").write_text(broken)
        with pytest.raises(InvalidInputError, match="backup"):
            upgrade(old)
    with pytest.raises(InvalidInputError, match="not the folder of a node"):
        upgrade(tmp_path)
