"""Every reading and every judgement is logged in the reader's own chain before the answer is given.

The chain holds references and counts, never a selector, a name or a path. Where the log cannot be written,
nothing is told.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime

from mozaik.acts import Numbered, append_event, take_number
from mozaik.errors import MozaikError, RefusedError
from mozaik.release.work import Work
from mozaik.terms import EVERYONE, PUBLIC

DRAFTED = "draft-package"
"""The event that gives a package its number in the recipient's chain."""
MOST_REFERENCES = 100_000
"""References in one entry: what an entry says is bounded, and a reading is not."""

_AUTHORITY = re.compile(r"[A-Z][A-Z0-9]*(-[A-Z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Asking:
    """Who reads, why and when: an authority, a person of it as `AUTHORITY/name`, a written reason.

    With `drafting` the person may be of another authority: it drafts the reader's package, and learns what
    the reader may learn.
    """

    reader: str
    person: str
    reason: str
    now: datetime
    drafting: bool = False

    def __post_init__(self) -> None:
        if self.reader in (PUBLIC, EVERYONE) or not _AUTHORITY.fullmatch(self.reader):
            raise RefusedError("hits are read by one authority", remedy="name it, for example SI-GPD")
        authority, _, name = self.person.partition("/")
        foreign = authority != self.reader and not self.drafting
        if foreign or not authority or not name.strip():
            raise RefusedError(
                "the person does not belong to the reading authority",
                remedy=f"name a person of it, as {self.reader}/name",
            )
        if not self.reason.strip():
            raise RefusedError("a reading needs a reason", remedy="say why you read, with --reason")
        if self.now.tzinfo is None:
            raise RefusedError("the time of a reading needs a time zone")

    @property
    def day(self) -> date:
        """The day of the reading in UTC, on which its terms count."""
        return self.now.astimezone(UTC).date()


def record(work: Work, asking: Asking, event: str, details: Mapping[str, object]) -> None:
    """Append an event to the reader's chain; RefusedError when it cannot be written."""
    with _logging(work):
        append_event(work.acts, asking.reader, event, _said_by(asking, details), asking.now)


def record_draft(work: Work, asking: Asking, details: Mapping[str, object]) -> Numbered:
    """Take the next number for a package to the reader, by an entry in the reader's chain.

    RefusedError when the chain cannot be written. A draft that fails afterwards leaves a gap, never a second
    package with the same number.
    """
    with _logging(work):
        return take_number(work.acts, asking.reader, DRAFTED, _said_by(asking, details), asking.now)


def _said_by(asking: Asking, details: Mapping[str, object]) -> dict[str, object]:
    return {"reader": asking.reader, "person": asking.person, "reason": asking.reason, **details}


@contextmanager
def _logging(work: Work) -> Iterator[None]:
    """Hold WORK in its place, and turn what keeps an entry from the disk into a RefusedError."""
    try:
        with work.staying():
            yield
    except (OSError, MozaikError) as error:
        raise RefusedError(
            "this cannot be logged, so nothing is told",
            where=str(work.acts_folder),
            why=str(error),
            remedy="make the folder writable and the chain sound, then ask again",
        ) from error


def record_reading(
    work: Work, asking: Asking, event: str, details: Mapping[str, object], references: Sequence[str]
) -> None:
    """Append what was told, in as many entries as its references need; raises as `record`."""
    for start in range(0, max(1, len(references)), MOST_REFERENCES):
        part = list(references[start : start + MOST_REFERENCES])
        record(work, asking, event, {**details, "references": part})


def time_text(moment: datetime) -> str:
    """A moment as ISO 8601 text in UTC, to the second."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
