"""Whose words a document holds, and for whom: what speaks in another's name is refused by every node."""

from mozaik.exchange.after_package import PackageOutcome
from mozaik.exchange.amendment import Amends
from mozaik.exchange.faults import broken_rule
from mozaik.exchange.judgements import Judgements
from mozaik.exchange.notice import SomethingNew
from mozaik.exchange.reading import JointReading
from mozaik.exchange.recall import Recall
from mozaik.exchange.receipt import Receipt
from mozaik.exchange.request import Answer, Request
from mozaik.exchange.urgent import Safeguarding, Urgent
from mozaik.parties import Authority, PersonRef
from mozaik.seal import Verified

_OF_A_PERSON = Request | Answer | Amends | PackageOutcome | Urgent | Safeguarding


def require_own_words(verified: Verified, content: object) -> None:
    """ExchangeError for a document that another person signed, or that tells somebody else than it is for.

    A person speaks for itself: who is named in it is who signed it.
    """
    recipients = verified.manifest.recipients
    if (why := _wrong_speaker(content, verified)) is not None:
        raise broken_rule(str(verified.path), why)
    meant = _meant_for(content)
    if meant is not None and recipients != (meant,):
        raise broken_rule(str(verified.path), f"it is about {meant}, and not for it alone")


def _wrong_speaker(content: object, verified: Verified) -> str | None:
    if isinstance(content, Judgements) and content.authority != verified.manifest.sender:
        return "its judgements are those of another authority than its sender"
    if not isinstance(content, _OF_A_PERSON) or content.by in _signers(verified):
        return None
    return "it speaks for another person than the one who signed it"


def _signers(verified: Verified) -> frozenset[PersonRef]:
    return frozenset(PersonRef(signed.key.reference) for signed in verified.signatures)


def _meant_for(content: object) -> Authority | None:
    """The one authority that such a document can be for; None where it may be several."""
    if isinstance(content, Request):
        return content.to
    if isinstance(content, JointReading | Recall | SomethingNew):
        return content.reader
    if isinstance(content, Judgements):
        return content.joint
    return content.sender if isinstance(content, Receipt) else None
