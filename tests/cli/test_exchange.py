"""The exchange as people type it: a node's key, files sent, carried, received, and what came."""

import json
from datetime import date
from pathlib import Path

import pytest

from tests.cli.test_options import House
from tests.contribution.support import CREATED, key_of
from tests.crosscheck.support import Maker, file_row, terms_of
from tests.operation.support import OPERATION, put_operation

NOW = "2023-11-20T09:00:00Z"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    """A house with two nodes that trust each other."""
    house = House(tmp_path_factory.mktemp("house"))
    file = put_operation(house.home, house.folder / "first.operation", OPERATION.edition)
    for folder, name in (("ljubljana", "SI-GPD"), ("lyon", "EU-EC3")):
        node = house.folder / folder
        house.done("node", "init", node, "--as", name, "--operation", file, "--name", folder, "--now", NOW)
        said = house.done("node", "key", node, "-o", house.folder / f"{folder}.pub", "--now", NOW)
        key_id = said.split("id ")[1].split()[0]
        house.done("keys", "trust", house.folder / f"{folder}.pub", "--key-id", key_id)
    return house


def sealed(house: House, number: int) -> Path:
    folder = house.folder / f"made{number}"
    folder.mkdir()
    make = Maker(folder, keys={"SI-GPD": key_of("SI-GPD")})
    make.trust.add(make.keys["SI-GPD"].trusted(CREATED))
    lasting = terms_of("SI-GPD", review_on=date(2099, 1, 1))
    return make(f"SI-GPD.{number}", {"files": [file_row(bytes([number]))]}, terms=[lasting]).path


def test_files_go_from_node_to_node_on_a_stick(house: House, tmp_path: Path) -> None:
    here, there = house.folder / "ljubljana", house.folder / "lyon"
    files = [sealed(house, number) for number in (1, 2, 3)]
    assert "Nothing was sent" in house.done("node", "exchange", here)
    told = house.done("send", *files, "--to", "EU-EC3", "--node", here, "--now", NOW)
    assert "SI-GPD.3 is no. 3 to EU-EC3" in told
    assert "3 files, 3 copied now" in house.done("node", "carry", here, tmp_path, "--now", NOW)
    (second,) = tmp_path.glob("SI-GPD/EU-EC3/000002-*")
    second.rename(tmp_path / "second.age")
    assert house.done("receive", tmp_path, "--node", there, "--now", NOW).count(" received\n") == 2
    assert "from it: 2 of 3 received; not come: no. 2" in house.done("node", "exchange", there)
    house.done("node", "carry", there, tmp_path, "--now", NOW)
    house.done("receive", tmp_path, "--node", here, "--now", NOW)
    assert "to it: 2 of 3 arrived; not confirmed: no. 2" in house.done("node", "exchange", here)
    assert "3 of 3 received" in house.done(
        "receive", tmp_path / "second.age", "--node", there, "--now", NOW
    ) + (house.done("node", "exchange", there))
    told = json.loads(house.done("node", "exchange", there, "--json"))
    assert told["with"][0]["came"]["came"] == [1, 2, 3]
    cut_file_is_refused(house, tmp_path / "cut")


def cut_file_is_refused(house: House, folder: Path) -> None:
    """One sentence, and an exit code that says so."""
    here, there = house.folder / "ljubljana", house.folder / "lyon"
    house.done("send", sealed(house, 4), "--to", "EU-EC3", "--node", here, "--now", NOW)
    (file,) = (here / "out").glob("SI-GPD/EU-EC3/000004-*")
    folder.mkdir()
    cut = folder / file.name
    cut.write_bytes(file.read_bytes()[:-20])
    code, _, err = house.run("receive", cut, "--node", there, "--now", NOW)
    assert code == 2
    assert "cut or changed on its way" in err
    assert len(err.splitlines()) == 1
