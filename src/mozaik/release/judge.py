"""Judging: a named person confirms or rejects hits that its authority sees.

A hit is a lead until then. A reference that is unknown, that is another reader's, or whose hit the reader
may not see gets one and the same answer, after the same work.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from mozaik.acts import Act, require_own_key, sign_act
from mozaik.canonical import JsonValue
from mozaik.errors import RefusedError
from mozaik.moments import utc_text
from mozaik.release.asking import Asking
from mozaik.release.kept import view_for
from mozaik.release.log import logging, record
from mozaik.release.model import Verdict
from mozaik.release.references import reference_code, reference_text
from mozaik.release.view import Engine, Lens, StatedTerms, rows_of
from mozaik.release.work import Work
from mozaik.seal import SigningKey
from mozaik.terms import Handling

_FIND = "SELECT reference, hit_id FROM told WHERE reference IN (SELECT unnest($codes))"
_TERMS_OF = """
SELECT DISTINCT unnest([terms_key, support_terms_key]) AS terms_key FROM shown
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
class _Verdict:
    """One judgement to keep: the code of the reference, the hit, the verdict, the notes it acknowledges."""

    code: bytes
    hit_id: bytes
    verdict: Verdict
    owed: tuple[StatedTerms, ...]


def judge(
    work: Work,
    reference: str,
    verdict: Verdict,
    key: SigningKey,
    reason: str,
    now: datetime,
    *,
    acknowledge_h3: bool = False,
) -> Judged:
    """Record that the key's person confirms or rejects the hit of its authority's `reference`, and sign it.

    Judgements are only ever added; of one person the last counts. A hit under H3 is judged only by who
    has read the owner's note and says so: `acknowledge_h3`; from then on its authority sees these facts as
    its owner stated. Raises RefusedError for a reference that names no hit of this reader, without a
    reason, without the acknowledgement, and when it cannot be logged, and what sealing raises for a key that
    is not trusted, was revoked, or may not speak for its authority.
    """
    verdicts = {reference: Verdict(verdict)}
    return judge_many(work, verdicts, key, reason, now, acknowledge_h3=acknowledge_h3)[0]


def judge_many(
    work: Work,
    verdicts: Mapping[str, Verdict],
    key: SigningKey,
    reason: str,
    now: datetime,
    *,
    acknowledge_h3: bool = False,
) -> tuple[Judged, ...]:
    """Record several verdicts of one person for one reason, by reference; the view is made once.

    Each is logged and kept as by `judge`. When one of them is refused, none is recorded; raises as `judge`.
    """
    asking = Asking.of(work.operation, key.authority, key.reference, reason, now)
    require_own_key(key, work.trust)
    codes = {reference: reference_code(reference) for reference in verdicts}
    with work.engine() as engine:
        lens = view_for(engine, work, asking)
        wanted = [code.hex() if code else "" for code in codes.values()]
        hit_ids = dict(engine.execute(_FIND, {"codes": wanted}).fetchall())
        known = {
            name: (code, hit_ids[code.hex()])
            for name, code in codes.items()
            if code and code.hex() in hit_ids
        }
        owed = {name: _owed_notes(engine, lens, hit_id) for name, (_, hit_id) in known.items()}
    _refuse(work, asking, verdicts, owed, acknowledge_h3)
    return tuple(
        _record(work, asking, key, _Verdict(*known[name], Verdict(verdict), tuple(owed[name])))
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
    notes = sorted({stated.terms.handling_note for noted in owed.values() for stated in noted})
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


def _record(work: Work, asking: Asking, key: SigningKey, said: _Verdict) -> Judged:
    """Sign and append one judgement, after the acknowledgements that it brings."""
    name = reference_text(said.code)

    def sign(act: Act, content: Mapping[str, JsonValue]) -> None:
        sign_act(work.acts, act, asking.authority, key, asking.reason, content, asking.now, work.trust)

    with logging(work):
        for owner, note in sorted({stated.note for stated in said.owed}):
            sign(Act.ACKNOWLEDGEMENT, {"owner": owner, "note": note})
        judgement = {"hit": said.hit_id.hex(), "reference": name, "verdict": str(said.verdict)}
        sign(Act.JUDGEMENT, judgement)
    notes = tuple(sorted({stated.terms.handling_note for stated in said.owed}))
    return Judged(name, said.verdict, asking.person, utc_text(asking.now), notes)


def _owed_notes(engine: Engine, lens: Lens, hit_id: bytes) -> list[StatedTerms]:
    """The terms of others behind a hit that are under H3 and not acknowledged by the reader."""
    rows = rows_of(engine, _TERMS_OF, {"hit_id": hit_id, "reader": lens.reader})
    keys = sorted(row["terms_key"] for row in rows if row["terms_key"] is not None)
    return [
        stated
        for stated in (lens.stated[terms_key] for terms_key in keys)
        if Handling.H3 in stated.terms.handling
        and stated.terms.owner != lens.reader
        and not lens.has_read(stated)
    ]
