"""Catalogues: what a language says for every message, read from gettext PO files.

A text that is missing, fuzzy, faulty in form or made for older English is not used: the page shows English
there and says so. A language without a catalogue of its own shows that of its closest language, openly.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path

import polib

from mozaik.campaign.languages import FALLBACKS, SOURCE_TAG, require_settable
from mozaik.campaign.plurals import plural_categories, plural_category, plural_header
from mozaik.campaign.reviews import FILE, read_review
from mozaik.campaign.source import Message, faults_of, messages
from mozaik.seal import TrustStore
from mozaik.wording import entries_of, entry_fault, forms_of, read_po


@dataclass(frozen=True, slots=True)
class Catalogue:
    """One language of the site: its texts by key (a counted one has one for each plural form).

    `text_tag` is the language of the texts: another one than `tag` where the language falls back.
    `faults` says why each text that is not used is not used. `reviewer` is named by a signed review;
    `review_fault` says why a review that is there does not count.
    """

    tag: str
    text_tag: str
    texts: Mapping[str, tuple[str, ...]]
    reviewer: str
    faults: Mapping[str, str]
    review_fault: str = ""

    @property
    def falls_back(self) -> bool:
        """Whether this language shows the texts of another one."""
        return self.tag != self.text_tag

    def text(self, key: str) -> tuple[str, str]:
        """The text of a key and the tag of the language it is in: English where there is no other."""
        forms = self.texts.get(key)
        return (forms[0], self.text_tag) if forms else (messages()[key].text, SOURCE_TAG)

    def counted(self, key: str, count: int) -> tuple[str, str]:
        """The right plural form of a key for a count, `{count}` still unfilled, and its language."""
        forms = self.texts.get(key)
        if forms is None:
            message = messages()[key]
            return (message.singular if count == 1 else message.text), SOURCE_TAG
        return forms[
            plural_categories(self.text_tag).index(plural_category(self.text_tag, count))
        ], self.text_tag


def catalogue_folder() -> Path:
    """Where the site's own catalogues are: `<tag>/LC_MESSAGES/campaign.po` for each language."""
    return Path(str(files("mozaik.campaign").joinpath("locale")))


def catalogue_path(folder: Path, tag: str) -> Path:
    """The place of one language's catalogue."""
    return folder / tag / "LC_MESSAGES" / "campaign.po"


def catalogue_tags(folder: Path) -> list[str]:
    """The languages that have a catalogue of their own, and English, sorted."""
    return sorted({SOURCE_TAG, *(path.parts[-3] for path in folder.glob("*/LC_MESSAGES/campaign.po"))})


def review_path(folder: Path, tag: str) -> Path:
    """The place of the signed review of one language's catalogue."""
    return folder / tag / FILE


def read_catalogue(folder: Path, tag: str, trust: TrustStore | None = None) -> Catalogue:
    """The catalogue of a language, or of the one it falls back to; English, openly, if there is neither.

    A review counts only under a trust store. InvalidInputError for a catalogue that cannot be read or a
    language that cannot be set.
    """
    require_settable(tag)
    if tag == SOURCE_TAG:
        return _english()
    own = catalogue_path(folder, tag)
    if own.exists():
        catalogue = _from_po(tag, own, review_path(folder, tag), trust)
        if tag not in FALLBACKS or not catalogue.faults:
            return catalogue
    if tag in FALLBACKS:
        closest = read_catalogue(folder, FALLBACKS[tag], trust)
        return replace(closest, tag=tag)
    return Catalogue(tag, SOURCE_TAG, _english().texts, "", {})


def po_faults(po: polib.POFile, tag: str) -> dict[str, str]:
    """Why texts of a catalogue cannot be used, by key; the key `Plural-Forms` for a wrong header."""
    faults = {}
    if po.metadata.get("Plural-Forms", "").strip() != plural_header(tag):
        faults["Plural-Forms"] = f"the header must be: {plural_header(tag)}"
    entries = entries_of(po)
    for key, message in messages().items():
        fault = _entry_fault(entries.get(key), message, tag)
        if fault:
            faults[key] = fault
    return faults


def _english() -> Catalogue:
    texts = {
        key: (message.singular, message.text) if message.counts else (message.text,)
        for key, message in messages().items()
    }
    return Catalogue(SOURCE_TAG, SOURCE_TAG, texts, "the source text", {})


def _from_po(tag: str, path: Path, review: Path, trust: TrustStore | None) -> Catalogue:
    po = read_po(path)
    faults = po_faults(po, tag)
    forms = len(plural_categories(tag))
    entries = entries_of(po)
    texts = {key: forms_of(entries[key], forms) for key in messages() if key not in faults}
    verdict = read_review(review, tag, texts, trust)
    return Catalogue(tag, tag, texts, verdict.reviewer, faults, verdict.fault)


def _entry_fault(entry: polib.POEntry | None, message: Message, tag: str) -> str:
    """Why one entry cannot be used, or an empty text."""
    fault = entry_fault(entry, *source_of(message))
    if fault or entry is None:
        return fault
    forms = forms_of(entry, len(plural_categories(tag)))
    return "; ".join(dict.fromkeys(fault for text in forms for fault in faults_of(message, text)))


def source_of(message: Message) -> tuple[str, str]:
    """The `msgid` and `msgid_plural` of a message."""
    return (message.singular, message.text) if message.counts else (message.text, "")
