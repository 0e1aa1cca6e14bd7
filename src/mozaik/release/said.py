"""What persons said about hits, as their authorities' chains hold it: what is signed, and counts."""

from dataclasses import dataclass

from mozaik.acts import Act, Said, acts_of, all_acts
from mozaik.parties import PersonRef
from mozaik.release.model import Verdict
from mozaik.release.work import Work


@dataclass(frozen=True, slots=True)
class Judgement:
    """A person's verdict on a hit."""

    person: PersonRef
    hit_id: bytes
    verdict: Verdict


def judgements(work: Work) -> tuple[Judgement, ...]:
    """The judgements of all authorities that count, each authority's in order; raises as `acts_of`."""
    return tuple(_judgement(said) for said in all_acts(work.acts, work.trust, Act.JUDGEMENT))


def acknowledged_by(work: Work, authority: str) -> frozenset[tuple[str, str]]:
    """The (owner, note) of H3 terms that a person of the authority acknowledged; raises as `acts_of`."""
    found = acts_of(work.acts, authority, work.trust, Act.ACKNOWLEDGEMENT)
    return frozenset(_acknowledged(said) for said in found)


def _judgement(said: Said) -> Judgement:
    hit, verdict = said.content["hit"], said.content["verdict"]
    return Judgement(said.person, bytes.fromhex(str(hit)), Verdict(str(verdict)))


def _acknowledged(said: Said) -> tuple[str, str]:
    return str(said.content["owner"]), str(said.content["note"])
