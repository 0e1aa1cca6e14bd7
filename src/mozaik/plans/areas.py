"""Areas as codes: a country, its statistical regions (NUTS), and a municipality (LAU); never an address.

`SI` is a country, `SI0`, `SI04` and `SI041` its regions of the three levels, `SI041/061` a municipality in
one; `BA/10014` is a municipality of a country whose regions nobody stated. Source: Regulation (EC) 1059/2003,
whose codes contain each other by prefix; the code of a municipality is unique within its country.
"""

import re

from mozaik.errors import InvalidInputError
from mozaik.parties import iso_code
from mozaik.records import COUNTRIES

_AREA = re.compile(r"(?P<place>[0-9A-Z]{2,5})(/(?P<municipality>[0-9A-Z]{1,12}))?", re.ASCII)


class Area(str):
    """The code of an area in its one writing: the country by ISO 3166-1, capitals, no blanks."""

    __slots__ = ()

    def __new__(cls, text: str) -> "Area":
        """The area with this code; InvalidInputError for a text that is none."""
        if isinstance(text, cls):
            return text
        parts = _AREA.fullmatch(text)
        if parts is None or parts["place"][:2] not in COUNTRIES:
            raise InvalidInputError(
                "this is not the code of an area",
                why="it is none of a country, its regions (NUTS) or a municipality behind a slash",
                remedy="write it as SI, SI041 or SI041/061",
            )
        return str.__new__(cls, text)

    @property
    def country(self) -> str:
        """The code of its country."""
        return self[:2]

    @property
    def region(self) -> str:
        """The code of its region behind the country's, empty where none is stated."""
        return self.partition("/")[0][2:]

    @property
    def municipality(self) -> str:
        """The code of its municipality, empty where none is stated."""
        return self.partition("/")[2]


def area_of(text: str) -> Area:
    """The area that a person typed: small letters, and `EL` and `UK` of NUTS, are read; raises as `Area`."""
    code = text.strip().upper()
    return Area(iso_code(code[:2]) + code[2:])


def may_overlap(left: Area, right: Area) -> bool:
    """Whether two areas can have a place in common.

    Two municipalities have when they are one, whatever regions were stated; else one area contains the other,
    or does not say where within the country it lies. So nothing is missed, and a code that says less meets
    more.
    """
    if left.country != right.country:
        return False
    if left.municipality and right.municipality:
        return left.municipality == right.municipality
    return left.region.startswith(right.region) or right.region.startswith(left.region)
