"""What persons said about hits, as their authorities' chains hold it: what is signed, and counts.

A chain is read again when it has grown; what it held of an act before stays known as long as it has no more
of that act, and nothing was erased.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import accumulate

from mozaik import chain
from mozaik.acts import TAKEN, Act, Said, TakenJudgement, acts_heard, judged_elsewhere
from mozaik.chain import ChainError, Mark
from mozaik.errors import InvalidInputError, RefusedError
from mozaik.parties import PersonRef, is_authority
from mozaik.release.model import Verdict
from mozaik.release.work import Work

Verdicts = Mapping[bytes, Mapping[PersonRef, Verdict]]
"""The last word of each person, by hit; what was withdrawn since is not there."""


@dataclass(slots=True)
class _Followed:
    """A chain as it was when it was last looked at: its mark, and how often each event occurred in it."""

    chain: chain.Chain
    mark: Mark | None = None
    counts: Mapping[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class _Heard:
    """The acts of one sort in one chain, and how many there were, and were erased, when they were read."""

    counts: tuple[int, int] | None = None
    acts: tuple[Said, ...] = ()


@dataclass(slots=True)
class _HeardElsewhere:
    """As `_Heard`, of the judgements that were said elsewhere."""

    counts: tuple[int, int] | None = None
    judgements: tuple[TakenJudgement, ...] = ()


_Words = tuple[tuple[tuple[Said, ...], tuple[TakenJudgement, ...]], ...]
"""Of each authority what its persons judged here, and elsewhere."""


@dataclass(slots=True)
class _LastWords:
    """The verdicts that follow from the acts of all chains."""

    heard: _Words = ()
    by_hit: Verdicts = field(default_factory=dict)


def verdicts(work: Work, reader: str) -> Verdicts:
    """The last verdicts of the persons of all authorities that count for a reader.

    RefusedError where the reader's own chain cannot be believed; another's then says nothing.
    """
    begun = sorted(path.name for path in work.acts.chains_folder.glob("*") if is_authority(path.name))
    heard = tuple(
        (heard_of(work, reader, authority, Act.JUDGEMENT), heard_elsewhere(work, reader, authority))
        for authority in begun
    )
    last = work.memory.once(("last words", reader), _LastWords)
    if heard != last.heard:
        last.heard, last.by_hit = heard, _last_words(heard)
    return last.by_hit


def acknowledged_by(work: Work, reader: str, authority: str) -> frozenset[tuple[str, str]]:
    """The (owner, note) of H3 terms that a person of the authority acknowledged; raises as `verdicts`."""
    acts = heard_of(work, reader, authority, Act.ACKNOWLEDGEMENT)
    here = {(str(said.content["owner"]), str(said.content["note"])) for said in acts}
    judged = heard_elsewhere(work, reader, authority)
    return frozenset(
        here | {(note.owner, note.note) for each in judged for note in each.judgement.acknowledged}
    )


@contextmanager
def sound_chains(work: Work) -> Iterator[None]:
    """Turn a chain that cannot be believed into a refusal: what it says of hits would be told."""
    try:
        yield
    except ChainError as error:
        raise RefusedError(
            "a chain cannot be believed, so nothing is told",
            where=str(work.acts.folder),
            why=str(error),
            remedy="make the chain sound, then ask again",
        ) from error


def heard_of(work: Work, reader: str, authority: str, act: Act) -> tuple[Said, ...]:
    """The acts of one sort in an authority's chain that count for a reader; raises as `verdicts`."""
    with sound_chains(work):
        counts = _counted(work, authority)
        known = work.memory.once(("heard", authority, authority == reader, act), _Heard)
        said = (counts.get(act, 0), counts.get(chain.ERASED, 0)) if counts is not None else None
        if said is None or said != known.counts:
            known.acts = tuple(acts_heard(work.acts, reader, authority, work.trust, act))
            known.counts = said
    return known.acts


def heard_elsewhere(work: Work, reader: str, authority: str) -> tuple[TakenJudgement, ...]:
    """What persons of an authority judged elsewhere and counts for a reader; raises as `verdicts`."""
    with sound_chains(work):
        counts = _counted(work, authority)
        known = work.memory.once(("elsewhere", authority, authority == reader), _HeardElsewhere)
        said = (counts.get(TAKEN, 0), counts.get(chain.ERASED, 0)) if counts is not None else None
        if said is None or said != known.counts:
            known.judgements = tuple(judged_elsewhere(work.acts, reader, authority, work.trust))
            known.counts = said
    return known.judgements


def _counted(work: Work, authority: str) -> Mapping[str, int] | None:
    """How often each event occurred in a chain; None for one that is not sound, which is then read anew."""
    own = work.memory.once(("chain", authority), lambda: _Followed(work.acts.chain_of(authority)))
    mark = chain.mark_of(own.chain)
    if mark != own.mark:
        try:
            chain.complete(own.chain)
            own.counts = chain.count_all(own.chain)
        except (InvalidInputError, RefusedError):
            own.mark = None
            return None
        own.mark = mark
    return own.counts


def _last_words(heard: _Words) -> Verdicts:
    by_hit: dict[bytes, dict[PersonRef, Verdict]] = {}
    for here, elsewhere in heard:
        for hit, person, verdict in _in_order(here, elsewhere):
            by_hit.setdefault(bytes.fromhex(hit), {})[person] = Verdict(verdict)
    return {hit_id: kept for hit_id, spoken in by_hit.items() if (kept := _not_withdrawn(spoken))}


def _in_order(
    here: tuple[Said, ...], elsewhere: tuple[TakenJudgement, ...]
) -> Iterator[tuple[str, PersonRef, str]]:
    """Hit, person and verdict of what was judged, in the order of the chain, the rest by its moment.

    A clock that went back does not change the order of what was judged here.
    """
    reached = accumulate((said.at for said in here), max)
    words = [(at, str(said.content["hit"]), said.person, str(said.content["verdict"]))
             for at, said in zip(reached, here, strict=True)]  # fmt: skip
    words += [(each.since, each.hit, each.judgement.person, each.judgement.verdict) for each in elsewhere]
    yield from (word[1:] for word in sorted(words, key=lambda word: word[0]))


def _not_withdrawn(spoken: Mapping[PersonRef, Verdict]) -> Mapping[PersonRef, Verdict]:
    return {person: verdict for person, verdict in spoken.items() if verdict is not Verdict.WITHDRAW}
