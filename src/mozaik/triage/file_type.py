"""The type of a content by its first bytes; a name or extension is never asked."""

import re

from mozaik.intake import ARCHIVE, IMAGE, RAW, SIGNATURES, is_tar, looks_raw, signature_of
from mozaik.triage.charset import is_text, wide_code
from mozaik.triage.shared_files import TORRENT_BEGIN, looks_berkeley, looks_known_met

PROPERTY_LIST = "application/x-bplist"
_HEIF = {b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"hevm", b"hevs", b"mif1", b"mif2", b"msf1"}
_AVIF = {b"avif", b"avis"}
_DEPTHS = {bytes([bits]) for bits in (0, 1, 4, 8, 16, 24, 32)}
_NETPBM = re.compile(rb"P[1-6](?:\s+#[^\n]{0,200}\n|\s)+\d{1,6}\s")
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"II+\x00", "image/tiff"),
    (b"MM\x00+", "image/tiff"),
    (b"8BPS\x00\x01", "image/vnd.adobe.photoshop"),
    (b"\xff\x4f\xff\x51", "image/jp2"),
    (b"FUJIFILMCCD-RAW", "image/x-raw-picture"),
    (b"IIRO", "image/x-raw-picture"),
    (b"IIRS", "image/x-raw-picture"),
    (b"MMOR", "image/x-raw-picture"),
    (b"IIU\x00", "image/x-raw-picture"),
    (b"\x1aE\xdf\xa3", "video/x-matroska"),
    (b"\x00\x00\x01\xba", "video/mpeg"),
    (b"\x00\x00\x01\xb3", "video/mpeg"),
    (b"FLV\x01", "video/x-flv"),
    (b"0&\xb2u\x8ef\xcf\x11", "video/x-ms-asf"),
    (b"OggS", "application/ogg"),
    (b"ID3", "audio/mpeg"),
    (b"fLaC", "audio/flac"),
    (b"SQLite format 3\x00", "application/vnd.sqlite3"),
    (b"\x37\x7f\x06\x82", "application/x-sqlite-wal"),
    (b"\x37\x7f\x06\x83", "application/x-sqlite-wal"),
    (b"%PDF-", "application/pdf"),
    (b"PK\x03\x04", "application/zip"),
    (b"PK\x05\x06", "application/zip"),
    (b"\x1f\x8b", "application/gzip"),
    (b"BZh", "application/x-bzip2"),
    (b"\xfd7zXZ\x00", "application/x-xz"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (b"\x7fELF", "application/x-elf"),
    (b"MZ", "application/vnd.microsoft.portable-executable"),
    (b"bplist00", PROPERTY_LIST),
    (b"QklFM", "application/x-electrum-encrypted"),
)
_TEXT_HEAD = 4096
"""First bytes of a content by which it is told whether it is a text."""
_RIFF = {b"WEBP": "image/webp", b"AVI ": "video/x-msvideo", b"WAVE": "audio/wav"}

PICTURES = frozenset(
    {"image/jpeg", "image/png", "image/gif", "image/webp", "image/bmp", "image/tiff", "image/heic",
     "image/avif", "image/jp2", "image/vnd.adobe.photoshop", "image/x-tga", "image/vnd.microsoft.icon",
     "image/x-portable-anymap", "image/x-raw-picture"}
)  # fmt: skip
"""The types that are decoded and hashed perceptually."""
TEXTS = frozenset({"text/plain", "text/html", "text/xml", "application/json", "message/rfc822", "text/vcard"})
"""The types that are searched for selectors as text."""
DATABASE = "application/vnd.sqlite3"
PDF, TORRENT, KNOWN_MET = "application/pdf", "application/x-bittorrent", "application/x-emule-known-met"
BERKELEY = "application/x-berkeley-db"
OTHERS = frozenset({PDF, TORRENT, KNOWN_MET, BERKELEY})
"""Types of a form of their own that are searched."""
ARCHIVES = frozenset(
    {"application/zip", "application/x-tar", "application/gzip", "application/x-bzip2", "application/x-xz"}
    | {each.mime for each in SIGNATURES if each.is_read and each.noun == ARCHIVE}
)
"""The archives that are opened inside a source."""
NESTED_IMAGE = "not searched: a disk image inside a source"
IMAGES = frozenset({RAW.mime, *(each.mime for each in SIGNATURES if each.is_read and each.noun == IMAGE)})
"""The disk images that are opened inside a source."""
_UNSEARCHED = {
    "application/x-sqlite-wal": "not searched: a write-ahead log,"
    " which is read with its database where that is beside it",
    "application/x-electrum-encrypted": "not searched: an encrypted wallet",
    "application/x-ole-storage": "not searched: an office document or message of the old form (OLE)",
    "application/x-elf": "not searched: a program",
    "application/vnd.microsoft.portable-executable": "not searched: a program",
    "application/octet-stream": "not searched: a file of no known text form",
}

