"""One file system of a disk image, walked through The Sleuth Kit folder by folder: files, deleted names.

A deleted file is listed when its name or its record is left (The Sleuth Kit gathers records without a name in
`$OrphanFiles`). Its content is what the remains point to; where these lie under other files, that is said.
"""

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import BinaryIO, cast

from mozaik.intake.source import Doubt, Entry, Foreign, instant, place_name
from mozaik.intake.sources import ewf
from mozaik.intake.sources.blocks import Blocks, Run, runs_of

IsDamaged = Callable[[int, int], bool]
"""Whether bytes of the file system, from the first to before the second, are damaged."""
_BLOCK = 1 << 20
_ORPHANS = b"$OrphanFiles/"
_ANY_TURN = 0xFFFFFFFF
"""What a name says that does not state the turn (sequence number) of its record."""
_NTFS_OWN = 24
"""Records of NTFS below this number are its own."""
NOT_RECORDED = "only the deleted name is left, its content is not recorded"
ONLY_RECORD = "only the record of a deleted file is left, without name and content"
OTHER_RECORD = "only the deleted name is left, its record now describes another file"
OTHER_CONTENT = "only the deleted name is left, its place now holds another file"
PLACE_LOST = "only the deleted name is left, where its content lay is no longer recorded"
PARTLY_TAKEN = Doubt("deleted file: part of its place now holds other files", is_mixed=True)
GUESSED = Doubt("deleted file: put together from free space around other files, which is a guess")
SHARED = Doubt("deleted file: another deleted file lies in its place too, one of them is not whole")
SEVERAL_NAMES = Doubt("deleted file: several deleted names share its record, the content is of one of them")


@dataclass(frozen=True, slots=True)
class _Name:
    """One name of a folder: its path, its file, its record or None; or a folder that cannot be listed."""

    place: bytes
    deleted: bool
    item: Foreign = None
    meta: Foreign = None
    is_other_record: bool = False
    is_unreadable: bool = False


