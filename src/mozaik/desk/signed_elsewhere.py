"""What a person signs with a key that is not here: in a browser, which keeps it, or on another machine."""

from pathlib import Path

from mozaik.release import Asking, ToSign, Verdict, Work, prepare_judgement, receive_judgement
from mozaik.seal import SignedStatement, TrustStore


def judgement_to_sign(
    work: Path, asking: Asking, reference: str, verdict: Verdict, trust: TrustStore
) -> ToSign:
    """The next act that the asking person signs to judge a hit of WORK; raises as `prepare_judgement`."""
    return prepare_judgement(Work.open(work, trust), asking, reference, verdict)


def take_judgement(
    work: Path,
    asking: Asking,
    reference: str,
    verdict: Verdict,
    signed: SignedStatement,
    trust: TrustStore,
) -> ToSign:
    """Append the act that was signed elsewhere to WORK's chains; raises as `receive_judgement`."""
    return receive_judgement(Work.open(work, trust), asking, reference, verdict, signed)
