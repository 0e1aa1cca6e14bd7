"""One file system of a disk image, walked through The Sleuth Kit folder by folder: files, deleted names."""

import io
from collections.abc import Iterator

from mozaik.intake.source import Entry, Foreign, instant, place_name

_BLOCK = 1 << 20


class Walk:
    """The entries of one file system, folder by folder, each folder once."""

    def __init__(self, tsk: Foreign, system: Foreign, container: str) -> None:
        self._tsk, self._system, self._container = tsk, system, container
        fat = (tsk.TSK_FS_TYPE_FAT12, tsk.TSK_FS_TYPE_FAT16, tsk.TSK_FS_TYPE_FAT32, tsk.TSK_FS_TYPE_EXFAT)
        self._zone_known = system.info.ftype not in fat
        self._seen: set[int] = set()

    def entries(self) -> Iterator[Entry]:
        """Every file, deleted name and unreadable folder, in a fixed order."""
        waiting: list[tuple[bytes, int, bool]] = [(b"", self._system.info.root_inum, False)]
        while waiting:
            inside, address, deleted = waiting.pop()
            if address in self._seen:
                continue
            self._seen.add(address)
            try:
                listing = list(self._system.open_dir(inode=address))
            except OSError:
                yield self._unreadable(inside, deleted)
                continue
            deeper = []
            for item in listing:
                name = item.info.name.name
                if name in (b".", b"..") or not name:
                    continue
                place = inside + b"/" + name if inside else name
                if self._is_folder(item):
                    deeper.append((place, item.info.meta.addr, deleted or self._deleted(item)))
                elif (entry := self._entry(item, place, deleted)) is not None:
                    yield entry
            waiting.extend(reversed(deeper))

    def _unreadable(self, inside: bytes, deleted: bool) -> Entry:
        return Entry(
            place_name(inside) + "/", self._container, deleted=deleted, obstacle="folder cannot be listed"
        )

    def _is_folder(self, item: Foreign) -> bool:
        meta, tsk = item.info.meta, self._tsk
        return meta is not None and meta.type in (tsk.TSK_FS_META_TYPE_DIR, tsk.TSK_FS_META_TYPE_VIRT_DIR)

    def _deleted(self, item: Foreign) -> bool:
        return bool(int(item.info.name.flags) & int(self._tsk.TSK_FS_NAME_FLAG_UNALLOC))

    def _entry(self, item: Foreign, place: bytes, inside_deleted: bool) -> Entry | None:
        """The entry of one name; None for the file system's own virtual files and volume labels."""
        tsk, meta = self._tsk, item.info.meta
        deleted = inside_deleted or self._deleted(item)
        name, times = place_name(place), meta.mtime if meta is not None else 0
        if meta is not None and meta.type == tsk.TSK_FS_META_TYPE_VIRT:
            return None
        if int(item.info.name.type) == int(tsk.TSK_FS_NAME_TYPE_VIRT):
            return None
        obstacle = self._obstacle(item, meta, deleted)
        return Entry(
            name,
            self._container,
            open=None if obstacle else lambda: io.BufferedReader(_Content(item, meta.size), _BLOCK),
            size=meta.size if meta is not None else None,
            deleted=deleted,
            modified_at=instant(times),
            zone_known=self._zone_known,
            seekable=True,
            expand=not deleted,
            obstacle=obstacle,
        )

    def _obstacle(self, item: Foreign, meta: Foreign, deleted: bool) -> str:
        tsk = self._tsk
        if meta is None:
            return "only the deleted name is left, its content is not recorded"
        if meta.type == tsk.TSK_FS_META_TYPE_LNK:
            return "symbolic link, not followed"
        if meta.type != tsk.TSK_FS_META_TYPE_REG:
            kept = deleted and meta.type == tsk.TSK_FS_META_TYPE_UNDEF
            return (
                "only the deleted name is left, its content is not recorded"
                if kept
                else "not a regular file (device, pipe or socket), not opened"
            )
        if self._deleted(item) and int(meta.flags) & int(tsk.TSK_FS_META_FLAG_ALLOC):
            return "only the deleted name is left, its place now holds another file"
        if deleted and meta.size == 0:
            return "only the deleted name is left, its content is not recorded"
        return ""


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
