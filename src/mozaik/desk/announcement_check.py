"""Checking the draft of an announcement: counting what it asks for, and everything that concerns it."""

from dataclasses import dataclass

from mozaik.announce import (
    Announcement,
    Concern,
    DraftText,
    Records,
    SealedAnnouncement,
    build,
    check,
    read_draft,
    read_seen,
    read_version,
    require_ready,
)
from mozaik.desk.announcement_records import Making, records_for
from mozaik.errors import RefusedError


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
