"""The English text of the campaign: messages with stable keys, the source of every catalogue."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from mozaik.campaign.plurals import CATEGORIES

_FILES = ("content.toml", "content_more.toml")
_NO_BREAK = str.maketrans("\u00a0\u202f", "  ")
_PLACEHOLDER = re.compile(r"\{[a-z]+\}")


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


def faults_of(message: Message, translation: str) -> list[str]:
    """What is wrong with the form of a translated text: empty, placeholders, stars, blanks; [] if nothing."""
    if not translation.strip():
        return ["it is empty"]
    faults = []
    if Counter(_PLACEHOLDER.findall(translation)) != Counter(_PLACEHOLDER.findall(message.text)):
        faults.append("its {placeholders} differ from the English text")
    if translation.count("**") != message.text.count("**"):
        faults.append("its **stars** differ from the English text")
    if translation != translation.strip() or "  " in translation:
        faults.append("it has needless blanks")
    if any(mark in translation for mark in "<>\n\r\t") or not translation.translate(_NO_BREAK).isprintable():
        faults.append("it has a mark that no text needs")
    return faults
