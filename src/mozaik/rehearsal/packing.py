"""Writes items to disk as they would arrive: folders, ZIP and TAR extractions, FAT and ext4 images.

Images are made by the system's own tools (mke2fs, mkfs.vfat, mtools), called with argument lists.
"""

import io
import os
import shutil
import subprocess
import tarfile
import tempfile
import uuid
import zipfile
from pathlib import Path

from mozaik.errors import MissingPartError
from mozaik.rehearsal.plan import Item, moment

SUFFIXES = {"folder": "", "zip": ".zip", "tar": ".tar", "fat": ".fat.img", "ext4": ".ext4.img"}
_TOOLS = {
    "mkfs.vfat": "dosfstools",
    "mcopy": "mtools",
    "mmd": "mtools",
    "mdel": "mtools",
    "mke2fs": "e2fsprogs",
}


def pack_item(item: Item, folder: Path) -> Path:
    """Write an item below a folder in its form; returns the source that triage reads."""
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / (item.item_id + SUFFIXES[item.form])
    writers = {"folder": _folder, "zip": _zip, "tar": _tar, "fat": _fat_image, "ext4": _ext_image}
    writers[item.form](item, target)
    return target


def _folder(item: Item, target: Path) -> None:
    stamp = moment(item.raid.day).timestamp()
    for path, data in sorted(item.files.items()):
        place = target / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
        os.utime(place, (stamp, stamp))


def _zip(item: Item, target: Path) -> None:
    day = item.raid.day
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for path, data in sorted(item.files.items()):
            info = zipfile.ZipInfo(path, (day.year, day.month, day.day, 6, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, data)


def _tar(item: Item, target: Path) -> None:
    with tarfile.open(target, "w", format=tarfile.PAX_FORMAT) as archive:
        for path, data in sorted(item.files.items()):
            info = tarfile.TarInfo(path)
            info.size, info.mtime = len(data), int(moment(item.raid.day).timestamp())
            archive.addfile(info, io.BytesIO(data))


def _fat_image(item: Item, target: Path) -> None:
    """A FAT image; the item's deleted paths are written and then deleted, as a user would."""
    _blank(target, item, least=4 << 20)
    _run("mkfs.vfat", "-n", "SYNTHETIC", "-i", f"{abs(hash_of(item)) % 2**32:08x}", str(target))
    folders = sorted({str(parent) for path in item.files for parent in Path(path).parents} - {"."})
    for name in folders:
        _run("mmd", "-i", str(target), f"::/{name}")
    with tempfile.TemporaryDirectory() as scratch:
        tree = Path(scratch) / "tree"
        _folder(item, tree)
        for top in sorted(tree.iterdir()):
            _run("mcopy", "-s", "-m", "-D", "o", "-i", str(target), str(top), "::/")
    for path in sorted(item.deleted):
        _run("mdel", "-i", str(target), f"::/{path}")


def _ext_image(item: Item, target: Path) -> None:
    """An ext4 image filled by `mke2fs -d`."""
    _blank(target, item, least=8 << 20)
    name = str(uuid.uuid5(uuid.NAMESPACE_OID, item.item_id))
    with tempfile.TemporaryDirectory() as scratch:
        tree = Path(scratch) / "tree"
        _folder(item, tree)
        options = ("-q", "-t", "ext4", "-U", name, "-E", f"hash_seed={name}", "-L", "SYNTHETIC", "-d")
        _run("mke2fs", *options, str(tree), str(target))


def _blank(target: Path, item: Item, least: int) -> None:
    size = max(least, 2 * sum(len(data) + 4096 for data in item.files.values()) + (1 << 20))
    with target.open("wb") as file:
        file.truncate(size)


def hash_of(item: Item) -> int:
    """A stable number for an item, for the serial number of its volume."""
    return uuid.uuid5(uuid.NAMESPACE_OID, item.item_id).int


def _run(tool: str, *arguments: str) -> None:
    path = shutil.which(tool) or shutil.which(tool, path="/usr/sbin:/sbin")
    if path is None:
        raise MissingPartError(
            f"the tool {tool} is not installed", remedy=f"apt-get install {_TOOLS[tool]}, or run make system"
        )
    environment = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "MTOOLS_SKIP_CHECK": "1", "LC_ALL": "C.UTF-8"}
    subprocess.run([path, *arguments], check=True, capture_output=True, env=environment)
