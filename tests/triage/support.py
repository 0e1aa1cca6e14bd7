"""Sources for the tests of triage: drawn pictures, texts, databases, archives, disk images; all synthetic."""

import hashlib
import io
import sqlite3
import struct
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import numpy as np
from PIL import Image

HOSTILE_CHILD = (sys.executable, "-I", "-B", str(Path(__file__).parent / "hostile_child.py"))
CHILD_WITHOUT_IMAGES = (sys.executable, "-I", "-B", str(Path(__file__).parent / "child_without_images.py"))
NOTE = b"write to ana.novak@example.org or call +386 31 234 567\n"


def picture(seed: int = 1, size: tuple[int, int] = (96, 80)) -> np.ndarray:
    """A harmless colour picture uint8[h, w, 3] with enough structure for a good hash."""
    width, height = size
    x, y = np.meshgrid(np.linspace(0, 6, width), np.linspace(0, 5, height))
    waves = [np.sin(x * (1 + (seed + n) % 5)) * np.cos(y * (1 + seed * (n + 2) % 7)) for n in range(3)]
    return ((np.stack(waves, axis=2) + 1) * 127).astype(np.uint8)


def encoded(pixels: np.ndarray, kind: str = "JPEG", **options: object) -> bytes:
    """A picture file."""
    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, kind, **options)
    return stream.getvalue()


def database(texts: list[str], mode: str = "delete") -> bytes:
    """A SQLite database whose one table holds these texts."""
    base = sqlite3.connect(":memory:")
    base.execute("CREATE TABLE messages (id INTEGER PRIMARY KEY, body TEXT, more BLOB)")
    base.executemany("INSERT INTO messages (body) VALUES (?)", [(text,) for text in texts])
    base.commit()
    content = bytearray(base.serialize())
    base.close()
    if mode == "wal":
        content[18:20] = b"\x02\x02"
    return bytes(content)


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP archive."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def tarred(members: dict[str, bytes], mode: str = "w") -> bytes:
    """A TAR archive; `mode` may name a compression."""
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode=mode) as archive:  # type: ignore[call-overload]
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size, info.mtime = len(content), 1_700_000_000
            archive.addfile(info, io.BytesIO(content))
    return stream.getvalue()


def fat_image(path: Path, files: dict[str, bytes], deleted: dict[str, bytes]) -> Path:
    """A FAT image with some files, some of them deleted."""
    run("mkfs.vfat", "-C", str(path), "4096")
    for number, (name, content) in enumerate({**files, **deleted}.items()):
        local = path.with_name(f"part-{number}")
        local.write_bytes(content)
        run("mcopy", "-i", str(path), str(local), f"::{name}")
        local.unlink()
    for name in deleted:
        run("mdel", "-i", str(path), f"::{name}")
    return path


def ext_image(path: Path, folder: Path, kind: str = "ext4") -> Path:
    """An ext image with the content of a folder."""
    run("mke2fs", "-q", "-t", kind, "-d", str(folder), str(path), "4M")
    return path


def partitioned(path: Path, systems: list[bytes]) -> Path:
    """A raw disk with an MBR and one FAT partition after the other."""
    disk = bytearray(2048 * 512)
    table = b""
    for system in systems:
        start = len(disk) // 512
        table += struct.pack("<B3sB3sII", 0, b"\0\0\0", 0x0C, b"\0\0\0", start, len(system) // 512)
        disk += system
    disk[446 : 446 + len(table)] = table
    disk[510:512] = b"\x55\xaa"
    path.write_bytes(disk)
    return path


def run(*command: str) -> bytes:
    """What a system program prints; its failure is the test's."""
    return subprocess.run(command, check=True, capture_output=True).stdout


def sha256(content: bytes) -> bytes:
    """The digest as raw bytes."""
    return hashlib.sha256(content).digest()
