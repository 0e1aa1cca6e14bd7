"""Backups of what a node must never lose: its store, its acts, its secrets; one encrypted file.

What is derived is not in it: it is computed again. Chains do not refer to each other, so each is copied while
its writers wait, one after the other, and before the store: whatever a chain speaks of is there. The file is
encrypted as it is written; nothing of it lies open on a disk.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from mozaik import chain
from mozaik.acts import Acts
from mozaik.aside import Aside
from mozaik.errors import RefusedError
from mozaik.files import force_folder, one_at_a_time, refuse_existing, scratch_folder, storage_errors
from mozaik.moments import utc_text
from mozaik.node.archive import Contents, Member, Writing, damaged, pieces_of, unpack
from mozaik.node.store import Store
from mozaik.seal import SigningKey, decrypt, encrypt_stream, manifest_from_bytes

SECRETS, ACTS, STORE = "work.secrets", "work.acts", "store"


@dataclass(frozen=True, slots=True)
class Kept:
    """What a node keeps for ever, and the files that describe it."""

    acts: Acts
    store: Store
    descriptions: tuple[Path, ...] = ()

    @staticmethod
    def below(folder: Path, descriptions: Sequence[str] = ()) -> "Kept":
        """What is kept below a node's folder."""
        acts = Acts(folder / ACTS, folder / SECRETS)
        return Kept(acts, Store(folder / STORE), tuple(folder / name for name in descriptions))


def back_up(
    kept: Kept, target: Path, recipients: Sequence[str], now: datetime, *, replace: bool = False
) -> Contents:
    """Write a backup encrypted to `age1...` recipients as `target`, and return what it holds.

    Others go on working meanwhile; what they append after the turn of a chain is not in it. Raises
    RefusedError for a `target` that exists, what `encrypt_stream` raises, and what a torn chain raises.
    """
    refuse_existing((target,), replace)
    made: list[Contents] = []
    pieces = pieces_of(members_of(kept), utc_text(now), kept.acts.node_name, made.append)
    encrypt_stream(Writing(pieces), target, recipients)
    return made[0]


def restore(source: Path, target: Path, *keys: SigningKey) -> Contents:
    """Make the folder of a node from a backup, whole or not at all, and return what the backup holds.

    Every file fits the list, every chain is sound, every sealed file has the digest by which it is named,
    before the folder gets its name. RefusedError for a `target` that exists; NotForUsError for a key that it
    is not encrypted to; InvalidInputError for a backup that is not whole; the errors of `verify_chain`.
    """
    with one_at_a_time(target):
        if target.exists():
            raise RefusedError(
                "a node is never restored over another",
                where=str(target),
                remedy="name a new folder; move the old one away and keep it",
            )
        with scratch_folder(target, Aside.PART) as partial:
            plain, folder = partial / "plain.tar", partial / "node"
            decrypt(source, plain, *keys)
            folder.mkdir(mode=0o700)
            contents = unpack(plain, folder)
            plain.unlink()
            _require_sound(folder, contents, source)
            with storage_errors(target):
                folder.rename(target)
                force_folder(target.parent)
    return contents


def members_of(kept: Kept) -> Iterator[Member]:
    """All files of a backup, each while nobody writes it: secrets, acts, store."""
    yield from (Member(path.name, path) for path in kept.descriptions)
    yield from _plain(SECRETS, kept.acts.secrets)
    yield from _members_of_acts(kept.acts)
    for sha256 in kept.store.digests():
        for path in (kept.store.manifest_path_of(sha256), kept.store.path_of(sha256)):
            yield Member(f"{STORE}/{path.relative_to(kept.store.folder)}", path)


def _members_of_acts(acts: Acts) -> Iterator[Member]:
    """The chains of this node, each while its writers wait, and then whatever else lies among the acts."""
    copied: set[Path] = set()
    for own in acts.chains():
        with chain.standing_still(own):
            for member in _plain(ACTS, acts.folder, own.folder):
                copied.add(member.path)
                yield member
    yield from (member for member in _plain(ACTS, acts.folder) if member.path not in copied)


def _plain(name: str, folder: Path, below: Path | None = None) -> Iterator[Member]:
    """The finished files of a folder, or of one below it: what is written aside begins with a dot."""
    for path in sorted((below or folder).rglob("*")):
        place = path.relative_to(folder)
        if path.is_file() and not any(part.startswith(".") for part in place.parts):
            yield Member(f"{name}/{place}", path)


def _require_sound(folder: Path, contents: Contents, source: Path) -> None:
    """Raise unless what was unpacked is a node's: its acts are whole, its store holds what it names."""
    kept = Kept.below(folder)
    if kept.acts.node_name != contents.node:
        raise damaged(str(source), "it holds another node than it says")
    kept.acts.operation_key()
    for own in kept.acts.chains():
        chain.verify_chain(own)
    digests = {file.name: file.sha256 for file in contents.files}
    for sha256 in kept.store.digests():
        path = kept.store.path_of(sha256)
        if digests.get(f"{STORE}/{path.relative_to(kept.store.folder)}") != sha256:
            raise damaged(str(source), "a sealed file in it is not the one by whose digest it is named")
        manifest = kept.store.manifest_path_of(sha256)
        manifest_from_bytes(manifest.read_bytes(), str(source))
