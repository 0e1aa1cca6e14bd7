"""What persons said about hits, as their authorities' chains hold it: what is signed, and counts."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from mozaik.acts import Act, Said, acts_heard, all_heard
from mozaik.chain import ChainError
from mozaik.errors import RefusedError
from mozaik.parties import PersonRef
from mozaik.release.model import Verdict
from mozaik.release.work import Work


@dataclass(frozen=True, slots=True)
class Judgement:
    """A person's verdict on a hit."""

    person: PersonRef
    hit_id: bytes
    verdict: Verdict


def judgements(work: Work, reader: str) -> tuple[Judgement, ...]:
    """The judgements of all authorities that count for a reader, each authority's in order.

    RefusedError where the reader's own chain cannot be believed; another's then says nothing.
    """
    with sound_chains(work):
        return tuple(_judgement(said) for said in all_heard(work.acts, reader, work.trust, Act.JUDGEMENT))


def acknowledged_by(work: Work, reader: str, authority: str) -> frozenset[tuple[str, str]]:
    """The (owner, note) of H3 terms that a person of the authority acknowledged; raises as `judgements`."""
    with sound_chains(work):
        acts = acts_heard(work.acts, reader, authority, work.trust, Act.ACKNOWLEDGEMENT)
        return frozenset(_acknowledged(said) for said in acts)


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


def _judgement(said: Said) -> Judgement:
    hit, verdict = said.content["hit"], said.content["verdict"]
    return Judgement(said.person, bytes.fromhex(str(hit)), Verdict(str(verdict)))


def _acknowledged(said: Said) -> tuple[str, str]:
    return str(said.content["owner"]), str(said.content["note"])
