"""Judging: a named person confirms or rejects hits that its authority sees.

A hit is a lead until then. A reference that is unknown, that is another reader's, or whose hit the reader
may not see gets one and the same answer, after the same work.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from mozaik.acts import ACKNOWLEDGEMENTS, JUDGEMENTS, acknowledged_by, add_record
from mozaik.errors import RefusedError
from mozaik.moments import utc_text
from mozaik.parties import PersonRef
from mozaik.release.log import Asking, record
from mozaik.release.model import Verdict
from mozaik.release.read import open_lens
from mozaik.release.references import reference_code, reference_text
from mozaik.release.view import Engine, Lens, StatedTerms, rows_of
from mozaik.release.work import Work
from mozaik.terms import Handling

_FIND = """
SELECT DISTINCT reference_of(hit_id) AS code, hit_id FROM shown
WHERE reference_of(hit_id) IN (SELECT unnest($codes))
"""
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


@dataclass(frozen=True, slots=True)
class _Said:
    """One judgement to keep: the code of the reference, the hit, the verdict, the notes it acknowledges."""

    code: bytes
    hit_id: bytes
    verdict: Verdict
    owed: tuple[StatedTerms, ...]


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
    verdicts = {reference: Verdict(verdict)}
    return judge_many(work, verdicts, person, reason, now, acknowledge_h3=acknowledge_h3)[0]


def judge_many(
    work: Work,
    verdicts: Mapping[str, Verdict],
    person: str,
    reason: str,
    now: datetime,
    *,
    acknowledge_h3: bool = False,
) -> tuple[Judged, ...]:
    """Record several verdicts of one person for one reason, by reference; the view is made once.

    Each is logged and kept as by `judge`. When one of them is refused, none is recorded; raises as `judge`.
    """
    judging = PersonRef(person)
    asking = Asking(judging.authority, judging, reason, now)
    codes = {reference: reference_code(reference) for reference in verdicts}
    with work.engine() as engine:
        lens = open_lens(engine, work, asking)
        wanted = [code.hex() if code else "" for code in codes.values()]
        found = dict(engine.execute(_FIND, {"codes": wanted}).fetchall())
        known = {
            name: (code, found[code.hex()]) for name, code in codes.items() if code and code.hex() in found
        }
        owed = {name: _owed_notes(engine, lens, hit_id) for name, (_, hit_id) in known.items()}
    _refuse(work, asking, verdicts, owed, acknowledge_h3)
    return tuple(
        _record(work, asking, _Said(*known[name], Verdict(verdict), tuple(owed[name])))
        for name, verdict in verdicts.items()
    )


def _refuse(
    work: Work,
    asking: Asking,
    verdicts: Mapping[str, Verdict],
    owed: Mapping[str, list[StatedTerms]],
    acknowledged: bool,
) -> None:
    """RefusedError, logged first, for a reference of no hit and for notes that nobody acknowledged."""
    unknown = [verdict for name, verdict in verdicts.items() if name not in owed]
    notes = sorted({entry.terms.handling_note for entries in owed.values() for entry in entries})
    if unknown:
        record(work, asking, "judge-refused", {"verdict": str(Verdict(unknown[0]))})
        raise RefusedError(
            "no hit of yours has this reference", remedy="take a reference from your own `mozaik hits`"
        )
    if notes and not acknowledged:
        record(work, asking, "judge-refused", {"notes": len(notes)})
        raise RefusedError(
            "the hit is under H3: somebody must read the owner's note first",
            why="; ".join(notes),
            remedy="read it, and judge again with --acknowledge",
        )


def _record(work: Work, asking: Asking, said: _Said) -> Judged:
    """Log one judgement, then keep it with the acknowledgements that it brings."""
    own_name = reference_text(said.code)
    details = {"reference": own_name, "verdict": str(said.verdict), "acknowledged": len(said.owed)}
    record(work, asking, "judge", details)
    judgement = {"hit_id": said.hit_id.hex(), "reference": own_name, "verdict": str(said.verdict)}
    _keep(work, asking, said.owed, judgement)
    notes = tuple(sorted({entry.terms.handling_note for entry in said.owed}))
    return Judged(own_name, said.verdict, asking.person, utc_text(asking.now), notes)


def _owed_notes(engine: Engine, lens: Lens, hit_id: bytes) -> list[StatedTerms]:
    """The terms of others behind a hit that are under H3 and not acknowledged by the reader."""
    rows = rows_of(engine, _TERMS_OF, {"hit_id": hit_id, "reader": lens.reader})
    read = acknowledged_by(lens.work.acts, lens.reader)
    entries = [lens.stated[row["key"]] for row in rows if row["key"] is not None]
    return [
        entry
        for entry in sorted(entries, key=lambda entry: entry.key)
        if Handling.H3 in entry.terms.handling
        and entry.terms.owner != lens.reader
        and (entry.set_id, entry.terms_id) not in read
    ]


def _keep(work: Work, asking: Asking, owed: Sequence[StatedTerms], judgement: Mapping[str, object]) -> None:
    """Put acknowledgements and judgement on the disk; RefusedError if that fails."""
    said = {"at": utc_text(asking.now), "person": asking.person, "reason": asking.reason}
    try:
        with work.staying():
            for entry in owed:
                read = {"set_id": entry.set_id, "terms_id": entry.terms_id, "note": entry.terms.handling_note}
                add_record(work.acts, ACKNOWLEDGEMENTS, asking.reader, {**said, **read})
            add_record(work.acts, JUDGEMENTS, asking.reader, {**said, **judgement})
    except OSError as error:
        raise RefusedError(
            "the judgement cannot be written", where=str(work.path), why=str(error),
            remedy="make room or make the folder writable, then judge again",
        ) from error  # fmt: skip
