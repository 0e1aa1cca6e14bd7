"""A ticket that another authority quotes: for the owner alone, its own rows behind it.

The owner may not see the hit in its own view: who asks has said by asking that it shares something. What is
told are rows that the owner sealed itself, and nothing of anybody else.
"""

from hmac import compare_digest

from mozaik.errors import RefusedError
from mozaik.parties import Authority
from mozaik.release.asking import Asking, admit_reader
from mozaik.release.log import record
from mozaik.release.model import OwnRow
from mozaik.release.references import ticket_text
from mozaik.release.work import Work

_HITS = "SELECT DISTINCT hit_id FROM read_parquet($holders) WHERE authority = $owner ORDER BY hit_id"
_ROWS = """
SELECT DISTINCT set_id, "table", row_id FROM read_parquet($holders)
WHERE authority = $owner AND hit_id = $hit ORDER BY set_id, "table", row_id
"""


def own_rows_asked(work: Work, asking: Asking, asker: Authority, ticket: str) -> tuple[OwnRow, ...]:
    """The rows of who asks here about which `asker` asks with a ticket; logged in its chain before.

    RefusedError for a ticket that `asker` was not given for these rows, in the same words whatever it is.
    """
    admit_reader(work, asking)
    values = {"holders": work.part("holders"), "owner": asking.authority}
    with work.engine() as engine:
        hits = [bytes(row[0]) for row in engine.execute(_HITS, values).fetchall()]
        wanted = ticket.strip().upper().encode()
        named = [
            hit
            for hit in hits
            if compare_digest(ticket_text(work.key, asker, asking.authority, hit).encode(), wanted)
        ]
        rows = [
            OwnRow(*row) for hit in named for row in engine.execute(_ROWS, {**values, "hit": hit}).fetchall()
        ]
    record(work, asking, "read-ticket", {"asker": asker, "rows": len(rows)})
    if not rows:
        raise RefusedError(
            "no row of yours stands behind this ticket",
            remedy="check the ticket and who asks; a ticket counts for the authority that it was given to",
        )
    return tuple(rows)
