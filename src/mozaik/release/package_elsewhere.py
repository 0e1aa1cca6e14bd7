"""A draft and its release that persons sign elsewhere: prepared on the head of the recipient's chain.

Nothing that comes back is believed: it must say, word for word, what would be prepared once more.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from mozaik.acts import (
    Act,
    Numbered,
    Said,
    next_number,
    prepare_act,
    receive_number,
    receive_of_package,
)
from mozaik.canonical import JsonValue
from mozaik.errors import RefusedError
from mozaik.parties import Authority, PersonRef
from mozaik.release.asking import Asking, admit_reader
from mozaik.release.work import Work
from mozaik.seal import SignedStatement


def prepare_draft(work: Work, asking: Asking, content: Mapping[str, JsonValue]) -> Said:
    """The draft that the asking person signs to take the next number for a package to the reader.

    Raises as `admit_reader`.
    """
    admit_reader(work, asking)
    numbered = {**content, "sequence": next_number(work.acts, asking.authority)}
    return prepare_act(
        work.acts, Act.DRAFT, asking.authority, asking.person, asking.reason, numbered, asking.now
    )


def receive_draft(
    work: Work, asking: Asking, content: Mapping[str, JsonValue], signed: SignedStatement
) -> Numbered:
    """Take the number by the draft that the asking person signed; it was prepared for this asking.

    HeadError if the chain has grown since: it is prepared and signed again then. RefusedError if something
    else was signed; raises as `receive_number` and `admit_reader`.
    """
    prepared = prepare_draft(work, asking, content)
    said = require_as_prepared(signed, prepared)
    number = int(str(said.content["sequence"]))
    return receive_number(work.acts, number, signed, work.trust, asking.now)


def prepare_release(
    work: Work,
    recipient: Authority,
    person: PersonRef,
    reason: str,
    content: Mapping[str, JsonValue],
    now: datetime,
) -> Said:
    """The act by which a person says in the recipient's chain that it releases a package."""
    return prepare_act(work.acts, Act.RELEASE, recipient, person, reason, content, now)


def receive_release(work: Work, prepared: Said, signed: SignedStatement, now: datetime) -> None:
    """Append the release that a person signed; `prepared` is what it was asked to sign, prepared once more.

    Raises as `receive_draft`.
    """
    require_as_prepared(signed, prepared)
    receive_of_package(work.acts, Act.RELEASE, signed, work.trust, now)


def require_as_prepared(signed: SignedStatement, prepared: Said) -> Said:
    """The act that was signed; RefusedError unless it is the one prepared, wherever it stands."""
    said = Said.of(signed.statement, "what was signed")
    if replace(said, after=prepared.after) != prepared:
        raise RefusedError(
            "what was signed is not what was asked for",
            why="the act, its content, its person, its reason or its time is another",
            remedy="open the page again, and sign there",
        )
    return said
