"""Drafting a package, and signing its release; two persons make the draft a package."""

from datetime import datetime
from pathlib import Path

from mozaik.package import (
    Beyond,
    Draft,
    Drafting,
    Released,
    countries_beyond,
    draft_beyond,
    draft_package,
    release_draft,
)
from mozaik.release import Asking, Work
from mozaik.seal import SigningKey, TrustStore


def draft(
    work: Path, drafting: Drafting, key: SigningKey, trust: TrustStore, target: Path, *, beyond: bool = False
) -> Draft:
    """Draft what one authority, or one country beyond the operation, receives from WORK; raises as drafting.

    NotTakingPartError for a recipient that the operation in force does not name that day, RefusedError for a
    drafting person whose role does not allow it.
    """
    opened = Work.open(work, trust)
    if beyond or drafting.recipient.is_country:
        return draft_beyond(opened, drafting, key, target)
    return draft_package(opened, drafting, key, target)


def list_beyond(work: Path, asking: Asking, trust: TrustStore) -> tuple[Beyond, ...]:
    """The countries beyond the operation to which facts point that the reader sees in full; logged."""
    return countries_beyond(Work.open(work, trust), asking)


def release(
    draft_file: Path,
    key: SigningKey,
    trust: TrustStore,
    now: datetime,
    work: Path,
    target: Path | None = None,
) -> Released:
    """Sign the release of a draft; the second person's writes the package; raises as `release_draft`.

    The terms of the day are asked again of WORK: what lapsed since the draft keeps it from being released.
    A releaser's key is never made here: one person could release alone under two names.
    """
    return release_draft(draft_file, key, now, Work.open(work, trust), target)
