"""A SHA-256 in words, as two people compare it by voice; the same words on pages and on the command line.

Seven words say its first 72 bits: the number that these make, written with 1,296 digits, the words of EFF's
second short list in their order (docs/formats/words.md). No two words begin with the same three letters.
"""

from functools import cache
from pathlib import Path

WORD_LIST = Path(__file__).parent / "words" / "eff_short_2.txt"
"""The list, one word a line; its licence lies beside it."""
COUNT = 7
_NIBBLES = 18
"""72 bits in hex: more than the 64 that people compare letter by letter, and less than 1,296 to the 7th."""


def in_words(sha256: str) -> str:
    """The words of a SHA-256 in hex, with a space between any two."""
    words, number = _words(), int(sha256[:_NIBBLES], 16)
    said = []
    for _ in range(COUNT):
        number, place = divmod(number, len(words))
        said.append(words[place])
    return " ".join(reversed(said))


def is_same_in_words(told: str, sha256: str) -> bool:
    """Whether what somebody typed are the words of a SHA-256, in any case and with any spaces."""
    return " ".join(told.lower().split()) == in_words(sha256)


@cache
def _words() -> tuple[str, ...]:
    return tuple(WORD_LIST.read_text(encoding="ascii").split())
