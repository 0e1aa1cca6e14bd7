"""A preview of a package: what its recipient would get and what is held back; it has no number and no file.

The content is made as for a draft, of the same reading, which is logged like any other.
"""

from dataclasses import dataclass
from pathlib import Path

from mozaik.kinds import HitKind
from mozaik.package.beyond import require_beyond
from mozaik.package.content import package_of
from mozaik.package.draft import read_all, read_for_draft, require_new
from mozaik.package.drafting import Drafting
from mozaik.package.model import Custody, Package
from mozaik.release import Reading, Status, Work
from mozaik.seal import SigningKey
from mozaik.wording import in_english, say

NOT_NUMBERED = Custody(0, 0, "")
"""The custody of a package that was only looked at."""


@dataclass(frozen=True, slots=True)
class HeldBack:
    """A hit of the recipient that the package does not tell, and why."""

    reference: str
    kind: HitKind
    status: Status
    why: str


@dataclass(frozen=True, slots=True)
class Preview:
    """The content that a draft of this moment would have, and the hits that it would only count."""

    package: Package
    held_back: tuple[HeldBack, ...]


@in_english
def preview_package(
    work: Work,
    drafting: Drafting,
    key: SigningKey | None = None,
    target: Path | None = None,
    *,
    beyond: bool = False,
) -> Preview:
    """What a draft would tell; the reading is logged, no number is taken. Raises as the draft does.

    `key` is the drafting person's, None where it signs elsewhere. `target` is where the draft would lie, if
    that is known already; `beyond` says that the recipient takes no part itself.
    """
    if beyond:
        require_beyond(work, drafting)
    if target is not None:
        require_new(target)
    read = read_all(work, drafting) if key is None else read_for_draft(work, drafting, key)
    package = package_of(read, drafting, NOT_NUMBERED)
    return Preview(package, held_back(read.reading, package))


def held_back(reading: Reading, package: Package) -> tuple[HeldBack, ...]:
    """The hits of a reading that a package made of it does not tell, and why."""
    told = {hit.reference for hit in package.hits}
    return tuple(
        HeldBack(hit.reference, hit.kind, hit.status, say(f"status.{hit.status}"))
        for hit in reading.hits
        if hit.reference not in told
    )
