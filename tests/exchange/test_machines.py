"""Every state machine of the exchange: each arrow leads where it is drawn, and no other step anywhere."""

from collections.abc import Iterator
from enum import StrEnum
from itertools import count

import pytest

import mozaik.exchange
from mozaik.exchange import Dated, Machine
from tests.house.support import REPOSITORY

PAGES = [path.read_text(encoding="utf-8") for path in (REPOSITORY / "docs" / "formats").glob("*.md")]
MACHINES: dict[str, Machine[StrEnum, StrEnum]] = {
    name: machine
    for name in mozaik.exchange.__all__
    if isinstance(machine := getattr(mozaik.exchange, name), Machine)
}
"""All that the room shows; one that is added later is held to the same."""


def way_to(machine: Machine[StrEnum, StrEnum], stage: StrEnum) -> tuple[StrEnum, ...]:
    """The shortest steps from the beginning of a machine to a stage."""
    ways: dict[StrEnum, tuple[StrEnum, ...]] = {machine.first: ()}
    for _ in machine.arrows:
        for (start, step), end in machine.arrows.items():
            if start in ways:
                ways.setdefault(end, (*ways[start], step))
    return ways[stage]


def dated(*steps: StrEnum) -> list[Dated[StrEnum]]:
    return [Dated(f"2023-11-20T09:00:{at:02}Z", f"id.{at}", step) for at, step in zip(count(), steps)]


def arrows() -> Iterator[tuple[str, StrEnum, StrEnum, StrEnum]]:
    for name, machine in MACHINES.items():
        yield from ((name, start, step, end) for (start, step), end in machine.arrows.items())


def missing_arrows() -> Iterator[tuple[str, StrEnum, StrEnum]]:
    for name, machine in MACHINES.items():
        steps = type(next(step for _, step in machine.arrows))
        for stage in type(machine.first):
            yield from ((name, stage, step) for step in steps if not machine.allows(stage, step))


def test_the_machines_of_the_exchange_are_known() -> None:
    assert set(MACHINES) == {"DANGER", "NEWS", "PACKAGE", "REQUEST", "SET"}


@pytest.mark.parametrize(("name", "start", "step", "end"), list(arrows()))
def test_every_arrow_leads_where_it_is_drawn(name: str, start: StrEnum, step: StrEnum, end: StrEnum) -> None:
    way = way_to(MACHINES[name], start)
    run = MACHINES[name].run(reversed(dated(*way, step)))
    assert (run.stage, run.late, len(run.counted)) == (end, (), len(way) + 1)


@pytest.mark.parametrize(("name", "stage", "step"), list(missing_arrows()))
def test_a_step_without_an_arrow_is_late_and_changes_nothing(
    name: str, stage: StrEnum, step: StrEnum
) -> None:
    run = MACHINES[name].run(dated(*way_to(MACHINES[name], stage), step))
    assert (run.stage, [each.step for each in run.late]) == (stage, [step])


@pytest.mark.parametrize("name", MACHINES)
def test_a_machine_is_drawn_whole_on_its_page_and_every_stage_is_reached(name: str) -> None:
    machine = MACHINES[name]
    assert sum(f"```mermaid\n{machine.drawn()}\n```" in page for page in PAGES) == 1
    for stage in type(machine.first):
        way_to(machine, stage)
