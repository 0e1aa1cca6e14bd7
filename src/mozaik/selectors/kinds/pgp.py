"""Fingerprints of OpenPGP keys: 40 digits (RFC 4880, 12.2), 64 for keys of version 6 (RFC 9580, 5.5.4)."""

import re
from collections.abc import Iterator

from mozaik.selectors.kind import Selector, SelectorKind
from mozaik.selectors.outline import Outline
from mozaik.terms import Handling

_GROUPED = re.compile(
    r"(?<![\w-])[0-9A-Fa-f]{4}(?:[ \u00a0]{1,2}[0-9A-Fa-f]{4}){9}"
    r"(?:(?:[ \u00a0]{1,2}[0-9A-Fa-f]{4}){6})?(?![\w]|[ \u00a0]{1,2}[0-9A-Fa-f]{4}(?!\w))"
)
_GROUP = re.compile(r"[0-9A-Fa-f]{4}[ \u00a0]{1,2}(?=[0-9A-Fa-f]{4}[ \u00a0]{1,2}[0-9A-Fa-f]{4}[ \u00a0])")
_LEAD = re.compile(
    r"(?i)(?:openpgp4fpr:|(?<![^\W_])(?:pgp|gpg|gnupg|openpgp|fingerprint|fpr|"
    r"prstni odtis|otisak|отпечаток|отисак|key(?: id)?|klju[čc]\w{0,2})"
    r"[^\n]{0,30}[\s:=\"']{1,8}(?:0x)?)\Z"
)
_HEX = re.compile(r"[0-9A-F]{40}(?:[0-9A-F]{24})?")
_PGP = re.compile(r"(?i)pgp|gpg|openpgp|fingerprint|fpr|odtis|otisak|отпечаток|отисак")
_LINE = 160


def check(text: str) -> str | None:
    """The 40 or 64 digits in capitals without spaces, or None."""
    digits = "".join(text.split()).upper().removeprefix("OPENPGP4FPR:").removeprefix("0X")
    return digits if _HEX.fullmatch(digits) and len(set(digits)) > 4 else None


def find(outline: Outline, _region: str | None) -> Iterator[Selector]:
    """Fingerprints in groups of four, and whole ones behind a word for keys."""
    for start, word in outline.long_words:
        if len(word) in (40, 42, 64, 66) and outline.behind(_LEAD, start, 60) and _is_called(outline, start):
            value = check(word)
            if value:
                yield Selector("pgp", value, word, start)
    if outline.has(b"pgp", b"gpg", b"fingerprint", b"odtis", b"otis") or b"  " in outline.plain:
        yield from _grouped(outline)


def _grouped(outline: Outline) -> Iterator[Selector]:
    end = 0
    for group in _GROUP.finditer(outline.text):
        match = _GROUPED.match(outline.text, group.start()) if group.start() >= end else None
        value = check(match[0]) if match else None
        if match and value and (_is_called(outline, match.start()) or "  " in match[0]):
            yield Selector("pgp", value, match[0], match.start())
            end = match.end()


def _is_called(outline: Outline, start: int) -> bool:
    return _PGP.search(outline.text[max(0, start - _LINE) : start]) is not None


def show_safely(value: str) -> str:
    """The last four digits: `…AF00`."""
    return f"…{value[-4:]}"


KIND = SelectorKind(
    name="pgp",
    doc="the fingerprint of an OpenPGP key",
    normal_form="40 or 64 hexadecimal digits in capitals, without spaces",
    examples=(
        ("D1A6 6E1A 23B1 82C9 980F  788C FBFC C82A 015E 7330", "D1A66E1A23B182C9980F788CFBFCC82A015E7330"),
        ("0xd1a66e1a23b182c9980f788cfbfcc82a015e7330", "D1A66E1A23B182C9980F788CFBFCC82A015E7330"),
    ),
    counter_examples=(
        "D1A6 6E1A 23B1 82C9 980F  788C FBFC C82A 015E",
        "0" * 40,
        "D1A66E1A23B182C9980F788CFBFCC82A015E733G",
    ),
    handling=Handling.H0,
    erasure="erase the value, its writing and every link that names it",
    check=check,
    find=find,
    show_safely=show_safely,
)
