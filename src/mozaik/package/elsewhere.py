"""Drafting and releasing a package with keys that are not here: in a browser, or on another machine.

A draft is one act: its number is taken by what its person signed, and its content is read right after. A
release is two signatures of one person: over the manifest, and so over every byte, and under the act in the
recipient's chain. The second is prepared only for a first one that counts.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from mozaik.acts import Said
from mozaik.canonical import JsonValue
from mozaik.errors import RefusedError
from mozaik.files import one_at_a_time
from mozaik.package.content import package_of
from mozaik.package.draft import Draft, asking_of, read_all, require_new, write_draft
from mozaik.package.drafting import Drafting
from mozaik.package.lapse import Lapsed, lapses_of
from mozaik.package.model import Custody, Package
from mozaik.package.preview import HeldBack, held_back
from mozaik.package.reading import read_package
from mozaik.package.release import (
    Released,
    Releasing,
    content_of_release,
    drafting_of_today,
    reason_of_release,
    releasing,
    require_current,
)
from mozaik.parties import PersonRef
from mozaik.release import (
    Asking,
    Work,
    prepare_draft,
    prepare_release,
    receive_draft,
    receive_release,
    record_package_read,
)
from mozaik.seal import (
    Role,
    Signature,
    SignedStatement,
    attach_signature_to,
    check_signature_of,
    inspect_draft,
    manifest_to_sign,
    verify_sealed,
)
from mozaik.wording import in_english

FRESH = timedelta(minutes=1)
"""How old the asking of the day's terms may be when the release that was prepared on it is taken."""


class StaleReleaseError(RefusedError):
    """The terms of the day were asked too long before what was signed came back; it is prepared again."""


@dataclass(frozen=True, slots=True)
class DraftSeen:
    """A draft or package as a person sees it before it signs.

    `lapses` is what it tells and a draft of this moment would not; `held_back` are the hits that a draft of
    this moment would only count. `signers` are those whose signatures stand in the file.
    """

    package: Package
    id: str
    signers: tuple[PersonRef, ...]
    held_back: tuple[HeldBack, ...]
    lapses: tuple[Lapsed, ...]


def draft_to_sign(work: Work, drafting: Drafting) -> Said:
    """The act that the drafting person signs to draft; raises as `draft_package` but for its key."""
    return prepare_draft(work, asking_of(work, drafting), _content_of_draft(drafting))


@in_english
def draft_as_signed(
    work: Work, drafting: Drafting, signed: SignedStatement, place: Callable[[int], Path]
) -> Draft:
    """Take the number by what was signed, read what the recipient may know, and write the draft.

    `place` says where the draft of a number lies. HeadError if the recipient's chain has grown since it was
    prepared; raises as `draft_package`, and `receive_draft` for something else that was signed.
    """
    sequence = Said.of(signed.statement, "what was signed").content.get("sequence")
    if isinstance(sequence, int):
        require_new(place(sequence))
    taken = receive_draft(work, asking_of(work, drafting), _content_of_draft(drafting), signed)
    custody = Custody(taken.number, taken.head.seq, taken.head.hash)
    read = read_all(work, drafting)
    return write_draft(package_of(read, drafting, custody), place(taken.number))


@in_english
def see_draft(draft: Path, person: PersonRef, reason: str, now: datetime, work: Work) -> DraftSeen:
    """What a draft tells, compared with what one of this moment would tell; the reading is logged first.

    Raises as `inspect_draft` and `read_package`.
    """
    inspected = inspect_draft(draft, work.trust)
    told = read_package(inspected.read_member("package.json"), str(draft))
    drafting = drafting_of_today(told, person, reason, now)
    read = read_all(work, drafting)
    today = package_of(read, drafting, told.custody)
    signers = tuple(sorted(signed.key.reference for signed in inspected.signatures))
    return DraftSeen(
        told, inspected.manifest.id, signers, held_back(read.reading, told), lapses_of(told, today)
    )


