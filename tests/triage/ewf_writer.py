"""An E01 image written after the format's documentation, plain or compressed, in one or more segments."""

import struct
import zlib
from pathlib import Path

CHUNK = 32 * 1024
_SIGNATURE = b"EVF\x09\x0d\x0a\xff\x00"


def write_e01(
    path: Path, media: bytes, *, md5: bytes | None, packed: bool, segments: int = 1
) -> list[list[int]]:
    """Write the media (whole chunks) as `path` (.E01) and its later segments; per segment, chunk offsets."""
    chunks = [media[at : at + CHUNK] for at in range(0, len(media), CHUNK)]
    share = -(-len(chunks) // segments)
    places = []
    for number in range(segments):
        own = chunks[number * share : (number + 1) * share]
        content, offsets = _segment(own, len(chunks), number + 1, segments, md5, packed=packed)
        path.with_suffix(f".E{number + 1:02}").write_bytes(content)
        places.append(offsets)
    return places


def _segment(
    chunks: list[bytes], count: int, number: int, segments: int, md5: bytes | None, *, packed: bool
) -> tuple[bytes, list[int]]:
    content = bytearray(_SIGNATURE + struct.pack("<BHH", 1, number, 0))
    if number == 1:
        header = zlib.compress(b"1\nmain\nc\tn\ta\te\tt\tav\tov\tm\tu\tp\n\t\t\t\t\t\t\t\t\t\n\n")
        content += _section(b"header", header, len(content))
        volume = struct.pack("<IIIII", 1, count, CHUNK // 512, 512, count * CHUNK // 512).ljust(90, b"\0")
        content += _section(b"volume", volume + _adler(volume), len(content))
    stored = [zlib.compress(chunk) if packed else chunk + _adler(chunk) for chunk in chunks]
    start = len(content) + 76
    offsets = [start + sum(map(len, stored[:place])) for place in range(len(stored))]
    content += _section(b"sectors", b"".join(stored), len(content))
    head = struct.pack("<I4xQ4x", len(chunks), 0)
    entries = b"".join(struct.pack("<I", at | (packed << 31)) for at in offsets)
    table = head + _adler(head) + entries + _adler(entries)
    content += _section(b"table", table, len(content)) + b""
    content += _section(b"table2", table, len(content))
    if number == segments:
        if md5 is not None:
            digest = md5 + bytes(16)
            content += _section(b"hash", digest + _adler(digest), len(content))
        content += _section(b"done", b"", len(content), last=True)
    else:
        content += _section(b"next", b"", len(content), last=True)
    return bytes(content), offsets


def _section(kind: bytes, content: bytes, at: int, *, last: bool = False) -> bytes:
    size = 76 + len(content)
    head = struct.pack("<16sQQ40x", kind, at if last else at + size, 0 if last else size)
    return head + _adler(head) + content


def _adler(content: bytes) -> bytes:
    return struct.pack("<I", zlib.adler32(content))
