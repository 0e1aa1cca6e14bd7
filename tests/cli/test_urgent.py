"""An alarm as people type it: it stands above every list, whatever else a node has to say."""

from pathlib import Path

import pytest

from tests.cli.test_exchange import NOW
from tests.cli.test_exchange import house as house
from tests.cli.test_options import House

RAISE = ("--country", "EU", "--what", "a child speaks of today", "--legal-basis", "vital interests")
TERMS = ("--reference", "SI 114", "--grade", "B2", "--now", NOW)


def test_an_alarm_stands_above_every_list_and_leaves_when_the_child_is_safe(
    house: House, tmp_path: Path
) -> None:
    here, there = house.folder / "ljubljana", house.folder / "lyon"
    for person in ("SI-GPD ana", "EU-EC3 ana"):
        house.run("keys", "new", *person.split())
    signs = ("--by", "SI-GPD/ana", "--key", house.home / "keys" / "SI-GPD.ana.key")
    raised = house.done("urgent", "raise", here, *RAISE, *TERMS, *signs)
    assert "refer the child by 2023-11-20T17:00:00Z" in raised
    alarm = raised.split(":")[0]
    house.done("node", "carry", here, tmp_path, "--now", NOW)
    house.done("receive", tmp_path, "--node", there, "--now", NOW)
    banner = f"URGENT: a child may be in danger now, EU: {alarm}, raised, to EU-EC3"
    lists = [
        ("request", "list", there, "--now", NOW),
        ("recall", "list", there, "--now", NOW),
        ("node", "status", there),
        ("urgent", "list", there, "--now", NOW),
    ]
    for words in lists:
        assert house.done(*words).startswith(banner), words[:2]
    _, told, _ = house.run("tasks", there, "--as", "EU-EC3", "--by", "EU-EC3/ana", "--reason", "round")
    assert told.startswith(banner), "also before anything was compared"
    _, others, _ = house.run("tasks", there, "--as", "HR-MUP", "--by", "HR-MUP/eva", "--reason", "round")
    assert "URGENT" not in others, "whom it does not go to learns nothing of it"
    late = house.done("urgent", "list", there, "--now", "2023-11-20T17:00:01Z")
    assert "OVERDUE since 2023-11-20T17:00:00Z" in late
    told = house.done("urgent", "done", here, alarm, "safe", "--text", "she is with us", *TERMS, *signs)
    assert "to EU-EC3" in told
    assert "URGENT" not in house.done("request", "list", here, "--now", NOW)
    refused = house.refused("urgent", "done", here, alarm, "take", "--text", "on it", *TERMS, *signs)
    assert "cannot follow" in refused


@pytest.mark.parametrize("country", ["LV", "HR-MUP"])
def test_an_alarm_for_a_country_of_nobody_is_refused_in_a_sentence(house: House, country: str) -> None:
    here = house.folder / "ljubljana"
    signs = ("--by", "SI-GPD/ana", "--key", house.home / "keys" / "SI-GPD.ana.key")
    words = ("--country", country, *RAISE[2:], *TERMS, *signs)
    assert house.refused("urgent", "raise", here, *words)
