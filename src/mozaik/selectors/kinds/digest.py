"""Digests of files that people and programs name: in chats, lists, download histories, names of files.

A digest that is named says that somebody knew a file which need not be there any more. Session keys, commits
and tokens look the same, so a word, a list's shape or a picture's ending must say that it is a file's.
"""

import re
from collections.abc import Iterator

from mozaik.selectors.kind import Selector, SelectorKind
from mozaik.selectors.outline import Outline
from mozaik.terms import Handling

_NAMES = {32: "md5", 40: "sha1", 64: "sha256"}
_HEX = re.compile(r"[0-9a-f]{32}(?:[0-9a-f]{8}(?:[0-9a-f]{24})?)?")
_LEAD = re.compile(
    r"(?i)(?<![^\W_])(?:(?P<name>md5|sha-?1|sha-?256)|hash(?:es|iran\w{0,3}|sum)?|he[sš]|checksum|"
    r"digest|kontroln\w{1,3} vsot\w{1,2}|хеш|хаш|контролн\w{1,2} сум\w{1,2})"
    r"(?:[ _-]?(?:sum|hash|value|vrednost|file|datoteke|fajla|of [^\n]{1,60}?|"
    r"\([^()\n]{1,80}\))){0,2}[\s:=#\"'>\[(|,]{1,8}(?:(?:je|is|was|е)[ :]{1,2})?\Z"
)
_OTHER_THING = re.compile(
    r"(?i)(?:commit|info|torrent|ed2k|emule|edonkey|tx|transaction|block|password|pass|ntlm|token|session|api|git|etag|"
    r"salt)[ _-]?(?:file[ _-]?)?(?:hash|id|key)?[^\n]{0,12}\Z"
)
_LIST = re.compile(r"(?:\\)?[ \t]{1,2}[*]?[^\s*][^\n]{0,200}\.\w{2,5}[ \t]{0,2}(?:\r?\n|\Z)")
"""What stands behind a digest in the lists of `md5sum` and its kin: the name of a file."""
_MEDIA_ENDING = re.compile(
    r"(?i)\.(?:jpe?g|png|gif|webp|heic|bmp|mp4|mov|avi|mkv|wmv|mpe?g|3gp|webm|flv|m4v|zip|rar|7z)(?!\w)"
)
_EMPTY = frozenset({
    "d41d8cd98f00b204e9800998ecf8427e", "da39a3ee5e6b4b0d3255bfef95601890afd80709",
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
})  # fmt: skip
"""Of the empty file: no value at all."""


def check(text: str) -> str | None:
    """`md5:`, `sha1:` or `sha256:` with the digits in lower case; None for the empty file's."""
    name, _, digits = text.strip().lower().rpartition(":")
    digits = digits.strip()
    if not _HEX.fullmatch(digits) or digits in _EMPTY or len(set(digits)) < 4:
        return None
    of_length = _NAMES[len(digits)]
    return f"{of_length}:{digits}" if name.strip().replace("-", "") in ("", of_length) else None


def find(outline: Outline, _region: str | None) -> Iterator[Selector]:
    """Digests that a word calls so, that begin a line of a list, stand alone on theirs, or name a picture."""
    for start, word in outline.long_words:
        value = check(word) if len(word) in _NAMES else None
        if value and _is_of_a_file(outline, start, start + len(word)):
            yield Selector("digest", value, word, start)


def _is_of_a_file(outline: Outline, start: int, end: int) -> bool:
    text = outline.text
    if _MEDIA_ENDING.match(text, end):
        return True
    if outline.behind(_OTHER_THING, start):
        return False
    begins_line = not text[max(0, start - 200) : start].rpartition("\n")[2].strip("\\ \t>*-")
    if begins_line and (_LIST.match(text, end) or not text[end : end + 200].partition("\n")[0].strip()):
        return True
    lead = _LEAD.search(text[max(0, start - 120) : start])
    return (
        lead is not None
        and (lead["name"] or _NAMES[end - start]).lower().replace("-", "") == _NAMES[end - start]
    )


def show_safely(value: str) -> str:
    """The algorithm and the first four digits: `md5:9e10…`."""
    name, _, digits = value.partition(":")
    return f"{name}:{digits[:4]}…"


KIND = SelectorKind(
    name="digest",
    doc="the digest of a file that somebody names (MD5, SHA-1, SHA-256)",
    normal_form="md5:, sha1: or sha256: and the hexadecimal digits in lower case",
    examples=(
        ("9E107D9D372BB6826BD81D3542A419D6", "md5:9e107d9d372bb6826bd81d3542a419d6"),
        ("SHA-1: 2fd4e1c67a2d28fced849ee1bb76e7391b93eb12", "sha1:2fd4e1c67a2d28fced849ee1bb76e7391b93eb12"),
        (
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
            "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        ),
    ),
    counter_examples=(
        "md5 d41d8cd98f00b204e9800998ecf8427e",
        "9e107d9d372bb6826bd81d3542a419d",
        "commit hash 2fd4e1c67a2d28fced849ee1bb76e7391b93eb12",
        "sha1:9e107d9d372bb6826bd81d3542a419d6",
    ),
    handling=Handling.H0,
    erasure="erase the value, its writing and every link that names it",
    check=check,
    find=find,
    show_safely=show_safely,
)
