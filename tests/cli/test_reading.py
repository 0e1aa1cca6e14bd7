"""Joint hits at another node as people type it: given, carried, looked at, judged, and sent back."""

import json
from datetime import date
from pathlib import Path

import pytest

from tests.cli.test_exchange import NOW
from tests.cli.test_exchange import house as house
from tests.cli.test_options import House
from tests.contribution.support import CREATED, key_of
from tests.crosscheck.support import Maker, file_row, terms_of


@pytest.fixture
def joint(house: House, tmp_path: Path) -> Path:
    """The joint node with two contributions that share a file."""
    make = Maker(tmp_path, keys={name: key_of(name) for name in ("SI-GPD", "HR-MUP")})
    for key in make.keys.values():
        make.trust.add(key.trusted(CREATED))
    until = date(2099, 1, 1)
    files = [
        make(f"{name}.9", {"files": [file_row(b"shared")]}, terms=[terms_of(name, review_on=until)])
        for name in make.keys
    ]
    node = house.folder / "lyon"
    house.done("receive", *(made.path for made in files), "--node", node, "--now", NOW)
    house.done("node", "run", node, "--once", "--now", NOW)
    return node


def test_joint_hits_are_seen_and_judged_at_the_other_node(house: House, joint: Path, tmp_path: Path) -> None:
    here = house.folder / "ljubljana"
    reads = ("--by", "EU-EC3/ana", "--reason", "round", "--now", NOW)
    give = ("reading", "give", joint, "--to", "SI-GPD", *reads)
    assert "to SI-GPD" in house.done(*give)
    assert "nothing changed for SI-GPD" in house.done(*give)
    house.done("node", "carry", joint, tmp_path, "--now", NOW)
    house.done("receive", tmp_path, "--node", here, "--now", NOW)
    look = ("--from", "EU-EC3", "--by", "SI-GPD/ana", "--reason", "case 114", "--now", NOW)
    assert "what SI-GPD may know" in house.done("reading", "hits", here, *look)
    (hit,) = json.loads(house.done("reading", "hits", here, *look, "--json"))["hits"]
    assert hit["status"] == "unjudged"
    key = house.home / "keys" / "SI-GPD.ana.key"
    said = house.done("reading", "judge", here, hit["reference"], "confirm", *look, "--key", key)
    assert f"{hit['reference']}: confirm by SI-GPD/ana at {NOW}" in said
    assert "to EU-EC3" in house.done("reading", "return", here, "--to", "EU-EC3", "--now", NOW)
    house.done("node", "carry", here, tmp_path, "--now", NOW)
    house.done("receive", tmp_path, "--node", joint, "--now", NOW)
    house.done("node", "run", joint, "--once", "--now", NOW)
    told = ("hits", joint, "--as", "SI-GPD", "--by", "SI-GPD/ana", "--reason", "look", "--json")
    (there,) = json.loads(house.done(*told))["hits"]
    assert (there["reference"], there["status"]) == (hit["reference"], "confirmed")
