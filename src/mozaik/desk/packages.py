"""Drafting a package, and signing its release; two persons make the draft a package.

One bare file of a package is written of what two persons have released alone, never of a draft.
"""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from mozaik.errors import RefusedError
from mozaik.files import refuse_existing, written_whole
from mozaik.moments import utc_day
from mozaik.operation import Operation, Participant, may_draft_for, participant_on
from mozaik.package import (
    Beyond,
    Draft,
    Drafting,
    Form,
    Preview,
    Released,
    countries_beyond,
    draft_beyond,
    draft_package,
    preview_package,
    read_package,
    release_draft,
    rendering_of,
)
from mozaik.parties import Authority
from mozaik.release import Asking, Work
from mozaik.seal import Kind, SigningKey, TrustStore, Verified, verify_sealed


@dataclass(frozen=True, slots=True)
class BareFile:
    """One form of a package as a file of its own; `signed` where its bytes are those that were released."""

    path: Path
    form: Form
    signed: bool


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


def preview(
    work: Path,
    drafting: Drafting,
    key: SigningKey | None,
    trust: TrustStore,
    target: Path | None = None,
    *,
    beyond: bool = False,
) -> Preview:
    """What a draft of this moment would tell and what it would hold back; only the reading is logged.

    No number is taken and no draft is left; `key` is None where the drafting person signs elsewhere. Raises
    as `draft` would for this `target`.
    """
    is_beyond = beyond or drafting.recipient.is_country
    return preview_package(Work.open(work, trust), drafting, key, target, beyond=is_beyond)


def recipients_for(operation: Operation, drafter: Authority, day: date) -> tuple[Participant, ...]:
    """Those for whom people of an authority may draft packages on a day, in order of their ids."""
    own = participant_on(operation, drafter, day)
    there = (participant_on(operation, each.authority, day) for each in operation.participants)
    able = (each for each in there if each is not None and own is not None and may_draft_for(own, each))
    return tuple(sorted(able, key=lambda each: each.authority))


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


def write_form(
    package_file: Path, form: Form, trust: TrustStore, now: datetime, target: Path, language: str = "en"
) -> BareFile:
    """Write one form of a released package as a bare file: the bytes that two persons signed.

    A package of an older format lacks some forms, and none has the report in every `language`: they are made
    from its package.json. Raises as `verify_sealed`, which refuses a draft, and RefusedError for another kind
    of file, a package past its last day, and a target that exists; InvalidInputError for another form than
    the report in another language than English.
    """
    verified = verify_sealed(package_file, trust)
    _require_valid(verified, utc_day(now))
    refuse_existing((target,), replace=False)
    rendering = rendering_of(form, language)
    signed = rendering.member in verified.names
    if signed:
        data = verified.read_member(rendering.member)
    else:
        data = rendering.render(read_package(verified.read_member("package.json"), str(package_file)))
    with written_whole(target) as stream:
        stream.write(data)
    return BareFile(target, form, signed)


def _require_valid(verified: Verified, on: date) -> None:
    manifest, where = verified.manifest, str(verified.path)
    if manifest.kind is not Kind.PACKAGE:
        raise RefusedError(
            f"a {manifest.kind} has no such form", where=where, remedy="give a package that was released"
        )
    if date.fromisoformat(manifest.properties["expires_on"]) < on:
        raise RefusedError(
            "the package is past its last day", where=where, why="it must be erased",
            remedy="erase it, and ask the sender for a new one",
        )  # fmt: skip
