"""Which hits of a recipient rest on holders: what must be taken back when their owner takes them back."""

from dataclasses import dataclass
from datetime import datetime

from mozaik.acts import AmendedRow
from mozaik.operation import Participant, rights_of
from mozaik.parties import PersonRef
from mozaik.release.asking import Asking
from mozaik.release.cut import rows_of_slice
from mozaik.release.kept import view_for
from mozaik.release.references import reference_text
from mozaik.release.view import Row
from mozaik.release.work import Work
from mozaik.terms import Disclosure

_WHY = "what is withdrawn is recalled"


@dataclass(frozen=True, slots=True)
class Resting:
    """The holders that are taken back: of these sets, or of these rows of them alone, told above a level."""

    sets: frozenset[str]
    rows: frozenset[AmendedRow] = frozenset()
    above: Disclosure = Disclosure.SILENT

    def holds(self, row: Row) -> bool:
        """Whether a holder of a view is one of them; its `alone` is the level of its own terms."""
        place = AmendedRow(row["set_id"], row["table"], row["row_id"])
        meant = place in self.rows if self.rows else row["set_id"] in self.sets
        return meant and row["alone"] > self.above


def references_resting_on(
    work: Work, recipient: Participant, drafter: Participant, resting: Resting, now: datetime
) -> frozenset[str]:
    """The references of a recipient's hits that show such a holder, for any use that the recipient has.

    Nobody reads, and nothing is told but to who was told before; what is silent to the recipient gives
    nothing. Raises as `admit_reader`.
    """
    references: set[str] = set()
    for use in sorted(rights_of(recipient).uses):
        person = PersonRef.of(drafter.authority, "node")
        view = view_for(work, Asking(recipient, person, _WHY, now, use, drafter))
        holders = view.holders.select(["place", "set_id", "table", "row_id", "alone"])
        places = {row["place"] for row in rows_of_slice(holders, 0, holders.num_rows) if resting.holds(row)}
        hits = view.hits.select(["place", "reference"])
        references |= {
            reference_text(bytes.fromhex(hit["reference"]))
            for hit in rows_of_slice(hits, 0, hits.num_rows)
            if hit["place"] in places
        }
    return frozenset(references)
