"""What every step of the year works with: the stage, the three nodes, and the diary of what came about."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from mozaik.desk import Asking, OwnerTerms, ReleasedHit, Sealing
from mozaik.node import Looking, Node
from mozaik.parties import Authority, PersonRef
from mozaik.rehearsal.stage import ANALYST, Stage
from mozaik.rehearsal.year.cast import Parties, names_of_values
from mozaik.rehearsal.year.nodes import Nodes
from mozaik.rehearsal.year.truth import Diary
from mozaik.seal import SigningKey

REASON = "rehearsal: the year of exchange"


@dataclass(frozen=True, slots=True)
class Play:
    """A year that is being played; `rolled` decides in which order files come."""

    stage: Stage
    parties: Parties
    nodes: Nodes
    diary: Diary
    rolled: Random

    def after(self, days: int) -> datetime:
        """The moment so many days after the announcement."""
        return self.stage.now + timedelta(days=days)

    @property
    def joint(self) -> Node:
        """The node of the coordinator."""
        return self.nodes.by_name[self.parties.joint]

    @property
    def joint_name(self) -> Authority:
        """The coordinator, as other nodes name it."""
        return Authority(self.parties.joint)

    def with_node(self, name: str, node: Node) -> "Play":
        """The same year with another node of an authority."""
        return replace(self, nodes=replace(self.nodes, by_name={**self.nodes.by_name, name: node}))

    @property
    def named(self) -> Mapping[str, str]:
        """What the planted values are called."""
        return names_of_values(self.parties)

    def key(self, name: str) -> SigningKey:
        """The key of the analyst of an authority."""
        return self.stage.owners[name]

    def ask(self, name: str, now: datetime) -> Asking:
        """The analyst of an authority reads for it."""
        return Asking.of(self.nodes.operation, name, PersonRef.of(name, ANALYST), REASON, now)

    def ask_for(self, reader: str, now: datetime) -> Asking:
        """The analyst of the coordinator reads for an authority to which a reading goes."""
        person = PersonRef.of(self.parties.joint, ANALYST)
        return Asking.for_package(self.nodes.operation, reader, person, REASON, now)

    def look(self, name: str, now: datetime) -> Looking:
        """The analyst of a national authority looks at what the joint node told it."""
        return Looking(self.joint_name, PersonRef.of(name, ANALYST), REASON, now)

    def sealing(self, owner: str, set_id: str, terms: OwnerTerms, output: Path, now: datetime) -> Sealing:
        """One act of sealing by the analyst of an authority."""
        return Sealing(
            output=output,
            key=self.key(owner),
            terms=terms,
            register=self.stage.register,
            edition=self.nodes.operation.edition,
            moment=now,
            synthetic=True,
            set_id=set_id,
        )

    def line_of(self, hit: ReleasedHit) -> str:
        """A hit in a line: its kind, and what its value was called when it was planted."""
        named = self.named
        called = next((named[value] for value in hit.values if value in named), str(hit.values))
        return f"{hit.kind} {called}"
