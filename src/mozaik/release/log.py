"""Every reading and every judgement is logged in the reader's own chain before the answer is given.

The chain holds references and counts, never a selector, a name or a path. Where the log cannot be written,
nothing is told.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime

from mozaik.acts import Act, Numbered, append_event, require_own_key, sign_act, take_number
from mozaik.canonical import JsonValue
from mozaik.errors import MozaikError, RefusedError
from mozaik.parties import Authority, PersonRef
from mozaik.release.asking import Asking, admit_reader
from mozaik.release.work import Governed, Work
from mozaik.seal import SigningKey, TrustStore

MOST_REFERENCES = 100_000
"""References in one entry: what an entry says is bounded, and a reading is not."""


def record(work: Governed, asking: Asking, event: str, details: Mapping[str, object]) -> None:
    """Append an event to the reader's chain; RefusedError when it cannot be written."""
    with logging(work):
        append_event(work.acts, asking.authority, event, _said_by(asking, details), asking.now)


def record_draft(work: Work, asking: Asking, key: SigningKey, content: Mapping[str, JsonValue]) -> Numbered:
    """Take the next number for a package to the reader, by an entry in its chain that the person signs.

    RefusedError when the chain cannot be written, and what sealing raises for a key that does not count. A
    draft that fails afterwards leaves a gap, never a second package with the same number.
    """
    admit_reader(work, asking)
    require_key_of(asking.person, key, work.trust)
    with logging(work):
        return take_number(work.acts, asking.authority, key, asking.reason, content, asking.now, work.trust)


def record_release(
    work: Work,
    recipient: Authority,
    key: SigningKey,
    reason: str,
    content: Mapping[str, JsonValue],
    now: datetime,
) -> None:
    """Append to the recipient's chain that the key's person releases a package to it, signed by that person.

    It stands there before the signature stands in the file: a crash between the two is made good by signing
    again. RefusedError when the chain cannot be written, and what sealing raises for a key that does not
    count.
    """
    require_own_key(key, work.trust, Act.RELEASE.role)
    with logging(work):
        sign_act(work.acts, Act.RELEASE, recipient, key, reason, content, now, work.trust)


def require_key_of(person: PersonRef, key: SigningKey, trust: TrustStore) -> None:
    """Raise unless the key is this person's and may sign its acts now."""
    if key.reference != person:
        raise RefusedError("the key belongs to another person", remedy="sign with your own key")
    require_own_key(key, trust)


def _said_by(asking: Asking, details: Mapping[str, object]) -> dict[str, object]:
    said = {"reader": asking.authority, "person": asking.person, "use": asking.use, "reason": asking.reason}
    return {**said, **details}


@contextmanager
def logging(work: Governed) -> Iterator[None]:
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
    if asking.drafter is not None and asking.drafter != asking.participant:
        own = Asking(asking.drafter, asking.person, asking.reason, asking.now)
        record(work, own, "read-for-other", {"other": asking.authority})


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
    admit_reader(work, asking)
    record(work, asking, "figures", {"sets": sorted(set_ids), "as_of": str(as_of) if as_of else None})


def record_request_read(work: Work, asking: Asking, request: str) -> None:
    """Log that a person reads a request with what followed it, by its id; raises as `record`."""
    admit_reader(work, asking)
    record(work, asking, "read-request", {"request": request})


def record_alarm_read(work: Governed, asking: Asking, alarm: str) -> None:
    """Log that a person reads an alarm with what was done about it, by its id; raises as `record`."""
    admit_reader(work, asking)
    record(work, asking, "read-alarm", {"alarm": alarm})


def record_package_read(work: Work, asking: Asking, package: str, *, exported: bool = False) -> None:
    """Log that a person reads a released package, or takes its file, by its id; raises as `record`."""
    admit_reader(work, asking)
    record(work, asking, "export-package" if exported else "read-package", {"package": package})


def record_records_read(work: Governed, asking: Asking, draft: str, rows: int) -> None:
    """Log that a person reads rows that its own authority has entered and not sealed; raises as `record`."""
    admit_reader(work, asking)
    record(work, asking, "read-entered-records", {"draft": draft, "rows": rows})
