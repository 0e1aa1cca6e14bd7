"""PO files, as every room reads them: the entries by key, their plural forms, and why an entry is not used.

`msgctxt` is the key of a text, `msgid` its English, `msgid_plural` the plural where something is counted.
"""

import re
from pathlib import Path

import polib

from mozaik.errors import InvalidInputError


def read_po(path: Path) -> polib.POFile:
    """A PO file; InvalidInputError with the line, where the parser names one, if it cannot be read."""
    try:
        po = polib.pofile(str(path), encoding="utf-8")
    except (OSError, ValueError) as error:
        line = re.search(r"\(line (\d+)\)", str(error))
        raise InvalidInputError(
            "the catalogue cannot be read",
            where=f"{path}, line {line[1]}" if line else str(path),
            why=type(error).__name__,
            remedy="check it with msgfmt",
        ) from error
    _refuse_twice(po, path)
    return po


def _refuse_twice(po: polib.POFile, path: Path) -> None:
    """InvalidInputError if a text stands twice; the parser looks through all of them for each of them."""
    known = set[tuple[str | None, str]]()
    for entry in po:
        if (entry.msgctxt, entry.msgid) in known:
            raise InvalidInputError(
                "the catalogue cannot be read",
                where=f"{path}, line {entry.linenum}",
                why="a text stands twice",
                remedy="check it with msgfmt",
            )
        known.add((entry.msgctxt, entry.msgid))


def entries_of(po: polib.POFile) -> dict[str, polib.POEntry]:
    """The entries that are in use, by key."""
    return {entry.msgctxt: entry for entry in po if not entry.obsolete}


def forms_of(entry: polib.POEntry, forms: int) -> tuple[str, ...]:
    """The translation of an entry: one text, or `forms` texts if it counts; empty where it lacks them."""
    if not entry.msgid_plural:
        return (entry.msgstr,)
    return tuple(entry.msgstr_plural.get(index, "") for index in range(forms))


def is_translated(entry: polib.POEntry) -> bool:
    """Whether any words stand in an entry, good or not."""
    return bool(entry.msgstr or any(entry.msgstr_plural.values()))


def entry_fault(entry: polib.POEntry | None, msgid: str, msgid_plural: str) -> str:
    """Why an entry says nothing about this English: missing, fuzzy, made for other English; else empty."""
    if entry is None:
        return "it is missing"
    if "fuzzy" in entry.flags:
        return "it is marked fuzzy"
    if (entry.msgid, entry.msgid_plural) != (msgid, msgid_plural):
        return "the English text has changed since"
    return ""
