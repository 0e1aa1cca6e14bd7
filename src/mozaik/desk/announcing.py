"""Making an announcement: begin, check, preview, approve, publish, compare, and open a number to its rows."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from mozaik.announce import (
    DRAFTS,
    Agreement,
    Announcement,
    Concern,
    Difference,
    DifferenceKind,
    NotReadyError,
    Published,
    SealedAnnouncement,
    begin,
    changes_of,
    inspect_version,
    publish,
    read_draft,
    read_version,
    render,
    write_agreement,
)
from mozaik.contribution import SealedSet
from mozaik.desk.announcement_approval import approve_announcement, approve_drafted
from mozaik.desk.announcement_check import CheckedDraft, check_announcement
from mozaik.desk.announcement_records import Making
from mozaik.desk.figures import count_as
from mozaik.errors import InvalidInputError, RefusedError
from mozaik.figures import Figure
from mozaik.files import refuse_existing
from mozaik.release import Asking
from mozaik.seal import SigningKey, TrustStore

__all__ = [
    "DRAFTS",
    "Agreement",
    "CheckedDraft",
    "Concern",
    "Difference",
    "DifferenceKind",
    "Making",
    "NotReadyError",
    "Published",
    "SealedAnnouncement",
    "SealedSet",
    "agree_to_small_count",
    "approve_announcement",
    "approve_drafted",
    "begin_announcement",
    "check_announcement",
    "compare_announcements",
    "preview_announcement",
    "publish_announcements",
    "read_draft",
    "rows_of_figure",
]


def begin_announcement(folder: Path, draft: str) -> tuple[Path, ...]:
    """Copy one of our drafts into an empty folder; the files written."""
    return begin(folder, draft)


def preview_announcement(making: Making, target: Path) -> tuple[Announcement, tuple[Path, ...]]:
    """Write every form of a draft into a new folder, each marked as a preview; raises as the check."""
    announcement = check_announcement(making).announcement()
    if target.exists() and any(target.iterdir()):
        raise RefusedError("there is something in the folder", where=str(target), remedy="name a new folder")
    target.mkdir(parents=True, exist_ok=True)
    written = []
    for name, data in render(announcement, is_preview=True).items():
        (target / name).write_bytes(data)
        written.append(target / name)
    return announcement, tuple(written)


def publish_announcements(
    files: Sequence[Path], trust: TrustStore, now: datetime, target: Path, base_url: str
) -> Published:
    """Write what is published of approved versions; raises as `publish`."""
    return publish([read_version(path, trust) for path in files], target, now, base_url)


def compare_announcements(before: Path, after: Path, trust: TrustStore) -> tuple[Difference, ...]:
    """What differs between two versions, drafts among them."""
    old, new = (inspect_version(path, trust).announcement for path in (before, after))
    return changes_of(old, new)


def agree_to_small_count(
    path: Path, agreement: Agreement, key: SigningKey, trust: TrustStore, now: datetime
) -> None:
    """Sign, as a person of an authority, that a small count about victims is told."""
    refuse_existing((path,), replace=False)
    write_agreement(path, agreement, key, trust, now)


def rows_of_figure(
    version: Path,
    key: str,
    scope: str,
    sets: Sequence[SealedSet],
    asking: Asking,
    work: Path,
    trust: TrustStore,
) -> Figure:
    """The figure behind a number of a version, with the rows that the reader may know; logged before.

    InvalidInputError for a figure that the version does not quote in this scope.
    """
    announcement = inspect_version(version, trust).announcement
    told = next((each for each in announcement.figures if (each.key, each.scope) == (key, scope)), None)
    if told is None:
        names = ", ".join(f"{each.key} {each.scope}" for each in announcement.figures)
        raise InvalidInputError(
            "the announcement does not quote this figure", where=str(version), remedy=f"name one of: {names}"
        )
    counted = count_as(sets, asking, work, trust, told.as_of, (scope,))
    figure = next((each for each in counted.figures if (each.key, each.scope) == (key, scope)), None)
    if figure is None:
        raise InvalidInputError(
            "nothing is counted for this figure", where=f"{key} {scope}",
            why=f"{asking.authority} may know of no row behind it", remedy="ask its owners",
        )  # fmt: skip
    return figure
