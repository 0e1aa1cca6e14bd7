"""Text as its reader sees it: escapes, entities, tags, folds and unseen signs are resolved before searching.

A value in a JSON string stands after `\\n`, one in a page between tags, one in a message between marks of
writing direction. Searched as written, such a value is missed, or a wrong one is found (`nbo@example.net`).
Each text gives one or two pages: what is shown, and what stands inside tags (such as addresses of links). All
work is linear in the length of the text, and the number of rounds is fixed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.entities import html5

from mozaik.selectors import cues
from mozaik.selectors.kind import words
from mozaik.selectors.layers import Edit, Reading
from mozaik.selectors.top_domains import TOP_DOMAINS

_ROUNDS = 3
"""How often text is unescaped: JSON inside JSON inside JSON is the deepest that is read."""

_FOLDED_LINE = re.compile(
    r"(?im)^(?:item\d{1,3}\.)?(?:email|tel|url|impp|adr|note|attendee|organizer|description|location|contact|x-\w{1,30})"
    r"[;:][^\r\n]{0,400}(?:\r?\n[ \t][^\r\n]{1,100}){1,20}"
)
_FOLD = re.compile(r"\r?\n[ \t]")
_QUOTED = re.compile(r"=(?:\r?\n|[0-9A-F]{2}(?:=[0-9A-F]{2}){0,500}+)")
_PATH_OR_ESCAPE = re.compile(
    r"""((?<![\w\\])(?:[A-Za-z]:\\(?![\\nrtbfvux0"'/])|[A-Za-z]:\\(?=(?i:users|temp|tmp|backup|videos)\\)|\\\\[\w.-]{1,63}\\(?!\\))
    [^/:*?"<>|\r\n\t]{0,500}+)
    |\\(?:u\{([0-9a-fA-F]{1,6})\}|u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})
    |u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|x([0-9a-fA-F]{2})|([nrtbfv0/"'\\_@&<>=:;,.+*()-]))""",
    re.VERBOSE,
)
_SHORT = {"n": "\n", "r": "\n", "t": "\t", "b": " ", "f": "\n", "v": "\n", "0": "\n"}
_ENTITY = re.compile(r"&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([A-Za-z][A-Za-z0-9]{1,31}));")
_TAG = re.compile(
    r"<(/?)(?!(?i:https?|ftp|mailto|tel|sms|sip|xmpp|skype|kik|tg|threema|wickr):)"
    r"([A-Za-z][\w.-]{0,40}+(?::[A-Za-z_][\w.-]{0,40}+)?)((?:\s[^<>]{0,2000}+)?)/?>"
)
"""A tag of HTML or XML; an address in angle brackets is none."""
_INLINE = words(
    "b i u em strong font mark wbr small big s sub sup nobr bdi bdo code tt "
    "w:t w:r w:rpr w:prooferr w:hyperlink"
)
"""Tags that part no word: those of HTML that only dress letters, and the runs of a word processor."""
_AT_SIGN_ONLY = words("a span label")
"""Tags that part words except beside an @: pages hide an address by wrapping its parts."""
_DECLARED = re.compile(
    r"""(?i)<!DOCTYPE(?=\s)[^<>\[]{0,1000}+|(?<=\s)xmlns(?::[\w.-]{1,40}+)?\s?=\s?(?:"[^"<>]{0,500}+"|'[^'<>]{0,500}+')"""
)
"""The addresses that name a document's own language (DTD, namespaces): no reader of it sees them."""
_UNSEEN = re.compile(
    "[\u00ad\u034f\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\u061c\ufeff\ufe00-\ufe0f]{1,2000}+"
)
_MAY_PART = frozenset("\u200b\u200e\u200f\u061c\ufeff") | {
    chr(sign) for sign in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))
}
"""Unseen signs that may stand between two values: the others stand inside words."""
_BESIDE = 100
_LAST_TOKEN = re.compile(r"\S{1,100}\Z")
_FIRST_TOKEN = re.compile(r"\S{1,100}")
_ANCHOR = re.compile(r"[^@]@[^@]{0,60}\.|://|\d[\d ().-]{5,20}\d")
_TOP = re.compile(r"@[\w.-]{0,100}\.([A-Za-z]{2,24})\Z")
_LETTERS = re.compile(r"[\w-]{1,60}")
_PERCENT = re.compile(r"(?:%[0-9A-Fa-f]{2}){1,600}+")
_WIDE = re.compile("[\u00a0\u2000-\u200a\u202f\u205f\u3000\u2010\u2011\uff01-\uff5e\u3002\uff61]")


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a text: as written; and folded, without percent escapes, in plain spaces and widths."""

    written: Reading
    folded: Reading


def pages(text: str) -> Iterator[Page]:
    """The pages of a text: what is shown, and where there are tags what stands inside them."""
    reading = _undeclared(_unescaped(_unfolded(Reading(text))))
    for part in _apart_from_tags(reading):
        yield page_of(part)


def page_of(reading: Reading) -> Page:
    """A reading without unseen signs, as it is written and folded."""
    written = without_unseen(reading)
    return Page(written, folded(_without_percent(written)))


def folded(reading: Reading) -> Reading:
    """The reading with wide forms, spaces of every width and hyphens of every kind as the plain ones."""
    if reading.text.isascii():
        return reading
    return reading.rewritten(_WIDE, lambda match: _plain(match[0]))


def without_unseen(reading: Reading) -> Reading:
    """The reading without signs that nobody sees; two values that only such a sign keeps apart stay apart."""
    if reading.text.isascii() or not _UNSEEN.search(reading.text):
        return reading
    return reading.rewritten(_UNSEEN, lambda match: "" if _joins(match) else " ")


def _plain(sign: str) -> str:
    if sign in "\u2010\u2011":
        return "-"
    if sign in "\u3002\uff61":
        return "."
    return chr(ord(sign) - 0xFEE0) if "\uff01" <= sign <= "\uff5e" else " "


def _unfolded(reading: Reading) -> Reading:
    """Folded lines of cards and calendars, and soft line breaks of quoted-printable text, as one line."""
    if "\n " in reading.text or "\n\t" in reading.text:
        edits = (
            (line.start() + fold.start(), line.start() + fold.end(), "")
            for line in _FOLDED_LINE.finditer(reading.text)
            for fold in _FOLD.finditer(line[0])
        )
        reading = reading.edited(edits)
    return reading.rewritten(_QUOTED, read_quoted) if _is_quoted(reading.text) else reading


def _is_quoted(text: str) -> bool:
    """Whether a text is quoted-printable: it has soft breaks, and no equals sign that is not an escape."""
    if "=3D" not in text or ("=\n" not in text and "=\r\n" not in text):
        return False
    return text.count("=") == sum(match[0].count("=") for match in _QUOTED.finditer(text))


def read_quoted(match: re.Match[str]) -> str | None:
    """What a run of quoted-printable escapes stands for; nothing for a soft line break."""
    return "" if match[0].endswith("\n") else _as_text(bytes.fromhex(match[0].replace("=", "")))


def _unescaped(reading: Reading) -> Reading:
    for _ in range(_ROUNDS):
        before = reading
        if "\\" in reading.text:
            reading = reading.rewritten(_PATH_OR_ESCAPE, _read_escape)
        if "&" in reading.text:
            reading = reading.rewritten(_ENTITY, _read_entity)
        if reading is before:
            break
    return reading


def _read_escape(match: re.Match[str]) -> str | None:
    """The sign of a backslash escape; None for a path of Windows, in which a backslash is none."""
    path, braced, high, low, four, eight, two, short = match.groups()
    if path:
        return None
    if high:
        return chr(0x10000 + (int(high, 16) - 0xD800) * 0x400 + int(low, 16) - 0xDC00)
    return _SHORT.get(short, short) if short else _sign(int(braced or four or eight or two, 16))


def _read_entity(match: re.Match[str]) -> str | None:
    decimal, hexadecimal, name = match.groups()
    return html5.get(name + ";") if name else _sign(int(decimal) if decimal else int(hexadecimal, 16))


def _sign(number: int) -> str | None:
    """The character of a number, a line break for a control character, None when there is none."""
    if number > 0x10FFFF or 0xD800 <= number < 0xE000:
        return None
    return chr(number) if number >= 0x20 else "\t" if number == 9 else "\n"


def _undeclared(reading: Reading) -> Reading:
    if "xmlns" not in reading.text and "<!" not in reading.text:
        return reading
    return reading.rewritten(_DECLARED, lambda _: "\n")


def _apart_from_tags(reading: Reading) -> Iterator[Reading]:
    """What is shown, and what stands inside tags."""
    text = reading.text
    tags = list(_TAG.finditer(text)) if "<" in text and ">" in text else []
    if not tags:
        yield reading
        return
    yield reading.edited((tag.start(), tag.end(), _shown(tag)) for tag in tags)
    if any(tag[3] for tag in tags):
        yield reading.edited(_outsides(tags, len(text)))


def _shown(tag: re.Match[str]) -> str:
    """What a tag leaves between the texts around it: nothing, or a break, with its name if that is a cue."""
    name = tag[2].lower()
    if name in _INLINE:
        return ""
    if name in _AT_SIGN_ONLY:
        around = tag.string[tag.start() - 1 : tag.start()], tag.string[tag.end() : tag.end() + 1]
        return "" if "@" in around else "\n"
    return f"\n{name}: " if not tag[1] and cues.is_cue(name) else "\n"


def _outsides(tags: list[re.Match[str]], length: int) -> Iterator[Edit]:
    """The stretches that are not inside a tag with attributes."""
    end = 0
    for tag in tags:
        if tag[3]:
            yield end, tag.start(3), "\n"
            end = tag.end(3)
    yield end, length, "\n"


def _joins(match: re.Match[str]) -> bool:
    """Whether what stands on both sides of unseen signs is one word, which they only dress."""
    if not _MAY_PART.intersection(match[0]):
        return True
    text = match.string
    left = _LAST_TOKEN.search(text[max(0, match.start() - _BESIDE) : match.start()])
    right = _FIRST_TOKEN.match(text, match.end())
    if left is None or right is None:
        return True
    top, more = _TOP.search(left[0]), _LETTERS.match(right[0])
    if top and more and top[1].lower() in TOP_DOMAINS and (top[1] + more[0]).lower() not in TOP_DOMAINS:
        return False
    return not (_ANCHOR.search(left[0] + " .") and _ANCHOR.search(right[0]))


def _without_percent(reading: Reading) -> Reading:
    for _ in range(2):
        if "%" not in reading.text:
            break
        reading = reading.rewritten(
            _PERCENT, lambda match: _as_text(bytes.fromhex(match[0].replace("%", "")))
        )
    return reading


def _as_text(content: bytes) -> str | None:
    """Escaped bytes as text: UTF-8, else one sign a byte; control characters part words."""
    try:
        text = content.decode()
    except UnicodeDecodeError:
        text = content.decode("cp1250", "replace")
    return "".join(sign if sign >= " " else "\n" for sign in text)
