"""Judging: a named person confirms or rejects a hit that its authority sees.

A hit is a lead until then. A reference that is unknown, that is another reader's, or whose hit the reader
may not see gets one and the same answer, after the same work.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from mozaik.errors import RefusedError
from mozaik.release.log import Asking, record, time_text
from mozaik.release.model import Verdict
from mozaik.release.read import open_lens
from mozaik.release.records import ACKNOWLEDGEMENTS, JUDGEMENTS, acknowledged_by, add_record
from mozaik.release.references import reference_code, reference_text
from mozaik.release.view import Engine, Lens, StatedTerms, rows_of
from mozaik.release.work import Work
from mozaik.terms import Handling

_FIND = "SELECT DISTINCT hit_id FROM shown WHERE reference_of(hit_id) = $code"
_TERMS_OF = """
SELECT DISTINCT unnest([terms_key, support_terms_key]) AS key FROM shown
WHERE hit_id = $hit_id AND authority <> $reader
"""


@dataclass(frozen=True, slots=True)
class Judged:
    """A judgement that was accepted: the hit's reference, the verdict, who and when, notes acknowledged."""

    reference: str
    verdict: Verdict
    person: str
    at: str
    acknowledged: tuple[str, ...]


def judge(
    work: Work,
    reference: str,
    verdict: Verdict,
    person: str,
    reason: str,
    now: datetime,
    *,
    acknowledge_h3: bool = False,
) -> Judged:
    """Record that `person` (`AUTHORITY/name`) confirms or rejects the hit of its authority's `reference`.

    Judgements are only ever added; of one person the last counts. A hit under H3 is judged only by who
    has read the owner's note and says so: `acknowledge_h3`; from then on its authority sees these facts as
    its owner stated. Raises RefusedError for a reference that names no hit of this reader, without a
    reason, without the acknowledgement, and when it cannot be logged.
    """
    asking = Asking(person.partition("/")[0], person, reason, now)
    verdict = Verdict(verdict)
    with work.engine() as engine:
        lens = open_lens(engine, work, asking)
        code = reference_code(reference)
        found = engine.execute(_FIND, {"code": code.hex() if code else ""}).fetchall()
        owed = _owed_notes(engine, lens, found[0][0]) if found else []
    if not found or code is None:
        record(work, asking, "judge-refused", {"verdict": str(verdict)})
        raise RefusedError(
            "no hit of yours has this reference", remedy="take a reference from your own `mozaik hits`"
        )
    if owed and not acknowledge_h3:
        raise RefusedError(
            "the hit is under H3: somebody must read the owner's note first",
            why="; ".join(sorted({entry.terms.handling_note for entry in owed})),
            remedy="read it, and judge again with --acknowledge",
        )
    own_name = reference_text(code)
    details = {"reference": own_name, "verdict": str(verdict), "acknowledged": len(owed)}
    record(work, asking, "judge", details)
    _keep(work, asking, owed, {"hit_id": found[0][0].hex(), "reference": own_name, "verdict": str(verdict)})
    notes = tuple(sorted({entry.terms.handling_note for entry in owed}))
    return Judged(own_name, verdict, person, time_text(now), notes)


def _owed_notes(engine: Engine, lens: Lens, hit_id: bytes) -> list[StatedTerms]:
    """The terms of others behind a hit that are under H3 and not acknowledged by the reader."""
    rows = rows_of(engine, _TERMS_OF, {"hit_id": hit_id, "reader": lens.reader})
    read = acknowledged_by(lens.work, lens.reader)
    entries = [lens.stated[row["key"]] for row in rows if row["key"] is not None]
    return [
        entry
        for entry in sorted(entries, key=lambda entry: entry.key)
        if Handling.H3 in entry.terms.handling
        and entry.terms.owner != lens.reader
        and (entry.set_id, entry.terms_id) not in read
    ]


def _keep(work: Work, asking: Asking, owed: list[StatedTerms], judgement: Mapping[str, object]) -> None:
    """Put acknowledgements and judgement on the disk; RefusedError if that fails."""
    said = {"at": time_text(asking.now), "person": asking.person, "reason": asking.reason}
    try:
        for entry in owed:
            read = {"set_id": entry.set_id, "terms_id": entry.terms_id, "note": entry.terms.handling_note}
            add_record(work, ACKNOWLEDGEMENTS, asking.reader, {**said, **read})
        add_record(work, JUDGEMENTS, asking.reader, {**said, **judgement})
    except OSError as error:
        raise RefusedError(
            "the judgement cannot be written", where=str(work.path), why=str(error),
            remedy="make room or make the folder writable, then judge again",
        ) from error  # fmt: skip
