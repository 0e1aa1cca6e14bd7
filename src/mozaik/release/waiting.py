"""What waits for one authority: hits that nobody settled, drafts to release, its own terms that come due.

All of it is read from records: the view of the reader with the judgements over it, the acts in the chains,
and the terms that its own sets state. Nothing is kept that could be forgotten to change.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from mozaik.acts import Act, Said, all_heard
from mozaik.kinds import HitKind
from mozaik.parties import Authority, PersonRef
from mozaik.plans import ConflictKind
from mozaik.release.asking import Asking, admit_reader
from mozaik.release.cut import View
from mozaik.release.kept import view_for
from mozaik.release.log import record
from mozaik.release.model import Status
from mozaik.release.planned import Planning, ToldConflict, conflicts_of
from mozaik.release.said import sound_chains
from mozaik.release.status import judged_hits
from mozaik.release.view import Lens
from mozaik.release.work import Work
from mozaik.seal import Kind, signatures_needed


@dataclass(frozen=True, slots=True)
class HitsWaiting:
    """How many hits of a kind nobody judged, or two persons judged differently."""

    kind: HitKind
    status: Status
    count: int


@dataclass(frozen=True, slots=True)
class DraftWaiting:
    """A draft that too few persons have released: for whom, its number, by whom and when, its last day.

    `drafted_at` is UTC text. `signed_by` are those who said in the recipient's chain that they release it.
    """

    recipient: Authority
    sequence: int
    drafted_by: PersonRef
    drafted_at: str
    expires_on: date
    signed_by: tuple[PersonRef, ...]
    missing: int


@dataclass(frozen=True, slots=True)
class TermsDue:
    """Terms of one of the reader's own sets whose day of review comes, or that allow nothing yet."""

    set_id: str
    terms: str
    review_on: date
    is_quarantine: bool


@dataclass(frozen=True, slots=True)
class ConflictsWaiting:
    """How many plans of others are in the way of the reader's own, by a kind."""

    kind: ConflictKind
    count: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for an authority, in a fixed order."""

    conflicts: tuple[ConflictsWaiting, ...]
    hits: tuple[HitsWaiting, ...]
    drafts: tuple[DraftWaiting, ...]
    terms: tuple[TermsDue, ...]


def read_waiting(work: Work, asking: Asking, until: date) -> Waiting:
    """What waits for a participant, with its terms that are due by a day; logged before it is told.

    Drafts are those of its own people: two of them release. A later draft for the same recipient takes the
    place of an earlier one, and a draft whose last day has passed waits no more. Raises as `read_hits`.
    """
    view = view_for(work, asking)
    hits = tuple(_unsettled(view))
    drafts = tuple(_drafts(work, asking))
    due = tuple(_terms_due(view.lens, until))
    conflicts = tuple(_conflicts(work, asking))
    counts: dict[str, object] = {
        "hits": sum(line.count for line in hits),
        "drafts": len(drafts),
        "terms": len(due),
    }
    counts["conflicts"] = sum(line.count for line in conflicts)
    record(work, asking, "read-tasks", {**counts, "until": str(until)})
    return Waiting(conflicts, hits, drafts, due)


def read_waiting_before(planning: Planning, asking: Asking) -> Waiting:
    """What waits for a participant where nothing was compared yet: conflicts of its plans; logged first."""
    admit_reader(planning, asking)
    conflicts = tuple(_counted(conflicts_of(planning, asking)))
    record(planning, asking, "read-tasks", {"conflicts": sum(line.count for line in conflicts)})
    return Waiting(conflicts, (), (), ())


def _unsettled(view: View) -> Iterator[HitsWaiting]:
    judged = Counter((HitKind(hit["kind"]), status) for hit, status in judged_hits(view))
    for kind, count in sorted(view.counts.items()):
        unjudged = count - sum(judged[kind, status] for status in Status)
        counts = {Status.DISPUTED: judged[kind, Status.DISPUTED], Status.UNJUDGED: unjudged}
        for status, waiting in counts.items():
            if waiting:
                yield HitsWaiting(kind, status, waiting)


def _conflicts(work: Work, asking: Asking) -> Iterator[ConflictsWaiting]:
    yield from _counted(conflicts_of(Planning.open(work.path, work.trust), asking))


def _counted(told: Iterable[ToldConflict]) -> Iterator[ConflictsWaiting]:
    counted = Counter(conflict.kind for conflict in told)
    yield from (ConflictsWaiting(kind, counted[kind]) for kind in ConflictKind if counted[kind])


def _drafts(work: Work, asking: Asking) -> Iterator[DraftWaiting]:
    """The last draft of the authority's people for each recipient, unless two have released it."""
    with sound_chains(work):
        drafted = [
            said for said in _heard(work, asking, Act.DRAFT) if said.person.authority == asking.authority
        ]
        released = list(_heard(work, asking, Act.RELEASE))
    for _, of_recipient in groupby(drafted, lambda said: said.authority):
        last = list(of_recipient)[-1]
        waiting = _draft(last, released)
        if waiting.missing > 0 and waiting.expires_on >= asking.day:
            yield waiting


def _draft(said: Said, released: list[Said]) -> DraftWaiting:
    number = int(str(said.content["sequence"]))
    persons = {
        act.person for act in released if (act.authority, act.content["sequence"]) == (said.authority, number)
    }
    return DraftWaiting(
        recipient=said.authority,
        sequence=number,
        drafted_by=said.person,
        drafted_at=said.at,
        expires_on=date.fromisoformat(str(said.content["expires_on"])),
        signed_by=tuple(sorted(persons)),
        missing=signatures_needed(Kind.PACKAGE) - len(persons),
    )


def _heard(work: Work, asking: Asking, act: Act) -> Iterator[Said]:
    return all_heard(work.acts, asking.authority, work.trust, act)


def _terms_due(lens: Lens, until: date) -> Iterator[TermsDue]:
    own = [stated for stated in lens.stated.values() if stated.terms.owner == lens.reader]
    due: Mapping[tuple[date, str, str], TermsDue] = {
        (stated.terms.review_on, stated.set_id, stated.terms.name): TermsDue(
            stated.set_id, stated.terms.name, stated.terms.review_on, not stated.terms.purposes
        )
        for stated in own
        if stated.terms.review_on <= until or not stated.terms.purposes
    }
    yield from (due[key] for key in sorted(due))
