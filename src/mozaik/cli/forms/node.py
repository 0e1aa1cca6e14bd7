"""The forms of `mozaik node`, `mozaik receive` and `mozaik send`."""

from typing import Literal, TypedDict, get_type_hints

from mozaik.exchange import Amended, Change, Life, SignedJudgement
from mozaik.node import Done, NodeStatus, Pair, Recalled, SentFile, State


class NodeMade(TypedDict):
    """A node that was made."""

    folder: str
    name: str
    authority: str


class BackupWritten(TypedDict):
    """A backup that was written: how many files, and when (UTC)."""

    file: str
    files: int
    made_at: str


class NodeRestored(TypedDict):
    """A node that was made from a backup, and when the backup was made (UTC)."""

    folder: str
    node: str
    made_at: str


class NodeUpgraded(TypedDict):
    """A node in the form of this program, and what was derived and is made anew."""

    folder: str
    made_anew: list[str]


class SetsWithdrawn(TypedDict):
    """Sets that take part in no comparison any more."""

    folder: str
    withdrawn: list[str]


class NodeKeyWritten(TypedDict):
    """The public key of a node."""

    file: str
    key_id: str
    person: str


Exchanges = TypedDict("Exchanges", {"with": list[Pair]})
Exchanges.__doc__ = "How the exchange with every other authority stands."


class Carried(TypedDict):
    """The files that lie where they are carried, and how many of them were copied now."""

    files: list[str]
    copied: int


class FileReceived(TypedDict):
    """A file that came to the door, as the index lists it: how it stands, and why."""

    path: str
    sha256: str
    id: str | None
    kind: str | None
    sender: str | None
    recipients: list[str]
    number: int | None
    state: State
    why: str
    superseded_by: str | None


class FileUnread(TypedDict):
    """A file that could not even be copied, and why."""

    path: str
    state: Literal["unread"]
    why: str


class FilesReceived(TypedDict):
    """What became of each file that came to the door."""

    received: list[FileReceived | FileUnread]


class FilesSent(TypedDict):
    """The files that were numbered for another authority."""

    sent: list[SentFile]


class ReadingSent(TypedDict):
    """What was sent of a reading or of judgements; null where nothing is new."""

    sent: SentFile | None


class RecallsListed(TypedDict):
    """What was recalled, and whether it is confirmed."""

    recalls: list[Recalled]


class LateChange(TypedDict):
    """An amendment that came too late for a set and changed nothing: when it was sealed, and its id."""

    at: str
    id: str
    step: Change


class AmendmentsListed(TypedDict):
    """The amendments that are known, what became of each set, and the steps that came too late."""

    amendments: list[Amended]
    sets: dict[str, Life]
    late: list[LateChange]


NODE_FORMS: dict[str, object] = {
    "mozaik.node.init": NodeMade,
    "mozaik.node.run": Done,
    "mozaik.node.status": NodeStatus,
    "mozaik.node.withdraw": SetsWithdrawn,
    "mozaik.node.backup": BackupWritten,
    "mozaik.node.restore": NodeRestored,
    "mozaik.node.upgrade": NodeUpgraded,
    "mozaik.node.key": NodeKeyWritten,
    "mozaik.node.exchange": Exchanges,
    "mozaik.node.carry": Carried,
    "mozaik.receive": FilesReceived,
    "mozaik.send": FilesSent,
    "mozaik.recall.withdraw": FilesSent,
    "mozaik.recall.list": RecallsListed,
    "mozaik.amend.terms": FilesSent,
    "mozaik.amend.permit": FilesSent,
    "mozaik.amend.erase": FilesSent,
    "mozaik.amend.list": AmendmentsListed,
    "mozaik.reading.give": ReadingSent,
    "mozaik.reading.return": ReadingSent,
    "mozaik.reading.judge": get_type_hints(SignedJudgement)["judgement"],
}