_CONTAINERS = {each.mime: each.gap for each in reversed(SIGNATURES)}
"""Formats of containers that are named and not opened inside a source."""


def gap(mime: str) -> str:
    """Why a container of this type is not looked into where it lies."""
    return NESTED_IMAGE if mime in IMAGES else _CONTAINERS[mime]


def unsearched(mime: str) -> tuple[str, ...]:
    """Why a content of this type was not searched for selectors; nothing for one that is opened."""
    if mime in ARCHIVES or mime in IMAGES:
        return ()
    if mime.startswith(("video/", "audio/")) or mime == "application/ogg":
        return ("not searched: video or sound",)
    return (_CONTAINERS.get(mime) or _UNSEARCHED.get(mime, "not searched: a file of no known text form"),)


def mime_of(head: bytes) -> str:
    """The type of a content by its first bytes (`HEAD_BYTES` of them, less when it is shorter)."""
    if not head:
        return "application/x-empty"
    if signature := signature_of(head):
        return signature.mime
    for magic, mime in _MAGIC:
        if head.startswith(magic):
            return mime
    unknown = "application/x-raw-disk-image" if looks_raw(head) else "application/octet-stream"
    known = _container_type(head) or _text_type(head[:_TEXT_HEAD])
    if not known and looks_known_met(head):
        return KNOWN_MET
    return known or ("image/x-tga" if _is_targa(head) else unknown)


def _container_type(head: bytes) -> str | None:
    """Types whose mark does not stand at the very beginning."""
    if head[:4] == b"RIFF":
        return _RIFF.get(head[8:12])
    if head[4:8] == b"ftyp":
        return _iso_type(head)
    if head[4:12] == b"jP  \r\n\x87\n":
        return "image/jp2"
    if is_tar(head):
        return "application/x-tar"
    if TORRENT_BEGIN.match(head):
        return TORRENT
    if looks_berkeley(head):
        return BERKELEY
    if _is_icon(head):
        return "image/vnd.microsoft.icon"
    if _NETPBM.match(head):
        return "image/x-portable-anymap"
    if (
        head[:2] == b"BM"
        and len(head) >= 26
        and head[6:10] == bytes(4)
        and head[14] in (12, 40, 52, 56, 64, 108, 124)
    ):
        return "image/bmp"
    return None


def _iso_type(head: bytes) -> str:
    """By the brands of a container (ISO 14496-12): the first, and where that is general, those beside it."""
    end = min(int.from_bytes(head[:4], "big"), 256)
    first = head[8:12]
    brands = {first, *(head[at : at + 4] for at in range(16, end - 3, 4))}
    if first in _AVIF or (first in _HEIF and brands & _AVIF and not brands & {b"heic", b"heix"}):
        return "image/avif"
    if first in _HEIF:
        return "image/heic"
    if first == b"crx ":
        return "image/x-raw-picture"
    return {b"qt  ": "video/quicktime", b"M4A ": "audio/mp4"}.get(first, "video/mp4")


def _is_icon(head: bytes) -> bool:
    """Whether a file is an icon: few pictures, the first of which lies behind the list."""
    count, offset = int.from_bytes(head[4:6], "little"), int.from_bytes(head[18:22], "little")
    is_listed = head[9:10] == b"\0" and head[10:12] in (b"\0\0", b"\1\0") and head[12:13] in _DEPTHS
    is_placed = 6 + 16 * count <= offset < 1 << 20
    return head[:4] == b"\0\0\1\0" and 0 < count <= 64 and is_listed and is_placed


def _is_targa(head: bytes) -> bool:
    """Whether a file may be a Targa picture, which has no mark: every field of its header fits."""
    if len(head) < 18:
        return False
    has_map, kind, bits, alpha = head[1], head[2], head[16], head[17]
    width, height = int.from_bytes(head[12:14], "little"), int.from_bytes(head[14:16], "little")
    if kind in (1, 9):
        fits = has_map == 1 and head[7] in (15, 16, 24, 32) and bits == 8
    else:
        fits = (
            not any(head[3:8])
            and not has_map
            and bits in {2: (16, 24, 32), 10: (16, 24, 32), 3: (8,), 11: (8,)}.get(kind, ())
        )
    return fits and width > 0 and height > 0 and alpha & 0xC0 == 0 and alpha & 15 in (0, 1, 8)


def _text_type(head: bytes) -> str | None:
    """A text type when the bytes are text in any code: UTF-16, UTF-32, or hardly any control characters."""
    if not is_text(head):
        return None
    if wide_code(head):
        return "text/plain"
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:64].lower()
    if start.startswith((b"<!doctype html", b"<html")):
        return "text/html"
    if start.startswith(b"<?xml"):
        return "text/xml"
    if start.startswith((b"{", b"[")):
        return "application/json"
    if start.startswith(b"begin:vcard"):
        return "text/vcard"
    if start.startswith(
        (b"received:", b"return-path:", b"from:", b"message-id:", b"delivered-to:", b"mime-version:")
    ):
        return "message/rfc822"
    return "text/plain"
