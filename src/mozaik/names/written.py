"""A name as it is written: its words, which of them are known to be family or given names, its script."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

_MOST_WORDS = 7
_LONGEST_WORD = 40
_LONGEST_NAME = 400
_DOCUMENT_HEAD = re.compile(r"^P<[A-Z]{3}(?=[A-Z])")
_ARTICLES = frozenset(re.findall(r"\w+", "al el ul an en ar er as es ash esh at et ad ed az ez aš eš"))
"""What stands before an Arabic family name and a hyphen; `al` and `el` also without one."""
_JOINED = (
    (re.compile(r"\b(abd)[- ]?([aeiou](?:l|[dnrstz]h?))[- ]+(?=\w{3})", re.IGNORECASE), r"\1\2"),
    (re.compile(r"(?<=\w{3})[- ]+(u?llah)\b", re.IGNORECASE), r"\1"),
    (re.compile(r"(?<=\w{3})[- ]*\b[aeu][dl][- ]?d(?:i|ee)ne?\b", re.IGNORECASE), "eddin"),
    (re.compile(r"(?<=\w{3})[- ]+[aeu][rl][- ]+r[ae]hman\b", re.IGNORECASE), "urrahman"),
    (re.compile(r"(?<=\w )(ben|bel|bou) (?=\w{3})", re.IGNORECASE), r"\1"),
    (re.compile("(?<=\\w )(بن) (?=\\w{2})"), r"\1"),
    (re.compile("\\b(عبد) (?=ال)|(?<=\\w{3}) (?=الله)"), r"\1"),
)
"""Arabic names of two words that others write as one: Abd al-Aziz, Habib Ullah, Ben Ali."""
_MAY_BE_JOINED = re.compile("abd|llah|d(?:i|ee)n|hman|\\bb(?:en|el|ou) |[\u0600-\u06ff]", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_][\w'’ʼ\u0300-\u036f]{0,60}+\.?")


class Role(StrEnum):
    """What a word of a name is; unknown unless the writing itself says so."""

    FAMILY = "family"
    GIVEN = "given"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Word:
    """One word: its letters in lower case and composed form, role, script, and what the writing shows.

    `initial`: only the first letter is written. `aside`: it stood in brackets. `mixed`: it mixes scripts.
    """

    letters: str
    role: Role
    script: str
    initial: bool = False
    aside: bool = False

    @property
    def mixed(self) -> bool:
        """Whether letters of two scripts stand in this one word (a look-alike trick or a slip)."""
        return self.script == "mixed"

    @property
    def bare(self) -> str:
        """The letters without marks."""
        return without_marks(self.letters)


@lru_cache(maxsize=4096)
def read_words(full_name: str) -> tuple[Word, ...]:
    """The words of a name; roles are known after `<<` (machine-readable zone) and with a comma.

    At most 400 characters, seven words and forty letters a word are read; what comes after is not a name.
    """
    text = unicodedata.normalize("NFKC", full_name[:_LONGEST_NAME])
    text = "".join(sign for sign in text if unicodedata.category(sign) != "Cf")
    if "<" in text:
        text = _DOCUMENT_HEAD.sub("", text)
        family, _, given = text.strip("<").partition("<<")
        parts = [(family, Role.FAMILY if given else Role.UNKNOWN), (given, Role.GIVEN)]
    elif text.count(",") == 1 and all(any(map(str.isalpha, part)) for part in text.split(",")):
        family, _, given = text.partition(",")
        parts = [(family, Role.FAMILY), (given, Role.GIVEN)]
    else:
        parts = [(text, Role.UNKNOWN)]
    words = [word for part, role in parts for word in _words(part.replace("<", " "), role)]
    return tuple(words[:_MOST_WORDS])


def _words(part: str, role: Role) -> list[Word]:
    words = []
    if _MAY_BE_JOINED.search(part):
        for apart, joined in _JOINED:
            part = apart.sub(joined, part)
    for match in _WORD.finditer(part):
        if _is_article(part, match, role):
            continue
        dotted = match[0].endswith(".")
        letters = "".join(sign for sign in match[0].casefold() if sign.isalpha() or sign == "\u0301")
        letters = unicodedata.normalize("NFC", letters)[:_LONGEST_WORD]
        opened = part.rfind("(", 0, match.start())
        aside = opened > part.rfind(")", 0, match.start())
        initial = len(letters) == 1 or (dotted and len(letters) <= 2)
        words.append(Word(letters, role, script_of(letters), initial, aside))
    return words


def _is_article(part: str, word: re.Match[str], role: Role) -> bool:
    """Whether a word is the Arabic article of the word that follows it."""
    letters, after = word[0].casefold(), part[word.end() : word.end() + 3]
    if letters not in _ARTICLES or len(after.strip("-‑ ")) < 2:
        return False
    alone = letters in ("al", "el") and (word.start() > 0 or role is Role.FAMILY)
    return after[0] in "-‑" or (alone and after[0] == " ")


@lru_cache(maxsize=65536)
def without_marks(text: str) -> str:
    """A text without marks: đ becomes d, every accent goes."""
    apart = unicodedata.normalize("NFD", text.replace("đ", "d").replace("ł", "l").replace("ø", "o"))
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


def script_of(text: str) -> str:
    """`Latn`, `Cyrl`, `Grek`, `other`, `mixed` when a text has letters of several, `none` without letters."""
    scripts = {_script(sign) for sign in text if sign.isalpha()}
    if not scripts:
        return "none"
    return scripts.pop() if len(scripts) == 1 else "mixed"


def _script(letter: str) -> str:
    if letter < "\u0250" or "\u1e00" <= letter < "\u1f00":
        return "Latn"
    if "\u0400" <= letter < "\u0530":
        return "Cyrl"
    return "Grek" if "\u0370" <= letter < "\u0400" or "\u1f00" <= letter < "\u2000" else "other"
