"""The translators' side: catalogues out, catalogues back in, and how far each language is.

Export merges the present English text into a catalogue as `msgmerge` would: known translations stay, those
of changed English become fuzzy with the old text beside them, and those of gone messages become obsolete.
Import takes only a catalogue that is right in form, so that a broken one never reaches the site, and keeps
what the site has where the file has nothing. No words of a translator are lost on the way.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polib

from mozaik.campaign.catalogue import (
    catalogue_path,
    catalogue_tags,
    po_faults,
    read_catalogue,
    review_path,
    source_of,
)
from mozaik.campaign.languages import SOURCE_TAG, own_name, require_settable
from mozaik.campaign.plurals import plural_categories, plural_header
from mozaik.campaign.reviews import sign_review
from mozaik.campaign.source import Message, messages
from mozaik.errors import InvalidInputError, RefusedError
from mozaik.files import written_whole
from mozaik.seal import SigningKey, TrustStore
from mozaik.wording import entries_of, is_translated, read_po

AWAITING = "machine-assisted, awaiting native review"
_READABLE = 0o644
_HINTS = {
    "film": "Caption of the film, at most 84 characters: it must be readable in a few seconds.",
    "nav": "Link in the menu: short.",
    "exit": "The quick exit: a child may be watched while reading this.",
}


@dataclass(frozen=True, slots=True)
class Coverage:
    """How far one language is: usable texts of all, and who reviewed it (empty: nobody yet)."""

    tag: str
    name: str
    done: int
    total: int
    reviewer: str


def coverage(folder: Path, trust: TrustStore | None = None) -> list[Coverage]:
    """The coverage of every language that has a catalogue, English first as the source."""
    total = len(messages())
    rows = []
    for tag in catalogue_tags(folder):
        catalogue = read_catalogue(folder, tag, trust)
        missing = sum(key in messages() for key in catalogue.faults)
        rows.append(Coverage(tag, own_name(tag), total - missing, total, catalogue.reviewer))
    return sorted(rows, key=lambda row: (row.tag != SOURCE_TAG, row.tag))


def export_template() -> str:
    """The PO template (`campaign.pot`): every English text with its key and hints, nothing translated."""
    po = _empty_po(None)
    po.extend(_entry(message, 2) for message in messages().values())
    return _text(po)


def export_catalogue(folder: Path, tag: str) -> str:
    """The catalogue of a language as PO text, merged with the present English; a new one if there is none."""
    require_settable(tag)
    path = catalogue_path(folder, tag)
    return _text(_brought_up_to_date(read_po(path) if path.exists() else _empty_po(tag), tag))


def unsaved_keys(path: Path, text: str) -> list[str]:
    """The keys whose words or remarks in the PO file at `path` are not in the PO text that would replace it.

    InvalidInputError if what is there is no PO file.
    """
    if not path.exists():
        return []
    kept = {_work_of(entry) for entry in polib.pofile(text)}
    return [str(entry.msgctxt) for entry in read_po(path) if _is_work(entry) and _work_of(entry) not in kept]


def new_catalogue(tag: str, texts: Mapping[str, str | Mapping[str, str]]) -> str:
    """A catalogue as PO text from texts by key; a counted text is given by CLDR category."""
    po = _empty_po(tag)
    for message in messages().values():
        entry = _entry(message, len(plural_categories(tag)))
        given = texts.get(message.key, "")
        if isinstance(given, Mapping):
            forms = (given.get(category, given.get("other", "")) for category in plural_categories(tag))
            entry.msgstr_plural = dict(enumerate(forms))
        elif not message.counts:
            entry.msgstr = given
        po.append(entry)
    return _text(po)


def import_catalogue(path: Path, folder: Path) -> Coverage:
    """Take a translated PO file into the folder of catalogues; its header `Language` says where to.

    InvalidInputError lists the texts that are wrong in form; texts not yet translated may be missing.
    """
    po = read_po(path)
    tag = po.metadata.get("Language", "").replace("_", "-")
    if not tag or tag == SOURCE_TAG:
        raise InvalidInputError(
            "the catalogue does not say its language", where=str(path), remedy="fill in Language"
        )
    require_settable(tag)
    open_keys = {entry.msgctxt for entry in po if not entry.translated()}
    faults = {key: fault for key, fault in po_faults(po, tag).items() if key not in open_keys}
    bad = [f"{key}: {fault}" for key, fault in faults.items() if fault != "it is missing"]
    if bad:
        raise InvalidInputError(
            f"{len(bad)} texts cannot be taken",
            where=str(path),
            why="; ".join(bad[:8]),
            remedy="correct these texts",
        )
    target = catalogue_path(folder, tag)
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.exists():
        _fill(po, entries_of(read_po(target)))
    write_text(target, _text(_brought_up_to_date(po, tag)))
    return next(row for row in coverage(folder) if row.tag == tag)


def sign_off(folder: Path, tag: str, reviewer: str, day: date, key: SigningKey) -> Path:
    """Record that `reviewer` has read a whole catalogue: a statement signed with `key`, beside it.

    RefusedError if texts are missing or wrong in form, since nobody can have read them.
    """
    catalogue = read_catalogue(folder, tag)
    faults = len(catalogue.faults)
    if faults or catalogue.falls_back or tag == SOURCE_TAG:
        raise RefusedError(
            "the catalogue cannot be signed off",
            where=tag,
            why=f"{faults} texts cannot be used" if faults else "it has no texts of its own",
            remedy="complete it first; see: mozaik campaign translate coverage",
        )
    path = review_path(folder, tag)
    sign_review(path, tag, catalogue.texts, reviewer, day, key)
    return path


def write_text(path: Path, text: str) -> None:
    """Write a file that everybody may read, whole or not at all."""
    with written_whole(path, _READABLE) as stream:
        stream.write(text.encode())


def _empty_po(tag: str | None) -> polib.POFile:
    po = polib.POFile(wrapwidth=100)
    po.header = (
        f'The campaign "Say No!" in {own_name(tag)} ({tag}).\n{AWAITING}'
        if tag
        else 'The campaign "Say No!".'
    )
    po.metadata = {
        "Project-Id-Version": "mozaik-campaign",
        "Language": tag or "",
        "Last-Translator": AWAITING if tag else "",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": plural_header(tag) if tag else "nplurals=INTEGER; plural=EXPRESSION;",
    }
    return po


def _entry(message: Message, forms: int) -> polib.POEntry:
    """An untranslated entry; a language has as many forms as whole numbers reach."""
    single, plural = source_of(message)
    entry = polib.POEntry(msgctxt=message.key, msgid=single, msgid_plural=plural)
    entry.comment = _HINTS.get(message.key.partition(".")[0], "")
    if message.counts:
        entry.msgstr_plural = dict.fromkeys(range(forms), "")
    return entry


def _brought_up_to_date(old: polib.POFile, tag: str) -> polib.POFile:
    """A catalogue with the present English: what it has of it, and what it had of other texts as obsolete."""
    po = _empty_po(tag)
    po.header = old.header
    po.metadata["Last-Translator"] = old.metadata.get("Last-Translator", AWAITING)
    known = entries_of(old)
    for message in messages().values():
        po.append(_merged(_entry(message, len(plural_categories(tag))), known.get(message.key)))
    for entry in old:
        if is_translated(entry) and (entry.obsolete or entry.msgctxt not in messages()):
            entry.obsolete = True
            po.append(entry)
    return po


def _fill(po: polib.POFile, known: Mapping[str, polib.POEntry]) -> None:
    """Give untranslated entries, and those that a file lacks, what the site has."""
    given = entries_of(po)
    for key, entry in known.items():
        if key not in given:
            po.append(entry)
        elif not is_translated(given[key]):
            po.remove(given[key])
            po.append(entry)


def _is_work(entry: polib.POEntry) -> bool:
    """Whether a translator wrote anything into an entry."""
    return is_translated(entry) or bool(entry.tcomment)


def _work_of(entry: polib.POEntry) -> tuple[str, ...]:
    """What a translator wrote into an entry, and for which text."""
    return (str(entry.msgctxt), entry.msgstr, entry.tcomment, *entry.msgstr_plural.values())


def _merged(entry: polib.POEntry, old: polib.POEntry | None) -> polib.POEntry:
    """The entry with what was translated before; fuzzy where the English text has changed since."""
    if old is None:
        return entry
    entry.tcomment = old.tcomment
    entry.flags = list(old.flags)
    entry.msgstr = old.msgstr
    if entry.msgid_plural:
        entry.msgstr_plural = {index: old.msgstr_plural.get(index, "") for index in entry.msgstr_plural}
    changed = (entry.msgid, entry.msgid_plural) != (old.msgid, old.msgid_plural)
    if changed and is_translated(old):
        entry.flags = sorted({*entry.flags, "fuzzy"})
        entry.previous_msgid = old.msgid
    return entry


def _text(po: polib.POFile) -> str:
    return f"{po}".rstrip("\n") + "\n"
