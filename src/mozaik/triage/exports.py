"""Case exports and lists, parsed in a child of their own and streamed: records come in one at a time."""

import os
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from mozaik.errors import InvalidInputError
from mozaik.intake import (
    BadRecord,
    CaseReading,
    FilePlace,
    ListReading,
    MediaRecord,
    case_rows,
    list_rows,
)
from mozaik.progress import Step
from mozaik.triage import export_protocol as records
from mozaik.triage import protocol
from mozaik.triage.forking import SERVER, Started
from mozaik.triage.process import Child, ChildLostError
from mozaik.triage.protocol import Message, NonsenseError
from mozaik.triage.workers import MEMORY

RECORD_SECONDS = 60.0
"""Longest time for one record without a sign of life."""
_AGAIN = "export it again, or ask the sender to"


def read_case_export(
    path: Path,
    graded_by: str,
    item_id: str | None = None,
    scheme: str | None = None,
    step: Step | None = None,
    *,
    command: tuple[str, ...] | None = None,
) -> CaseReading:
    """Read a case export; `graded_by` is the authority whose verdicts the categories are.

    The item of a row is the exhibit that the export names (`SourceID`), or `item_id` where it names none.
    `command` starts the child; only tests give another one. InvalidInputError when the file is not an export,
    holds no usable record, or has category codes while no `scheme` (such as `vics-us`) is named.
    """
    with closing(ExportReading(path, command)) as reading:
        step = reading.with_bytes(step) if step else None
        return case_rows(reading.kind, reading, path.name, graded_by, item_id, scheme, step)


def read_list(
    path: Path,
    scheme: str | None = None,
    step: Step | None = None,
    *,
    command: tuple[str, ...] | None = None,
) -> ListReading:
    """Read a hash list; `scheme` names the category scheme of its codes, such as `vics-us`.

    `command` starts the child; only tests give another one. InvalidInputError when the file is not a list,
    holds no usable hash, or has category codes while no scheme is named: codes of different regions look
    alike and are never compared.
    """
    with closing(ExportReading(path, command)) as reading:
        step = reading.with_bytes(step) if step else None
        return list_rows(reading.kind, reading, path.name, scheme, step)


class ExportReading:
    """An export while a child reads it: its kind, then its records once, good and refused ones; close it."""

    def __init__(self, path: Path, command: tuple[str, ...] | None = None) -> None:
        self._where, self._last = path.name, 0
        self._taken, self._size = 0, path.stat().st_size if path.is_file() else 0
        seconds = int(RECORD_SECONDS) + 1
        process = (
            Started((*command, str(MEMORY), str(seconds)))
            if command
            else SERVER.fork("export", MEMORY, seconds, kernels=False)
        )
        self._child = Child(process)
        try:
            self.kind = self._begin(path)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """End the child."""
        self._child.end()

    def __iter__(self) -> Iterator[MediaRecord | BadRecord]:
        with self._faults():
            while (message := self._hear())["say"] != "done":
                if message["say"] == "taken":
                    self._take(message)
                else:
                    yield self._record(message)

    def with_bytes(self, step: Step) -> Step:
        """The step that is told, beside the records, how much of the file they come from."""

        def told(done: int, total: int, done_bytes: int = 0, total_bytes: int = 0) -> None:
            step(done, total, done_bytes or self._taken, total_bytes or self._size)

        return told

    def _begin(self, path: Path) -> str:
        with self._faults():
            self._child.greeted()
            source = os.fsencode(path.absolute()).decode("utf-8", "surrogateescape")
            self._child.tell({"say": "job", "source": source})
            message = self._hear()
            if message["say"] != "kind":
                raise NonsenseError("no kind")
            return protocol.line(message, "name", 100)

    def _hear(self) -> Message:
        """The next message; InvalidInputError when the child says that it cannot read on."""
        message = self._child.hear(time.monotonic() + RECORD_SECONDS)
        if message["say"] != "failed":
            return message
        what, where, why, remedy = (
            protocol.line(message, name, 300) for name in ("what", "where", "why", "remedy")
        )
        raise InvalidInputError(what, where=where or self._where, why=why, remedy=remedy or _AGAIN)

    def _take(self, message: Message) -> None:
        """Note how much of the file was read; NonsenseError for less than before."""
        taken = protocol.count(message, "bytes")
        if taken <= self._taken:
            raise NonsenseError("bytes out of order")
        self._taken = min(taken, self._size)

    def _record(self, message: Message) -> MediaRecord | BadRecord:
        number = protocol.count(message, "number")
        if number <= self._last:
            raise NonsenseError("a record out of order")
        self._last = number
        if message["say"] == "refused":
            return BadRecord(number, protocol.line(message, "reason", 300))
        if message["say"] != "record":
            raise NonsenseError("an unknown message")
        places: list[FilePlace] = []
        while (more := self._hear())["say"] == "places" and len(places) < records.PLACES_A_RECORD:
            places += records.places_of(more)
        if more["say"] != "end":
            raise NonsenseError("a record without end")
        return records.record_of(message, places)

    @contextmanager
    def _faults(self) -> Iterator[None]:
        """Turn a lost child, and one that talks nonsense, into an error of the export."""
        try:
            yield
        except (ChildLostError, NonsenseError) as error:
            after = f", after record {self._last}" if self._last else ""
            why = str(error) if isinstance(error, ChildLostError) else "its parser answered nonsense"
            raise InvalidInputError(
                "the export cannot be read", where=f"{self._where}{after}", why=why, remedy=_AGAIN
            ) from error
