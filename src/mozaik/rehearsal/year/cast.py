"""Who exchanges in the rehearsal's year, what each of them seizes, and what of it nobody else may learn."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256

from mozaik.rehearsal.mishap import not_played
from mozaik.rehearsal.scenario import Scenario

SHARED, HIDDEN = "shared", "hidden"
CONTACT = "meet@year.example"


@dataclass(frozen=True, slots=True)
class Parties:
    """The lead, a participant, and the coordinator, whose node is the joint one."""

    lead: str
    other: str
    joint: str

    @property
    def national(self) -> tuple[str, str]:
        """Those who seize and contribute."""
        return self.lead, self.other

    @property
    def all(self) -> tuple[str, str, str]:
        """All three."""
        return self.lead, self.other, self.joint


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


def seizures_of(parties: Parties) -> tuple[Seizure, ...]:
    """What is seized on the action day: shared files, a shared contact, and a file under silent terms."""
    lead, other = parties.national
    return (
        Seizure(lead, "YEAR-1", "standard", {"a.txt": content_of(SHARED), "b.txt": _contact(lead)}),
        Seizure(lead, "YEAR-2", "silent", {"a.txt": content_of(HIDDEN)}),
        Seizure(other, "YEAR-1", "standard", {
            "a.txt": content_of(SHARED), "b.txt": _contact(other), "c.txt": content_of(HIDDEN),
        }),
    )  # fmt: skip


def content_of(name: str) -> bytes:
    """The content of an invented file."""
    return f"Synthetic rehearsal: the invented file called {name}.\n".encode()


def names_of_values() -> Mapping[str, str]:
    """What the values are called that are planted on several: digests of files, and the contact."""
    return dict(_named())


def _named() -> Iterator[tuple[str, str]]:
    for name in (SHARED, HIDDEN):
        yield sha256(content_of(name)).hexdigest(), f"file {name}"
    yield CONTACT, "contact"


def _contact(owner: str) -> bytes:
    return f"Synthetic rehearsal: a note of {owner}. Write to {CONTACT} tonight.\n".encode()
