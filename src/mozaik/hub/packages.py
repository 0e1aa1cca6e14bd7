"""Where the drafts and packages that were made at this hub lie, and which of them a person sees."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from mozaik.errors import RefusedError
from mozaik.files import make_private_folder
from mozaik.hub import floor
from mozaik.hub.models import Account
from mozaik.node import Listed, State
from mozaik.parties import Authority, is_authority
from mozaik.seal import Kind, Verified, inspect_draft, signatures_needed

FOLDER = "packages"
MOST_SHOWN = 100
_NAME = re.compile(r"(?P<recipient>[A-Z0-9-]{2,32})\.(?P<number>[0-9]{4,9})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Kept:
    """A draft or package of one's own authority: its name, number and file, who signed it, who is missing."""

    name: str
    recipient: Authority
    number: int
    file: Path
    id: str
    signers: tuple[str, ...]
    missing: int
    made_at: str
    expires_on: str

    @property
    def state(self) -> str:
        """`draft` until two persons have released it."""
        return "draft" if self.missing else "released"


def kept_by(account: Account) -> list[Kept]:
    """The drafts and packages that people of an authority made here, the newest first."""
    folder = _folder_of(account.authority)
    names = {path.stem for path in folder.iterdir() if _NAME.fullmatch(path.stem)}
    shown = [_kept(folder, name) for name in names]
    return sorted(shown, key=lambda kept: (kept.made_at, kept.name), reverse=True)[:MOST_SHOWN]


def kept_as(account: Account, name: str) -> Kept:
    """The draft or package of this name; RefusedError for one that the authority of the account has not."""
    folder = _folder_of(account.authority)
    if not _NAME.fullmatch(name) or not (folder / f"{name}.draft").is_file():
        raise _no_package()
    return _kept(folder, name)


def place_for(sender: Authority, recipient: Authority) -> Callable[[int], Path]:
    """Where the draft of each number for a recipient lies."""
    folder = _folder_of(sender)
    return lambda number: folder / f"{name_of(recipient, number)}.draft"


def name_of(recipient: str, number: int) -> str:
    """How pages call a draft or package of one's own."""
    return f"{recipient}.{number:04}"


def received_by(account: Account) -> list[Listed]:
    """The packages in the store of the node that are for the account's authority."""
    listed = (line for line in floor.node().index.listed() if line.kind == Kind.PACKAGE)
    for_us = [
        line
        for line in listed
        if line.state is State.ACCEPTED and account.authority in line.recipients and line.id
    ]
    return sorted(for_us, key=lambda line: str(line.id), reverse=True)


def received_as(account: Account, package_id: str) -> Path:
    """The file of a package for the account's authority; RefusedError, in the same words, for any other."""
    for line in received_by(account):
        if line.id == package_id:
            return floor.node().store.path_of(line.sha256)
    raise _no_package()


def _folder_of(sender: Authority) -> Path:
    folder: Path = settings.CONFIG.state / FOLDER / sender
    make_private_folder(folder)
    return folder


def _kept(folder: Path, name: str) -> Kept:
    package, draft = folder / f"{name}.package", folder / f"{name}.draft"
    file = package if package.is_file() else draft
    inspected = inspect_draft(file, floor.trust())
    return _of_file(name, file, inspected)


def _of_file(name: str, file: Path, inspected: Verified) -> Kept:
    recipient, _, number = name.partition(".")
    if not is_authority(recipient):
        raise _no_package()
    signers = tuple(sorted(str(signed.key.reference) for signed in inspected.signatures))
    manifest = inspected.manifest
    missing = signatures_needed(Kind.PACKAGE) - len(signers)
    expires = manifest.properties.get("expires_on", "")
    return Kept(
        name, Authority(recipient), int(number), file, manifest.id, signers, missing,
        manifest.created_at, expires,
    )  # fmt: skip


def _no_package() -> RefusedError:
    return RefusedError(
        "no package of yours has this name", remedy="take one from the list on the page of packages"
    )
