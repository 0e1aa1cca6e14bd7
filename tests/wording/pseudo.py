"""A language that nobody speaks, for tests: no letter of it is Latin, its three plural forms are numbered.

Whatever Latin word is left in a document is data, or a word that somebody forgot.
"""

import re
from pathlib import Path

import polib

from mozaik.wording import Catalogue, read_catalogue
from mozaik.wording.catalogue import english

FORMS = 3
LETTERS = {ord(letter): chr(0x3B1 + place % 24) for place, letter in enumerate("abcdefghijklmnopqrstuvwxyz")}


def pseudo(text: str) -> str:
    """A text with every letter outside braces replaced."""
    parts = re.split(r"(\{\w+\})", text)
    return "".join(part if part.startswith("{") else part.lower().translate(LETTERS) for part in parts)


def pseudo_po(folder: Path) -> Path:
    """Write the catalogue of the pseudo-language as a PO file, made as a translator would make it."""
    po = polib.POFile()
    po.metadata = {
        "Content-Type": "text/plain; charset=UTF-8",
        "Plural-Forms": "nplurals=3; plural=(n==1 ? 0 : n<5 ? 1 : 2);",
    }
    for key, message in english().items():
        entry = polib.POEntry(msgctxt=key, msgid=message.text, msgid_plural=message.plural)
        if message.plural:
            entry.msgstr_plural = {form: f"{pseudo(message.plural)}~{form}" for form in range(FORMS)}
        else:
            entry.msgstr = pseudo(message.text) or "~"
        po.append(entry)
    path = folder / "pseudo.po"
    po.save(str(path))
    return path


def pseudo_language(folder: Path) -> Catalogue:
    """The pseudo-language, ready to be spoken."""
    return read_catalogue(pseudo_po(folder), "xx")


def latin_words(text: str) -> set[str]:
    """The words in Latin letters that are left in a text."""
    return set(re.findall(r"[A-Za-z][A-Za-z0-9_.-]*", text))
