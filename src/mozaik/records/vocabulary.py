"""The words that records may use: kinds and states of items, actions, custody, statuses, facts.

Each word comes with the sentence that defines it, because a published figure is only as clear as its
words. A record that uses another word is refused, never mapped to the nearest one.
"""

from collections.abc import Mapping
from enum import StrEnum


class ItemKind(StrEnum):
    """What a seized item is."""

    COMPUTER = "computer"
    PHONE = "phone"
    SERVER = "server"
    MEMORY_CARD = "memory-card"
    OTHER = "other"


class Origin(StrEnum):
    """Where a record comes from; invented ones are marked wherever they show."""

    RECORD = "record"
    PUBLISHED = "published"
    INVENTED = "invented"


ITEM_STATES = {
    "seized": "taken into custody; not yet examined, or not yet reported as examined",
    "examined": "taken into custody and examined",
    "confirmed": "taken into custody, examined, and a person confirmed that it holds such material",
    "returned": "taken into custody and given back since",
    "destroyed": "taken into custody and destroyed since, on an authority's order",
    "copied": "never taken: its data were copied where it stood",
}
"""Seized, examined and confirmed are three states; one never stands for another."""

SEIZED_STATES = frozenset(ITEM_STATES) - {"copied"}
"""The states of an item that was taken into custody, whatever became of it since."""

ACTION_KINDS = {
    "search": "premises entered and searched; the public reports say raid",
    "arrest": "a person arrested without a search of premises",
    "interview": "a person heard without a search of premises",
    "other": "an action of another kind",
}

ACTION_STATES = {
    "planned": "laid down, not yet begun; used to keep authorities out of each other's way",
    "carried-out": "begun and ended",
    "cancelled": "planned and given up",
}

CUSTODY_EVENTS = {
    "seized": "taken from where it was found",
    "handed-over": "handed from one holder to another",
    "sealed": "closed under a seal",
    "opened": "a seal broken, the reason stated",
    "imaged": "an image or extraction taken",
    "examined": "looked into by an examiner",
    "stored": "put into a store",
    "returned": "given back to the person entitled to it",
    "destroyed": "destroyed on an authority's order",
    "correction": "corrects an earlier event, which stays",
}

PERSON_STATUSES = {
    "identified": "the authority knows who the person is",
    "interviewed": "the authority heard the person",
    "arrested": "deprived of liberty on suspicion of an offence",
    "charged": "formally accused before a prosecutor or court, under the law named in the definition",
    "released": "no longer deprived of liberty",
    "cleared": "the suspicion was dropped or the court acquitted",
    "convicted": "found guilty by a court",
    "safeguarded": "a victim brought out of the situation of harm and under protection",
}

ACTION_STATUSES = ACTION_STATES
"""A status about an action dates one of its states."""

FACT_KINDS = {
    "birth_date": "the date of birth, YYYY-MM-DD",
    "document": "the number of an identity document",
    "selector": "a selector that the person uses; its kind in selector_kind",
    "conduct": "one of the kinds of conduct below",
    "residence": "the two-letter code of the country of residence",
    "nationality": "the two-letter code of a nationality",
}

CONDUCTS = {
    "cryptocurrency": "paid or was paid in a cryptocurrency in connection with the offence",
    "darknet": "acted on services reachable only through an anonymity network",
    "forum": "acted in online forums",
    "messaging": "acted in messaging applications",
}
"""Values of a person fact of the kind `conduct`."""

NAME_KINDS = {
    "primary": "the name as the authority holds it",
    "birth_name": "the name at birth",
    "alias": "another name the person uses",
}

SUBJECTS = ("suspect", "convicted", "potential-offender", "victim", "witness", "contact")
"""Subject categories of a person; the same words as the terms use."""

SUSPECTED = frozenset({"suspect", "convicted"})
"""Persons under suspicion of, or convicted for, an offence; potential offenders are not suspects."""

FIGURES: Mapping[str, str] = {
    "raids": "raids",
    "suspects_identified": "persons",
    "suspects_arrested_or_charged": "persons",
    "persons_interviewed": "persons",
    "victims_safeguarded": "victims",
    "items_seized": "items",
    "computers_seized": "items",
    "phones_seized": "items",
    "servers_seized": "items",
    "memory_cards_seized": "items",
    "other_items_seized": "items",
    "items_examined": "items",
    "items_confirmed": "items",
    "suspects_using_cryptocurrency": "persons",
    "suspects_on_darknet": "persons",
    "dates": "dates",
    "action_days": "days",
    "officers": "officers",
    "authorities": "authorities",
    "countries": "countries",
    "campaign_countries": "countries",
}
"""The figures of which statements may speak, with their unit; a statement of anything else is refused.

The room `figures` counts all but `campaign_countries`, which is only stated.
"""

STATED_SCOPES = frozenset({"joint", "campaign"})
"""The scopes of a statement beside two-letter country codes."""

SERIES_STATES = {
    "unidentified": "nobody knows who the child is, and nobody is known to work on it",
    "worked-on": "an authority works on finding out who the child is",
    "identified": "it is known who the child is",
}

COUNTRY_BASES = {
    "language": "what is spoken or written in the files",
    "objects": "things that are sold or used in one country: packages, sockets, coins, uniforms",
    "position": "positions that the files state",
    "device": "the device that made them",
    "account": "the account or address that they came from",
    "report": "the report of a provider, hotline or other authority",
    "other": "another ground, which the owner can be asked for",
}
"""On what a likely country of production rests; without a ground nobody states one."""

WORDS: Mapping[str, Mapping[str, frozenset[str]]] = {
    "items": {"kind": frozenset(ItemKind), "state": frozenset(ITEM_STATES), "origin": frozenset(Origin)},
    "custody": {"event": frozenset(CUSTODY_EVENTS), "origin": frozenset(Origin)},
    "actions": {
        "kind": frozenset(ACTION_KINDS),
        "state": frozenset(ACTION_STATES),
        "origin": frozenset(Origin),
    },
    "statuses": {
        "about": frozenset({"person", "action"}),
        "subject": frozenset(SUBJECTS),
        "status": frozenset(PERSON_STATUSES) | frozenset(ACTION_STATUSES),
        "origin": frozenset(Origin),
    },
    "statements": {"origin": frozenset(Origin)},
    "persons": {
        "name_kind": frozenset(NAME_KINDS),
        "subject": frozenset(SUBJECTS),
        "origin": frozenset(Origin),
    },
    "series": {
        "state": frozenset(SERIES_STATES),
        "country_basis": frozenset(COUNTRY_BASES),
        "origin": frozenset(Origin),
    },
    "series_files": {"origin": frozenset(Origin)},
    "person_facts": {"kind": frozenset(FACT_KINDS), "origin": frozenset(Origin)},
}
"""Table -> column -> the words it may hold; a null is allowed where the column is not required."""
