"""Approving an announcement: the first of two persons makes the version, the second makes it again.

Neither takes the other's word: what the second signs is what the draft, the agreements and the records in
that person's own hands make, byte for byte.
"""

from dataclasses import replace
from pathlib import Path

from mozaik.announce import (
    Announcement,
    SealedAnnouncement,
    approve_version,
    inspect_version,
    manifest_of,
    places_that_differ,
    render,
    seen_now,
    write_seen,
    write_version,
)
from mozaik.desk.announcement_check import check_announcement
from mozaik.desk.announcement_records import Making
from mozaik.errors import InvalidInputError, RefusedError
from mozaik.files import refuse_existing
from mozaik.seal import SigningKey


def approve_announcement(making: Making, key: SigningKey, target: Path) -> SealedAnnouncement:
    """Make the version of a draft, and approve it as the first of two persons; raises as the check.

    What was seen of the figures is kept beside the draft: the next check says what changed since.
    """
    refuse_existing((target,), replace=False)
    _require_reader(making, key)
    checked = check_announcement(making)
    announcement = checked.announcement()
    write_version(target, announcement, render(announcement), making.now)
    try:
        sealed = approve_version(target, key, making.trust)
    except (InvalidInputError, RefusedError):
        target.unlink()
        raise
    write_seen(making.folder, seen_now(checked.records))
    return sealed


def approve_drafted(
    first: Path, making: Making, key: SigningKey, target: Path | None = None
) -> SealedAnnouncement:
    """Approve, as the second person, the file that the first approval wrote.

    The draft is checked and made again from the folder, the agreements and the records of `making`, today;
    raises as the check. RefusedError for a file that differs from what is made in a single byte.
    """
    _require_reader(making, key)
    inspected = inspect_version(first, making.trust)
    if not inspected.is_complete:  # a complete one is refused below, for its own reason
        _require_the_same(inspected, check_announcement(making).announcement())
    return approve_version(first, key, making.trust, target, looked_at=inspected)


def _require_reader(making: Making, key: SigningKey) -> None:
    """RefusedError unless the check reads as the authority of the key, which knows what others do not."""
    reader = making.asking.authority if making.asking and making.work else None
    if reader != key.authority:
        raise RefusedError(
            "an approval checks the text as the authority of its person", where=str(key.reference),
            why=f"it reads as {reader}" if reader else "no reader is named",
            remedy=f"name the reader: --as {key.authority}, with --work and --reason",
        )  # fmt: skip


def _require_the_same(inspected: SealedAnnouncement, made: Announcement) -> None:
    """RefusedError where the file says anything else than what was made: content, forms, or manifest."""
    differing = [*places_that_differ(inspected.announcement, made), *_members_that_differ(inspected, made)]
    if differing:
        more = f"; {len(differing) - 1} more places" if len(differing) > 1 else ""
        raise RefusedError(
            f"the file says something else than the draft over your records{more}",
            where=f"{inspected.path}, {differing[0]}",
            why="it was changed, or your draft, agreements, records, options (--after, --beside, --tally) or "
            "version of the program are not those that it was made with",
            remedy="compare it with mozaik announce preview, and have it made again from what you both have",
        )  # fmt: skip


def _members_that_differ(inspected: SealedAnnouncement, made: Announcement) -> list[str]:
    """The forms that are others, missing or too many, and the manifest where it is another."""
    forms, verified = render(made), inspected.verified
    differing = [
        name
        for name in sorted(forms.keys() | set(verified.names))
        if name not in forms or name not in verified.names or forms[name] != verified.read_member(name)
    ]
    stated = manifest_of(made, verified.manifest.created_at)
    return differing if replace(verified.manifest, members=()) == stated else [*differing, "manifest"]
