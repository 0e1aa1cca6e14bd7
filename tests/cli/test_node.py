"""A node as people type it: made, given files, run, asked, backed up and brought back."""

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from mozaik.operation import read_operation
from tests.cli.test_options import House
from tests.contribution.support import CREATED, key_of
from tests.crosscheck.support import Maker, file_row, terms_of
from tests.operation.support import HEADS_TRUST, OPERATION, put_operation

NOW = "2023-11-20T09:00:00Z"


def sealed(make: Maker, owner: str) -> Path:
    """A contribution with one file that all share."""
    lasting = terms_of(owner, review_on=date(2099, 1, 1))
    return make(f"{owner}.1", {"files": [file_row(b"a"), file_row(owner.encode())]}, terms=[lasting]).path


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    """A house with a node of EU-EC3 that has compared three files and refused one."""
    house = House(tmp_path_factory.mktemp("house"))
    file = put_operation(house.home, house.folder / "first.operation", OPERATION.edition)
    assert read_operation(file, HEADS_TRUST).operation == OPERATION
    node = house.folder / "lyon"
    told = house.done(
        "node", "init", node, "--as", "EU-EC3", "--operation", file, "--name", "lyon-1", "--now", NOW
    )
    assert f"mozaik node run {node}" in told
    (house.folder / "made").mkdir()
    make = Maker(house.folder / "made", keys={name: key_of(name) for name in ("SI-GPD", "HR-MUP", "RS-MUP")})
    for key in make.keys.values():
        make.trust.add(key.trusted(CREATED))
    files = [sealed(make, name) for name in make.keys]
    bad = house.folder / "bad.contribution"
    bad.write_bytes(files[0].read_bytes()[:-10])
    code, out, err = house.run("receive", *files, bad, "--node", node)
    assert code == 2
    assert out.count(" received") == 3
    assert "bad.contribution: refused: " in err
    strange = house.folder / "a\nb\x1b[2J.contribution"
    strange.write_bytes(b"no sealed file")
    lines = house.run("receive", strange, "--node", node)[2].splitlines()
    assert [line for line in lines if "refused: " in line] == lines
    assert "\x1b" not in lines[0]
    ran = house.done("node", "run", node, "--once", "--now", NOW)
    assert "what stands counts" in ran
    return house


def test_a_node_is_read_as_its_work_is(house: House) -> None:
    node = house.folder / "lyon"
    call = ("--as", "SI-GPD", "--by", "SI-GPD/ana", "--reason", "review", "--json")
    assert json.loads(house.done("hits", node, *call))["total"] == 1
    assert json.loads(house.done("hits", node / "work", *call))["total"] == 1
    told = json.loads(house.done("tasks", node, *call))
    assert told["hits"] == [{"kind": "digest", "status": "unjudged", "count": 1}]
    assert told["refused"] == [], "nobody knows whose it is"
    own = json.loads(
        house.done("tasks", node, "--as", "EU-EC3", "--by", "EU-EC3/ana", "--reason", "x", "--json")
    )
    assert len(own["refused"]) == 2
    assert "2 files were refused" in house.done(
        "tasks", node, "--as", "EU-EC3", "--by", "EU-EC3/ana", "--reason", "x"
    )


def test_status_says_what_is_stored_and_refused_and_no_hit(house: House) -> None:
    said = house.done("node", "status", house.folder / "lyon")
    assert "Node lyon-1 of EU-EC3, Mozaik 2023, operation file version 1" in said
    assert "contribution: 3 accepted" in said
    assert "Refused: " in said
    assert "hit" not in said.lower()
    told = json.loads(house.done("node", "status", house.folder / "lyon", "--json"))
    assert told["stored"]["contribution"] == {"accepted": 3}


def test_a_node_that_has_compared_nothing_says_what_to_do(house: House, tmp_path: Path) -> None:
    file = house.folder / "first.operation"
    house.done("node", "init", tmp_path / "new", "--as", "SI-GPD", "--operation", file, "--now", NOW)
    told = house.refused("hits", tmp_path / "new", "--as", "SI-GPD", "--by", "SI-GPD/ana", "--reason", "x")
    assert f"mozaik node run {tmp_path / 'new'} --once" in told
    assert "is not the folder of a node" in house.refused("node", "status", tmp_path)
    again = house.refused(
        "node", "init", tmp_path / "new", "--as", "SI-GPD", "--operation", file, "--now", NOW
    )
    assert "name a folder that does not exist" in again


def test_a_node_comes_back_from_its_backup_and_gives_no_number_twice(house: House, tmp_path: Path) -> None:
    """The numbers of packages go on a thousand higher."""
    node, key = house.folder / "lyon", house.home / "keys" / "SI-GPD.ana.key"
    house.done("keys", "export", key_of("SI-GPD").key_id[:16], "-o", tmp_path / "keeper.pub")
    house.done("node", "backup", node, "--to", tmp_path / "keeper.pub", "-o", tmp_path / "b", "--now", NOW)
    told = house.done("node", "restore", tmp_path / "b", "-o", tmp_path / "again", "--key", key, "--now", NOW)
    assert f"as it was at {NOW}" in told
    house.done("node", "run", tmp_path / "again", "--once", "--now", NOW)
    package = ("--for", "SI-GPD", "--reason", "days", "--by", "EU-EC3/ana")
    for number, place in enumerate((node, tmp_path / "again")):
        house.done("package", place, *package, "-o", tmp_path / f"{number}.draft")
    call = ("--as", "EU-EC3", "--by", "EU-EC3/ana", "--reason", "x", "--json")
    waiting = [
        json.loads(house.done("tasks", place, *call))["drafts"] for place in (node, tmp_path / "again")
    ]
    assert [draft["sequence"] for drafts in waiting for draft in drafts] == [1, 1001]


def test_a_file_that_cannot_be_read_stops_no_other_and_is_asked_for_once(
    house: House, tmp_path: Path
) -> None:
    """Given by name: missing, a folder, a pipe; in `incoming`: without the right to read it."""
    node, good = house.folder / "lyon", house.folder / "made" / "SI-GPD.1.contribution"
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    bad = [tmp_path / name for name in ("missing", "folder", "pipe")]
    code, out, err = house.run("receive", *bad, good, "--node", node)
    assert code == 2
    assert out.count(" received") == 1
    assert [name for name in bad if f"{name}: not received: " not in err] == []
    assert "no ordinary file" in err
    locked = node / "incoming" / "locked"
    locked.write_bytes(b"anything")
    locked.chmod(0)
    os.utime(locked, (0, 0))
    program = str(Path(sys.executable).parent / "mozaik")
    ran = subprocess.run(
        [*without_powers(), program, "node", "run", str(node), "--once", "--now", NOW],
        env={**os.environ, "MOZAIK_HOME": str(house.home)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    locked.unlink()
    assert ran.stdout.count("locked: not received: ") == 1


def without_powers() -> tuple[str, ...]:
    """What makes the system administrator an ordinary user, who may not read every file."""
    powers = "-dac_override,-dac_read_search"
    return ("setpriv", "--bounding-set", powers, "--inh-caps", powers) if os.geteuid() == 0 else ()
