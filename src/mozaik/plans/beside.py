"""The plans that count beside a WORK: sealed files in `WORK.plans`, those that stand and no other.

Each is verified again whenever the folder is read, by the keys that count then. A plan that is superseded or
withdrawn leaves the folder; what replaced it stays, and keeps the old one from coming back.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from mozaik.errors import MozaikError, RefusedError
from mozaik.files import (
    force_folder,
    make_private_folder,
    one_at_a_time,
    require_private,
    storage_errors,
    written_whole,
)
from mozaik.plans.file import SealedPlan, read_plan
from mozaik.seal import TrustStore

_NAME = re.compile(r"[0-9a-f]{64}\.plan", re.ASCII)


@dataclass(frozen=True, slots=True)
class Unread:
    """A plan of the folder that does not count today, and why."""

    sha256: str
    error: MozaikError


@dataclass(frozen=True, slots=True)
class PlansBeside:
    """The folder `WORK.plans` of a WORK."""

    folder: Path

    @staticmethod
    def of(work: Path) -> "PlansBeside":
        """The plans that belong to a WORK."""
        work = work.absolute()
        return PlansBeside(work.with_name(f"{work.name}.plans"))

    def read(self, trust: TrustStore) -> tuple[tuple[SealedPlan, ...], tuple[Unread, ...]]:
        """The plans that count, by their ids, and those that do not; RefusedError if others may enter."""
        plans: list[SealedPlan] = []
        unread: list[Unread] = []
        if self.folder.exists():
            require_private((self.folder,))
        for path in self._files():
            try:
                plans.append(read_plan(path, trust))
            except MozaikError as error:
                unread.append(Unread(path.stem, error))
        return tuple(sorted(plans, key=lambda sealed: sealed.manifest.id)), tuple(unread)

    def digests(self) -> tuple[str, ...]:
        """The SHA-256 of the files in the folder, in hex and in order."""
        return tuple(path.stem for path in self._files())

    def enter(self, files: Iterable[Path], trust: TrustStore) -> tuple[SealedPlan, ...]:
        """Take plans in beside what stands there; one that replaces another takes its place.

        Raises as `read_plan`, and RefusedError for one that was replaced, whose id another file has, or that
        claims another owner's; then none is taken in.
        """
        entered = tuple(read_plan(path, trust) for path in files)
        make_private_folder(self.folder.parent)
        with one_at_a_time(self.folder):
            standing, _ = self.read(trust)
            together = {sealed.sha256: sealed for sealed in (*standing, *entered)}
            _require_current(entered, tuple(together.values()))
            replaced = {name for sealed in together.values() for name in sealed.manifest.supersedes}
            for sealed in entered:
                self._put(sealed.path.read_bytes(), sealed.sha256)
            for sealed in standing:
                if sealed.manifest.id in replaced:
                    self._remove(sealed.sha256)
        return entered

    def make_equal(self, files: Iterable[Path]) -> None:
        """Let the folder hold these files and no other; each is named by its SHA-256 in hex."""
        wanted = {path.name: path for path in files}
        with one_at_a_time(self.folder):
            for sha256 in sorted(set(wanted) - set(self.digests())):
                self._put(wanted[sha256].read_bytes(), sha256)
            for sha256 in sorted(set(self.digests()) - set(wanted)):
                self._remove(sha256)

    def _files(self) -> list[Path]:
        with storage_errors(self.folder):
            return sorted(path for path in self.folder.glob("*.plan") if _NAME.fullmatch(path.name))

    def _put(self, data: bytes, sha256: str) -> None:
        make_private_folder(self.folder)
        with written_whole(self.folder / f"{sha256}.plan") as stream:
            stream.write(data)

    def _remove(self, sha256: str) -> None:
        with storage_errors(self.folder):
            (self.folder / f"{sha256}.plan").unlink(missing_ok=True)
            force_folder(self.folder)


def _require_current(entered: Iterable[SealedPlan], together: tuple[SealedPlan, ...]) -> None:
    for sealed in entered:
        own = sealed.manifest
        for other in together:
            if own.id in other.manifest.supersedes:
                raise _not_current(
                    sealed, "this plan was replaced or withdrawn by its owner", "give the one that stands"
                )
            if other.manifest.id == own.id and other.sha256 != sealed.sha256:
                raise _not_current(
                    sealed, "another file has the id of this plan", "ask its sender to seal it again"
                )
            if other.manifest.id in own.supersedes and other.owner != sealed.owner:
                raise _not_current(
                    sealed, "a plan claims to replace another owner's", "ask its sender to seal it again"
                )


def _not_current(sealed: SealedPlan, what: str, remedy: str) -> RefusedError:
    return RefusedError(what, where=str(sealed.path), remedy=remedy)
