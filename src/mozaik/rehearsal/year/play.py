"""What every step of the year works with: the stage, the three nodes, and the diary of what came about."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from mozaik.desk import Asking, ReleasedHit
from mozaik.node import Node
from mozaik.parties import Authority, PersonRef
from mozaik.rehearsal.stage import ANALYST, Stage
from mozaik.rehearsal.year.cast import Parties, names_of_values
from mozaik.rehearsal.year.nodes import Nodes
from mozaik.rehearsal.year.truth import Diary
from mozaik.seal import SigningKey

REASON = "rehearsal: the year of exchange"


@dataclass(frozen=True, slots=True)
class Play:
    """A year that is being played."""

    stage: Stage
    parties: Parties
    nodes: Nodes
    diary: Diary

    def after(self, days: int) -> datetime:
        """The moment so many days after the announcement."""
        return self.stage.now + timedelta(days=days)

    @property
    def joint(self) -> Node:
        """The node of the coordinator."""
        return self.nodes.by_name[self.parties.joint]

    def key(self, name: str) -> SigningKey:
        """The key of the analyst of an authority."""
        return self.stage.owners[name]

    def ask(self, name: str, now: datetime) -> Asking:
        """The analyst of an authority reads for it."""
        person = PersonRef.of(name, ANALYST)
        return Asking.of(self.nodes.operation, name, person, REASON, now)

    def ask_for(self, reader: str, now: datetime) -> Asking:
        """The analyst of the coordinator reads for an authority to which a reading or package goes."""
        person = PersonRef.of(self.parties.joint, ANALYST)
        return Asking.for_package(self.nodes.operation, reader, person, REASON, now)


def line_of(hit: ReleasedHit) -> str:
    """A hit in a line: its kind and what its value was called when it was planted."""
    named = names_of_values()
    return f"{hit.kind} {next((named[value] for value in hit.values if value in named), str(hit.values))}"


def joint_name(play: Play) -> Authority:
    """The coordinator, as other nodes name it."""
    return Authority(play.parties.joint)
