"""Every reading and every judgement is logged in the reader's own chain before the answer is given.

The chain holds references and counts, never a selector, a name or a path. Where the log cannot be written,
nothing is told.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime

from mozaik.acts import Numbered, append_event, require_own_key, take_number
from mozaik.canonical import JsonValue
from mozaik.errors import MozaikError, RefusedError
from mozaik.moments import utc_day
from mozaik.parties import Authority, PersonRef, is_authority, is_person
from mozaik.release.work import Work
from mozaik.seal import SigningKey, TrustStore

MOST_REFERENCES = 100_000
"""References in one entry: what an entry says is bounded, and a reading is not."""


@dataclass(frozen=True, slots=True)
class Asking:
    """Who reads, why and when: an authority, a person of it, a written reason.

    With `drafting` the person may be of another authority: it drafts the reader's package, and learns what
    the reader may learn.
    """

    reader: Authority
    person: PersonRef
    reason: str
    now: datetime
    drafting: bool = False

    @classmethod
    def of(cls, reader: str, person: str, reason: str, now: datetime, *, drafting: bool = False) -> "Asking":
        """The asking party as it was named; RefusedError for who is not an authority, or no person of it."""
        if not is_authority(reader):
            raise RefusedError("hits are read by one authority", remedy="name it, for example SI-GPD")
        if not is_person(person):
            raise RefusedError(
                "a reading needs a person", remedy=f"name one of your authority, as {reader}/ana"
            )
        return cls(Authority(reader), PersonRef(person), reason, now, drafting)

    def __post_init__(self) -> None:
        if self.person.authority != self.reader and not self.drafting:
            raise RefusedError(
                "the person does not belong to the reading authority",
                remedy=f"name a person of it, as {self.reader}/name",
            )
        if not self.reason.strip():
            raise RefusedError("a reading needs a reason", remedy="say why you read, with --reason")
        if self.now.tzinfo is None:
            raise RefusedError(
                "the time of a reading needs a time zone", remedy="write it as 2023-11-20T09:00:00Z"
            )

    @property
    def day(self) -> date:
        """The day of the reading in UTC, on which its terms count."""
        return utc_day(self.now)


def record(work: Work, asking: Asking, event: str, details: Mapping[str, object]) -> None:
    """Append an event to the reader's chain; RefusedError when it cannot be written."""
    with logging(work):
        append_event(work.acts, asking.reader, event, _said_by(asking, details), asking.now)


def record_draft(work: Work, asking: Asking, key: SigningKey, content: Mapping[str, JsonValue]) -> Numbered:
    """Take the next number for a package to the reader, by an entry in its chain that the person signs.

    RefusedError when the chain cannot be written, and what sealing raises for a key that does not count. A
    draft that fails afterwards leaves a gap, never a second package with the same number.
    """
    require_key_of(asking.person, key, work.trust)
    with logging(work):
        return take_number(work.acts, asking.reader, key, asking.reason, content, asking.now, work.trust)


def require_key_of(person: PersonRef, key: SigningKey, trust: TrustStore) -> None:
    """Raise unless the key is this person's and may sign its acts now."""
    if key.reference != person:
        raise RefusedError("the key belongs to another person", remedy="sign with your own key")
    require_own_key(key, trust)


def _said_by(asking: Asking, details: Mapping[str, object]) -> dict[str, object]:
    return {"reader": asking.reader, "person": asking.person, "reason": asking.reason, **details}


@contextmanager
def logging(work: Work) -> Iterator[None]:
    """Turn what keeps an entry from the disk into a RefusedError."""
    try:
        yield
    except (OSError, MozaikError) as error:
        raise RefusedError(
            "this cannot be logged, so nothing is told",
            where=str(work.acts.folder),
            why=str(error),
            remedy="make the folder writable and the chain sound, then ask again",
        ) from error


def record_for_other(work: Work, asking: Asking) -> None:
    """Log with the person's own authority that the person reads for another one; raises as `record`."""
    home = asking.person.authority
    if home != asking.reader:
        own = Asking(home, asking.person, asking.reason, asking.now)
        record(work, own, "read-for-other", {"other": asking.reader})


def record_reading(
    work: Work, asking: Asking, event: str, details: Mapping[str, object], references: Sequence[str]
) -> None:
    """Append what was told, in as many entries as its references need; raises as `record`."""
    for start in range(0, max(1, len(references)), MOST_REFERENCES):
        part = list(references[start : start + MOST_REFERENCES])
        record(work, asking, event, {**details, "references": part})


def log_figures(work: Work, asking: Asking, set_ids: Sequence[str], as_of: date | None) -> None:
    """Log that figures were counted for a reader; raises as `record`.

    `set_ids` are the reader's own sets among those counted: others may be silent to it.
    """
    record(work, asking, "figures", {"sets": sorted(set_ids), "as_of": str(as_of) if as_of else None})
