"""Outcomes: what came of a package at its recipient, status by dated status, late ones too."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from mozaik.exchange.faults import broken_rule, require_line, require_terms, require_text
from mozaik.exchange.machine import Dated, Machine, Run
from mozaik.parties import Authority, PersonRef
from mozaik.seal import is_set_id
from mozaik.terms import Handling

FORMAT = 1


class PackageStage(StrEnum):
    """Where a package stands at its recipient."""

    SENT = "sent"
    WORKED_ON = "worked-on"
    CLOSED = "closed"


class PackageStatus(StrEnum):
    """What happened on a day with what a package told."""

    TAKEN_UP = "taken-up"
    INVESTIGATED = "investigation-opened"
    ACTED = "action-carried-out"
    SUSPECT = "suspect-identified"
    ARRESTED = "arrested"
    VICTIM = "victim-identified"
    SAFEGUARDED = "victim-safeguarded"
    CHARGED = "charged"
    CONVICTED = "convicted"
    ACQUITTED = "acquitted"
    CLOSED = "closed"
    NO_RESULT = "closed-without-result"
    REOPENED = "reopened"


_ENDS = (PackageStatus.CLOSED, PackageStatus.NO_RESULT)
_RESULTS = tuple(status for status in PackageStatus if status not in (*_ENDS, PackageStatus.REOPENED))
PACKAGE: Machine[PackageStage, PackageStatus] = Machine(
    PackageStage.SENT,
    {
        **{(PackageStage.SENT, status): PackageStage.WORKED_ON for status in _RESULTS},
        **{(PackageStage.SENT, status): PackageStage.CLOSED for status in _ENDS},
        **{(PackageStage.WORKED_ON, status): PackageStage.WORKED_ON for status in _RESULTS},
        **{(PackageStage.WORKED_ON, status): PackageStage.CLOSED for status in _ENDS},
        **{(PackageStage.CLOSED, status): PackageStage.CLOSED for status in _RESULTS},
        (PackageStage.CLOSED, PackageStatus.REOPENED): PackageStage.WORKED_ON,
    },
)
"""What may follow: a result counts after the end, too, as a judgement comes years after an arrest."""


@dataclass(frozen=True, slots=True)
class PackageOutcome:
    """What happened with a package (its id), or with some of its hits, on which day, under which terms.

    `corrects` is the id of an earlier outcome that this one takes the place of, or empty.
    """

    package: str
    by: PersonRef
    status: PackageStatus
    on: date
    references: tuple[str, ...]
    text: str
    handling: tuple[Handling, ...]
    grade: str
    own_reference: str
    corrects: str = ""
    format: int = FORMAT

    def __post_init__(self) -> None:
        require_terms("an outcome", self.handling, self.grade)
        require_line("an outcome", self.own_reference, "its reference")
        if self.format != FORMAT or tuple(sorted(set(self.references))) != self.references:
            raise broken_rule("an outcome", "its hits are not in order")
        if not is_set_id(self.package) or (self.corrects and not is_set_id(self.corrects)):
            raise broken_rule("an outcome", "it names no package")
        if self.text:
            require_text("an outcome", self.text)


@dataclass(frozen=True, slots=True)
class Reported:
    """An outcome as it was sealed: its id, by whom, when (UTC text), and what it says."""

    id: str
    sender: Authority
    at: str
    content: PackageOutcome


@dataclass(frozen=True, slots=True)
class Followed:
    """What came of a package at one recipient: where it stands, the outcomes by their days.

    `corrected` are the ids of those whose place another took.
    """

    package: str
    recipient: Authority
    run: Run[PackageStage, PackageStatus]
    outcomes: tuple[Reported, ...]
    corrected: tuple[str, ...]


def followed(packages: Iterable[tuple[str, str]], reported: Iterable[Reported]) -> tuple[Followed, ...]:
    """What came of packages, each with its recipient, by all outcomes that are known, in any order.

    An outcome of somebody who was not given the package changes nothing.
    """
    known = {each.id: each for each in reported}
    replaced = _replaced(known)
    by_package: dict[tuple[str, str], list[Reported]] = {pair: [] for pair in packages}
    for each in known.values():
        by_package.get((each.content.package, each.sender), []).append(each)
    return tuple(
        _followed(package, recipient, outcomes, replaced)
        for (package, recipient), outcomes in sorted(by_package.items())
    )


def _followed(package: str, recipient: str, said: list[Reported], replaced: frozenset[str]) -> Followed:
    standing = sorted(
        (each for each in said if each.id not in replaced),
        key=lambda each: (each.content.on, each.at, each.id),
    )
    steps = (Dated(f"{each.content.on} {each.at}", each.id, each.content.status) for each in standing)
    corrected = tuple(sorted(each.id for each in said if each.id in replaced))
    return Followed(package, Authority(recipient), PACKAGE.run(steps), tuple(standing), corrected)


def _replaced(known: Mapping[str, Reported]) -> frozenset[str]:
    """The outcomes whose place a later one of the same authority about the same package took."""
    return frozenset(
        old.id
        for each in known.values()
        if (old := known.get(each.content.corrects)) is not None
        and (old.sender, old.content.package) == (each.sender, each.content.package)
        and (old.at, old.id) < (each.at, each.id)
    )
