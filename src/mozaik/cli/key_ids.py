"""Key ids as their persons told them over another channel: one, or a list of many."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from mozaik.errors import InvalidInputError, RefusedError
from mozaik.seal import TrustedKey, is_same_in_words

SHORTEST_ID = 16
"""Characters of a key id to compare: 64 bits, which a forged key does not meet by search."""
LARGEST_LIST = 1024 * 1024
_HEX = frozenset("0123456789abcdef")


def require_long_enough(text: str, where: str) -> None:
    """InvalidInputError for fewer characters of a key id than can be compared."""
    if len(text) < SHORTEST_ID:
        raise InvalidInputError(
            "too little of the key id to compare",
            where=where,
            why=f"{len(text)} of {SHORTEST_ID} characters: fewer can be met by a forged key",
            remedy=f"ask its person for the first {SHORTEST_ID} characters or more",
        )


def is_told(text: str, key_id: str) -> bool:
    """Whether what a person told is the beginning of a key id, or the whole of its words."""
    return is_same_in_words(text, key_id) or (" " not in text and key_id.startswith(text.lower()))


@dataclass(frozen=True, slots=True)
class IdList:
    """The ids that one was told, each with its person if that was told, too."""

    path: Path
    told: tuple[tuple[str, str], ...]

    @staticmethod
    def read(path: Path) -> "IdList":
        """The list in a text file; InvalidInputError names the line that begins with no key id."""
        if path.stat().st_size > LARGEST_LIST:
            raise InvalidInputError(
                "the list is too large", where=str(path), remedy="give the list of key ids"
            )
        told = []
        for number, line in enumerate(path.read_text(encoding="utf-8-sig", errors="replace").splitlines(), 1):
            words = line.partition("#")[0].split()
            if not words:
                continue
            where = f"{path}, line {number}"
            if not set(words[0].lower()) <= _HEX:
                raise InvalidInputError(
                    "the line begins with no key id",
                    where=where,
                    remedy="write the id first, then its person",
                )
            require_long_enough(words[0], where)
            told.append((words[0].lower(), words[1] if len(words) > 1 and "/" in words[1] else ""))
        return IdList(path, tuple(told))

    def names(self, key: TrustedKey) -> bool:
        """Whether the list has the id of a key, and no other person for it."""
        return any(
            key.key_id.startswith(text) and person in ("", key.reference) for text, person in self.told
        )

    def refusal(self, key: TrustedKey, file: Path) -> RefusedError:
        """Why a key is not trusted that the list does not name."""
        another = any(key.key_id.startswith(text) for text, _ in self.told)
        return RefusedError(
            "the key in the file is not one that you were told",
            where=str(file),
            why=f"{self.path} names its id for another person"
            if another
            else f"{self.path} does not name its id",
            remedy="ask its person again, and do not trust the file",
        )

    def unmet(self, keys: Iterable[TrustedKey]) -> tuple[str, ...]:
        """What the list names and no key has."""
        ids = [key.key_id for key in keys]
        return tuple(
            text[:SHORTEST_ID] for text, _ in self.told if not any(id_.startswith(text) for id_ in ids)
        )
