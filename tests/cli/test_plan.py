"""A plan as people type it: checked, sealed, entered, met, reported and withdrawn."""

import json
from pathlib import Path

import pytest

from tests.cli.test_options import House
from tests.operation.support import put_operation

SHEET = """
[terms.raids]
purposes = ["cross-check"]
subject = "suspect"
source = "A"
information = "1"
disclosure = "hit"
review_on = 2033-11-20
"""
CSV = "action,areas,place,begins,ends,zone,selectors,name,birth_date\n"
NOW = {"MOZAIK_NOW": "2023-11-05T12:00:00Z"}
DATED = ("--on", "2023-11-06")


@pytest.fixture
def house(tmp_path: Path) -> House:
    """Two owners' plan files, an operation in force beside a WORK that was compared once."""
    house = House(tmp_path)
    operation = put_operation(house.home, tmp_path / "m.operation", "Mozaik 2023")
    house.env["MOZAIK_OPERATION"] = str(operation)
    (tmp_path / "terms.toml").write_text(SHEET)
    (tmp_path / "si.csv").write_text(
        f"{CSV}S1,SI041/061,Ljubljana,2023-11-06 06:00,2023-11-06 10:00,Europe/Ljubljana,"
        "email:a@x.example,,\n"
        f"S2,SI041,Trubarjeva 5,,,,,,\n"
    )
    (tmp_path / "hr.csv").write_text(
        f"{CSV}H1,SI04,,2023-11-06,2023-11-06,Europe/Zagreb,email:A@X.example,,\n"
    )
    (tmp_path / "list.csv").write_text(f"sha256,size\n{'ab' * 32},10\n")
    sealing = ("--terms", tmp_path / "terms.toml", "--synthetic")
    record = tmp_path / "r.toml"
    record.write_text('[[actions]]\naction_id = "A1"\nkind = "search"\nstate = "planned"\n')
    house.done("record", record, "--owner", "SI-GPD", *sealing, "-o", tmp_path / "r.contribution", **NOW)
    house.done("crosscheck", tmp_path / "r.contribution", "-o", tmp_path / "work", **NOW)
    return house


def seal(house: House, name: str, owner: str, *more: str | Path) -> tuple[int, str, str]:
    words = ("--owner", owner, "--terms", house.folder / "terms.toml", "--synthetic", *more)
    return house.run("plan", "seal", house.folder / f"{name}.csv", *words, **NOW)


def conflicts(house: House, reader: str) -> dict[str, object]:
    asked = ("--as", reader, "--reason", "before the day", "--by", "ana", "--json")
    told: dict[str, object] = json.loads(
        house.done("plan", "conflicts", house.folder / "work", *asked, **NOW)
    )
    return told


def test_a_plan_is_checked_without_writing_and_sealed_with_its_rejects(house: House) -> None:
    target = house.folder / "si.plan"
    code, out, err = seal(house, "si", "SI-GPD", "-o", target, "--check")
    assert (code, target.exists(), list(house.folder.glob("*.rejects.csv"))) == (0, False, [])
    assert "1 action would be sealed" in out
    assert "row 3, place" in out
    code, out, err = seal(house, "si", "SI-GPD", "-o", target)
    assert code == 0, err
    assert "read 2 = accepted 1 + duplicate 0 + rejected 1" in out
    rejects = (house.folder / "si.plan.rejects.csv").read_text()
    assert "place" in rejects
    assert "Trubarjeva" not in rejects + out
    shown = house.done("show", target)
    assert "actions" in shown
    assert "a@x.example" not in shown


def test_both_are_told_until_one_reports_or_withdraws(house: House) -> None:
    work, plans = (
        house.folder / "work",
        {name: house.folder / f"{name}.plan" for name in ("si", "hr", "hr-2")},
    )
    for name, owner in (("si", "SI-GPD"), ("hr", "HR-MUP")):
        assert seal(house, name, owner, "-o", plans[name])[0] == 0
    house.done("plan", "enter", plans["si"], plans["hr"], "--work", work)
    told = house.done(
        "plan", "conflicts", work, "--as", "SI-GPD", "--reason", "before the day", "--by", "ana", **NOW
    )
    assert "your action S1 meets a plan of HR-MUP in time and area" in told
    assert "call HR-MUP: duty desk" in told
    assert "H1" not in told
    waiting = json.loads(
        house.done("tasks", work, "--as", "HR-MUP", "--reason", "round", "--by", "ana", "--json")
    )
    assert waiting["conflicts"] == [{"kind": "selector", "count": 1}]  # the event is over by today's clock
    assert conflicts(house, "RS-MUP")["conflicts"] == []
    key = house.home / "keys" / "HR-MUP.ana.key"
    house.done(
        "plan", "outcome", plans["hr"], "H1", "called-off", *DATED, "--key", key, "-o", plans["hr-2"], **NOW
    )
    house.done("plan", "enter", plans["hr-2"], "--work", work)
    assert conflicts(house, "SI-GPD")["conflicts"] == conflicts(house, "HR-MUP")["conflicts"] == []
    code, _, err = house.run("plan", "enter", plans["hr"], "--work", work)
    assert code != 0
    assert "replaced or withdrawn" in err
    gone = house.folder / "hr-3.plan"
    house.done("plan", "withdraw", plans["hr-2"], "--key", key, "-o", gone, **NOW)
    house.done("plan", "enter", gone, "--work", work)
    assert "supersedes" in house.done("verify", gone) or house.done("show", gone)


def test_what_is_refused_says_why_and_writes_nothing(house: House) -> None:
    target = house.folder / "x.plan"
    assert seal(house, "si", "SI-GPD", "-o", target)[0] == 0
    key = ("--key", house.home / "keys" / "HR-MUP.ana.key")
    for words, why in (
        (("withdraw", target, *key, "-o", house.folder / "y.plan"), "only the owner replaces"),
        (
            ("outcome", target, "S9", "carried-out", *DATED, *key, "-o", house.folder / "y.plan"),
            "only the owner",
        ),
        (("enter", house.folder / "r.contribution", "--work", house.folder / "work"), "not a plan"),
    ):
        code, _, err = house.run("plan", *words, **NOW)
        assert code != 0
        assert why in err
    assert not (house.folder / "y.plan").exists()
    own = ("--key", house.home / "keys" / "SI-GPD.ana.key", "-o", house.folder / "y.plan")
    code, _, err = house.run("plan", "outcome", target, "S9", "carried-out", *DATED, *own, **NOW)
    assert "no such action" in err
    (house.folder / "terms.toml").write_text(SHEET.replace('"hit"', '"full"'))
    code, _, err = seal(house, "hr", "HR-MUP", "-o", house.folder / "z.plan")
    assert "no more is told than a hit" in err
