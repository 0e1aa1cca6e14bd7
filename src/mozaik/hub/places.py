"""The places of the hub, and who has which: one table for the frame of every page."""

from dataclasses import dataclass

from mozaik.hub.floor import runs_the_node
from mozaik.hub.models import Account
from mozaik.terms import Use
from mozaik.wording import say


@dataclass(frozen=True, slots=True)
class Place:
    """One place: the name of its page, what it is called, and the pages that belong to it."""

    page: str
    title: str
    holds: tuple[str, ...] = ()


def places_for(account: Account) -> tuple[Place, ...]:
    """The places that a person sees, in the order of the frame."""
    places = [Place("home", say("hub.place.home"))]
    if account.rights.use is Use.ANALYSIS:
        places.append(Place("alarms", say("hub.place.alarms"), ("alarm", "raise_alarm")))
    if account.rights.use is not None:
        places.append(Place("hits", say("hub.place.hits"), ("hit",)))
        places.append(Place("search", say("hub.place.search")))
    if account.rights.judges:
        places.append(Place("records", say("hub.place.record"), ("record_draft", "record_terms")))
    if account.rights.use is Use.ANALYSIS:
        places.append(Place("requests", say("hub.place.requests"), ("request", "ask")))
        held = ("package", "package_preview", "package_received")
        places.append(Place("packages", say("hub.place.packages"), held))
    places.append(Place("files", say("hub.place.files")))
    if account.rights.use is Use.OVERSIGHT:
        places.append(Place("audit", say("hub.place.audit")))
    if runs_the_node(account):
        places.append(Place("state", say("hub.place.state")))
    places.append(Place("keys", say("hub.place.keys")))
    if account.rights.keeps_systems:
        places.append(Place("systems", say("hub.place.systems"), ("api",)))
    if account.rights.keeps_accounts:
        places.append(Place("accounts", say("hub.place.accounts")))
    return tuple(places)
