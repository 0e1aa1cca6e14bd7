"""What documents and screens say, by key, in the language of the moment: gettext catalogues.

`locale/mozaik.pot` holds the English of every key: `msgctxt` is the key, `msgid` the text, `msgid_plural` its
plural. Another language is a PO file made from it with any PO editor. A text that it lacks, marks fuzzy, made
for other English or gives other placeholders is said in English.
"""

import gettext
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from string import Formatter

import polib

from mozaik.errors import InvalidInputError
from mozaik.wording.po import entries_of, entry_fault, forms_of, read_po

ENGLISH = "en"
COUNT = "count"
"""The placeholder of the number that chooses the plural form."""


@dataclass(frozen=True, slots=True)
class Message:
    """The English of one key; `plural` is empty where nothing is counted."""

    key: str
    text: str
    plural: str = ""

    @property
    def placeholders(self) -> frozenset[str]:
        """The names in braces that a translation must have too."""
        return placeholders_of(self.plural or self.text) - {COUNT}


@dataclass(frozen=True, slots=True)
class Catalogue:
    """One language: its texts by key, one for each plural form, and the form that a number takes."""

    language: str
    texts: Mapping[str, tuple[str, ...]]
    form_of: Callable[[int], int]
    faults: Mapping[str, str]

    def text(self, key: str, count: int | None) -> str:
        """The text of a key, its placeholders still unfilled; KeyError for a key that nobody wrote."""
        message = english()[key]
        forms = self.texts.get(key)
        if message.plural and count is not None:
            return forms[self.form_of(count)] if forms else (message.text if count == 1 else message.plural)
        return forms[0] if forms else message.text


_CURRENT: ContextVar[Catalogue | None] = ContextVar("catalogue", default=None)


def say(key: str, /, *, count: int | None = None, **values: object) -> str:
    """What the language of the moment says for a key, with `count` and `values` in their places."""
    catalogue = _CURRENT.get() or _ENGLISH
    filled = values if count is None else {COUNT: count, **values}
    return catalogue.text(key, count).format(**filled)


def is_said(key: str) -> bool:
    """Whether there is a text for a key."""
    return key in english()


@contextmanager
def speaking(catalogue: Catalogue) -> Iterator[None]:
    """Inside this block everything is said from this catalogue; outside, in English."""
    token = _CURRENT.set(catalogue)
    try:
        yield
    finally:
        _CURRENT.reset(token)


@cache
def english() -> Mapping[str, Message]:
    """The English of every key, in the order of the file."""
    entries = read_po(Path(str(files("mozaik.wording").joinpath("locale", "mozaik.pot"))))
    return {entry.msgctxt: Message(entry.msgctxt, entry.msgid, entry.msgid_plural) for entry in entries}


def read_catalogue(path: Path, language: str) -> Catalogue:
    """The catalogue of a PO file, with why each text is not used; InvalidInputError if it cannot be read."""
    po = read_po(path)
    forms, form_of = _plural_forms(po, path)
    entries = entries_of(po)
    faults = {
        key: fault
        for key, message in english().items()
        if (fault := _fault(entries.get(key), message, forms))
    }
    texts = {key: forms_of(entries[key], forms) for key in english() if key not in faults}
    return Catalogue(language, texts, form_of, faults)


def placeholders_of(text: str) -> frozenset[str]:
    """The names in braces of a text."""
    return frozenset(name for _, name, _, _ in Formatter().parse(text) if name is not None)


def _plural_forms(po: polib.POFile, path: Path) -> tuple[int, Callable[[int], int]]:
    """How many plural forms a catalogue has, and which of them a number takes."""
    header = dict(
        part.strip().split("=", 1) for part in po.metadata.get("Plural-Forms", "").split(";") if "=" in part
    )
    try:
        return int(header["nplurals"]), gettext.c2py(header["plural"])
    except (KeyError, ValueError) as error:
        raise InvalidInputError(
            "the catalogue does not say how it counts",
            where=str(path),
            why="the header Plural-Forms is missing or wrong",
            remedy="take the header for this language from the manual of gettext",
        ) from error


def _fault(entry: polib.POEntry | None, message: Message, forms: int) -> str:
    """Why an entry is not used, or an empty text."""
    fault = entry_fault(entry, message.text, message.plural)
    if fault or entry is None:
        return fault
    texts = forms_of(entry, forms)
    if not all(texts):
        return "it is not translated"
    if any(placeholders_of(text) - {COUNT} != message.placeholders for text in texts):
        return "its placeholders differ"
    return ""


_ENGLISH = Catalogue(ENGLISH, {}, lambda count: int(count != 1), {})
in_english = speaking(_ENGLISH)
"""Decorates what makes sealed content: that states its sentences in English, whoever has it made."""
