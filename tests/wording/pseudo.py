"""A language that nobody speaks, for tests: every text in brackets, its three plural forms numbered."""

from pathlib import Path

import polib

from mozaik.wording.catalogue import english

BEGIN, END = "⟦", "⟧"
FORMS = 3


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
            source = message.plural
            entry.msgstr_plural = {form: f"{BEGIN}{source}{END}{form}{END}" for form in range(FORMS)}
        else:
            entry.msgstr = f"{BEGIN}{message.text}{END}"
        po.append(entry)
    path = folder / "pseudo.po"
    po.save(str(path))
    return path
