"""Encrypting a sealed file for the way: first the plan, which checks everything, then the deed."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from mozaik.files import refuse_existing
from mozaik.progress import Step
from mozaik.seal import TrustedKey, TrustStore, Verified, check_recipient, encrypt_to, verify_sealed


@dataclass(frozen=True, slots=True)
class EncryptionPlan:
    """What would be encrypted, to whom, and where to: a verified file, and keys that may have it."""

    verified: Verified
    recipients: tuple[TrustedKey, ...]
    target: Path


def plan_encryption(
    file: Path, recipients: Sequence[TrustedKey], trust: TrustStore, target: Path, *, replace: bool = False
) -> EncryptionPlan:
    """Verify a sealed file and that it is meant for the recipients; nothing is written.

    Raises as verification does, NotForUsError for a key that may not have it, RefusedError for a target that
    exists and is not to be replaced, or is the file itself.
    """
    refuse_existing((target,), replace and target.resolve() != file.resolve())
    verified = verify_sealed(file, trust)
    for key in recipients:
        check_recipient(verified.manifest, key, str(file))
    return EncryptionPlan(verified, tuple(recipients), target)


def encrypt_as_planned(plan: EncryptionPlan, step: Step | None = None) -> Path:
    """Write the encrypted file; raises as encrypting does."""
    encrypt_to(plan.verified.path, plan.target, [key.age_recipient for key in plan.recipients], step)
    return plan.target
