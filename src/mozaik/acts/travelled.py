"""Which numbered files this node sent, and which came: one chain that only grows and gives no number twice.

A number is taken by the entry that says what is sent under it. What fails afterwards is made again from the
store. Acts that were brought back from a backup do not know which numbers were given since: they go on `GAP`
numbers higher, and the next file names the last number that is known, so that nobody takes this for a gap.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from mozaik import chain
from mozaik.acts.folder import Acts
from mozaik.acts.numbers import GAP, restorings
from mozaik.canonical import JsonValue
from mozaik.errors import InvalidInputError
from mozaik.files import make_private_folder, one_at_a_time
from mozaik.moments import utc_text


class Travelled(StrEnum):
    """What happened to a numbered file; the word is the event in the chain."""

    SENT = "sent"
    ARRIVED = "arrived"


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file that was sent: to whom, its number, the one before it, SHA-256, id and kind, when (UTC text).

    `restorings` counts how often these acts had been brought back by then.
    """

    recipient: str
    number: int
    follows: int
    sha256: str
    id: str
    kind: str
    at: str
    restorings: int


@dataclass(frozen=True, slots=True)
class ArrivedFile:
    """A file that came under a number: from whom, its number, the one before it, SHA-256, id and kind, when.

    Of a file that was refused at the door `why` says why, and nobody knows its id and kind.
    """

    sender: str
    number: int
    follows: int
    sha256: str
    id: str
    kind: str
    at: str
    why: str


_Travelled = TypeVar("_Travelled", SentFile, ArrivedFile)


def take_sending(acts: Acts, recipient: str, sha256: str, file_id: str, kind: str, now: datetime) -> SentFile:
    """Give a file the next number on the way to a recipient; the same file keeps the number that it has."""
    own = acts.exchange_chain()
    make_private_folder(own.folder)
    with one_at_a_time(own.folder):
        sent = [each for each in sent_files(acts) if each.recipient == recipient]
        if known := next((each for each in sent if each.sha256 == sha256), None):
            return known
        last, back = (sent[-1].number if sent else 0), restorings(acts)
        jump = GAP * (back - (sent[-1].restorings if sent else 0))
        taken = SentFile(recipient, last + 1 + jump, last, sha256, file_id, kind, utc_text(now), back)
        chain.append(own, Travelled.SENT, asdict(taken), now)
        return taken


def note_arrivals(acts: Acts, arrived: Sequence[ArrivedFile], now: datetime) -> None:
    """Write down the numbered files that came; one that is known is not written a second time."""
    own = acts.exchange_chain()
    make_private_folder(own.folder)
    with one_at_a_time(own.folder):
        known = {_about(each) for each in arrived_files(acts)}
        for each in arrived:
            if _about(each) not in known:
                known.add(_about(each))
                chain.append(own, Travelled.ARRIVED, asdict(each), now)


def sent_files(acts: Acts) -> list[SentFile]:
    """All that was sent, in the order in which it was; raises as `chain.entries`."""
    return list(_read(acts, Travelled.SENT, SentFile))


def arrived_files(acts: Acts) -> list[ArrivedFile]:
    """All that came under numbers, in the order in which it did; raises as `chain.entries`."""
    return list(_read(acts, Travelled.ARRIVED, ArrivedFile))


def _about(arrived: ArrivedFile) -> tuple[str, int, int, str]:
    return arrived.sender, arrived.number, arrived.follows, arrived.sha256


def _read(acts: Acts, event: Travelled, form: type[_Travelled]) -> Iterator[_Travelled]:
    own = acts.exchange_chain()
    if not own.exists():
        return
    chain.complete(own)
    for _, details in chain.entries_of(own, event):
        if details is not None:
            yield _built(form, details, str(own.folder))


def _built(form: type[_Travelled], details: Mapping[str, JsonValue], where: str) -> _Travelled:
    """What an entry says; InvalidInputError for details that are not of this form."""
    kinds = {name: int if name in ("number", "follows", "restorings") else str for name in form.__slots__}
    if set(details) != set(kinds) or not all(type(details[name]) is kind for name, kind in kinds.items()):
        raise InvalidInputError(
            "what was sent and what came cannot be read",
            where=where,
            why="an entry is not one",
            remedy="put the folder of acts back from a copy",
        )
    return form(**details)  # type: ignore[arg-type]
