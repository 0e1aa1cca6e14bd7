"""The published figures come out of sealed records, and only out of them."""

from datetime import date
from pathlib import Path

import pytest

from mozaik.contribution import read_set
from mozaik.figures import count_figures
from mozaik.progress import unseen
from mozaik.rehearsal.plan import Plan, lay_out
from mozaik.rehearsal.scenario import load_scenario
from mozaik.rehearsal.sealing import seal_records_of
from mozaik.rehearsal.stage import set_stage

DAY = date(2023, 11, 20)


@pytest.fixture
def plan() -> Plan:
    return lay_out(load_scenario("mozaik-2023"), seed=5)


def counted(plan: Plan, folder: Path) -> dict[tuple[str, str], int | str | None]:
    """The joint figures of a plan's records, sealed and read again."""
    plan.items = [item for item in plan.items if item.form == "folder"]
    stage = set_stage(plan, folder, unseen)
    sets = [
        read_set(seal_records_of(plan, stage, cast.id), stage.trust) for cast in plan.scenario.authorities
    ]
    return {(figure.key, figure.scope): figure.value for figure in count_figures(sets, on=DAY, as_of=DAY)}


def test_published_figures(plan: Plan, tmp_path: Path) -> None:
    figures = counted(plan, tmp_path)
    assert figures["raids", "joint"] == 41
    assert figures["suspects_identified", "joint"] == 39
    assert figures["suspects_arrested_or_charged", "joint"] == 3
    assert figures["victims_safeguarded", "joint"] == 2
    assert figures["suspects_using_cryptocurrency", "SI"] == 5
    assert figures["suspects_on_darknet", "SI"] in range(1, 6)
    assert figures["dates", "joint"] == "2023-11-06/2023-11-17"
    assert figures["action_days", "joint"] == 12
    assert figures["countries", "joint"] == 8


def test_one_raid_less_gives_forty(plan: Plan, tmp_path: Path) -> None:
    removed = next(raid for raid in plan.raids if raid.authority == "HR-MUP")
    plan.raids.remove(removed)
    plan.items = [item for item in plan.items if item.raid is not removed]
    assert counted(plan, tmp_path)["raids", "joint"] == 40
