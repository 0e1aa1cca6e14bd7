"""What a person signs with a key that is not here: in a browser, which keeps it, or on another machine."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from mozaik import package
from mozaik.acts import Said
from mozaik.package import Draft, Drafting, DraftSeen, Released
from mozaik.parties import PersonRef
from mozaik.release import Asking, ToSign, Verdict, Work, prepare_judgement, receive_judgement
from mozaik.seal import Signature, SignedStatement, TrustStore


def judgement_to_sign(
    work: Path, asking: Asking, reference: str, verdict: Verdict, trust: TrustStore
) -> ToSign:
    """The next act that the asking person signs to judge a hit of WORK; raises as `prepare_judgement`."""
    return prepare_judgement(Work.open(work, trust), asking, reference, verdict)


def take_judgement(
    work: Path,
    asking: Asking,
    reference: str,
    verdict: Verdict,
    signed: SignedStatement,
    trust: TrustStore,
) -> ToSign:
    """Append the act that was signed elsewhere to WORK's chains; raises as `receive_judgement`."""
    return receive_judgement(Work.open(work, trust), asking, reference, verdict, signed)


def draft_to_sign(work: Path, drafting: Drafting, trust: TrustStore) -> Said:
    """The act that the drafting person signs to draft a package from WORK; raises as `draft`."""
    return package.draft_to_sign(Work.open(work, trust), drafting)


def take_draft(
    work: Path, drafting: Drafting, signed: SignedStatement, trust: TrustStore, place: Callable[[int], Path]
) -> Draft:
    """Draft by what was signed elsewhere; raises as `draft_as_signed`."""
    return package.draft_as_signed(Work.open(work, trust), drafting, signed, place)


def see_draft(
    work: Path, file: Path, person: PersonRef, reason: str, now: datetime, trust: TrustStore
) -> DraftSeen:
    """What a draft tells and what of it may not be told any more; logged first; raises as `see_draft`."""
    return package.see_draft(file, person, reason, now, Work.open(work, trust))


def see_package(
    work: Path, file: Path, asking: Asking, trust: TrustStore, *, exported: bool = False
) -> DraftSeen:
    """What a released package tells its sender and its recipient; logged first; raises as `see_package`."""
    return package.see_package(file, asking, Work.open(work, trust), exported=exported)


def release_manifest(work: Path, file: Path, person: PersonRef, now: datetime, trust: TrustStore) -> bytes:
    """What a person signs first to release a draft; raises as `manifest_of_release`."""
    return package.manifest_of_release(file, person, now, Work.open(work, trust))


def release_to_sign(
    work: Path, file: Path, signature: Signature, person: PersonRef, now: datetime, trust: TrustStore
) -> Said:
    """The act that the person signs next to release a draft; raises as `release_to_sign`."""
    return package.release_to_sign(file, signature, person, now, Work.open(work, trust))


def take_release(
    work: Path,
    file: Path,
    signature: Signature,
    signed: SignedStatement,
    person: PersonRef,
    asked_at: datetime,
    now: datetime,
    trust: TrustStore,
) -> Released:
    """Release a draft by what its person signed elsewhere; raises as `release_as_signed`."""
    opened = Work.open(work, trust)
    return package.release_as_signed(file, signature, signed, person, asked_at, now, opened)
