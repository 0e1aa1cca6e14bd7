"""Receipts: what a node says of the deliveries of one sender. All of them say one thing, in any order.

A receipt says at most that more came than an earlier one said; so an old one that comes late takes nothing
back.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from mozaik.exchange.faults import broken_rule
from mozaik.parties import Authority

FORMAT = 1
MOST_TEXT = 1_000


@dataclass(frozen=True, slots=True, order=True)
class RefusedNumber:
    """A delivery that came and whose file does not stand: its number, and why in one sentence."""

    number: int
    why: str

    def __post_init__(self) -> None:
        if self.number < 1 or not 0 < len(self.why) <= MOST_TEXT or not self.why.isprintable():
            raise broken_rule("a receipt", "a refusal is not a number and one sentence")


@dataclass(frozen=True, slots=True)
class Receipt:
    """What came from `sender`: all up to `unbroken`, above it the numbers `beyond`, and what was refused."""

    sender: Authority
    unbroken: int
    beyond: tuple[int, ...] = ()
    refused: tuple[RefusedNumber, ...] = ()
    format: int = FORMAT

    def __post_init__(self) -> None:
        ascending = tuple(sorted(set(self.beyond))) == self.beyond
        if self.format != FORMAT or not self.unbroken >= 0 or not ascending:
            raise broken_rule("a receipt", "its numbers are not in order")
        if self.beyond and self.beyond[0] <= self.unbroken:
            raise broken_rule("a receipt", "a number is both within and beyond what came unbroken")
        if tuple(sorted(set(self.refused))) != self.refused:
            raise broken_rule("a receipt", "what was refused is not in order")

    def confirms(self, number: int) -> bool:
        """Whether it says that a delivery came."""
        return number <= self.unbroken or number in self.beyond


Sent: TypeAlias = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What of the numbers sent has come, by receipts: the confirmed and the open ones, both ascending."""

    confirmed: Sent
    open: Sent


def confirmed_by(sent: Iterable[int], receipts: Iterable[Receipt]) -> Confirmed:
    """Which of the numbers that were sent came, by all receipts of their recipient."""
    said, numbers = tuple(receipts), sorted(set(sent))
    came = tuple(number for number in numbers if any(receipt.confirms(number) for receipt in said))
    return Confirmed(came, tuple(number for number in numbers if number not in came))
