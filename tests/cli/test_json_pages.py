"""The pages of docs/formats on JSON forms describe what the commands print (The house, move 4)."""

import json
from dataclasses import replace
from pathlib import Path

from mozaik.cli.figures_command import _answer
from mozaik.cli.hit_text import reading_json
from mozaik.desk import count_for_public
from mozaik.package import Custody, Drafting, make_package, render
from mozaik.parties import Authority, PersonRef
from mozaik.release import Status, Work, read_for_package, read_hits
from tests.figures.support import ON, PUBLISHED, item, raid, said, sealed
from tests.house.json_pages import described, stated
from tests.package.support import DRAFTING, full_world
from tests.release.support import NOW, TRUST, asks, drafts_for, write_work

OPEN_MAPS = frozenset({"fields", "versions", "parameters", "by_kind"})


def test_the_page_of_hits_describes_what_is_printed(tmp_path: Path) -> None:
    work = Work.open(write_work(tmp_path / "work", full_world()), TRUST)
    reading = read_hits(work, asks(work, "SI-GPD", "review", "SI-GPD/ana", NOW))
    assert stated([json.loads(reading_json(reading))], OPEN_MAPS) == described("hits.md")


def test_the_page_of_packages_describes_what_is_in_them(tmp_path: Path) -> None:
    work = Work.open(write_work(tmp_path / "work", full_world()), TRUST)
    beyond = Drafting(Authority("AT"), "action days", PersonRef("EU-EC3/maria"), NOW)
    made = []
    for drafting in (DRAFTING, beyond):
        asking = drafts_for(work, drafting.recipient, drafting.reason, drafting.person)
        read = read_for_package(work, asking, "AT")
        reading = read.reading
        confirmed = tuple(replace(hit, status=Status.CONFIRMED) for hit in reading.hits)
        reading = replace(reading, hits=confirmed)
        parts = read.pointers, read.custody, reading.groups
        made.append(make_package(reading, drafting, Custody(1, 2, "ab" * 32), *parts))
    outputs = [json.loads(render(package)["package.json"]) for package in made]
    assert _without_repeats(stated(outputs, OPEN_MAPS)) == described("package.md", "package.json")


def _without_repeats(fields: set[str]) -> set[str]:
    """The page describes holders at the hits, and coverage at what was compared; the others are alike."""
    same = {"pointers[].told[].": "hits[].told[].", "pointers[].ask[].": "hits[].ask[].",
            "not_compared[].": "compared[]."}  # fmt: skip
    found = set()
    for field in fields:
        prefix = next((prefix for prefix in same if field.startswith(prefix)), "")
        found.add(same.get(prefix, "") + field.removeprefix(prefix))
    return found


_OF_A_ROW = {
    f"figures[].statements[].row.{name}" for name in ("authority", "table", "key", "set_id", "row_id")
}
"""Described at `rows`."""


def test_the_page_of_figures_describes_what_is_printed(tmp_path: Path) -> None:
    rows = {
        "actions": [raid(1), raid(2, started_at=None)],
        "items": [item(1, state=None)],
        "statements": [said(1, "raids", "7")],
    }
    counted = count_for_public([sealed(tmp_path, rows, "SI-GPD", PUBLISHED)], ON)
    assert stated([_answer(counted)], OPEN_MAPS) - _OF_A_ROW == described("figures.md")
