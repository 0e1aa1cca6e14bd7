"""Who takes part: an authority and a person of one, each with its one grammar.

Both are texts that fit their grammar, so JSON, Arrow and SQL take them as they are. Nothing else in the
program takes an id apart. `PUBLIC` and `*` are entries of terms for readers, and are not authorities.
"""

import re
from collections.abc import Collection
from difflib import get_close_matches

from mozaik.errors import InvalidInputError

_AUTHORITY = re.compile(r"[A-Z]{2}(-[A-Z0-9]{1,24}){0,3}", re.ASCII)
_NAME = re.compile(r"[a-z0-9][a-z0-9.-]{0,63}", re.ASCII)


class Authority(str):
    """The id of an authority: a country and its units, such as `SI-GPD`; `SI` alone is a bare country.

    A country is two capital letters; up to three units follow, each a dash with 1 to 24 capital letters or
    digits. A bare country stands for its contact authority.
    """

    __slots__ = ()

    def __new__(cls, text: str) -> "Authority":
        """The authority with this id; InvalidInputError for a text that is none."""
        return cls.parse(text)

    @classmethod
    def parse(cls, text: str, where: str = "") -> "Authority":
        """The authority with this id; InvalidInputError, naming `where`, for a text that is none."""
        if isinstance(text, cls):
            return text
        if not is_authority(text):
            raise InvalidInputError(
                "this is not the id of an authority",
                where=where,
                why="it is not in capitals"
                if is_authority(text.upper())
                else "an id is a country of two capital letters and up to three units in capitals",
                remedy="write it as SI-GPD, or as SI for the country alone",
            )
        return str.__new__(cls, text)

    @property
    def country(self) -> str:
        """The code of its country, such as `SI`; `EU` for bodies of the Union."""
        return self[:2]

    @property
    def is_country(self) -> bool:
        """Whether this is a bare country, without a unit."""
        return is_country(self)

    @property
    def is_unit(self) -> bool:
        """Whether this is an authority within a country, such as `SI-GPD`."""
        return not self.is_country

    def covers(self, other: "Authority") -> bool:
        """Whether what is meant for this one is meant for the other: itself, or any of a bare country."""
        return self in (other, other.country)


class PersonRef(str):
    """A person of an authority, as records name them: `SI-GPD/ana`.

    The name is 1 to 64 lower-case letters, digits, dots and dashes, unique within the authority.
    """

    __slots__ = ()

    def __new__(cls, text: str) -> "PersonRef":
        """The person with this reference; InvalidInputError for a text that is none."""
        return cls.parse(text)

    @classmethod
    def parse(cls, text: str, where: str = "") -> "PersonRef":
        """The person with this reference; InvalidInputError, naming `where`, for a text that is none."""
        if isinstance(text, cls):
            return text
        if not is_person(text):
            raise InvalidInputError(
                "this does not name a person of an authority",
                where=where,
                why="a person is an authority's id, a slash and a short name in lower-case letters",
                remedy="write it as AUTHORITY/name, such as SI-GPD/ana",
            )
        return str.__new__(cls, text)

    @classmethod
    def of(cls, authority: str, name: str) -> "PersonRef":
        """The person with a short name within an authority; raises as `parse`."""
        return cls.parse(f"{authority}/{name}")

    @property
    def authority(self) -> Authority:
        """The authority that the person acts for."""
        return Authority(self.partition("/")[0])

    @property
    def name(self) -> str:
        """The short name within the authority, such as `ana`."""
        return self.partition("/")[2]


def is_authority(text: str) -> bool:
    """Whether a text is the id of an authority."""
    return _AUTHORITY.fullmatch(text) is not None


def is_country(text: str) -> bool:
    """Whether a text is the id of a bare country, such as `SI`."""
    return is_authority(text) and "-" not in text


def iso_code(country: str) -> str:
    """The ISO 3166-1 code of a country that bodies of the Union write otherwise: `EL` is GR, `UK` is GB."""
    return {"UK": "GB", "EL": "GR"}.get(country, country)


def is_person(text: str) -> bool:
    """Whether a text names a person of an authority, such as `SI-GPD/ana`."""
    authority, _, name = text.partition("/")
    return is_authority(authority) and is_person_name(name)


def is_person_name(text: str) -> bool:
    """Whether a text is a short name of a person within an authority."""
    return _NAME.fullmatch(text) is not None


MOST_HINTS = 3


def nearest_authorities(text: str, known: Collection[str]) -> tuple[str, ...]:
    """The known authorities that may be meant by a text: those written alike, else those of its country."""
    ordered = sorted(known)
    of_country = [name for name in ordered if name[:2] == text.upper()[:2]]
    return tuple(get_close_matches(text.upper(), ordered, MOST_HINTS, cutoff=0.6) or of_country[:MOST_HINTS])
