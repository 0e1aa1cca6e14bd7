"""Requests as people type them: asked, listed, answered, counted."""

import json
from pathlib import Path

from tests.cli.test_exchange import NOW
from tests.cli.test_exchange import house as house
from tests.cli.test_options import House

TERMS = ("--reference", "SI 114", "--grade", "A2")


def test_a_request_is_asked_answered_and_counted(house: House, tmp_path: Path) -> None:
    here, there = house.folder / "ljubljana", house.folder / "lyon"
    keys = {name: ("--key", house.home / "keys" / f"{name}.ana.key") for name in ("SI-GPD", "EU-EC3")}
    told = house.done(
        "request", "ask", here, "--to", "EU-EC3", "--question", "Who is it?", "--legal-basis", "article 4",
        "--selector", "email:Ana@Mail.example", "--urgency", "urgent-direct", "--by", "SI-GPD/ana", *TERMS,
        *keys["SI-GPD"], "--now", NOW,
    )  # fmt: skip
    assert "to be answered by 2023-11-20T17:00:00Z" in told
    wrong = house.refused(
        "request", "ask", here, "--to", "EU-EC3", "--question", "?", "--legal-basis", "x",
        "--by", "SI-GPD/ana", "--selector", "email", *TERMS, *keys["SI-GPD"],
    )  # fmt: skip
    assert "this names no selector" in wrong
    house.done("node", "carry", here, tmp_path, "--now", NOW)
    house.done("receive", tmp_path, "--node", there, "--now", NOW)
    (asked,) = json.loads(house.done("request", "list", there, "--now", NOW, "--json"))["requests"]
    assert asked["request"]["selectors"] == [{"kind": "email", "value": "ana@mail.example"}]
    assert "OVERDUE" in house.done("request", "list", there, "--now", "2023-11-21T09:00:00Z")
    shown = house.done(
        "request", "show", there, asked["id"], "--by", "EU-EC3/ana", "--reason", "x", "--now", NOW
    )
    assert "question: Who is it?" in shown
    answer = ("request", "answer", there, asked["id"], "refused", "--text", "no", "--by", "EU-EC3/ana")
    house.refused(*answer, *TERMS, *keys["EU-EC3"], "--now", NOW)
    said = house.done(*answer, "--ground", "not-held", *TERMS, *keys["EU-EC3"], "--now", NOW)
    assert "to SI-GPD" in said
    house.done("node", "carry", there, tmp_path, "--now", NOW)
    house.done("receive", tmp_path, "--node", here, "--now", NOW)
    assert ": refused, urgent-direct" in house.done("request", "list", here, "--now", NOW)
    counted = json.loads(house.done("request", "statistics", here, "--now", NOW, "--json"))
    assert counted["sent"]["by_ground"] == {"not-held": 1}
    assert "received: 0" in house.done("request", "statistics", here, "--now", NOW)
