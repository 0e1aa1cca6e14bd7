"""The English text of the campaign: messages with stable keys, the source of every catalogue."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from string import Formatter

from mozaik.campaign.plurals import CATEGORIES

_FILES = ("content.toml", "content_help.toml", "content_more.toml")
_NO_BREAK = str.maketrans("\u00a0\u202f", "  ")
_PARSER = Formatter()
_NAME = re.compile(r"[a-z]+")
_FIGURE = re.compile(r"\d(?:[\s.,]?\d)*")
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+|\bwww\.|\w+://|\b[\w-]{2,}\.[a-z]{2,}\b", re.IGNORECASE)


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
    found = {}
    for name in _FILES:
        text = files("mozaik.campaign").joinpath(name).read_text(encoding="utf-8")
        found.update({message.key: message for message in _flat(tomllib.loads(text), "")})
    return found


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
    found = []
    for words, name, form, conversion in _PARSER.parse(text):
        if name is not None and (not _NAME.fullmatch(name) or form or conversion):
            raise ValueError("a placeholder is more than a name in braces")
        found.append((words, name or ""))
    return found


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
    """Numbers and addresses that the English text does not have: nobody may slip one in."""
    english = f"{message.singular} {message.text}"
    faults = []
    if _figures(translation) - _figures(english):
        faults.append("it has a number that the English text has not")
    if _ADDRESS.search(translation) and not _ADDRESS.search(english):
        faults.append("it has an address that the English text has not")
    return faults


def _figures(text: str) -> set[str]:
    return {re.sub(r"\D", "", figure) for figure in _FIGURE.findall(text)}
