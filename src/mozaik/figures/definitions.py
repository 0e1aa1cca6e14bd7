"""The definitions of figures: key, label, plain words, unit, and the rule of scope.

A figure is what its definition says and nothing else. `counter` names the way of counting in
`counters`; `words` are its parameters.
"""

from dataclasses import dataclass

from mozaik.records import ItemKind
from mozaik.wording import say

JOINT = "joint"
"""The scope of all contributions together; any other scope is a two-letter country code."""


@dataclass(frozen=True, slots=True)
class Definition:
    """One figure that can be counted; what it is called and what it counts stand in the catalogue.

    `by_country` figures are counted for each country as well as jointly; others for a country only to
    stand beside a statement of that scope. `whole_only` figures are never broken down, by owner neither;
    `legal` ones show the owners' legal definitions.
    """

    key: str
    unit: str
    counter: str
    words: frozenset[str] = frozenset()
    by_country: bool = False
    whole_only: bool = False
    legal: bool = False

    @property
    def label(self) -> str:
        """What the figure is called."""
        return say(f"figure.{self.key}.label")

    @property
    def definition(self) -> str:
        """What is counted, and what is not, in plain sentences."""
        return say(f"figure.{self.key}.definition")


IDENTIFIED = frozenset({"identified", "interviewed", "arrested", "charged", "convicted"})
"""The statuses of a person of whom the authority knows who it is."""

_KINDS_COUNTED = {
    ItemKind.COMPUTER: "computers_seized",
    ItemKind.PHONE: "phones_seized",
    ItemKind.SERVER: "servers_seized",
    ItemKind.MEMORY_CARD: "memory_cards_seized",
    ItemKind.OTHER: "other_items_seized",
}

DEFINITIONS = (
    Definition("raids", "raids", "actions"),
    Definition("suspects_identified", "persons", "persons", IDENTIFIED),
    Definition(
        "suspects_arrested_or_charged", "persons", "persons", frozenset({"arrested", "charged"}), legal=True
    ),
    Definition("persons_interviewed", "persons", "interviewed", frozenset({"interviewed"})),
    Definition("victims_safeguarded", "victims", "victims", frozenset({"safeguarded"}), whole_only=True),
    Definition("items_seized", "items", "items", frozenset(ItemKind)),
    *(Definition(key, "items", "items", frozenset({kind})) for kind, key in _KINDS_COUNTED.items()),
    Definition("items_examined", "items", "examined", frozenset({"examined", "confirmed"})),
    Definition("items_confirmed", "items", "confirmed"),
    Definition(
        "suspects_using_cryptocurrency", "persons", "conduct", frozenset({"cryptocurrency"}), by_country=True
    ),
    Definition("suspects_on_darknet", "persons", "conduct", frozenset({"darknet"}), by_country=True),
    Definition("dates", "dates", "dates"),
    Definition("action_days", "days", "action_days"),
    Definition("officers", "officers", "officers"),
    Definition("authorities", "authorities", "authorities"),
    Definition("countries", "countries", "countries"),
)
