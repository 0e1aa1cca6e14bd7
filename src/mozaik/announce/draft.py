"""The draft of an announcement: a folder with `announcement.toml` and one PO file a language.

The TOML holds the English text block by block and, in fields of their own, what is no free text: names of
authorities and the titles of offences. A translation is a PO file made from it: `msgctxt` is the key of a
block. A block that a language lacks, or that was made for other English, is said in English.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from mozaik.announce.model import ENGLISH, BlockKind, ChartKind, Named, Offence
from mozaik.errors import InvalidInputError
from mozaik.moments import utc_text
from mozaik.parties import Authority
from mozaik.seal import is_set_id
from mozaik.toml_text import parse_toml
from mozaik.wording import entries_of, entry_fault, read_po

FILE = "announcement.toml"
VICTIMS_THRESHOLD = 5
"""Counts about victims below this are suppressed, unless the owners agree, where a draft states none."""
_FIELDS = frozenset(
    (
        "id", "edition", "operation", "scope", "as_of", "embargo", "publishers", "languages", "campaign",
        "victims_threshold", "authorities", "offences", "blocks",
    )
)  # fmt: skip
_OPTIONAL = frozenset(("campaign", "victims_threshold", "authorities", "offences"))


@dataclass(frozen=True, slots=True)
class DraftBlock:
    """One block of a draft: its key, what it is, its English template, and what a chart shows."""

    key: str
    kind: BlockKind
    text: str
    chart: ChartKind | None = None


@dataclass(frozen=True, slots=True)
class Translation:
    """What one language says for the blocks, and why it does not for others; `reviewer` vouches for it."""

    language: str
    texts: Mapping[str, str]
    faults: Mapping[str, str]
    reviewer: str = ""


@dataclass(frozen=True, slots=True)
class DraftText:
    """A draft as it was read: who publishes what about which scope and day, not before when."""

    folder: Path
    id: str
    edition: str
    operation: str
    scope: str
    as_of: date
    embargo: str
    publishers: tuple[Authority, Authority]
    languages: tuple[str, ...]
    campaign: str
    victims_threshold: int
    authorities: tuple[Named, ...]
    offences: tuple[Offence, ...]
    blocks: tuple[DraftBlock, ...]
    translations: Mapping[str, Translation]

    def template(self, block: DraftBlock, language: str) -> tuple[str, str]:
        """The template of a block in a language, and the language that it is in."""
        text = self.translations[language].texts.get(block.key) if language in self.translations else None
        return (text, language) if text is not None else (block.text, ENGLISH)


def read_draft(folder: Path) -> DraftText:
    """The draft in a folder; InvalidInputError names the entry that cannot be used."""
    path = folder / FILE
    try:
        table = parse_toml(path.read_text(encoding="utf-8"), str(path))
    except OSError as error:
        raise InvalidInputError(
            "there is no announcement in the folder", where=str(folder), why=error.strerror or "",
            remedy="make one with: mozaik announce new",
        ) from error  # fmt: skip
    unknown, missing = set(table) - _FIELDS, _FIELDS - _OPTIONAL - set(table)
    for name in (*sorted(unknown), *sorted(missing)):
        raise _bad(path, name, "it is not known" if name in unknown else "it is missing")
    blocks = tuple(_block(path, entry) for entry in _tables(path, table, "blocks"))
    languages = tuple(_texts(path, table, "languages"))
    _check_blocks(path, blocks, languages)
    return DraftText(
        folder=folder,
        id=_id(path, table),
        edition=_text(path, table, "edition"),
        operation=_text(path, table, "operation"),
        scope=_text(path, table, "scope"),
        as_of=_day(path, table),
        embargo=_moment(path, table),
        publishers=_publishers(path, table),
        languages=languages,
        campaign=_text(path, table, "campaign") if "campaign" in table else "",
        victims_threshold=_threshold(path, table),
        authorities=tuple(_named(path, entry) for entry in _tables(path, table, "authorities")),
        offences=tuple(_offence(path, entry) for entry in _tables(path, table, "offences")),
        blocks=blocks,
        translations=_translations(folder, languages, blocks),
    )


def _translations(
    folder: Path, languages: tuple[str, ...], blocks: tuple[DraftBlock, ...]
) -> dict[str, Translation]:
    paths = {tag: folder / f"{tag}.po" for tag in languages if tag != ENGLISH}
    return {tag: read_translation(path, tag, blocks) for tag, path in paths.items() if path.is_file()}


def read_translation(path: Path, language: str, blocks: tuple[DraftBlock, ...]) -> Translation:
    """What a PO file says for the blocks of a draft; InvalidInputError if it cannot be read."""
    po = read_po(path)
    entries = entries_of(po)
    texts, faults = {}, {}
    for block in blocks:
        if not block.text:
            continue
        entry = entries.get(block.key)
        fault = entry_fault(entry, block.text, "") or ("" if entry and entry.msgstr else "no translation")
        if entry and any(unicodedata.category(sign) in ("Cc", "Cf") for sign in entry.msgstr):
            fault = "it holds a sign that nobody sees"
        if fault or entry is None:
            faults[block.key] = fault
        else:
            texts[block.key] = entry.msgstr
    return Translation(language, texts, faults, po.metadata.get("X-Reviewer", "").strip())


def _check_blocks(path: Path, blocks: tuple[DraftBlock, ...], languages: tuple[str, ...]) -> None:
    keys = [block.key for block in blocks]
    if len(set(keys)) != len(keys):
        raise _bad(path, "blocks", "two have the same key")
    if [block.kind for block in blocks].count(BlockKind.TITLE) != 1:
        raise _bad(path, "blocks", "there is not exactly one title")
    if ENGLISH not in languages or len(set(languages)) != len(languages):
        raise _bad(path, "languages", "English is not among them, or one stands twice")


def _block(path: Path, entry: Mapping[str, Any]) -> DraftBlock:
    kind, chart = entry.get("kind"), entry.get("chart")
    if set(entry) - {"key", "kind", "text", "chart"} or kind not in list(BlockKind):
        raise _bad(path, "blocks", "one has an unknown field or kind")
    if (kind == BlockKind.CHART) is not (chart in list(ChartKind)):
        raise _bad(path, "blocks", "a chart names what it draws, and nothing else does")
    needs_text = kind not in (BlockKind.CHART, BlockKind.AUTHORITIES)
    return DraftBlock(
        _text(path, entry, "key"),
        BlockKind(kind),
        _text(path, entry, "text") if needs_text or "text" in entry else "",
        ChartKind(chart) if chart else None,
    )


def _named(path: Path, entry: Mapping[str, Any]) -> Named:
    return Named(
        Authority.parse(_text(path, entry, "id"), f"{path}, authorities"),
        _text(path, entry, "language"),
        _text(path, entry, "name"),
        _text(path, entry, "short"),
    )


def _offence(path: Path, entry: Mapping[str, Any]) -> Offence:
    key, language, title, statute = (
        _text(path, entry, name) for name in ("key", "language", "title", "statute")
    )
    return Offence(key, language, title, statute)


def _publishers(path: Path, table: Mapping[str, Any]) -> tuple[Authority, Authority]:
    names = [Authority.parse(name, f"{path}, publishers") for name in _texts(path, table, "publishers")]
    if len(names) != 2 or names[0] == names[1]:
        raise _bad(path, "publishers", "not two different authorities: who sends it, and who approves it")
    return names[0], names[1]


def _id(path: Path, table: Mapping[str, Any]) -> str:
    text = _text(path, table, "id")
    if not is_set_id(f"{text}.v1"):
        raise _bad(path, "id", "it is not letters, digits, dashes and single dots")
    return text


def _threshold(path: Path, table: Mapping[str, Any]) -> int:
    value = table.get("victims_threshold", VICTIMS_THRESHOLD)
    if type(value) is not int or value < VICTIMS_THRESHOLD:
        raise _bad(path, "victims_threshold", f"it is not a whole number from {VICTIMS_THRESHOLD}")
    return value


def _day(path: Path, table: Mapping[str, Any]) -> date:
    value = table["as_of"]
    if type(value) is not date:
        raise _bad(path, "as_of", "it is not a day such as 2023-11-20")
    return value


def _moment(path: Path, table: Mapping[str, Any]) -> str:
    value = table["embargo"]
    if not isinstance(value, datetime) or value.tzinfo is None:
        raise _bad(path, "embargo", "it is not a moment such as 2023-11-20T09:00:00Z")
    return utc_text(value)


def _tables(path: Path, table: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    value = table.get(name, [])
    if not isinstance(value, list) or not all(isinstance(entry, Mapping) for entry in value):
        raise _bad(path, name, f"it is not a list of tables [[{name}]]")
    return value


def _texts(path: Path, table: Mapping[str, Any], name: str) -> list[str]:
    value = table[name]
    if not isinstance(value, list) or not all(isinstance(entry, str) for entry in value):
        raise _bad(path, name, "it is not a list of texts")
    return value


def _text(path: Path, table: Mapping[str, Any], name: str) -> str:
    value = table.get(name)
    if not isinstance(value, str) or not value.strip() or not value.isprintable():
        raise _bad(path, name, "it is not a line of text")
    return value.strip()


def _bad(path: Path, name: str, why: str) -> InvalidInputError:
    return InvalidInputError(
        f"the entry {name} cannot be used", where=str(path), why=why,
        remedy="correct it; docs/announce.md describes every entry",
    )  # fmt: skip
