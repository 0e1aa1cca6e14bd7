"""Judging: a named person confirms or rejects hits that its authority sees.

A hit is a lead until then. A reference that is unknown, that is another reader's, or whose hit the reader
may not see gets one and the same answer, after the same work. The beginning of a reference will do where
it names one hit.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from mozaik.acts import Act, require_own_key, sign_act
from mozaik.canonical import JsonValue
from mozaik.errors import RefusedError
from mozaik.moments import utc_text
from mozaik.release.asking import Asking
from mozaik.release.groups import references_in_group
from mozaik.release.kept import view_for
from mozaik.release.log import logging, record
from mozaik.release.model import Verdict
from mozaik.release.references import reference_text
from mozaik.release.said import verdicts as verdicts_of
from mozaik.release.view import Lens, Row, StatedTerms
from mozaik.release.work import Work
from mozaik.seal import SigningKey
from mozaik.terms import Handling


@dataclass(frozen=True, slots=True)
class Judged:
    """A judgement that was accepted: the hit's reference, the verdict, who and when, notes acknowledged."""

    reference: str
    verdict: Verdict
    person: str
    at: str
    acknowledged: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ToKeep:
    """One judgement to keep: the code of the reference, the hit, the verdict, the notes it acknowledges."""

    code: bytes
    hit_id: bytes
    verdict: Verdict
    owed: tuple[StatedTerms, ...]

    @property
    def acts(self) -> tuple[tuple[Act, Mapping[str, JsonValue]], ...]:
        """What its person signs, in this order: an acknowledgement of each note, then the judgement."""
        notes = sorted({stated.note for stated in self.owed})
        name = reference_text(self.code)
        judgement = {"hit": self.hit_id.hex(), "reference": name, "verdict": str(self.verdict)}
        return (
            *((Act.ACKNOWLEDGEMENT, {"owner": owner, "note": note}) for owner, note in notes),
            (Act.JUDGEMENT, judgement),
        )

    @property
    def notes(self) -> tuple[str, ...]:
        """What the owners wrote that must be read before."""
        return tuple(sorted({stated.terms.handling_note for stated in self.owed}))


@dataclass(frozen=True, slots=True)
class _Fault:
    """Why a verdict cannot be kept, and what the chain says of it."""

    error: RefusedError
    logged: Mapping[str, object]


_Settled = Mapping[str, ToKeep | _Fault]


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
    settled = _settle(work, asking, verdicts, acknowledge_h3)
    for fault in settled.values():
        if isinstance(fault, _Fault):
            record(work, asking, "judge-refused", fault.logged)
            raise fault.error
    kept = [said for said in settled.values() if isinstance(said, ToKeep)]
    return tuple(_record(work, asking, key, said) for said in kept)


def judge_group(
    work: Work,
    group: str,
    verdict: Verdict,
    key: SigningKey,
    reason: str,
    now: datetime,
    *,
    beyond: int | None = None,
    acknowledge_h3: bool = False,
) -> tuple[Judged, ...]:
    """Record one verdict on every hit that stands in a group of near pictures; all or none.

    It is about the pairs that the person sees: what joins the group later is unjudged. `beyond` leaves out
    pairs that differ in no more bits: to reject the rest splits the group there. Raises as `judge_many` and
    `references_in_group`.
    """
    asking = Asking.of(work.operation, key.authority, key.reference, reason, now)
    require_own_key(key, work.trust)
    references = references_in_group(view_for(work, asking), group, beyond)
    verdicts = dict.fromkeys(references, Verdict(verdict))
    return judge_many(work, verdicts, key, reason, now, acknowledge_h3=acknowledge_h3)


def judge_each(
    work: Work, verdicts: Mapping[str, Verdict], key: SigningKey, reason: str, now: datetime
) -> Mapping[str, Judged | RefusedError]:
    """Record those of several verdicts that can be kept; of each reference what became of it.

    A hit whose note (H3) nobody has acknowledged is refused: it is judged by itself. Raises as `judge` for
    what concerns the person and not a hit.
    """
    asking = Asking.of(work.operation, key.authority, key.reference, reason, now)
    require_own_key(key, work.trust)
    became: dict[str, Judged | RefusedError] = {}
    for name, said in _settle(work, asking, verdicts, acknowledged=False).items():
        if isinstance(said, _Fault):
            record(work, asking, "judge-refused", said.logged)
            became[name] = said.error
        else:
            became[name] = _record(work, asking, key, said)
    return became


