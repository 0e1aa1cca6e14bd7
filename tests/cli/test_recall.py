"""A withdrawal as people type it, and what was recalled."""

import json
from datetime import date
from pathlib import Path

from tests.cli.test_exchange import NOW
from tests.cli.test_exchange import house as house
from tests.cli.test_options import House
from tests.contribution.support import CREATED, key_of
from tests.crosscheck.support import Maker, file_row, terms_of


def test_a_set_is_withdrawn_and_who_was_told_is_told_so(house: House, tmp_path: Path) -> None:
    here, there = house.folder / "ljubljana", house.folder / "lyon"
    make = Maker(tmp_path, keys={name: key_of(name) for name in ("SI-GPD", "EU-EC3")})
    for key in make.keys.values():
        make.trust.add(key.trusted(CREATED))
    until = date(2099, 1, 1)
    own, joint = (
        make(f"{name}.7", {"files": [file_row(b"shared")]}, terms=[terms_of(name, review_on=until)]).path
        for name in make.keys
    )
    stick = tmp_path / "stick"
    stick.mkdir()
    house.done("send", own, "--to", "EU-EC3", "--node", here, "--now", NOW)
    house.done("node", "carry", here, stick, "--now", NOW)
    house.done("receive", stick, joint, "--node", there, "--now", NOW)
    house.done("node", "run", there, "--once", "--now", NOW)
    reads = ("--by", "EU-EC3/ana", "--reason", "round", "--now", NOW)
    house.done("reading", "give", there, "--to", "SI-GPD", *reads)
    assert "Nothing was recalled" in house.done("recall", "list", there)
    signs = house.home / "keys" / "SI-GPD.ana.key"
    withdraw = ("recall", "withdraw", here, "SI-GPD.7", "--reason", "the warrant fell", "--by", "SI-GPD/ana")
    assert "to EU-EC3" in house.done(*withdraw, "--key", signs, "--now", NOW)
    house.done("node", "carry", here, stick, "--now", NOW)
    house.done("receive", stick, "--node", there, "--now", NOW)
    house.done("node", "run", there, "--once", "--now", NOW)
    assert "NOT CONFIRMED YET" in house.done("recall", "list", there)
    (recalled,) = json.loads(house.done("recall", "list", there, "--json"))["recalls"]
    assert (recalled["recipient"], recalled["recall"]["reason"]) == ("SI-GPD", "the warrant fell")
