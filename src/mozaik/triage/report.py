"""What a triage says about itself: what was read, what was refused and why, what could not be compared."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pyarrow as pa


@dataclass(frozen=True, slots=True)
class Reject:
    """One entry that gives no facts: where it stands in the source, and why. Never a value from inside it."""

    where: str
    reason: str


REJECTS = pa.schema([("where", pa.string()), ("reason", pa.string())])
"""The refused entries as rows."""


@dataclass(frozen=True, slots=True)
class TriageReport:
    """The account of one source; `read` = `accepted` + `duplicate` + `rejected`.

    `notes` counts accepted files by what could not be done with them, `noted` says where each of them
    stands (for the owner alone: the sealed report holds the counts); `not_compared` counts pictures
    without a perceptual hash; `versions` name the tools and algorithms.
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
            "notes": dict(sorted(self.notes.items())),
            "versions": dict(sorted(self.versions.items())),
        }
