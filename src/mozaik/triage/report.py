"""What a triage says about itself: what was read, what was refused and why, what could not be compared."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import pyarrow as pa

from mozaik.triage.facts import AcquisitionFacts, FileFacts


@dataclass(frozen=True, slots=True)
class Reject:
    """One entry that gives no facts: where it stands in the source, and why. Never a value from inside it."""

    where: str
    reason: str


class Verdict(StrEnum):
    """Whether the media of an image are those that were acquired."""

    AGREES = "agrees"
    DIFFERS = "differs"
    NOT_STATED = "not stated"


@dataclass(frozen=True, slots=True)
class ImageVerdict:
    """What became of one disk image with checksums: digests of its media beside those that it states.

    `where` is its name, for the owner alone. Digests are bytes, None where the image states none.
    """

    where: str
    media: FileFacts
    stated: AcquisitionFacts

    @property
    def verdict(self) -> Verdict:
        """Whether every stated digest is that of the media."""
        pairs = ((self.stated.md5, self.media.md5), (self.stated.sha1, self.media.sha1))
        stated = [own == media for own, media in pairs if own is not None]
        if not stated:
            return Verdict.NOT_STATED
        return Verdict.AGREES if all(stated) else Verdict.DIFFERS

    @property
    def is_sound(self) -> bool:
        """Whether nothing speaks against the image."""
        return self.verdict != Verdict.DIFFERS and not self.stated.damaged

    def to_json(self) -> dict[str, object]:
        """The verdict as the report carries it, without a name."""
        return {
            "media_md5": self.media.md5.hex(),
            "media_sha1": self.media.sha1.hex(),
            "media_sha256": self.media.sha256.hex(),
            "stated_md5": self.stated.md5.hex() if self.stated.md5 else None,
            "stated_sha1": self.stated.sha1.hex() if self.stated.sha1 else None,
            "chunks": self.stated.chunks,
            "damaged_chunks": self.stated.damaged,
            "verdict": str(self.verdict),
        }


REJECTS = pa.schema([("where", pa.string()), ("reason", pa.string())])
"""The refused entries as rows."""


@dataclass(frozen=True, slots=True)
class TriageReport:
    """The account of one source; `read` = `accepted` + `duplicate` + `rejected`.

    `not_examined` sums the table of that name by type of content and reason; what was refused has no type.
    `images` are the disk images that state digests or checksums of their media. `notes` counts accepted files
    by what could not be done with them, `noted` says where each of them stands (for the owner alone: the
    sealed report holds the counts); `not_compared` counts pictures without a perceptual hash; `versions` name
    the tools and algorithms.
    """

    item_id: str
    source_kind: str
    read: int
    accepted: int
    duplicate: int
    rejected: int
    rejects: Sequence[Reject]
    pictures: int
    not_compared: int
    selectors: int
    deleted: int
    images: Sequence[ImageVerdict] = ()
    not_examined: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    notes: Mapping[str, int] = field(default_factory=dict)
    noted: Sequence[Reject] = ()
    versions: Mapping[str, str] = field(default_factory=dict)

    def to_json(self) -> dict[str, object]:
        """The report as `report.json` of a contribution carries it: counts and reasons, no names."""
        reasons: dict[str, int] = {}
        for reject in self.rejects:
            reasons[reject.reason] = reasons.get(reject.reason, 0) + 1
        return {
            "item_id": self.item_id,
            "source_kind": self.source_kind,
            "read": self.read,
            "accepted": self.accepted,
            "duplicate": self.duplicate,
            "rejected": self.rejected,
            "reject_reasons": dict(sorted(reasons.items())),
            "pictures": self.pictures,
            "not_compared": self.not_compared,
            "selectors": self.selectors,
            "deleted": self.deleted,
            "images": [image.to_json() for image in self.images],
            "not_examined": {
                kind: dict(sorted(why.items())) for kind, why in sorted(self.not_examined.items())
            },
            "notes": dict(sorted(self.notes.items())),
            "versions": dict(sorted(self.versions.items())),
        }
