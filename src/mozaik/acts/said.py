"""Acts that persons sign: judgements, acknowledgements, drafts, releases, in an authority's own chain.

Each is a statement of one person with the head of the chain before it: whoever signs an act vouches for all
that came before, and an act cannot be moved, repeated or left out unseen. An act is checked when it is
appended, against the trust store of that moment, and again when it is read: what was written by hand never
counts.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import UnionType

from mozaik import chain
from mozaik.acts.folder import Acts
from mozaik.canonical import JsonValue
from mozaik.errors import InvalidInputError, RefusedError
from mozaik.moments import utc_text
from mozaik.parties import Authority, PersonRef, is_authority
from mozaik.seal import (
    RevokedKeyError,
    Role,
    SignedStatement,
    SignerError,
    SigningKey,
    Statement,
    TrustStore,
    UnknownKeyError,
    check_statement,
    require_signer,
    sign_statement,
)


class Act(StrEnum):
    """What a person does; the word is the event in the chain."""

    JUDGEMENT = "judge"
    ACKNOWLEDGEMENT = "acknowledge"
    DRAFT = "draft-package"
    RELEASE = "release-package"

    @property
    def role(self) -> Role:
        """In which role its person signs it."""
        return Role.RELEASER if self is Act.RELEASE else Role.OWNER

    @property
    def is_for_another(self) -> bool:
        """Whether a person of another authority than the chain's may do it: lead and coordinator do."""
        return self in (Act.DRAFT, Act.RELEASE)


@dataclass(frozen=True, slots=True)
class Said:
    """One act: what, in whose chain, by whom, when (UTC text), why, after which head, and its content."""

    act: Act
    authority: Authority
    person: PersonRef
    at: str
    reason: str
    after: chain.Head
    content: Mapping[str, JsonValue]

    def __post_init__(self) -> None:
        foreign = not self.act.is_for_another and self.person.authority != self.authority
        if foreign or not self.reason.strip() or not _is_content(self.act, self.content):
            raise _not_an_act(f"an act for {self.authority}")

    def statement(self) -> Statement:
        """The statement that its person signs."""
        return {
            "act": str(self.act),
            "authority": self.authority,
            "person": self.person,
            "at": self.at,
            "reason": self.reason,
            "after": {"seq": self.after.seq, "hash": self.after.hash},
            "content": dict(self.content),
        }

    @staticmethod
    def of(statement: Statement, where: str) -> "Said":
        """The act that a statement states; InvalidInputError, naming `where`, for a statement of none."""
        try:
            after, content = statement["after"], statement["content"]
            if set(statement) != _FIELDS or not isinstance(after, dict) or not isinstance(content, dict):
                raise ValueError
            said = Said(
                act=Act(_text(statement["act"])),
                authority=Authority(_text(statement["authority"])),
                person=PersonRef(_text(statement["person"])),
                at=_text(statement["at"]),
                reason=_text(statement["reason"]),
                after=chain.Head(after["seq"], after["hash"]),
                content=content,
            )
        except (KeyError, ValueError, InvalidInputError) as error:
            raise _not_an_act(where) from error
        return said


_FIELDS = frozenset(Said.__slots__)
_CONTENTS: Mapping[Act, Mapping[str, type | UnionType]] = {
    Act.JUDGEMENT: {"hit": str, "reference": str, "verdict": str},
    Act.ACKNOWLEDGEMENT: {"owner": str, "note": str},
    Act.DRAFT: {"sequence": int, "expires_on": str, "transfer_ground": str | None},
    Act.RELEASE: {"sequence": int, "package": str, "missing": int},
}
"""The fields of each act's content and their types (docs/formats/chain.md)."""
_HIT = re.compile(r"[0-9a-f]{32}", re.ASCII)
VERDICTS = ("confirm", "reject", "withdraw")


def _is_content(act: Act, content: Mapping[str, JsonValue]) -> bool:
    """Whether an act's content has the fields of its sort, each of its type."""
    fields = _CONTENTS[act]
    if set(content) != set(fields) or not all(
        isinstance(content[name], kind) for name, kind in fields.items()
    ):
        return False
    if any(isinstance(value, bool) for value in content.values()):
        return False
    hit, verdict = content.get("hit", "0" * 32), content.get("verdict", VERDICTS[0])
    return _HIT.fullmatch(str(hit)) is not None and verdict in VERDICTS


def require_own_key(key: SigningKey, trust: TrustStore, role: Role = Role.OWNER) -> None:
    """Raise what `check_statement` raises if the key may not sign a new act of its person in this role."""
    where = f"the key of a person of {key.authority}"
    require_signer(key.key_id, key.reference, trust, where=where, role=role)


def sign_act(
    acts: Acts,
    act: Act,
    authority: Authority,
    key: SigningKey,
    reason: str,
    content: Mapping[str, JsonValue],
    now: datetime,
    trust: TrustStore,
) -> chain.Head:
    """Sign an act with a key at hand, append it to the authority's chain, and return the chain's head.

    Raises as `require_own_key` and `chain.append`; nothing is appended then.
    """
    require_own_key(key, trust, act.role)

    def make(head: chain.Head) -> SignedStatement:
        said = Said(act, authority, key.reference, utc_text(now), reason, head, content)
        return sign_statement(said.statement(), key, act.role)

    return _append(acts, act, authority, make, now)


