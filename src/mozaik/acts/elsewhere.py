"""Judgements that persons sign away from the cross-check, on what a reading told them, and their place here.

The person names the hit by the reference that the reading gave it. Two chains hold the signed statement: that
of the node where the person judged, and that of the node of the cross-check, which writes beside it the hit
that the reference stands for. A judgement is of the moment that its person states, or of the moment in which
it came here if that is earlier; so the order in which they come changes nothing.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from mozaik import chain
from mozaik.acts.folder import Acts
from mozaik.acts.said import VERDICTS
from mozaik.canonical import JsonValue
from mozaik.errors import InvalidInputError, RefusedError
from mozaik.moments import is_utc_text
from mozaik.parties import Authority, PersonRef
from mozaik.seal import (
    RevokedKeyError,
    SignedStatement,
    SignerError,
    TrustStore,
    UnknownKeyError,
    check_statement,
)
from mozaik.typed_json import from_json, to_json

SAID, TAKEN = "judge-joint", "judge-elsewhere"
"""The events in the chain of the judge's node, and in that of the cross-check's."""


@dataclass(frozen=True, slots=True, order=True)
class ReadNote:
    """An owner's note (H3) that the person has read."""

    owner: str
    note: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a person of an authority says of a hit that a reading told: to whom, when (UTC text), and why.

    `joint` is the authority whose node made the reading; `acknowledged` are the notes that the person read.
    """

    joint: Authority
    authority: Authority
    person: PersonRef
    at: str
    reason: str
    reference: str
    verdict: str
    acknowledged: tuple[ReadNote, ...] = ()

    def __post_init__(self) -> None:
        sound = self.verdict in VERDICTS and is_utc_text(self.at) and self.reason.strip()
        if not sound or self.person.authority != self.authority:
            raise _no_judgement(f"a judgement for {self.authority}")

    def statement(self) -> dict[str, JsonValue]:
        """The statement that its person signs."""
        return {"act": SAID, **cast("dict[str, JsonValue]", to_json(self))}

    @staticmethod
    def of(statement: Mapping[str, JsonValue], where: str) -> "Judgement":
        """The judgement that a statement states; InvalidInputError for any other statement."""
        if statement.get("act") != SAID:
            raise _no_judgement(where)
        said = {name: part for name, part in statement.items() if name != "act"}
        return from_json(Judgement, said, where)


@dataclass(frozen=True, slots=True)
class TakenJudgement:
    """A judgement that counts here: of which hit (32 hex), since when (UTC text)."""

    judgement: Judgement
    hit: str
    since: str
    key_id: str


def keep_said(acts: Acts, signed: SignedStatement, trust: TrustStore, now: datetime) -> None:
    """Append a judgement to the chain of its authority at the node where it was said.

    Raises as `check_statement`.
    """
    said = checked_judgement(signed, trust, f"the judgement of {signed.statement.get('authority')}")
    chain.append(acts.chain_of(said.authority), SAID, signed.to_json(), now)


def said_here(acts: Acts, authority: str) -> list[SignedStatement]:
    """The judgements that persons of an authority said at this node, in order."""
    own = acts.chain_of(authority)
    chain.complete(own)
    return [
        SignedStatement.from_json(details, str(own.folder))
        for _, details in chain.entries_of(own, SAID)
        if details is not None
    ]


def checked_judgement(
    signed: SignedStatement, trust: TrustStore, where: str, *, at: str | None = None
) -> Judgement:
    """The judgement that its person signed; raises as `check_statement`."""
    said = Judgement.of(signed.statement, where)
    check_statement(signed, said.person, trust, at=at, where=where)
    return said


def take_judgement(acts: Acts, signed: SignedStatement, hit: str, trust: TrustStore, now: datetime) -> None:
    """Append a judgement that was said elsewhere, with the hit that it is about, once."""
    said = checked_judgement(signed, trust, "a judgement that came")
    own = acts.chain_of(said.authority)
    if signed.to_json() not in taken_statements(acts, said.authority):
        chain.append(own, TAKEN, {"hit": hit, "signed": signed.to_json()}, now)


def taken_statements(acts: Acts, authority: str) -> list[Mapping[str, JsonValue]]:
    """The signed statements of an authority that were taken in here."""
    return [signed for _, signed, _ in _taken(acts, authority)]


def judged_elsewhere(acts: Acts, reader: str, authority: str, trust: TrustStore) -> list[TakenJudgement]:
    """The judgements of an authority that were said elsewhere and count here, as a reader hears of them.

    They are in the order of the moments since when they count. One of a key that was revoked before does not
    count. The reader's own chain raises for what is not as it was appended; another's then says nothing.
    """
    passed_over: tuple[type[SignerError], ...] = (RevokedKeyError,)
    if authority != reader:
        passed_over = (RevokedKeyError, UnknownKeyError)
    try:
        heard = list(_counting(acts, authority, trust, passed_over))
    except (InvalidInputError, RefusedError):
        if authority == reader:
            raise
        return []
    return sorted(heard, key=lambda each: (each.since, each.key_id, each.judgement.verdict))


def _counting(
    acts: Acts, authority: str, trust: TrustStore, passed_over: tuple[type[SignerError], ...]
) -> Iterator[TakenJudgement]:
    for hit, signed, at in _taken(acts, authority):
        where = f"{acts.chain_of(authority).folder}, a judgement from elsewhere"
        statement = SignedStatement.from_json(signed, where)
        try:
            said = checked_judgement(statement, trust, where, at=at)
        except passed_over:
            continue
        if said.authority != authority:
            raise _no_judgement(where)
        yield TakenJudgement(said, hit, min(said.at, at), statement.key_id)


def _taken(acts: Acts, authority: str) -> Iterator[tuple[str, Mapping[str, JsonValue], str]]:
    own = acts.chain_of(authority)
    chain.complete(own)
    for entry, details in chain.entries_of(own, TAKEN):
        if details is None:
            continue
        hit, signed = details.get("hit"), details.get("signed")
        if not isinstance(hit, str) or len(hit) != 32 or not isinstance(signed, Mapping):
            raise _no_judgement(str(own.folder))
        yield hit, signed, entry.at


def _no_judgement(where: str) -> InvalidInputError:
    return InvalidInputError(
        "a judgement does not count",
        where=where,
        why="it is not one that a person of its authority could have signed",
        remedy="have the person judge again",
    )
