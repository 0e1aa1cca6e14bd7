"""Making an announcement: begin, check, preview, approve, publish, compare, and open a number to its rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from mozaik.announce import (
    DRAFTS,
    Agreement,
    Announcement,
    Concern,
    Difference,
    DifferenceKind,
    DraftText,
    FigureKey,
    NotReadyError,
    Published,
    Records,
    SealedAnnouncement,
    approve_version,
    begin,
    build,
    changes_of,
    check,
    inspect_version,
    publish,
    quoted,
    read_draft,
    read_seen,
    read_version,
    render,
    require_ready,
    seen_now,
    tallied_figures,
    write_agreement,
    write_seen,
    write_version,
)
from mozaik.contribution import SealedSet
from mozaik.desk.announcement_records import Making, counted_for_public, read_tallies, records_for
from mozaik.desk.figures import count_as
from mozaik.errors import InvalidInputError, RefusedError
from mozaik.figures import Figure
from mozaik.files import refuse_existing
from mozaik.release import Asking
from mozaik.seal import SigningKey, TrustStore
from mozaik.tallies import Tally

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
    "rows_of_figure",
]


@dataclass(frozen=True, slots=True)
class CheckedDraft:
    """A draft with what was counted for it, its concerns, and the version before."""

    draft: DraftText
    records: Records
    before: SealedAnnouncement | None
    concerns: tuple[Concern, ...]

    @property
    def is_ready(self) -> bool:
        """Whether nothing stops it."""
        return not any(concern.stops for concern in self.concerns)

    def announcement(self) -> Announcement:
        """The announcement that it makes; NotReadyError where something stops it."""
        require_ready(self.concerns, str(self.draft.folder))
        before = (self.before.announcement, self.before.as_earlier) if self.before else None
        return build(self.draft, self.records, before)


def begin_announcement(folder: Path, draft: str) -> tuple[Path, ...]:
    """Copy one of our drafts into an empty folder; the files written."""
    return begin(folder, draft)


def check_announcement(making: Making) -> CheckedDraft:
    """Count what a draft asks for, as the public may count it, and list every concern."""
    draft = read_draft(making.folder)
    before = read_version(making.before, making.trust) if making.before else None
    if before and before.announcement.id != draft.id:
        raise RefusedError(
            "the earlier version is of another announcement", where=str(making.before),
            remedy="give the version that this one follows",
        )  # fmt: skip
    records = records_for(draft, making)
    concerns = check(draft, records, before.announcement if before else None, read_seen(making.folder))
    return CheckedDraft(draft, records, before, concerns)


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


def approve_announcement(making: Making, key: SigningKey, target: Path) -> SealedAnnouncement:
    """Make the version of a draft, and approve it as the first of two persons; raises as the check.

    What was seen of the figures is kept beside the draft: the next check says what changed since.
    """
    refuse_existing((target,), replace=False)
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
    draft: Path,
    sets: Sequence[SealedSet],
    key: SigningKey,
    trust: TrustStore,
    target: Path | None = None,
    tallies: Sequence[Path] = (),
) -> SealedAnnouncement:
    """Approve the draft of a version as the second person, after counting and rendering everything again.

    RefusedError for a figure that the same rows no longer give, as of the day on which the draft was made,
    and for a form that this program does not make of the announcement, byte for byte.
    """
    inspected = inspect_version(draft, trust)
    _require_unchanged(inspected, sets, read_tallies(tallies, trust), str(draft))
    _require_own_forms(inspected, str(draft))
    return approve_version(draft, key, trust, target)


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


def _require_unchanged(
    inspected: SealedAnnouncement, sets: Sequence[SealedSet], tallies: Sequence[Tally], where: str
) -> None:
    """Count what the draft says again, on the day on which it was made; RefusedError for another outcome."""
    on = date.fromisoformat(inspected.verified.manifest.created_at[:10])
    told = inspected.announcement.figures
    keys = [FigureKey(figure.key, figure.scope, figure.as_of) for figure in told]
    counted = counted_for_public(sets, keys, on) | tallied_figures(tallies, keys)
    for key, figure in zip(keys, told, strict=True):
        now = counted.get(key)
        same = now is not None and quoted(
            now, figure.note, figure.more_than, figure.as_of, suppressed=figure.is_suppressed
        )
        if same != figure:
            raise RefusedError(
                "a figure is another one over the records that are given", where=f"{where}, {figure.key} "
                f"{figure.scope}", why="rows behind it changed, or the records are not those of the draft",
                remedy="have the draft made again from today's records",
            )  # fmt: skip


def _require_own_forms(inspected: SealedAnnouncement, where: str) -> None:
    """Make every form again; RefusedError for one that is another, missing or too many."""
    made, verified = render(inspected.announcement), inspected.verified
    differing = sorted(
        name
        for name in made.keys() | set(verified.names)
        if name not in made or name not in verified.names or made[name] != verified.read_member(name)
    )
    if differing:
        raise RefusedError(
            "a form is not what the announcement makes", where=f"{where}, {differing[0]}",
            why="it was changed, or another version of the program made it",
            remedy="have the draft made again with the version of the program that you have",
        )  # fmt: skip