def prepare_act(
    acts: Acts,
    act: Act,
    authority: Authority,
    person: PersonRef,
    reason: str,
    content: Mapping[str, JsonValue],
    now: datetime,
) -> Said:
    """The act whose statement a person signs elsewhere, on the head that the chain has now."""
    return Said(act, authority, person, utc_text(now), reason, chain.head(acts.chain_of(authority)), content)


def receive_act(acts: Acts, signed: SignedStatement, trust: TrustStore, now: datetime) -> chain.Head:
    """Append an act that its person signed elsewhere, in the chain of its own authority; as `sign_act`.

    HeadError if the chain has grown since the act was prepared: it is prepared and signed again. RefusedError
    for a draft and its release: a number and a file belong to them, so `receive_of_package` takes them.
    """
    said = Said.of(signed.statement, "the act")
    if said.act.is_for_another:
        raise RefusedError(
            "a draft and its release are not signed elsewhere by themselves",
            why="a draft is numbered, and its terms are asked again, where it is made",
            remedy="use mozaik package and mozaik release, or the page of packages",
        )
    return _receive(acts, said, signed, trust, now)


def receive_of_package(
    acts: Acts, act: Act, signed: SignedStatement, trust: TrustStore, now: datetime
) -> chain.Head:
    """Append a draft or a release that its person signed elsewhere, for who numbers and keeps its file.

    RefusedError for another act; raises as `receive_act`.
    """
    said = Said.of(signed.statement, "the act")
    if said.act is not act or not act.is_for_another:
        raise RefusedError("another act was signed", remedy="open the page again, and sign there")
    return _receive(acts, said, signed, trust, now)


def _receive(acts: Acts, said: Said, signed: SignedStatement, trust: TrustStore, now: datetime) -> chain.Head:
    check_statement(signed, said.person, trust, where=f"the act of {said.authority}", role=said.act.role)

    def make(head: chain.Head) -> SignedStatement:
        if head != said.after or said.at != utc_text(now):
            raise chain.HeadError(
                "the chain has grown since the act was prepared",
                where=str(acts.chain_of(said.authority).folder),
                remedy="prepare the act and have it signed again",
            )
        return signed

    return _append(acts, said.act, said.authority, make, now)


def acts_of(acts: Acts, authority: str, trust: TrustStore, act: Act) -> Iterator[Said]:
    """The acts of one sort in an authority's chain, in order, that count.

    An act of a key that was revoked before, and one whose details were erased, do not. Raises as
    `check_statement` and `chain.entries` for anything else that is not as it was appended.
    """
    yield from _acts_of(acts, authority, trust, act, RevokedKeyError)


def acts_heard(acts: Acts, reader: str, authority: str, trust: TrustStore, act: Act) -> list[Said]:
    """The acts of one sort in an authority's chain, as a reader hears of them.

    The reader's own chain raises as `acts_of`. Another's must neither stop the reader nor tell it that
    somebody acted: an act of a key that is not known does not count, and a chain that cannot be believed says
    nothing; its own authority is told when it reads.
    """
    if authority == reader:
        return list(acts_of(acts, authority, trust, act))
    try:
        return list(_acts_of(acts, authority, trust, act, (RevokedKeyError, UnknownKeyError)))
    except (InvalidInputError, RefusedError):
        return []


def all_heard(acts: Acts, reader: str, trust: TrustStore, act: Act) -> Iterator[Said]:
    """The acts of one sort in the chains of all authorities; as `acts_heard`."""
    for folder in sorted(acts.chains_folder.glob("*")):
        if is_authority(folder.name):
            yield from acts_heard(acts, reader, folder.name, trust, act)


def _acts_of(
    acts: Acts,
    authority: str,
    trust: TrustStore,
    act: Act,
    passed_over: type[SignerError] | tuple[type[SignerError], ...],
) -> Iterator[Said]:
    """The acts of one sort but those that raise what is passed over."""
    own = acts.chain_of(authority)
    chain.complete(own)
    for entry, details in chain.entries_of(own, act):
        if details is not None:
            try:
                yield _checked(details, entry, authority, trust, f"{own.folder}, entry {entry.seq}")
            except passed_over:
                continue


def _append(
    acts: Acts, act: Act, authority: str, make: Callable[[chain.Head], SignedStatement], now: datetime
) -> chain.Head:
    return chain.append_after(acts.chain_of(authority), act, lambda head: make(head).to_json(), now).head


def _checked(
    details: Mapping[str, JsonValue], entry: chain.Entry, authority: str, trust: TrustStore, where: str
) -> Said:
    """The act in an entry; raises unless it was said there, then, after what stands before, by its person."""
    signed = SignedStatement.from_json(details, where)
    said = Said.of(signed.statement, where)
    before = chain.Head(entry.seq - 1, entry.previous)
    if (said.act, said.authority, said.at, said.after) != (entry.event, authority, entry.at, before):
        raise _not_an_act(where)
    check_statement(signed, said.person, trust, at=entry.at, where=where, role=said.act.role)
    return said


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError
    return value


def _not_an_act(where: str) -> InvalidInputError:
    return InvalidInputError(
        "an act does not count",
        where=where,
        why="it is not an act, or it was not said at this place of this chain",
        remedy="keep the files for inquiry, and go back to a copy",
    )
