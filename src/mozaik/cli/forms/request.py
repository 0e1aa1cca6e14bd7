"""The forms of `mozaik request`."""

from typing import TypedDict

from mozaik.desk import ReleasedHit
from mozaik.exchange import Filed, Request, Stage, Statistics, Step
from mozaik.node import SentFile


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
    """The requests that were received and sent, counted."""

    received: Statistics
    sent: Statistics


REQUEST_FORMS: dict[str, object] = {
    "mozaik.request.ask": RequestSent,
    "mozaik.request.answer": AnswerSent,
    "mozaik.request.list": CasesListed,
    "mozaik.request.show": CaseShown,
    "mozaik.request.ticket": RowsAsked,
    "mozaik.request.statistics": RequestsCounted,
}
