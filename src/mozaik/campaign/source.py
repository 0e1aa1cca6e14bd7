"""The English text of the campaign: messages with stable keys, the source of every catalogue."""

import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from string import Formatter

from mozaik.campaign.plurals import CATEGORIES
from mozaik.typeset import printable_text

_FILES = ("content.toml", "content_help.toml", "content_more.toml")
_NO_BREAK = str.maketrans("\u00a0\u202f", "  ")
_PARSER = Formatter()
_NAME = re.compile(r"[a-z]+")
_FIGURE = re.compile(r"\d(?:[\s.,]?\d)*")
_ADDRESS = re.compile(r"@\w|\bwww\.|\w://|[\w-]\.[^\W\d_]{2}")
_STOPS = str.maketrans("。", ".")
_ROOM, _TIMES = 60, 3
"""A translation has at most so many characters more than so many times the English."""


@dataclass(frozen=True, slots=True)
class Message:
    """One text: its dotted key, the English words, and the English singular where it counts something."""

    key: str
    text: str
    singular: str = ""

    @property
    def counts(self) -> bool:
        """Whether the text has plural forms."""
        return bool(self.singular)


@cache
def messages() -> Mapping[str, Message]:
    """Every message by its key, in the order of the pages."""
    told = {}
    for name in _FILES:
        text = files("mozaik.campaign").joinpath(name).read_text(encoding="utf-8")
        told.update({message.key: message for message in _flat(tomllib.loads(text), "")})
    return told


def _flat(table: Mapping[str, object], prefix: str) -> Iterator[Message]:
    for name, value in table.items():
        key = f"{prefix}{name}"
        if not isinstance(value, Mapping):
            yield Message(key, str(value))
        elif set(value) <= set(CATEGORIES):
            yield Message(key, str(value["other"]), str(value["one"]))
        else:
            yield from _flat(value, f"{key}.")


def pieces(text: str) -> list[tuple[str, str]]:
    """A text as (words, name of the placeholder after them or an empty text).

    The check and the pages use this one parser. ValueError for a brace that is no plain placeholder.
    """
    parts = []
    for words, name, form, conversion in _PARSER.parse(text):
        if name is not None and (not _NAME.fullmatch(name) or form or conversion):
            raise ValueError("a placeholder is more than a name in braces")
        parts.append((words, name or ""))
    return parts


def placeholders(text: str) -> Counter[str]:
    """How often each placeholder stands in a text; ValueError as `pieces`."""
    return Counter(name for _, name in pieces(text) if name)


def faults_of(message: Message, translation: str) -> list[str]:
    """What is wrong with the form of a translated text: empty, placeholders, stars, blanks; [] if nothing."""
    if not translation.strip():
        return ["it is empty"]
    faults = []
    try:
        same = placeholders(translation) == placeholders(message.text)
    except ValueError:
        same = False
    if not same:
        faults.append("its {placeholders} differ from the English text")
    if translation.count("**") != message.text.count("**"):
        faults.append("its **stars** differ from the English text")
    if translation != translation.strip() or "  " in translation:
        faults.append("it has needless blanks")
    if any(mark in translation for mark in "<>\n\r\t") or not translation.translate(_NO_BREAK).isprintable():
        faults.append("it has a mark that no text needs")
    return faults + _strange(message, translation)


def _strange(message: Message, translation: str) -> list[str]:
    """Numbers and addresses that the English text does not have, in any writing: nobody may slip one in."""
    english = f"{message.singular} {message.text}"
    written = unicodedata.normalize("NFKC", translation).translate(_STOPS)
    drawn = unicodedata.normalize("NFC", translation.translate(_NO_BREAK))
    wrong = {
        "it has a number that the English text has not": _figures(written) - _figures(english),
        "it has an address that the English text has not": _ADDRESS.search(written)
        and not _ADDRESS.search(english),
        "it has letters that the fonts do not hold": printable_text(drawn) != drawn,
        "it is much longer than the English text": len(translation) > _TIMES * len(english) + _ROOM,
    }
    return [fault for fault, holds in wrong.items() if holds]


def _figures(text: str) -> set[str]:
    """The numbers in a text, as bare digits of any script."""
    return {
        "".join(str(unicodedata.digit(letter)) for letter in figure if letter.isdigit())
        for figure in _FIGURE.findall(text)
    }
