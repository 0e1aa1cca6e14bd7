"""`mozaik operation expert`, `use-list` and `clocks`: whom to ask, which lists count, the clocks."""

from dataclasses import replace
from datetime import datetime

import click

from mozaik.cli.operation_options import DAY, Changing, changes_file, day_of
from mozaik.desk import Clocks, Expert, ListInUse, Operation, Skill, with_expert
from mozaik.parties import Authority, PersonRef


@click.command("expert")
@changes_file
@click.argument("person")
@click.option("--skill", "skills", type=click.Choice([str(skill) for skill in Skill]), multiple=True,
              required=True, help="What to ask the expert for; repeat for more.")  # fmt: skip
@click.option("--language", "languages", multiple=True, metavar="CODE", help="Such as sl; repeat for more.")
@click.option("--contact", required=True, help="How the expert is reached, in one line.")
@click.option("--on-call-from", "since", type=DAY, help="The first day on call.")
@click.option("--on-call-until", "last", type=DAY, help="The last day on call.")
def expert(
    changing: Changing,
    person: str,
    skills: tuple[str, ...],
    languages: tuple[str, ...],
    contact: str,
    since: datetime | None,
    last: datetime | None,
) -> None:
    """List PERSON (AUTHORITY/name) as an expert: skills, languages, and when on call.

    \b
    Examples:
      mozaik operation expert mozaik.operation.draft SI-GPD/ana --skill darknet --language sl \\
          --contact "duty desk" --on-call-from 2023-11-06 --on-call-until 2023-11-17
    """
    stated = Expert(
        PersonRef.parse(person, "PERSON"),
        tuple(map(Skill, skills)),
        languages,
        contact,
        day_of(since),
        day_of(last),
    )
    changing.make(lambda known: with_expert(known, stated))


@click.command("use-list")
@changes_file
@click.argument("owner")
@click.argument("set_id", metavar="ID")
def use_list(
    changing: Changing,
    owner: str,
    set_id: str,
) -> None:
    """Name the sealed list ID of OWNER as a reference list that the edition uses.

    \b
    Examples:
      mozaik operation use-list mozaik.operation.draft EU-EC3 EU-EC3.list-known.3f9a1c2277b0e5d1
    """
    entry = ListInUse(Authority.parse(owner, "OWNER"), set_id)
    changing.make(lambda known: replace(known, lists=(*known.lists, entry)))


@click.command("clocks")
@changes_file
@click.option("--urgent-hours", type=int, help="Urgent and directly accessible; 8 unless stated.")
@click.option("--urgent-days", type=int, help="Urgent and not directly accessible; 3 unless stated.")
@click.option("--other-days", type=int, help="All others; 7 unless stated.")
def clocks(
    changing: Changing,
    urgent_hours: int | None,
    urgent_days: int | None,
    other_days: int | None,
) -> None:
    """State how long the answer to a request may take; what is not given stays.

    \b
    Examples:
      mozaik operation clocks mozaik.operation.draft --urgent-hours 4
    """

    def change(operation: Operation) -> Operation:
        known = operation.clocks
        stated = Clocks(
            known.urgent_hours if urgent_hours is None else urgent_hours,
            known.urgent_days if urgent_days is None else urgent_days,
            known.other_days if other_days is None else other_days,
        )
        return replace(operation, clocks=stated)

    changing.make(change)
