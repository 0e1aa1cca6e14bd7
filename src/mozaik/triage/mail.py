"""Mail and cards: bodies in quoted-printable and base64 as their reader sees them.

Found by their headers wherever they stand, so that a mailbox, a saved page or a cut message is read too. A
body that is not text (an attached picture) is left, and counted.
"""

import binascii
import codecs
import quopri
import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from mozaik.triage.charset import decode_text, is_text

_ENCODED = re.compile(
    rb"(?im)^content-transfer-encoding:[ \t]{0,20}(base64|quoted-printable)\b[^\n]{0,200}\n"
)
_BLANK = re.compile(rb"\n\r?\n")
_CHARSET = re.compile(rb"(?i)charset\*?=[\"']?([\w.:-]{1,40})")
_BOUNDARY = re.compile(rb"(?i)boundary=[\"']?([^\"'\r\n;]{1,200})")
_BASE64_LINES = re.compile(rb"(?:[A-Za-z0-9+/=]{1,2000}[ \t]{0,4}(?:\r?\n|\Z))+")
_NEW_MAIL = re.compile(rb"(?m)^From [^\r\n]{1,200}\d\d:\d\d")
_CARD_LINE = re.compile(
    rb"(?im)^[^\r\n:]{0,120};(?:ENCODING=)?QUOTED-PRINTABLE[^\r\n:]{0,120}:((?:[^\r\n]{0,2000}=\r?\n){0,200}[^\r\n]{0,2000})"
)
_WORD = re.compile(
    r"=\?([\w-]{1,40})(?:\*\w{1,8})?\?([bBqQ])\?([^?\s]{1,500})\?=(?:[ \t]{0,4}\r?\n?[ \t]{1,4}(?==\?))?"
)
_DASHES = re.compile(rb"(?m)^--[^\r\n]{1,204}")
_CODES = (
    "utf-8",
    "utf-16",
    "utf-32",
    "iso8859",
    "iso2022",
    "cp",
    "koi8",
    "mac",
    "big5",
    "gb",
    "shift_jis",
    "euc",
)
"""Beginnings of the codes that are believed; Python knows others that are not codes of text."""
_HEADER = 1 << 14
"""Bytes before an encoding's header in which the rest of its block is looked for."""


@dataclass(frozen=True, slots=True)
class MailText:
    """The texts of a content, bodies decoded, and how many of its bodies are no text."""

    texts: tuple[str, ...]
    left_out: int


def read_texts(content: bytes | bytearray) -> MailText:
    """The texts of a content, in order; one when it holds no encoded body."""
    texts, left_out, at = [], 0, 0
    for start, end, body, charset in _bodies(bytes(content)):
        texts.append(decode_text(content[at:start]))
        at = end
        if not is_text(body[:4096]):
            left_out += bool(body)
            continue
        texts.append(_decoded(body, charset))
    texts.append(decode_text(content[at:]) if at else decode_text(content))
    return MailText(tuple(_words(text) for text in texts), left_out)


@dataclass(frozen=True, slots=True)
class _Lines:
    """Where blank lines end, and where the lines stand that end a body; each looked for once."""

    blanks: tuple[int, ...]
    ends: tuple[int, ...]

    @classmethod
    def of(cls, content: bytes) -> "_Lines":
        names = {b"--" + name.strip() for name in _BOUNDARY.findall(content)}
        dashes = _DASHES.finditer(content) if names else ()
        ends = [line.start() for line in dashes if _stem(line[0], names) in names]
        ends += [mail.start() for mail in _NEW_MAIL.finditer(content)]
        return cls(tuple(blank.end() for blank in _BLANK.finditer(content)), tuple(sorted(ends)))


def _stem(line: bytes, names: set[bytes]) -> bytes:
    """A line of dashes as the boundary that it is, without the two dashes that close the last part."""
    line = line.strip()
    return line if line in names else line.removesuffix(b"--")


Body: TypeAlias = tuple[int, int, bytes, str]
"""Start, end, decoded bytes and stated code of an encoded body."""


def _bodies(content: bytes) -> Iterator[Body]:
    """Every encoded body, in order, none inside another."""
    lowered = content.lower()
    headers = _ENCODED.finditer(content) if b"content-transfer-encoding" in lowered else ()
    cards = _CARD_LINE.finditer(content) if b"quoted-printable" in lowered else ()
    marks = [(match.start(), match, True) for match in headers] + [
        (match.start(), match, False) for match in cards
    ]
    if not marks:
        return
    lines = _Lines.of(content)
    done = 0
    for start, match, is_header in sorted(marks, key=lambda place: place[0]):
        if start < done:
            continue
        body, done = _of_header(content, match, lines) if is_header else (_of_card(match), match.end())
        if body is not None:
            yield body
            done = max(done, body[1])


def _of_header(content: bytes, match: re.Match[bytes], lines: _Lines) -> tuple[Body | None, int]:
    """The body behind the header block in which an encoding stands, and where the block ends."""
    at = bisect_left(lines.blanks, match.end())
    if at == len(lines.blanks):
        return None, match.end()
    start = lines.blanks[at]
    first = max(lines.blanks[at - 1] if at else 0, match.start() - _HEADER)
    code = _CHARSET.search(content, first, min(start, match.end() + _HEADER))
    charset = code[1].decode("ascii", "replace") if code else ""
    if match[1].lower() == b"base64":
        letters = _BASE64_LINES.match(content, start)
        return ((start, letters.end(), _base64(letters[0]), charset) if letters else None), start
    behind = bisect_left(lines.ends, start)
    end = lines.ends[behind] if behind < len(lines.ends) else len(content)
    return (start, end, quopri.decodestring(content[start:end]), charset), start


def _of_card(match: re.Match[bytes]) -> Body:
    """The value of a card's line in quoted-printable."""
    code = _CHARSET.search(match[0][: match.start(1) - match.start()])
    decoded = quopri.decodestring(match[1])
    return match.start(1), match.end(1), decoded, code[1].decode("ascii", "replace") if code else ""


def _base64(lines: bytes) -> bytes:
    """What base64 lines stand for; the end is cut to whole groups, for a message may break off."""
    letters = b"".join(lines.split()).rstrip(b"=")
    letters = letters[: len(letters) - (len(letters) % 4 == 1)]
    try:
        return binascii.a2b_base64(letters + b"=" * (-len(letters) % 4))
    except binascii.Error:
        return b""


def _decoded(body: bytes, charset: str) -> str:
    """A body in its stated code, or in that which it shows, when the code is unknown or does not fit."""
    try:
        name = codecs.lookup(charset).name if charset else ""
        return body.decode(name) if name.startswith(_CODES) else decode_text(body)
    except (LookupError, ValueError):
        return decode_text(body)


def _words(text: str) -> str:
    """A text with the encoded words of its headers read (RFC 2047)."""
    return _WORD.sub(_read_word, text) if "=?" in text else text


def _read_word(match: re.Match[str]) -> str:
    letters = match[3].encode("ascii", "replace")
    body = _base64(letters) if match[2] in "bB" else quopri.decodestring(letters.replace(b"_", b" "))
    return _decoded(body, match[1]).replace("\0", " ")
