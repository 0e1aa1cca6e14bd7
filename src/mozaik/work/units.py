"""A unit is what holds a value once: an item, a person, or a set; typed, so that no two are one by chance.

An item is known by its owner's number for the whole edition. A person is known by its number within the set
that reports it: nothing tells whether two sets of an owner mean one person by one number, and taking two
for one would join one person's name to another's birth date. What belongs to neither is held by its set.
"""

from dataclasses import dataclass
from enum import StrEnum

from mozaik.errors import InvalidInputError


class UnitKind(StrEnum):
    """What a unit is."""

    ITEM = "item"
    PERSON = "person"
    SET = "set"


SET_UNIT = f"'{UnitKind.SET}:' || set_id"
"""SQL for the unit of rows that a set itself holds, such as entries of a list; needs `set_id`."""

ITEM_UNIT = f"coalesce('{UnitKind.ITEM}:' || nullif(item_id, ''), {SET_UNIT})"
"""SQL for the unit of rows found on an item, if they name one; needs `item_id` and `set_id`."""

PERSON_UNIT = f"'{UnitKind.PERSON}:' || set_id || ':' || person_id"
"""SQL for the unit of rows about a person; needs `person_id` and `set_id`."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as the column `unit` holds it: its kind, and its owner's number for it; of a set its id."""

    kind: UnitKind
    number: str

    @staticmethod
    def parse(text: str) -> "Unit":
        """The unit of a text of that column; InvalidInputError for another text."""
        kind, _, number = text.partition(":")
        if kind not in set(UnitKind):
            raise InvalidInputError(
                "a unit of the WORK folder cannot be read", remedy="run mozaik crosscheck again"
            )
        if kind == UnitKind.PERSON:
            number = number.partition(":")[2]
        return Unit(UnitKind(kind), number)
