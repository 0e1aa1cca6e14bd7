"""What must not stand in a free text: names, identifiers and places of the records, in any script and form.

Only rows that the person who writes may know are looked at: that a name is refused must not tell that
somebody else's silent row holds it. What has the form of an identifier is refused without any row.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from mozaik.contribution import SealedSet
from mozaik.names import STEM, keys_in_text, keys_of_name, latin_of
from mozaik.selectors import find
from mozaik.terms import Disclosure, Reader, Use, disclosed

_NAMES = ("full_name", "given_name", "family_name")
_PLACES = ("actions", "custody")
_FACTS = ("kind", "value")
_CONDUCT, _RESIDENCE = "conduct", "residence"
"""Kinds of facts about a person: the first is a word of ours, the second a place, the others identify."""
_SHORTEST = 5
"""Letters of an identifier, or of a place, below which it may be a word like any other."""

_LONG_STEM = 4
_PLAIN_ENDINGS = ("a", "e", "i", "o", "u", "om", "em")

Keys = frozenset[str]
Phrase = tuple[Keys, ...]
"""A name or place, word by word, by what may meet each word."""
PersonName = tuple[str | None, ...]
"""The full, the given and the family name of a person, as far as they are known."""
Said = Sequence[tuple[str, Keys]]
"""The words of a text: as written, and what may meet them."""


class PrivateKind(StrEnum):
    """What a free text gives away."""

    NAME = "name"
    FAMILY_NAME = "family name"
    IDENTIFIER = "selector"
    PLACE = "place"


@dataclass(frozen=True, slots=True)
class PrivateWords:
    """Names, names of one word, identifiers (in Latin) and places that a reader may know of.

    Names stand under everything that may meet their last word, which is rarer, places under that of their
    first; `place_stems` are those of places of one word, with which an adjective may begin.
    """

    names: Mapping[str, Sequence[Phrase]] = field(default_factory=dict)
    family_names: frozenset[str] = frozenset()
    identifiers: frozenset[str] = frozenset()
    places: Mapping[str, Sequence[Phrase]] = field(default_factory=dict)
    place_stems: tuple[str, ...] = ()

    @classmethod
    def of(
        cls, persons: Iterable[PersonName], identifiers: Iterable[str] = (), places: Iterable[str] = ()
    ) -> "PrivateWords":
        """What is looked for in a text, made of names, identifiers and places as records write them."""
        phrases = {phrase for person in persons for phrase in _phrases(person)}
        located = [phrase for phrase in map(keys_of_name, places) if phrase]
        return cls(
            _by_word((phrase for phrase in phrases if len(phrase) > 1), -1),
            frozenset(key for phrase in phrases if len(phrase) == 1 for key in _alone(phrase[0])),
            frozenset(latin_of(text) for text in identifiers if len(text) >= _SHORTEST),
            _by_word((place if len(place) > 1 else (_alone(place[0]),) for place in located), 0),
            tuple(stem for place in located if len(place) == 1 for stem in _long_stems(place[0])),
        )


def private_words(
    sets: Sequence[SealedSet], readings: Sequence[tuple[Reader, Use]], on: date
) -> PrivateWords:
    """What rows that any reader may know say of persons, identifiers and places; lists hold none."""
    known = [
        _Known(sealed_set, _terms_known(sealed_set, readings, on))
        for sealed_set in sets
        if not sealed_set.is_list
    ]
    persons = {row for each in known for row in each.rows("persons", _NAMES)}
    facts = {row for each in known for row in each.rows("person_facts", _FACTS)}
    places = {text for each in known for name in _PLACES for (text,) in each.rows(name, ("place",))}
    places |= {value for kind, value in facts if kind == _RESIDENCE}
    identifiers = {text for each in known for (text,) in each.rows("selectors", ("found",))}
    identifiers |= {value for kind, value in facts if kind not in (_CONDUCT, _RESIDENCE)}
    return PrivateWords.of(persons, {text for text in identifiers if text}, {text for text in places if text})


def given_away(text: str, private: PrivateWords) -> Iterator[PrivateKind]:
    """What a text gives away: a name in any order, script and form, an identifier, a place; never which."""
    said = keys_in_text(text)
    if any(_is_named(name, said) for name in _within_reach(private.names, said)):
        yield PrivateKind.NAME
    elif any(word[:1].isupper() and keys & private.family_names for word, keys in said):
        yield PrivateKind.FAMILY_NAME
    if find(text) or _identifiers_of(text) & private.identifiers:
        yield PrivateKind.IDENTIFIER
    if any(_is_told(place, said) for place in _within_reach(private.places, said)) or any(
        key.startswith(private.place_stems) for _, keys in said for key in keys
    ):
        yield PrivateKind.PLACE


def _phrases(person: PersonName) -> Iterator[Phrase]:
    """The names of a person: the whole, the family name alone, and each given name with each family name."""
    full, given, family = (keys_of_name(text or "") for text in person)
    yield from (phrase for phrase in (full, family) if phrase)
    yield from ((name, own) for name in given for own in family)


def _alone(keys: Keys) -> Keys:
    """What may meet a word that stands alone: short stems in plain forms only, or Kos would meet Kosovo."""
    short = {key for key in keys if key.endswith(STEM) and len(key.removesuffix(STEM)) < _LONG_STEM}
    bent = {f"{key.removesuffix(STEM)}{ending}" for key in short for ending in _PLAIN_ENDINGS}
    return (keys - short) | bent


def _identifiers_of(text: str) -> set[str]:
    """What may be an identifier in a text, in Latin: its words, and what is left of them without signs."""
    plain = latin_of(text)
    return {word.strip(".,;:!?()»«„“”\"'") for word in plain.split()} | set(re.findall(r"\w+", plain))


def _by_word(phrases: Iterable[Phrase], number: int) -> Mapping[str, Sequence[Phrase]]:
    """Phrases by everything that may meet their word of this number."""
    by_key: dict[str, list[Phrase]] = {}
    for phrase in phrases:
        for key in phrase[number]:
            by_key.setdefault(key, []).append(phrase)
    return by_key


def _within_reach(phrases: Mapping[str, Sequence[Phrase]], said: Said) -> Iterable[Phrase]:
    """The names or places of which one word may stand somewhere in a text."""
    keys = frozenset().union(*(each for _, each in said))
    return dict.fromkeys(phrase for key in keys for phrase in phrases.get(key, ()))


def _is_named(name: Phrase, said: Said) -> bool:
    """Whether the words of a name stand near each other in a text, in any order; one other may be between."""
    size = len(name) + 1
    return any(
        _fit(name, [keys for _, keys in said[start : start + size]]) for start in range(len(said) - size + 2)
    )


def _fit(name: Phrase, near: Sequence[Keys]) -> bool:
    """Whether each word of a name has a word of its own."""
    if not name:
        return True
    return any(
        name[0] & keys and _fit(name[1:], [*near[:place], *near[place + 1 :]])
        for place, keys in enumerate(near)
    )


def _is_told(place: Phrase, said: Said) -> bool:
    """Whether the words of a place stand in a text in their order, in any form."""
    for start in range(len(said) - len(place) + 1):
        near = said[start : start + len(place)]
        if all(word & keys for word, (_, keys) in zip(place[:-1], near, strict=False)) and _ends(place, near):
            return True
    return False


def _ends(place: Phrase, near: Said) -> bool:
    """Whether the last word of a place is met (one short word by a capital), or begins a longer one."""
    word, keys = near[-1]
    if place[-1] & keys and (len(place) > 1 or len(word) >= _SHORTEST or word[:1].isupper()):
        return True
    stems = tuple(_long_stems(place[-1]))
    return len(place) > 1 and any(key.startswith(stems) for key in keys)


def _long_stems(keys: Keys) -> Iterator[str]:
    """With what a longer word may begin: Maribor of mariborski."""
    yield from (stem for key in keys if len(stem := key.removesuffix(STEM)) > _SHORTEST)


def _terms_known(sealed_set: SealedSet, readings: Sequence[tuple[Reader, Use]], on: date) -> frozenset[int]:
    return frozenset(
        number
        for number, terms in enumerate(sealed_set.terms)
        if any(disclosed(terms, reader, use, on) is not Disclosure.SILENT for reader, use in readings)
    )


@dataclass(frozen=True, slots=True)
class _Known:
    """A sealed set, and the terms of it of which rows may be known."""

    sealed_set: SealedSet
    terms: frozenset[int]

    def rows(self, name: str, columns: tuple[str, ...]) -> Iterator[tuple[str | None, ...]]:
        """The columns of each row that may be known."""
        if name not in self.sealed_set.rows:
            return
        table = self.sealed_set.table(name).select(["terms_id", *columns])
        held = [table.column(column).to_pylist() for column in ("terms_id", *columns)]
        yield from (tuple(row) for terms_id, *row in zip(*held, strict=True) if terms_id in self.terms)
