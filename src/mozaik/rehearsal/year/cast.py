"""Who exchanges in the rehearsal's year, and what each of them plans, seizes, gives and takes back."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from mozaik.rehearsal.mishap import not_played
from mozaik.rehearsal.scenario import Scenario

SHARED, HIDDEN, TAKEN_BACK, GIVEN = "shared", "hidden", "taken back", "given"
CONTACT, PRIVATE = "meet@year.example", "private@year.example"
SERIES = "invented series of the year"


@dataclass(frozen=True, slots=True)
class Parties:
    """The lead, a participant, and the coordinator, whose node is the joint one."""

    lead: str
    other: str
    joint: str

    @property
    def national(self) -> tuple[str, str]:
        """Those who plan, seize and contribute."""
        return self.lead, self.other

    @property
    def all(self) -> tuple[str, str, str]:
        """All three."""
        return self.lead, self.other, self.joint


@dataclass(frozen=True, slots=True)
class Planned:
    """An action that is planned: its owner, under which sheet, and the row of its plan."""

    owner: str
    sheet: str
    row: Mapping[str, Any]

    @property
    def action(self) -> str:
        """The reference of the action."""
        return str(self.row["action"])

    @property
    def set_id(self) -> str:
        """The id of the plan that is sealed of it."""
        return f"{self.owner}.PLAN.{self.action}"


@dataclass(frozen=True, slots=True)
class Seizure:
    """A seized item: its owner, its reference, the sheet under which it is sealed, and its files by name."""

    owner: str
    item: str
    sheet: str
    files: Mapping[str, bytes]

    @property
    def set_id(self) -> str:
        """The id of the contribution that is sealed of it."""
        return f"{self.owner}.{self.item}"


def parties_of(scenario: Scenario) -> Parties:
    """The three of a scenario; RefusedError for one with fewer who contribute."""
    lead = next(cast.id for cast in scenario.authorities if cast.role == "lead")
    others = [cast.id for cast in scenario.contributors if cast.id not in (lead, scenario.coordinator)]
    if not others:
        raise not_played("the year of exchange needs a lead and a participant", "nobody else contributes")
    return Parties(lead, others[0], scenario.coordinator)


def plans_of(parties: Parties, begins: datetime) -> tuple[Planned, ...]:
    """A raid of each at one time and place, on one series; elsewhere one more, and the lead's is silent."""
    lead, other = parties.national
    row = {
        "kind": "search", "begins": begins, "ends": begins + timedelta(hours=5), "zone": "Europe/Ljubljana",
    }  # fmt: skip
    here = row | {"areas": ["SI/YEAR01"], "series": [SERIES]}
    there = row | {"areas": ["SI/YEAR02"]}
    return (
        Planned(lead, "plans", here | {"action": "RAID-1"}),
        Planned(lead, "silent-plans", there | {"action": "RAID-2"}),
        Planned(other, "plans", here | {"action": "RAID-3"}),
        Planned(other, "plans", there | {"action": "RAID-4"}),
    )


def seizures_of(parties: Parties) -> tuple[Seizure, ...]:
    """What is seized on the action day: shared files, a shared contact, and a file under silent terms."""
    lead, other = parties.national
    shared, taken = {"a.txt": content_of(SHARED)}, taken_back(parties).files
    return (
        Seizure(lead, "YEAR-1", "standard", shared | {"b.txt": _note(lead, CONTACT), **taken}),
        Seizure(lead, "YEAR-2", "silent", {"a.txt": content_of(HIDDEN)}),
        Seizure(other, "YEAR-1", "standard", shared | {
            "b.txt": _note(other, CONTACT), "c.txt": content_of(HIDDEN),
        }),
        taken_back(parties),
    )  # fmt: skip


def taken_back(parties: Parties) -> Seizure:
    """What the participant contributes, and withdraws when a court has taken its order back."""
    return Seizure(parties.other, "YEAR-2", "standard", {"d.txt": content_of(TAKEN_BACK)})


def kept_at_home(parties: Parties) -> Seizure:
    """What the participant never contributes, and compares at home with what it is asked."""
    return Seizure(parties.other, "HOME-1", "standard", {"a.txt": _note(parties.other, PRIVATE)})


def given_in_answer(parties: Parties) -> Seizure:
    """What the participant gives to the lead with an answer, and contributes to nobody else."""
    return Seizure(parties.other, "ANSWER-1", "standard", {"a.txt": content_of(GIVEN)})


def series_rows(owner: str) -> Mapping[str, list[dict[str, Any]]]:
    """The series of an owner as records: of the shared file, and who works on it."""
    shared = sha256(content_of(SHARED)).hexdigest()
    row = {"series_id": series_id(owner), "origin": "invented"}
    return {
        "series": [row | {"state": "worked-on", "worked_on_by": owner}],
        "series_files": [row | {"sha256": shared}],
    }


def series_id(owner: str) -> str:
    """What an owner calls its series."""
    return f"{owner}-SERIES"


def series_set(owner: str) -> str:
    """The id of the contribution that is sealed of an owner's series."""
    return f"{owner}.YEAR-SERIES"


def content_of(name: str) -> bytes:
    """The content of an invented file."""
    return f"Synthetic rehearsal: the invented file called {name}.\n".encode()


def names_of_values(parties: Parties) -> Mapping[str, str]:
    """What the values are called that are planted on several: digests of files, contacts, series."""
    return dict(_named(parties))


def _named(parties: Parties) -> Iterator[tuple[str, str]]:
    for name in (SHARED, HIDDEN, TAKEN_BACK, GIVEN):
        yield sha256(content_of(name)).hexdigest(), f"file {name}"
    yield from ((CONTACT, "contact"), (PRIVATE, "private contact"))
    for owner in parties.national:
        yield f"{owner}/{series_id(owner)}", "of both"


def _note(owner: str, address: str) -> bytes:
    return f"Synthetic rehearsal: a note of {owner}. Write to {address} tonight.\n".encode()
