"""Documents that people of any authority sign elsewhere and a joint node keeps: requests, answers, alarms.

At a joint node people of several authorities work. What one of them signs in its browser is sealed here in
the name of its own authority, kept, and sent to the nodes that are meant to have it and can be reached.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from mozaik.acts import SentFile, governing_versions
from mozaik.errors import RefusedError
from mozaik.exchange import (
    Answer,
    Case,
    Envelope,
    PackageOutcome,
    Permit,
    Request,
    Safeguarding,
    TermsChange,
    Urgent,
    cases_of,
    document_to_sign,
    write_signed_document,
)
from mozaik.files import scratch_folder
from mozaik.node.amending import after_amendments, require_standing, take_amendments
from mozaik.node.documents import send_kept, with_own
from mozaik.node.place import Node
from mozaik.node.reception import keep_sound
from mozaik.node.requests import after_case, filed_for, require_asked_back, require_following
from mozaik.node.sending import reach
from mozaik.node.sets_here import require_key_of_person
from mozaik.parties import Authority, PersonRef
from mozaik.seal import Signature, TrustStore


@dataclass(frozen=True, slots=True)
class Unsigned:
    """A document before its person signs it: what it says, for whom, and when it is sealed."""

    content: Request | Answer | TermsChange | Permit | PackageOutcome | Urgent | Safeguarding
    recipients: tuple[Authority, ...]
    at: datetime

    @property
    def person(self) -> PersonRef:
        """Who signs it."""
        return self.content.by


def cases_for(node: Node, authority: Authority, trust: TrustStore) -> tuple[Case, ...]:
    """The requests that an authority asked or was asked, as this node knows them; those due first."""
    return cases_of(filed_for(node, authority, trust))


def case_for(node: Node, authority: Authority, name: str, trust: TrustStore) -> Case:
    """One of them by its id; RefusedError for any other, in the same words whether there is one or not."""
    for case in cases_for(node, authority, trust):
        if case.id == name:
            return case
    raise RefusedError("no request of yours has this id", remedy="take one from the list of requests")


def unsigned_request(node: Node, request: Request, trust: TrustStore, now: datetime) -> Unsigned:
    """A request as its person signs it; one that makes another clearer follows all that was said of that.

    RefusedError where nobody asked for a clarification.
    """
    if not request.clarifies:
        return Unsigned(request, (request.to,), now)
    case = case_for(node, request.by.authority, request.clarifies, trust)
    require_asked_back(case, request)
    return Unsigned(request, (request.to,), after_case(case, now))


def unsigned_answer(node: Node, content: Answer, trust: TrustStore, now: datetime) -> Unsigned:
    """An answer as its person signs it, after all that was said; RefusedError where it cannot follow."""
    case = case_for(node, content.by.authority, content.request, trust)
    if case.request.to != content.by.authority:
        raise RefusedError("this request was asked of somebody else", remedy="answer what you were asked")
    at = after_case(case, now)
    require_following(case, content.outcome, at)
    return Unsigned(content, (case.asker,), at)


def unsigned_amendment(
    node: Node, content: TermsChange | Permit, trust: TrustStore, now: datetime
) -> Unsigned:
    """An amendment as its owner's person signs it, for this node; RefusedError for a set that has ended."""
    require_standing(node, content, with_own(node, trust, now))
    owner = content.by.authority
    others = {node.authority} - {owner}
    at = after_amendments(node, owner, trust, now)
    return Unsigned(content, tuple(others) or (content.reader,), at)


def bytes_of(node: Node, unsigned: Unsigned) -> bytes:
    """What the person signs."""
    return document_to_sign(unsigned.content, _envelope(node, unsigned))


def take_signed(
    node: Node,
    unsigned: Unsigned,
    signature: Signature,
    trust: TrustStore,
    now: datetime,
    before_keeping: Callable[[], object] = lambda: None,
) -> tuple[SentFile, ...]:
    """Seal a document by the signature that its person made, keep it, let it hold, and send it.

    `before_keeping` keeps what the document rests on, once it is certain that it can be kept itself.

    RefusedError for the key of somebody else; raises as `check_signers` for a signature that does not count.
    Nothing is kept then. Whose node is not reached reads it here.
    """
    require_key_of_person(signature.key_id, unsigned.person, trust)
    with scratch_folder(node.folder / "sealing") as scratch:
        path = scratch / "document"
        manifest = write_signed_document(path, unsigned.content, _envelope(node, unsigned), signature, trust)
        before_keeping()
        sha256 = keep_sound(path, manifest, node.store, node.index)
    if isinstance(unsigned.content, TermsChange | Permit):
        take_amendments(node, with_own(node, trust, now), now)
    sent = []
    for recipient in unsigned.recipients:
        try:
            sent.append(send_kept(node, sha256, reach(node, recipient, trust, now), now))
        except RefusedError:
            continue
    return tuple(sent)


def _envelope(node: Node, unsigned: Unsigned) -> Envelope:
    governing = governing_versions(node.acts)[-1]
    sender, edition = unsigned.person.authority, governing.operation.edition
    return Envelope(sender, unsigned.recipients, edition, unsigned.at, governing.synthetic)
