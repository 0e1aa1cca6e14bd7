"""The definitions of figures: key, label, plain words, unit, and the rule of scope.

A figure is what its definition says and nothing else. `counter` names the way of counting in
`counters`; `words` are its parameters.
"""

from dataclasses import dataclass

from mozaik.records import SUSPECTED, ItemKind

JOINT = "joint"
"""The scope of all contributions together; any other scope is a two-letter country code."""


@dataclass(frozen=True, slots=True)
class Definition:
    """One figure that can be counted.

    `by_country` figures are counted for each country as well as jointly; others for a country only to
    stand beside a statement of that scope. `whole_only` figures are never broken down, by owner neither;
    `legal` ones show the owners' legal definitions.
    """

    key: str
    label: str
    definition: str
    unit: str
    counter: str
    words: frozenset[str] = frozenset()
    by_country: bool = False
    whole_only: bool = False
    legal: bool = False


IDENTIFIED = frozenset({"identified", "interviewed", "arrested", "charged", "convicted"})
"""The statuses of a person of whom the authority knows who it is."""

_SUSPECT = f"a person recorded as {' or '.join(sorted(SUSPECTED, reverse=True))}"
_ONCE = "Each is counted once, however many contributions report it."

_KIND_LABELS = {
    ItemKind.COMPUTER: ("computers_seized", "computers seized"),
    ItemKind.PHONE: ("phones_seized", "mobile phones seized"),
    ItemKind.SERVER: ("servers_seized", "computer servers seized"),
    ItemKind.MEMORY_CARD: ("memory_cards_seized", "memory cards seized"),
    ItemKind.OTHER: ("other_items_seized", "other items seized"),
}

DEFINITIONS = (
    Definition(
        "raids",
        "raids carried out",
        f"Searches of premises that were carried out; planned and cancelled ones do not count. {_ONCE}",
        "raids",
        "actions",
    ),
    Definition(
        "suspects_identified",
        "suspects identified",
        f"Persons of whom the authority knows who they are: {_SUSPECT}, with a status of identified, or of "
        "interviewed, arrested, charged or convicted, which presuppose it; also if cleared later. A person "
        "counts once for each authority that reports it.",
        "persons",
        "persons",
        IDENTIFIED,
    ),
    Definition(
        "suspects_arrested_or_charged",
        "suspects arrested or charged",
        "Suspects with a status of arrested (deprived of liberty on suspicion) or charged (formally accused "
        "before a prosecutor or court) on or before the day; also if released later. The legal definition of "
        "each is the reporting authority's.",
        "persons",
        "persons",
        frozenset({"arrested", "charged"}),
        legal=True,
    ),
    Definition(
        "persons_interviewed",
        "persons interviewed",
        "Persons whom an authority heard, suspects or not; victims do not count here.",
        "persons",
        "interviewed",
        frozenset({"interviewed"}),
    ),
    Definition(
        "victims_safeguarded",
        "victims safeguarded",
        "Victims brought out of the situation of harm and under protection. Given for the whole operation "
        "alone, never by country or authority, and not at all where only one country contributes.",
        "victims",
        "victims",
        frozenset({"safeguarded"}),
        whole_only=True,
    ),
    Definition(
        "items_seized",
        "items seized",
        "Exhibits taken into custody, whatever became of them since; not the same as items examined, or "
        f"confirmed to hold such material. {_ONCE}",
        "items",
        "items",
        frozenset(ItemKind),
    ),
    *(
        Definition(
            key, label, f"The items seized that are of the kind {kind}.", "items", "items", frozenset({kind})
        )
        for kind, (key, label) in _KIND_LABELS.items()
    ),
    Definition(
        "items_confirmed",
        "items confirmed to hold such material",
        "Items seized and examined of which a person confirmed that they hold child sexual abuse material.",
        "items",
        "confirmed",
    ),
    Definition(
        "suspects_using_cryptocurrency",
        "suspects who used cryptocurrency",
        "Suspects identified who paid or were paid in a cryptocurrency in connection with the offence.",
        "persons",
        "conduct",
        frozenset({"cryptocurrency"}),
        by_country=True,
    ),
    Definition(
        "suspects_on_darknet",
        "suspects who acted on the darknet",
        "Suspects identified who acted on services reachable only through an anonymity network.",
        "persons",
        "conduct",
        frozenset({"darknet"}),
        by_country=True,
    ),
    Definition(
        "dates",
        "first and last action day",
        "The days (UTC) of the first and the last search carried out.",
        "dates",
        "dates",
    ),
    Definition(
        "action_days",
        "action days",
        "Days (UTC) on which at least one search began that was carried out.",
        "days",
        "action_days",
    ),
    Definition(
        "officers",
        "officers recorded",
        "Officers recorded for searches carried out; searches without a recorded number do not count.",
        "officers",
        "officers",
    ),
    Definition(
        "authorities",
        "authorities taking part",
        "Authorities with at least one search carried out, item seized, or status of a person (no victim).",
        "authorities",
        "authorities",
    ),
    Definition(
        "countries",
        "countries taking part",
        "Countries of the authorities taking part; an authority is not a country, and several may be of one. "
        "XX stands for a country that is not named by the source.",
        "countries",
        "countries",
    ),
)
