"""Views made before anybody asks: by the node, which is told what it may count, and tells nobody."""

from collections.abc import Mapping
from datetime import datetime

from mozaik.kinds import HitKind
from mozaik.operation import Participant
from mozaik.parties import PersonRef
from mozaik.release.asking import Asking
from mozaik.release.cut import rows_of_slice
from mozaik.release.kept import view_for
from mozaik.release.pictures import held_pictures
from mozaik.release.references import reference_text
from mozaik.release.work import Work

_BEFORE_ASKED = "made before anybody asked"


def prepare_view(work: Work, participant: Participant, now: datetime) -> Mapping[str, HitKind]:
    """Make the view of a participant for the day and keep it; the kind of each of its hits by reference.

    The pictures held are gathered too: who asks about one does not wait for them. No reading is logged, as
    nobody reads: the first person who does finds it made. Raises as `admit_reader`.
    """
    asking = Asking(participant, PersonRef.of(participant.authority, "node"), _BEFORE_ASKED, now)
    held_pictures(work)
    hits = view_for(work, asking).hits.select(["reference", "kind"])
    return {
        reference_text(bytes.fromhex(hit["reference"])): HitKind(hit["kind"])
        for hit in rows_of_slice(hits, 0, hits.num_rows)
    }


def readers_with_views(work: Work) -> frozenset[str]:
    """The authorities that have a view in the generation that counts: those who read since it was made."""
    if not work.views.is_dir():
        return frozenset()
    return frozenset(
        path.name.split(" ")[0] for path in work.views.iterdir() if not path.name.startswith(".")
    )
