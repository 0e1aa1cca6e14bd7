"""Each thing that a doctor must find is done to a node or a person's place, and found."""

import os
import sqlite3
import tarfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mozaik.desk import Health, look_at_place
from mozaik.desk import health as place_health
from mozaik.node import Duty, keep_safe, look_at_node, open_node, upgrade
from mozaik.seal import Kind, Role, SigningKey, TrustStore, write_sealed
from tests.node.make_golden import settle
from tests.node.test_upgrade import GOLDEN
from tests.seal.support import manifest

NOW = datetime.now(UTC) + timedelta(hours=1)
"""Later than all that the tests write, however long they take."""
KEEPER = SigningKey.generate("SI-GPD", "keeper")


@pytest.fixture
def node(tmp_path: Path) -> Path:
    """A node in which nothing is wrong, with a backup of today."""
    with tarfile.open(GOLDEN[-1]) as tar:
        tar.extractall(tmp_path, filter="data")
    folder = tmp_path / "node"
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o700 if path.is_dir() else 0o600)
    upgrade(folder)
    settle(open_node(folder), tmp_path / "trust.json")
    keep_safe(open_node(folder), tmp_path / "backup", [KEEPER.age_recipient], NOW)
    return folder


def said(folder: Path, now: datetime = NOW, *, deep: bool = False) -> list[tuple[str, str]]:
    """What is not good, as (about, health)."""
    findings = list(look_at_node(folder, now, deep=deep))
    assert all(finding.remedy for finding in findings if finding.health is not Health.GOOD)
    return [(finding.about, str(finding.health)) for finding in findings if finding.health is not Health.GOOD]


ENDED = ("operation", "note")
"""The action days of the test's operation are over."""


def test_a_sound_node_is_said_to_be_sound(node: Path) -> None:
    assert said(node, deep=True) == [ENDED]
    assert {finding.about for finding in look_at_node(node, NOW, deep=True)} == {
        "node", "clock", "disk", "operation", "owed work", "store", "backup", "chains",
    }  # fmt: skip


def _open_rights(node: Path) -> None:
    (node / "work.secrets" / "operation.key").chmod(0o644)


def _no_description(node: Path) -> None:
    (node / "node.toml").unlink()


def _strange(node: Path) -> None:
    (node / "incoming" / "pipe").mkdir()


def _lost(node: Path) -> None:
    next(path for path in (node / "store").rglob("*") if len(path.name) == 64).unlink()


def _unlisted(node: Path) -> None:
    connection = sqlite3.connect(node / "index.sqlite")
    connection.execute("DELETE FROM files WHERE kind = 'contribution'")
    connection.commit()
    connection.close()


def _no_backup(node: Path) -> None:
    (node / "last-backup.json").unlink()


def _failing(node: Path) -> None:
    owed = open_node(node).owed
    owed.owe(Duty.VERIFY)
    taken = owed.take(NOW)
    assert taken is not None
    owed.fail(taken, "the disk is full", NOW)


@pytest.mark.parametrize(("harm", "finding"), [
    (_open_rights, ("node", "wrong")), (_no_description, ("node", "wrong")),
    (_strange, ("incoming", "wrong")), (_lost, ("store", "wrong")), (_unlisted, ("store", "old")),
    (_no_backup, ("backup", "missing")),
    (_failing, ("owed work", "wrong")),
])  # fmt: skip
def test_what_is_wrong_is_found(node: Path, harm: Callable[[Path], None], finding: tuple[str, str]) -> None:
    harm(node)
    assert finding in said(node)


def test_changed_bytes_are_found_by_a_deep_look(node: Path) -> None:
    path = next(path for path in (node / "store").rglob("*") if len(path.name) == 64)
    data = path.read_bytes()
    path.write_bytes(data[:100] + bytes([data[100] ^ 1]) + data[101:])
    assert said(node) == [ENDED]
    assert ("store", "wrong") in said(node, deep=True)


