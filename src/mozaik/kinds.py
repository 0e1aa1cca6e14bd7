"""The kinds of hit and of sealed set: what each is and how it behaves, one row a kind.

A new kind of hit is a row here, a matcher in `crosscheck/matchers/`, and its words in the room `wording`.
Nothing else asks which kind it is: rank, release and package ask what the row says.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Self, assert_never


class SetKind(StrEnum):
    """What a sealed set holds: facts of an authority, known material, or files known to be harmless."""

    CONTRIBUTION = "contribution"
    KNOWN = "known"
    HARMLESS = "harmless"

    @property
    def is_list(self) -> bool:
        """Whether the set is a reference list: two lists never pair, and a list holds nothing to ask for."""
        return self is not SetKind.CONTRIBUTION


LIST_KINDS = tuple(kind for kind in SetKind if kind.is_list)
"""The kinds of reference list."""


class HitTopic(StrEnum):
    """What a hit is about; it decides the hit's rank and in which sort of lead the hit stands."""

    MATERIAL = "material"
    """A file or picture: what matters is whether it is known."""
    GRADING = "grading"
    """A file on whose grading authorities differ."""
    CONTACT = "contact"
    """An identifier or a person: what matters is who used it."""


class ValueForm(StrEnum):
    """How a hit's value, which is bytes, is written for people and machines."""

    TEXT = "text"
    """The bytes are UTF-8: a normal form, a name."""
    HEX = "hex"
    """The bytes are a digest or a media hash: lower-case hexadecimal digits."""


@dataclass(frozen=True, slots=True)
class Behaviour:
    """What follows from a kind of hit.

    `two_sided`: a hit may have a left and a right value, and holders stand on one side of it. `by_value`:
    people call such a hit by the kind of its value (`phone number`), not by the kind of hit.
    `by_likeness`: its files are pictures or videos that look alike; their bytes differ.
    `needs_second_fact`: without one it is shown to nobody but the one owner of all its holders.
    """

    topic: HitTopic
    form: ValueForm
    two_sided: bool = False
    by_value: bool = False
    by_likeness: bool = False
    needs_second_fact: bool = False


class HitKind(StrEnum):
    """What two holders share; the value is the word in files, the rest of the row is the behaviour."""

    DIGEST = "digest", Behaviour(HitTopic.MATERIAL, ValueForm.HEX)
    PICTURE = "picture", Behaviour(HitTopic.MATERIAL, ValueForm.HEX, two_sided=True, by_likeness=True)
    SERIES = "series", Behaviour(HitTopic.CONTACT, ValueForm.TEXT, two_sided=True)
    SELECTOR = "selector", Behaviour(HitTopic.CONTACT, ValueForm.TEXT, by_value=True)
    LINK = "link", Behaviour(HitTopic.CONTACT, ValueForm.TEXT, by_value=True)
    NAME = "name", Behaviour(HitTopic.CONTACT, ValueForm.TEXT, two_sided=True, needs_second_fact=True)
    GRADING = "grading", Behaviour(HitTopic.GRADING, ValueForm.HEX)

    behaviour: Behaviour

    def __new__(cls, word: str, *row: Behaviour) -> Self:
        """A member whose value is its word alone."""
        member = str.__new__(cls, word)
        member._value_ = word
        (member.behaviour,) = row
        return member

    @property
    def topic(self) -> HitTopic:
        """What a hit of this kind is about."""
        return self.behaviour.topic

    def value_text(self, value: bytes) -> str:
        """A value of a hit of this kind as text."""
        match self.behaviour.form:
            case ValueForm.TEXT:
                return value.decode("utf-8")
            case ValueForm.HEX:
                return value.hex()
            case unknown:
                assert_never(unknown)
