"""A judgement that its person signs elsewhere: in a browser, or on a machine that never meets this one.

It is prepared on the head that the chain has now, signed by its person, and appended as if the key had been
at hand. Nothing that comes back is believed: it must say, word for word, what would be prepared once more.
"""

from dataclasses import dataclass

from mozaik.acts import Act, Said, prepare_act, receive_act
from mozaik.release.asking import Asking
from mozaik.release.judge import settle_to_sign
from mozaik.release.model import Verdict
from mozaik.release.package_elsewhere import require_as_prepared
from mozaik.release.work import Work
from mozaik.seal import SignedStatement


@dataclass(frozen=True, slots=True)
class ToSign:
    """The next act that a person signs to judge a hit, and how many follow it.

    `note` is what the owner of a fact wrote, where the act acknowledges it: the person reads it first.
    """

    said: Said
    following: int
    note: str | None

    @property
    def is_judgement(self) -> bool:
        """Whether it is the judgement itself, and no acknowledgement before it."""
        return self.said.act is Act.JUDGEMENT


def prepare_judgement(work: Work, asking: Asking, reference: str, verdict: Verdict) -> ToSign:
    """The next act of a person's judgement: each owner's note is acknowledged first, in an act of its own.

    An act stands on the head of the chain: when it has been received, the next one is prepared. Raises as
    `judge` for what is refused.
    """
    to_keep = settle_to_sign(work, asking, reference, verdict)
    (act, content), *following = to_keep.acts
    said = prepare_act(work.acts, act, asking.authority, asking.person, asking.reason, content, asking.now)
    note = str(content["note"]) if act is Act.ACKNOWLEDGEMENT else None
    return ToSign(said, len(following), note)


def receive_judgement(
    work: Work, asking: Asking, reference: str, verdict: Verdict, signed: SignedStatement
) -> ToSign:
    """Append the act that the asking person signed elsewhere; it was the next of this judgement.

    `asking` is the one for which it was prepared, its moment included. RefusedError if something else was
    signed, HeadError if the chain has grown since: it is prepared and signed again then. Raises as
    `receive_act`, `require_as_prepared` and `prepare_judgement`.
    """
    prepared = prepare_judgement(work, asking, reference, verdict)
    require_as_prepared(signed, prepared.said)
    receive_act(work.acts, signed, work.trust, asking.now)
    return prepared
