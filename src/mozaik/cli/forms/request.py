"""The forms of `mozaik request`."""

from typing import TypedDict

from mozaik.desk import ReleasedHit
from mozaik.exchange import (
    Danger,
    Filed,
    Help,
    PackageStage,
    PackageStatus,
    Reported,
    Request,
    Safeguarding,
    Stage,
    Statistics,
    Step,
    Urgent,
)
from mozaik.node import AlarmRaised, SentFile


class RequestSent(TypedDict):
    """A request that was sent, and the contribution that went before it, if one did."""

    sent: SentFile
    facts: SentFile | None


class AnswerSent(TypedDict):
    """An answer that was sent."""

    sent: SentFile


class LateStep(TypedDict):
    """A step that came too late and changed nothing: when, and the id of the file that states it."""

    at: str
    id: str
    step: Step


class CaseTold(TypedDict):
    """A request and where it stands."""

    id: str
    asker: str
    at: str
    request: Request
    stage: Stage
    due: str
    overdue: bool
    answers: list[Filed]
    clarified: list[Filed]
    late: list[LateStep]
    foreign: list[str]


class CaseShown(CaseTold):
    """A request, where it stands, and the hits that who is asked has by it."""

    hits: list[ReleasedHit]


class CasesListed(TypedDict):
    """The requests that a node sent and received."""

    requests: list[CaseTold]


class RowBehind(TypedDict):
    """Where an own fact stands in what was sealed."""

    set_id: str
    table: str
    row_id: int


class RowsAsked(TypedDict):
    """The own rows about which a ticket asks."""

    rows: list[RowBehind]


class RequestsCounted(TypedDict):
    """The requests that were received and sent, counted: all of them, and by the other authority."""

    received: Statistics
    sent: Statistics
    received_from: dict[str, Statistics]
    sent_to: dict[str, Statistics]


class HelpDated(TypedDict):
    """What was done about an alarm: when, and the id of the file that states it."""

    at: str
    id: str
    step: Help


class AlarmRun(TypedDict):
    """Where an alarm stands, what counted, and what came too late."""

    stage: Danger
    counted: list[HelpDated]
    late: list[HelpDated]


class SealedAlarm(TypedDict):
    """What was done about an alarm, as it was sealed."""

    id: str
    sender: str
    recipients: list[str]
    at: str
    content: Safeguarding


class AlarmAtNode(TypedDict):
    """A child may be in danger now: who raised it, for whom, where it stands, what was done."""

    id: str
    sender: str
    recipients: list[str]
    at: str
    urgent: Urgent
    run: AlarmRun
    done: list[SealedAlarm]


class AlarmTold(AlarmAtNode):
    """An alarm, and whether the time to refer the child has passed."""

    overdue: bool


class AlarmsListed(TypedDict):
    """The alarms that a node raised or received."""

    alarms: list[AlarmTold]


class AlarmSent(TypedDict):
    """An alarm that was raised."""

    raised: AlarmRaised


class DocumentsSent(TypedDict):
    """The files that were sent, by recipient."""

    sent: list[SentFile]


class StatusDated(TypedDict):
    """A status of a package: when, and the id of the file that states it."""

    at: str
    id: str
    step: PackageStatus


class PackageRun(TypedDict):
    """Where a package stands, what counted, and what came too late."""

    stage: PackageStage
    counted: list[StatusDated]
    late: list[StatusDated]


class PackageTold(TypedDict):
    """What came of a package at one recipient."""

    package: str
    recipient: str
    run: PackageRun
    outcomes: list[Reported]
    corrected: list[str]


class PackagesFollowed(TypedDict):
    """The packages that a node sent or received, and what came of them."""

    packages: list[PackageTold]


REQUEST_FORMS: dict[str, object] = {
    "mozaik.request.ask": RequestSent,
    "mozaik.request.answer": AnswerSent,
    "mozaik.request.list": CasesListed,
    "mozaik.request.show": CaseShown,
    "mozaik.request.ticket": RowsAsked,
    "mozaik.request.statistics": RequestsCounted,
    "mozaik.urgent.raise": AlarmSent,
    "mozaik.urgent.done": DocumentsSent,
    "mozaik.urgent.list": AlarmsListed,
    "mozaik.outcome.report": DocumentsSent,
    "mozaik.outcome.list": PackagesFollowed,
}
