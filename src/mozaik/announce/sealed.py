"""The sealed file of a version: written as a draft, approved by persons of two authorities, never changed.

What two persons sign is what is published, byte for byte: the value and every form of it are members.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from mozaik import __version__
from mozaik.announce.model import FORMAT, Announcement, Earlier
from mozaik.announce.rendering import CONTENT
from mozaik.canonical import from_canonical
from mozaik.errors import InvalidInputError, RefusedError
from mozaik.files import one_at_a_time, refuse_folder
from mozaik.moments import utc_text
from mozaik.seal import (
    APPROVER,
    Kind,
    Manifest,
    Role,
    SigningKey,
    TrustStore,
    Verified,
    add_signature,
    inspect_draft,
    signatures_needed,
    verify_sealed,
    write_sealed,
)
from mozaik.typed_json import from_json


class NewerAnnouncementError(InvalidInputError):
    """An announcement has a format that this program does not know."""


@dataclass(frozen=True, slots=True)
class SealedAnnouncement:
    """A version that was verified: its content, its file's digest, and who has approved it so far."""

    path: Path
    announcement: Announcement
    file_id: str
    sha256: str
    signers: tuple[str, ...]
    verified: Verified

    @property
    def is_complete(self) -> bool:
        """Whether persons of both authorities have approved it."""
        return len(self.signers) == signatures_needed(Kind.ANNOUNCEMENT)

    @property
    def as_earlier(self) -> Earlier:
        """How the next version names this one."""
        return Earlier(self.announcement.version, self.sha256)


def write_version(
    path: Path, announcement: Announcement, members: Mapping[str, bytes], now: datetime
) -> Manifest:
    """Write a version as a draft that nobody has approved; raises as `write_sealed`."""
    return write_sealed(path, manifest_of(announcement, utc_text(now)), members, ())


def manifest_of(announcement: Announcement, created_at: str) -> Manifest:
    """The manifest of a version without its members; `created_at` is UTC text."""
    sender, approver = announcement.publishers
    earlier = announcement.earlier
    return Manifest(
        kind=Kind.ANNOUNCEMENT,
        id=version_id(announcement.id, announcement.version),
        edition=announcement.edition,
        sender=sender,
        created_at=created_at,
        synthetic=announcement.synthetic,
        versions={"mozaik": __version__, "announcement": str(FORMAT)},
        supersedes=(version_id(announcement.id, earlier.version),) if earlier else (),
        properties={APPROVER: approver},
    )


def approve_version(
    draft: Path,
    key: SigningKey,
    trust: TrustStore,
    target: Path | None = None,
    looked_at: SealedAnnouncement | None = None,
) -> SealedAnnouncement:
    """Add a person's approval to a draft; the second one writes `target`, by default without `.draft`.

    RefusedError for a file that is complete, would be overwritten, or is another one than was looked at;
    raises as `add_signature`, such as for a second person of the same authority.
    """
    with one_at_a_time(draft):  # or of two who approve at once one would be lost
        inspected = inspect_version(draft, trust)
        if inspected.is_complete:
            raise RefusedError(
                "both authorities have approved it already", where=str(draft),
                remedy="publish it: mozaik announce publish",
            )  # fmt: skip
        if looked_at and inspected.verified.manifest != looked_at.verified.manifest:
            raise RefusedError(
                "the file is another one than was checked", where=str(draft),
                why="it was changed in the meantime", remedy="have it checked again: mozaik announce approve",
            )  # fmt: skip
        path = (target or draft.with_name(draft.name.removesuffix(".draft"))) if inspected.signers else draft
        refuse_folder(path)
        if path != draft and path.exists():
            raise RefusedError(
                "an approved version is never overwritten", where=str(path), remedy="name another with -o"
            )
        add_signature(draft, key, Role.OWNER, path, trust)
        return inspect_version(path, trust)


def read_version(path: Path, trust: TrustStore) -> SealedAnnouncement:
    """A version that both authorities approved; raises as `verify_sealed`, and for a content that is none.

    NewerAnnouncementError for a later format; ShapeError for another shape than the format lays down.
    """
    return _read(verify_sealed(path, trust))


def inspect_version(path: Path, trust: TrustStore) -> SealedAnnouncement:
    """A version or the draft of one; those signatures that it has must count."""
    return _read(inspect_draft(path, trust))


def version_id(announcement: str, version: int) -> str:
    """The id of the sealed file of a version."""
    return f"{announcement}.v{version}"


def _read(verified: Verified) -> SealedAnnouncement:
    manifest, where = verified.manifest, str(verified.path)
    if manifest.kind is not Kind.ANNOUNCEMENT:
        raise InvalidInputError(
            "this is not an announcement", where=where, why=f"it is a {manifest.kind}",
            remedy="give the file that mozaik announce approve wrote",
        )  # fmt: skip
    data = verified.read_member(CONTENT)
    value = from_canonical(data, where)
    stated = value.get("format") if isinstance(value, Mapping) else None
    if type(stated) is int and stated > FORMAT:
        raise NewerAnnouncementError(
            "an announcement of a newer format", where=where,
            why=f"it is of format {stated}, this program reads {FORMAT}",
            remedy="use a newer version of the program",
        )  # fmt: skip
    announcement = from_json(Announcement, value, where)
    said = (announcement.edition, announcement.publishers, version_id(announcement.id, announcement.version))
    if said != (manifest.edition, manifest.signers, manifest.id):
        raise InvalidInputError(
            "manifest and content of an announcement differ", where=where,
            why="edition, publishers or version is another", remedy="ask its sender for a new file",
        )  # fmt: skip
    signers = tuple(sorted(str(signed.key.reference) for signed in verified.signatures))
    return SealedAnnouncement(verified.path, announcement, manifest.id, verified.sha256, signers, verified)