def test_a_chain_that_was_changed_is_found(node: Path) -> None:
    """In the last segment at once, in the details by a deep look."""
    lines = next((node / "work.acts" / "chains" / "SI-GPD").rglob("details/00000001.jsonl"))
    lines.write_bytes(lines.read_bytes().replace(b"golden", b"silver", 1))
    assert said(node) == [ENDED]
    assert ("chains", "wrong") in said(node, deep=True)
    told = [finding.said for finding in look_at_node(node, NOW, deep=True)]
    assert "every sealed file has the digest by which it is named" in told, "one fault hides no other answer"
    lines = lines.parent.parent / lines.name
    lines.write_bytes(lines.read_bytes().replace(b"read-hits", b"read-hots", 1))
    assert ("node", "wrong") in said(node)


def test_time_that_passed_or_went_back_is_found(node: Path) -> None:
    assert ("backup", "old") in said(node, NOW + timedelta(days=8))
    assert ("clock", "wrong") in said(node, NOW - timedelta(days=1, hours=1))
    assert ("clock", "wrong") in said(node, datetime(1970, 1, 1, tzinfo=UTC))


def test_packages_that_did_not_come_are_found(node: Path, tmp_path: Path) -> None:
    for number in (1, 3):
        package = manifest(
            kind=Kind.PACKAGE, sender="SI-GPD", recipients=("EU-EC3",), id=f"EU-EC3.package.{number}",
            properties={"sequence": str(number)},
        )  # fmt: skip
        target = tmp_path / f"{number}.package"
        keys = [SigningKey.generate("SI-GPD", name) for name in ("ivo", "eva")]
        sound = write_sealed(target, package, {"package.json": b"{}"}, [(key, Role.RELEASER) for key in keys])
        with open_node(node).store.at_the_door(target) as copied:
            open_node(node).store.keep(copied, sound)
            open_node(node).index.add_sound(copied.sha256, sound)
    gaps = [finding.said for finding in look_at_node(node, NOW) if finding.about == "packages"]
    assert gaps == ["packages no. 2 have not come"]


def place(home: Path) -> list[tuple[str, str]]:
    findings = look_at_place(home, None, datetime.now(UTC))
    return [(finding.about, str(finding.health)) for finding in findings if finding.health is not Health.GOOD]


def test_a_persons_place_is_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "home"
    assert place(home) == [("trust store", "missing"), ("keys", "missing")]
    (home / "keys").mkdir(parents=True, mode=0o700)
    home.chmod(0o700)
    ana, bor = (SigningKey.generate("SI-GPD", name) for name in ("ana", "bor"))
    ana.save(home / "keys" / "SI-GPD.ana.key")
    bor.save(home / "keys" / "SI-GPD.bor.key", "a long passphrase")
    store = TrustStore()
    store.add(ana.trusted(NOW))
    store.add(bor.trusted(NOW))
    store.save(home / "trust.json")
    assert place(home) == [("keys", "note")], "one has no passphrase"
    store.revoke(ana.key_id, NOW, "laptop lost")
    store.save(home / "trust.json")
    assert place(home) == [("keys", "old")]
    SigningKey.generate("SI-GPD", "eva").save(home / "keys" / "SI-GPD.eva.key")
    assert place(home) == [("keys", "old"), ("keys", "wrong")]
    (home / "keys" / "SI-GPD.eva.key").chmod(0o644)
    assert ("rights", "wrong") in place(home)
    (home / "trust.json").write_text("{")
    assert ("trust store", "wrong") in place(home)
    ahead = NOW.timestamp() + 9999
    os.utime(home / "trust.json", (ahead, ahead))
    assert ("clock", "wrong") in place(home)
    monkeypatch.setattr(place_health, "EXTRAS", {"images": (("no_such_module",), "nothing is read")})
    assert ("extras", "missing") in place(home)
    monkeypatch.setattr(place_health, "LEAST_FREE", 1 << 60)
    assert ("disk", "wrong") in place(home)
