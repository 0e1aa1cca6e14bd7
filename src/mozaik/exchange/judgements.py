"""Judgements on their way to the node of the cross-check: each signed by the person who judged."""

import re
from dataclasses import dataclass

from mozaik.acts import Judgement
from mozaik.exchange.faults import broken_rule
from mozaik.parties import Authority
from mozaik.seal import SignedStatement

FORMAT = 1
_KEY = re.compile(r"[0-9a-f]{64}", re.ASCII)
_SIGNATURE = re.compile(r"[0-9a-f]{128}", re.ASCII)


@dataclass(frozen=True, slots=True)
class SignedJudgement:
    """A judgement, the id of the key that signed its statement, and the signature, both in hex."""

    judgement: Judgement
    key: str
    signature: str

    def __post_init__(self) -> None:
        if not _KEY.fullmatch(self.key) or not _SIGNATURE.fullmatch(self.signature):
            raise broken_rule("a judgement", "its key or signature is not written in hex")

    @property
    def signed(self) -> SignedStatement:
        """The statement as its person signed it."""
        return SignedStatement(self.judgement.statement(), self.key, bytes.fromhex(self.signature))

    @staticmethod
    def of(signed: SignedStatement) -> "SignedJudgement":
        """The judgement that a signed statement states; raises as `Judgement.of`."""
        said = Judgement.of(signed.statement, "a judgement")
        return SignedJudgement(said, signed.key_id, signed.signature.hex())


@dataclass(frozen=True, slots=True)
class Judgements:
    """What persons of one authority judged by its readings from `joint`; each is about that one alone."""

    joint: Authority
    judgements: tuple[SignedJudgement, ...]
    format: int = FORMAT

    def __post_init__(self) -> None:
        of_others = any(each.judgement.joint != self.joint for each in self.judgements)
        authorities = {each.judgement.authority for each in self.judgements}
        if self.format != FORMAT or not self.judgements or of_others or len(authorities) > 1:
            raise broken_rule("judgements", "they are of several authorities, for another node, or none")
        signatures = [each.signature for each in self.judgements]
        if len(set(signatures)) != len(signatures):
            raise broken_rule("judgements", "one stands twice")

    @property
    def authority(self) -> Authority:
        """Whose persons judged."""
        return self.judgements[0].judgement.authority
