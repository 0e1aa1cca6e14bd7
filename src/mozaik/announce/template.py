"""A text is a template: what stands in braces is a figure or a name, and a number stands nowhere else.

{raids}                        the figure of the announcement's own scope and day, with its noun
{raids SI}                     of another scope; {raids SI 2023-11-17} also of another day
{items_seized more than 200}   said with a smaller number; it builds only where the count is larger
{raids number}                 the number alone; {countries names} the names that were counted
{authority SI-GPD}  {offence KEY}  {operation}      names, which may hold digits
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from mozaik.moments import is_day_text
from mozaik.parties import is_country
from mozaik.wording import numbers_in, vague_beside

_TOKEN = re.compile(r"\{([^{}]*)\}")
_KEY = re.compile(r"[a-z][a-z_]*", re.ASCII)
_WIDE_SCOPES = frozenset({"joint", "campaign"})


class Form(StrEnum):
    """How a figure is said: the number with its noun, the number alone, or the names counted."""

    PHRASE = "phrase"
    NUMBER = "number"
    NAMES = "names"


class NameKind(StrEnum):
    """What a name in braces is the name of."""

    AUTHORITY = "authority"
    OFFENCE = "offence"
    OPERATION = "operation"


@dataclass(frozen=True, slots=True)
class Literal:
    """Words between braces."""

    text: str


@dataclass(frozen=True, slots=True)
class NameOf:
    """A name that the draft states in a field of its own."""

    kind: NameKind
    key: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A figure that a text asks for; `scope` and `as_of` None are those of the announcement."""

    key: str
    scope: str | None = None
    as_of: date | None = None
    form: Form = Form.PHRASE
    more_than: int | None = None


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Something in braces that is neither a figure nor a name."""

    written: str


Part = Literal | NameOf | Wanted | Unreadable


@dataclass(frozen=True, slots=True)
class BareNumber:
    """A number that is typed into a text, or words that make a figure vague without ground."""

    written: str
    is_vague: bool


def parts_of(text: str) -> tuple[Part, ...]:
    """The parts of a template in order; a brace that is left open is part of no name and is unreadable."""
    parts: list[Part] = []
    end = 0
    for match in _TOKEN.finditer(text):
        parts += _literal(text[end : match.start()])
        parts.append(_part(match[1]))
        end = match.end()
    return (*parts, *_literal(text[end:]))


def tokens_of(text: str) -> tuple[str, ...]:
    """What stands in braces, sorted: a translation must ask for the same."""
    return tuple(sorted(" ".join(token.split()) for token in _TOKEN.findall(text)))


def bare_numbers(parts: tuple[Part, ...], language: str) -> Iterator[BareNumber]:
    """Every number that is typed, and every word beside a figure that makes it more or less than it is."""
    for place, part in enumerate(parts):
        if isinstance(part, Literal):
            yield from (BareNumber(number.written, False) for number in numbers_in(part.text, language))
        if isinstance(part, Wanted) and part.form is not Form.NAMES:
            before, after = _literal_at(parts, place - 1), _literal_at(parts, place + 1)
            if words := vague_beside(before, after, language):
                yield BareNumber(words, True)


def _literal_at(parts: tuple[Part, ...], place: int) -> str:
    part = parts[place] if 0 <= place < len(parts) else None
    return part.text if isinstance(part, Literal) else ""


def _literal(text: str) -> list[Part]:
    if not text:
        return []
    return [Unreadable(text) if set(text) & set("{}") else Literal(text)]


def _part(inside: str) -> Part:
    words = inside.split()
    name = _name(words)
    return name if name is not None else _wanted(words) or Unreadable(inside)


def _name(words: list[str]) -> NameOf | None:
    if words == ["operation"]:
        return NameOf(NameKind.OPERATION)
    if len(words) == 2 and words[0] in (NameKind.AUTHORITY, NameKind.OFFENCE):
        return NameOf(NameKind(words[0]), words[1])
    return None


def _is_scope(word: str) -> bool:
    return word in _WIDE_SCOPES or is_country(word)


def _wanted(words: list[str]) -> Wanted | None:
    """The figure that words ask for: key, scope, day, and how it is said, in this order; else None."""
    if not words or not _KEY.fullmatch(words[0]):
        return None
    key, rest = words[0], words[1:]
    scope = rest.pop(0) if rest and _is_scope(rest[0]) else None
    as_of = date.fromisoformat(rest.pop(0)) if rest and is_day_text(rest[0]) else None
    if not rest:
        return Wanted(key, scope, as_of)
    if len(rest) == 3 and rest[:2] == ["more", "than"] and rest[2].isdecimal() and rest[2].isascii():
        return Wanted(key, scope, as_of, more_than=int(rest[2]))
    if len(rest) == 1 and rest[0] in (Form.NUMBER, Form.NAMES):
        return Wanted(key, scope, as_of, Form(rest[0]))
    return None
