"""Which hits of a recipient rest on sets: what must be taken back when their owner withdraws them."""

from collections.abc import Collection
from datetime import datetime

from mozaik.operation import Participant, rights_of
from mozaik.parties import PersonRef
from mozaik.release.asking import Asking
from mozaik.release.cut import rows_of_slice
from mozaik.release.kept import view_for
from mozaik.release.references import reference_text
from mozaik.release.work import Work

_WHY = "what is withdrawn is recalled"


def references_resting_on(
    work: Work, recipient: Participant, drafter: Participant, sets: Collection[str], now: datetime
) -> frozenset[str]:
    """The references of a recipient's hits that show something of these sets, for any use that it has.

    Nobody reads, and nothing is told but to who was told before; a set that is silent to the recipient gives
    nothing. Raises as `admit_reader`.
    """
    resting: set[str] = set()
    for use in sorted(rights_of(recipient).uses):
        person = PersonRef.of(drafter.authority, "node")
        view = view_for(work, Asking(recipient, person, _WHY, now, use, drafter))
        holders = view.holders.select(["place", "set_id"])
        places = {
            row["place"] for row in rows_of_slice(holders, 0, holders.num_rows) if row["set_id"] in sets
        }
        hits = view.hits.select(["place", "reference"])
        resting |= {
            reference_text(bytes.fromhex(hit["reference"]))
            for hit in rows_of_slice(hits, 0, hits.num_rows)
            if hit["place"] in places
        }
    return frozenset(resting)