@in_english
def see_package(file: Path, asking: Asking, work: Work, *, exported: bool = False) -> DraftSeen:
    """What a released package tells, or its file is taken; logged in the asking person's own chain first.

    Only sender and recipient see it, until its last day. Raises as `verify_sealed`.
    """
    verified = verify_sealed(file, work.trust)
    manifest = verified.manifest
    told = read_package(verified.read_member("package.json"), str(file))
    if asking.authority not in (manifest.sender, *manifest.recipients):
        raise RefusedError("no package of yours has this id", remedy="take one from the page of packages")
    if told.expires_on < asking.day:
        raise RefusedError(
            "the package is past its last day", why="it must be erased", remedy="ask its sender for a new one"
        )
    record_package_read(work, asking, manifest.id, exported=exported)
    signers = tuple(sorted(signed.key.reference for signed in verified.signatures))
    return DraftSeen(told, manifest.id, signers, (), ())


@in_english
def manifest_of_release(draft: Path, person: PersonRef, now: datetime, work: Work) -> bytes:
    """What a person signs first to release a draft: its manifest, once the terms of the day were asked.

    Raises as `release_draft` but for the key.
    """
    asked = releasing(draft, now, work)
    if person in asked.signers:
        raise RefusedError("you have released it already", remedy="a colleague releases it next")
    require_current(asked, person, now, work)
    return manifest_to_sign(asked.inspected, Role.RELEASER)


@in_english
def release_to_sign(draft: Path, signature: Signature, person: PersonRef, now: datetime, work: Work) -> Said:
    """What the person signs next: that it releases the package, in the recipient's chain.

    The terms of the day are asked once more. Raises as `release_draft` for a signature that does not count.
    """
    asked = releasing(draft, now, work)
    _require_counts(asked, signature, person, work)
    told = require_current(asked, person, now, work)
    content = content_of_release(told, asked)
    return prepare_release(work, told.recipient.authority, person, reason_of_release(told), content, now)


@in_english
def release_as_signed(
    draft: Path,
    signature: Signature,
    signed: SignedStatement,
    person: PersonRef,
    asked_at: datetime,
    now: datetime,
    work: Work,
) -> Released:
    """Append the act and put the signature into the file; the second person's writes the package.

    `asked_at` is when `release_to_sign` prepared the act. StaleReleaseError where that was more than a
    minute before `now`, or on another day; HeadError if the chain has grown since; the act is prepared and
    signed again then. Raises as `release_draft` for a signature that does not count.
    """
    if not asked_at <= now <= asked_at + FRESH or asked_at.date() != now.date():
        raise StaleReleaseError(
            "the terms of the day were asked too long ago", remedy="open the page again, and sign there"
        )
    with one_at_a_time(draft):  # or of two who sign at once one would be lost
        asked = releasing(draft, now, work)
        _require_counts(asked, signature, person, work)
        told = read_package(asked.inspected.read_member("package.json"), str(draft))
        prepared = prepare_release(
            work, told.recipient.authority, person, reason_of_release(told),
            content_of_release(told, asked), asked_at,
        )  # fmt: skip
        receive_release(work, prepared, signed, asked_at)
        manifest = attach_signature_to(draft, signature, asked.target, work.trust)
    return Released(asked.target, manifest, tuple(sorted((*asked.signers, person))), asked.missing)


def _require_counts(asked: Releasing, signature: Signature, person: PersonRef, work: Work) -> None:
    """Raise unless the signature is this person's, and would count in the file."""
    signed = check_signature_of(asked.inspected, signature, work.trust)
    if not any(each.key.key_id == signature.key_id and each.key.reference == person for each in signed):
        raise RefusedError("the key belongs to another person", remedy="sign with your own key")


def _content_of_draft(drafting: Drafting) -> dict[str, JsonValue]:
    return {"expires_on": str(drafting.last_day), "transfer_ground": drafting.transfer_ground}