def settle_to_sign(work: Work, asking: Asking, reference: str, verdict: Verdict) -> ToKeep:
    """The judgement that the asking person is about to sign elsewhere, with the notes that it acknowledges.

    Raises as `judge` for what is refused.
    """
    settled = _settle(work, asking, {reference: verdict}, acknowledged=True)[reference]
    if isinstance(settled, _Fault):
        record(work, asking, "judge-refused", settled.logged)
        raise settled.error
    return settled


def _settle(work: Work, asking: Asking, verdicts: Mapping[str, Verdict], acknowledged: bool) -> _Settled:
    """Of each reference the verdict that can be kept, or why it cannot."""
    view = view_for(work, asking)
    fitting = {name: view.places_like(name) for name in verdicts}
    named = [name for name in verdicts if len(fitting[name]) == 1]
    hits = view.hits_at([fitting[name][0] for name in named])
    behind = dict(zip(named, zip(hits, view.holders_of(hits), strict=True), strict=True))
    own = _own_words(work, asking) if Verdict.WITHDRAW in verdicts.values() else frozenset()
    settled: dict[str, ToKeep | _Fault] = {}
    for name, verdict in verdicts.items():
        if name not in behind:
            settled[name] = _not_named(verdict, len(fitting[name]))
            continue
        hit, holders = behind[name]
        notes = () if verdict is Verdict.WITHDRAW else owed_notes(view.lens, holders)
        said = ToKeep(bytes.fromhex(hit["reference"]), hit["hit_id"], verdict, notes)
        settled[name] = _fault_of(said, own, acknowledged) or said
    return settled


def _not_named(verdict: Verdict, count: int) -> _Fault:
    if count:
        why, remedy = "it is the beginning of several", "write more of its letters"
    else:
        why, remedy = "", "take a reference from your own `mozaik hits`"
    what = "no single hit of yours has this reference" if count else "no hit of yours has this reference"
    return _Fault(RefusedError(what, why=why, remedy=remedy), {"verdict": str(verdict)})


def _fault_of(said: ToKeep, own: frozenset[bytes], acknowledged: bool) -> _Fault | None:
    """Why a verdict on a hit of the reader's cannot be kept, or None."""
    if said.verdict is Verdict.WITHDRAW and said.hit_id not in own:
        error = RefusedError(
            "you have said nothing of this hit that could be withdrawn",
            remedy="see who judged it with: mozaik explain",
        )
        return _Fault(error, {"verdict": str(said.verdict)})
    if said.owed and not acknowledged:
        notes = sorted({stated.terms.handling_note for stated in said.owed})
        error = RefusedError(
            "the hit is under H3: somebody must read the owner's note first",
            why="; ".join(notes),
            remedy="read it, and judge again with --acknowledge",
        )
        return _Fault(error, {"notes": len(notes)})
    return None


def _own_words(work: Work, asking: Asking) -> frozenset[bytes]:
    """The hits of which the asking person's last word counts."""
    spoken = verdicts_of(work, asking.authority)
    return frozenset(hit_id for hit_id, persons in spoken.items() if asking.person in persons)


def _record(work: Work, asking: Asking, key: SigningKey, said: ToKeep) -> Judged:
    """Sign and append one judgement, after the acknowledgements that it brings."""
    with logging(work):
        for act, content in said.acts:
            sign_act(work.acts, act, asking.authority, key, asking.reason, content, asking.now, work.trust)
    name, at = reference_text(said.code), utc_text(asking.now)
    return Judged(name, said.verdict, asking.person, at, said.notes)


def owed_notes(lens: Lens, holders: Iterable[Row]) -> tuple[StatedTerms, ...]:
    """The terms of others behind a hit that are under H3 and not acknowledged by the reader."""
    others = [row for row in holders if row["authority"] != lens.reader]
    keys = {row[column] for row in others for column in ("terms_key", "support_terms_key")} - {None}
    return tuple(
        stated
        for stated in (lens.stated[terms_key] for terms_key in sorted(keys))
        if Handling.H3 in stated.terms.handling
        and stated.terms.owner != lens.reader
        and not lens.has_read(stated)
    )
