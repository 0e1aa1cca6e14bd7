"""What must not stand in a free text: names, identifiers and places of the records, in any script.

Only rows that the person who writes may know are looked at: that a name is refused must not tell that
somebody else's silent row holds it. What has the form of an identifier is refused without any row.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from mozaik.contribution import SealedSet
from mozaik.names import latin_of, words_as_read
from mozaik.selectors import find
from mozaik.terms import Disclosure, Reader, Use, disclosed

_COLUMNS = {
    "persons": ("full_name", "family_name"),
    "actions": ("place",),
    "custody": ("place",),
    "selectors": ("found",),
}
_FACTS = ("kind", "value")
_CONDUCT, _RESIDENCE = "conduct", "residence"
"""Kinds of facts about a person: the first is a word of ours, the second a place, the others identify."""
_SHORTEST = 5
"""Letters of an identifier below which it is a word like any other."""

Reading = frozenset[str]


class PrivateKind(StrEnum):
    """What a free text gives away."""

    NAME = "name"
    FAMILY_NAME = "family name"
    IDENTIFIER = "selector"
    PLACE = "place"


@dataclass(frozen=True, slots=True)
class PrivateWords:
    """Names and places (as the readings of their words), identifiers (in Latin) that a reader may know of."""

    names: frozenset[tuple[Reading, ...]] = frozenset()
    family_names: frozenset[Reading] = frozenset()
    identifiers: frozenset[str] = frozenset()
    places: frozenset[tuple[Reading, ...]] = frozenset()


def private_words(
    sets: Sequence[SealedSet], readings: Sequence[tuple[Reader, Use]], on: date
) -> PrivateWords:
    """What rows that any reader may know say of persons, identifiers and places; lists hold none."""
    texts: dict[tuple[str, str], set[str]] = {}
    for sealed_set in sets:
        if sealed_set.is_list:
            continue
        for name, columns in _COLUMNS.items():
            for row in _rows(sealed_set, name, columns, readings, on):
                for column, text in zip(columns, row, strict=True):
                    texts.setdefault((name, column), set()).update([text] if text else [])
        for kind, value in _rows(sealed_set, "person_facts", _FACTS, readings, on):
            texts.setdefault(("person_facts", kind or ""), set()).update([value] if value else [])
    names = {words_as_read(name) for name in texts.get(("persons", "full_name"), ())}
    families = {words_as_read(name) for name in texts.get(("persons", "family_name"), ())}
    identifiers = {
        latin_of(text)
        for (name, column), held in texts.items()
        for text in held
        if name in ("selectors", "person_facts") and column not in (_CONDUCT, _RESIDENCE)
        if len(text) >= _SHORTEST
    }
    places = {
        words_as_read(text)
        for (name, column), held in texts.items()
        for text in held
        if column == "place" or (name, column) == ("person_facts", _RESIDENCE)
    }
    return PrivateWords(
        frozenset(name for name in names if len(name) > 1),
        frozenset(words[0] for words in families if len(words) == 1),
        frozenset(identifiers),
        frozenset(place for place in places if place),
    )


def given_away(text: str, private: PrivateWords) -> Iterator[PrivateKind]:
    """What a text gives away: a name in any order and script, an identifier, a place; never which."""
    readings = words_as_read(text)
    if any(_stands_in(name, readings) for name in private.names):
        yield PrivateKind.NAME
    elif any(reading & family for reading in _capitalised(text) for family in private.family_names if family):
        yield PrivateKind.FAMILY_NAME
    if find(text) or _identifiers_of(text) & private.identifiers:
        yield PrivateKind.IDENTIFIER
    if any(_is_told(place, readings) for place in private.places):
        yield PrivateKind.PLACE


def _identifiers_of(text: str) -> set[str]:
    """What may be an identifier in a text, in Latin: its words, and what is left of them without signs."""
    plain = latin_of(text)
    return {word.strip(".,;:!?()»«„“”\"'") for word in plain.split()} | set(re.findall(r"\w+", plain))


def _is_told(place: tuple[Reading, ...], readings: tuple[Reading, ...]) -> bool:
    """Whether the words of a place stand in a text in their order, the last one with any ending."""
    *first, last = place
    for start in range(len(readings) - len(first)):
        *near, end = readings[start : start + len(place)]
        if all(word & other for word, other in zip(first, near, strict=True)) and any(
            said.startswith(written) for said in end for written in last
        ):
            return True
    return False


def _stands_in(name: tuple[Reading, ...], readings: tuple[Reading, ...]) -> bool:
    """Whether the words of a name stand beside each other in a text, in any order."""
    size = len(name)
    for start in range(len(readings) - size + 1):
        near = readings[start : start + size]
        if all(any(word & other for other in near) for word in name):
            return True
    return False


def _capitalised(text: str) -> list[Reading]:
    return [reading for word in text.split() if word[:1].isupper() for reading in words_as_read(word)]


def _rows(
    sealed_set: SealedSet,
    name: str,
    columns: tuple[str, ...],
    readings: Sequence[tuple[Reader, Use]],
    on: date,
) -> Iterator[tuple[str | None, ...]]:
    """The columns of each row that any of the readers may know."""
    if name not in sealed_set.rows:
        return
    known = {
        number
        for number, terms in enumerate(sealed_set.terms)
        if any(disclosed(terms, reader, use, on) is not Disclosure.SILENT for reader, use in readings)
    }
    table = sealed_set.table(name).select(["terms_id", *columns])
    held = [table.column(column).to_pylist() for column in ("terms_id", *columns)]
    yield from (tuple(row) for terms_id, *row in zip(*held, strict=True) if terms_id in known)