class Walk:
    """The entries of one file system, folder by folder, each folder once."""

    def __init__(
        self, tsk: Foreign, system: Foreign, container: str, is_damaged: IsDamaged | None = None
    ) -> None:
        self._tsk, self._system, self._container = tsk, system, container
        self._is_damaged = is_damaged
        fat = (tsk.TSK_FS_TYPE_FAT12, tsk.TSK_FS_TYPE_FAT16, tsk.TSK_FS_TYPE_FAT32, tsk.TSK_FS_TYPE_EXFAT)
        self._is_fat = system.info.ftype in fat

    def entries(self) -> Iterator[Entry]:
        """Every file, deleted name and unreadable folder, in a fixed order."""
        for name in self._names():
            if name.is_unreadable:
                yield Entry(
                    place_name(name.place) + "/",
                    self._container,
                    deleted=name.deleted,
                    obstacle="folder cannot be listed",
                )
            elif (
                not self._is_folder(name.meta) and not self._is_virtual(name) and not self._is_reserved(name)
            ):
                yield self._entry(name)

    def _names(self) -> Iterator[_Name]:
        """Every name below the root, folder by folder."""
        seen: set[int] = set()
        waiting: list[tuple[bytes, int, bool]] = [(b"", self._system.info.root_inum, False)]
        while waiting:
            inside, address, deleted = waiting.pop()
            if address in seen:
                continue
            seen.add(address)
            try:
                listing = list(self._system.open_dir(inode=address))
            except OSError:
                yield _Name(inside, deleted, is_unreadable=True)
                continue
            deeper = []
            for item in listing:
                if item.info.name.name in (b".", b"..") or not item.info.name.name:
                    continue
                name = self._resolved(item, inside, deleted)
                yield name
                if self._is_folder(name.meta):
                    deeper.append((name.place, name.meta.addr, name.deleted))
            waiting.extend(reversed(deeper))

    def _resolved(self, item: Foreign, inside: bytes, inside_deleted: bool) -> _Name:
        """A listed name with its record, which the listing leaves out for names found without a folder."""
        own, tsk = item.info.name, self._tsk
        place = inside + b"/" + own.name if inside else own.name
        deleted = inside_deleted or bool(int(own.flags) & int(tsk.TSK_FS_NAME_FLAG_UNALLOC))
        if item.info.meta is not None or not own.meta_addr:
            return _Name(place, deleted, item, item.info.meta)
        try:
            recorded = self._system.open_meta(inode=own.meta_addr)
        except OSError:
            return _Name(place, deleted, item)
        meta = recorded.info.meta
        if meta is None or int(meta.flags) & int(tsk.TSK_FS_META_FLAG_ALLOC):
            return _Name(place, deleted, item, is_other_record=meta is not None)
        # NTFS counts a record's turn on when it is freed; what is free is still of the turn before.
        if own.meta_seq not in (_ANY_TURN, meta.seq, meta.seq - 1):
            return _Name(place, deleted, item, is_other_record=True)
        return _Name(place, True, recorded, meta)

    def _is_folder(self, meta: Foreign) -> bool:
        tsk = self._tsk
        return meta is not None and meta.type in (tsk.TSK_FS_META_TYPE_DIR, tsk.TSK_FS_META_TYPE_VIRT_DIR)

    def _is_virtual(self, name: _Name) -> bool:
        """Whether this is one of the file system's own virtual files, or a volume label."""
        tsk = self._tsk
        if name.meta is not None and name.meta.type == tsk.TSK_FS_META_TYPE_VIRT:
            return True
        listed = name.item.info.name
        return listed is not None and int(listed.type) == int(tsk.TSK_FS_NAME_TYPE_VIRT)

    def _is_reserved(self, name: _Name) -> bool:
        """Whether this is one of the records that NTFS keeps for itself and never used."""
        is_ntfs = self._system.info.ftype == self._tsk.TSK_FS_TYPE_NTFS
        return is_ntfs and name.deleted and name.meta is not None and name.meta.addr < _NTFS_OWN

    def _entry(self, name: _Name) -> Entry:
        item, meta = name.item, name.meta
        obstacle = self._obstacle(name)
        return Entry(
            place_name(name.place),
            self._container,
            open=None if obstacle else lambda: io.BufferedReader(_Content(item, meta.size), _BLOCK),
            size=meta.size if meta is not None else None,
            deleted=name.deleted,
            modified_at=instant(meta.mtime if meta is not None else 0),
            zone_known=not self._is_fat,
            seekable=True,
            expand=True,
            obstacle=obstacle,
            doubts=lambda: tuple(self._doubts(name)),
            beside=None if name.deleted else lambda ending: self._open_beside(name.place + ending),
        )

    def _open_beside(self, place: bytes) -> BinaryIO | None:
        """A regular file for reading that is there; None where there is none."""
        try:
            item = self._system.open("/" + place.decode())
        except (OSError, UnicodeDecodeError):
            return None
        meta = item.info.meta
        if meta is None or meta.type != self._tsk.TSK_FS_META_TYPE_REG:
            return None
        return io.BufferedReader(_Content(item, meta.size), _BLOCK)

    def _obstacle(self, name: _Name) -> str:
        tsk, meta, deleted = self._tsk, name.meta, name.deleted
        if meta is None:
            return OTHER_RECORD if name.is_other_record else NOT_RECORDED
        if meta.type == tsk.TSK_FS_META_TYPE_LNK:
            return "symbolic link, not followed"
        if meta.type != tsk.TSK_FS_META_TYPE_REG:
            kept = deleted and meta.type == tsk.TSK_FS_META_TYPE_UNDEF
            return NOT_RECORDED if kept else "not a regular file (device, pipe or socket), not opened"
        if not deleted:
            return ""
        if int(meta.flags) & int(tsk.TSK_FS_META_FLAG_ALLOC):
            return OTHER_RECORD if meta.nlink else ""  # without a link it was deleted while it was open
        if meta.size == 0:
            return ONLY_RECORD if name.place.startswith(_ORPHANS) else NOT_RECORDED
        runs, is_whole = runs_of(tsk, name.item, content_only=True)
        if not is_whole or self._is_list_taken(name.item, runs):
            return PLACE_LOST
        taken = self._blocks.taken(runs)
        return OTHER_CONTENT if taken and taken == sum(end - first for first, end in runs) else ""

    def _is_list_taken(self, item: Foreign, runs: list[Run]) -> bool:
        """Whether the blocks that list a deleted file's blocks are those of another, or list nonsense."""
        last = self._system.info.block_count
        every, _ = runs_of(self._tsk, item, content_only=False)
        lists = every[len(runs) :]
        return self._blocks.taken(lists) > 0 or any(end > last for _, end in every)

    def _doubts(self, name: _Name) -> Iterator[Doubt]:
        """Why the content of a file may not be its own."""
        if not name.deleted and self._is_damaged is None:
            return
        runs, _ = runs_of(self._tsk, name.item, content_only=True)
        if self._is_damaged is not None and self._lies_in_damage(runs):
            yield ewf.DAMAGED
        if name.deleted:
            yield from self._doubts_of_deleted(name, runs)

    def _lies_in_damage(self, runs: list[Run]) -> bool:
        size, is_damaged = self._system.info.block_size, cast(IsDamaged, self._is_damaged)
        return any(is_damaged(first * size, end * size) for first, end in runs)

    def _doubts_of_deleted(self, name: _Name, runs: list[Run]) -> Iterator[Doubt]:
        if not int(name.meta.flags) & int(self._tsk.TSK_FS_META_FLAG_ALLOC):
            if self._blocks.taken(runs):
                yield PARTLY_TAKEN
            if self._is_fat and len(runs) > 1:
                yield GUESSED
            if self._blocks.is_shared(name.meta.addr):
                yield SHARED
        if self._blocks.has_several_names(name.meta.addr):
            yield SEVERAL_NAMES

    @cached_property
    def _blocks(self) -> Blocks:
        """The blocks of all files, listed once when the first deleted file asks for them."""
        tsk, blocks = self._tsk, Blocks()
        for name in self._names():
            if name.meta is None or self._is_virtual(name):
                continue
            is_kept = bool(int(name.meta.flags) & int(tsk.TSK_FS_META_FLAG_ALLOC))
            if is_kept:
                blocks.add_kept(runs_of(tsk, name.item, content_only=False)[0])
            if name.deleted and not self._is_folder(name.meta):
                runs = [] if is_kept else runs_of(tsk, name.item, content_only=True)[0]
                blocks.add_deleted(name.meta.addr, runs)
        return blocks.close()


class _Content(io.RawIOBase):
    """The content of one file of an image, as a seekable stream."""

    def __init__(self, item: Foreign, size: int) -> None:
        self._item, self._size, self._position = item, size, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self._size}[whence]
        self._position = max(0, base + offset)
        return self._position

    def tell(self) -> int:
        return self._position

    def readinto(self, buffer: Foreign) -> int:
        view = memoryview(buffer)
        wanted = min(len(view), self._size - self._position)
        if wanted <= 0:
            return 0
        data = self._item.read_random(self._position, wanted)
        if not data:
            raise OSError("its content ends early in the image")
        view[: len(data)] = data
        self._position += len(data)
        return len(data)
