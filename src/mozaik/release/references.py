"""References and tickets: HMACs under the operation's key, different for every reader.

A reference is the reader's own name for a hit; a ticket is what it quotes to a holder to ask for more. Two
readers cannot join their references, and neither says anything about the value behind it. Both are 80 bits
of HMAC-SHA-256, written in base32 after `H-` or `T-`.
"""

import base64
import hmac

import duckdb

LENGTH = 10
SHORTEST = 4
"""Letters that a beginning of a reference has at least."""
_LETTERS = 16
_BLOCK = 64


def reference_text(code: bytes) -> str:
    """The written form of a reference's ten bytes."""
    return "H-" + base64.b32encode(code).decode("ascii")


def reference_code(text: str) -> bytes | None:
    """The ten bytes of a written reference, or None if no reference is written so."""
    body = text.strip().upper().removeprefix("H-")
    try:
        code = base64.b32decode(body)
    except ValueError:
        return None
    return code if len(code) == LENGTH else None


def range_of(text: str) -> tuple[str, str] | None:
    """The first and the last code, in hex, of what is written as a reference or ticket, or begins so.

    None for what begins no code, and for fewer than `SHORTEST` letters: they would name many.
    """
    body = text.strip().upper().removeprefix("H-").removeprefix("T-")
    if not SHORTEST <= len(body) <= _LETTERS:
        return None
    try:
        ends = [base64.b32decode(body.ljust(_LETTERS, fill)) for fill in "A7"]
    except ValueError:
        return None
    return ends[0].hex(), ends[1].hex()


def is_ticket(text: str) -> bool:
    """Whether a text is written as a ticket, or the beginning of one."""
    return text.strip().upper().startswith("T-")


def is_group(text: str) -> bool:
    """Whether a text is written as the reference of a group of near pictures, or the beginning of one."""
    return text.strip().upper().startswith("G-")


def reference_of(key: bytes, reader: str, hit_id: bytes) -> bytes:
    """The ten bytes of the reader's reference for a hit."""
    return hmac.digest(key, b"mozaik reference 1\0" + reader.encode() + b"\0" + hit_id, "sha256")[:LENGTH]


def ticket_text(key: bytes, reader: str, holder: str, hit_id: bytes) -> str:
    """The ticket with which `reader` asks `holder` for more of a hit."""
    message = b"mozaik ticket 1\0" + reader.encode() + b"\0" + holder.encode() + b"\0" + hit_id
    return "T-" + base64.b32encode(hmac.digest(key, message, "sha256")[:LENGTH]).decode("ascii")


def group_text(code: bytes) -> str:
    """The written form of the ten bytes of a group of near pictures."""
    return "G-" + base64.b32encode(code).decode("ascii")


def group_code(key: bytes, reader: str, hit_id: bytes) -> bytes:
    """The ten bytes by which a reader knows a group of near pictures, after the hit of its nearest pair."""
    return hmac.digest(key, b"mozaik group 1\0" + reader.encode() + b"\0" + hit_id, "sha256")[:LENGTH]


def define_reference(engine: duckdb.DuckDBPyConnection, key: bytes, reader: str) -> None:
    """Define `reference_of(hit_id)` in the engine: HMAC-SHA-256 as RFC 2104 builds it, cut to ten bytes."""
    inner = _begin_hmac(engine, key) + b"mozaik reference 1\0" + reader.encode() + b"\0"
    engine.execute("SET VARIABLE inner_pad = $pad::BLOB", {"pad": inner})
    engine.execute(
        "CREATE TEMP MACRO reference_of(hit_id) AS left(sha256(getvariable('outer_pad') || "
        "unhex(sha256(getvariable('inner_pad') || hit_id))), 20)"
    )


def define_ticket(engine: duckdb.DuckDBPyConnection, key: bytes, reader: str) -> None:
    """Define `ticket_of(holder, hit_id)` in the engine: the code of `ticket_text`, in hex."""
    inner = _begin_hmac(engine, key) + b"mozaik ticket 1\0" + reader.encode() + b"\0"
    engine.execute("SET VARIABLE ticket_pad = $pad::BLOB", {"pad": inner})
    engine.execute(
        "CREATE TEMP MACRO ticket_of(holder, hit_id) AS left(sha256(getvariable('outer_pad') || "
        "unhex(sha256(getvariable('ticket_pad') || encode(holder) || '\\x00'::BLOB || hit_id))), 20)"
    )


def _begin_hmac(engine: duckdb.DuckDBPyConnection, key: bytes) -> bytes:
    """Leave the outer pad of a key in the engine; the inner pad, with which every message begins."""
    padded = key.ljust(_BLOCK, b"\0")
    engine.execute("SET VARIABLE outer_pad = $pad::BLOB", {"pad": bytes(byte ^ 0x5C for byte in padded)})
    return bytes(byte ^ 0x36 for byte in padded)
