"""Facts about help, one a row: a number or an address, how certain it is, its source, and who looked when.

A fact is shown only if a source names it. One that only a single source names is shown and says so. What is
known to be doubtful stays in the file, so that nobody adds it again, and on no page. Notes and evidence are
for editors. The day of the last check is filled in by a person who dialled or opened it, never by a program.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache

from mozaik.campaign.addresses import digits, is_link, is_mail, is_number
from mozaik.campaign.hours import Hours

EVERYWHERE = "*"
"""The country of a fact that holds in every country."""


class Kind(StrEnum):
    """What a fact is for, in the order of a page."""

    EMERGENCY = "emergency"
    POLICE_EMERGENCY = "police_emergency"
    EMERGENCY_TEXT = "emergency_text"
    HELPLINE_PHONE = "helpline_phone"
    HELPLINE_CHAT = "helpline_chat"
    HELPLINE_TEXT = "helpline_text"
    HELPLINE_EMAIL = "helpline_email"
    CRISIS = "crisis"
    POLICE_PHONE = "police_phone"
    POLICE_FORM = "police_form"
    POLICE_PAGE = "police_page"
    HOTLINE = "hotline"
    REMOVAL = "removal"
    REMOVAL_ADULTS = "removal_adults"
    MISSING_CHILDREN = "missing_children"
    ADULTS_PHONE = "adults_phone"
    ADULTS_CHAT = "adults_chat"


class Group(StrEnum):
    """The part of a page in which a fact stands, in their order."""

    EMERGENCY = "emergency"
    HELPLINE = "helpline"
    CRISIS = "crisis"
    POLICE = "police"
    HOTLINE = "hotline"
    REMOVAL = "removal"
    MISSING_CHILDREN = "missing_children"
    ADULTS = "adults"


_GROUPS = {
    Group.EMERGENCY: (Kind.EMERGENCY, Kind.POLICE_EMERGENCY, Kind.EMERGENCY_TEXT),
    Group.HELPLINE: (Kind.HELPLINE_PHONE, Kind.HELPLINE_CHAT, Kind.HELPLINE_TEXT, Kind.HELPLINE_EMAIL),
    Group.CRISIS: (Kind.CRISIS,),
    Group.POLICE: (Kind.POLICE_PHONE, Kind.POLICE_FORM, Kind.POLICE_PAGE),
    Group.HOTLINE: (Kind.HOTLINE,),
    Group.REMOVAL: (Kind.REMOVAL, Kind.REMOVAL_ADULTS),
    Group.MISSING_CHILDREN: (Kind.MISSING_CHILDREN,),
    Group.ADULTS: (Kind.ADULTS_PHONE, Kind.ADULTS_CHAT),
}
_GROUP_OF = {kind: group for group, kinds in _GROUPS.items() for kind in kinds}
PHONES = frozenset((
    Kind.EMERGENCY, Kind.POLICE_EMERGENCY, Kind.HELPLINE_PHONE, Kind.CRISIS, Kind.POLICE_PHONE,
    Kind.MISSING_CHILDREN, Kind.ADULTS_PHONE,
))  # fmt: skip
TEXTS = frozenset((Kind.EMERGENCY_TEXT, Kind.HELPLINE_TEXT))
"""Kinds whose value is dialled, and kinds whose value is written to with a phone."""


class Certainty(StrEnum):
    """How well a fact is known; only the first two are ever shown."""

    CONFIRMED = "confirmed"
    SINGLE = "single"
    UNCONFIRMED = "unconfirmed"
    WITHHELD = "withheld"


class Way(StrEnum):
    """How a reader uses a value."""

    CALL = "call"
    TEXT = "text"
    MAIL = "mail"
    OPEN = "open"
    READ = "read"


_PREFIXES = {Way.CALL: "tel:", Way.TEXT: "sms:", Way.MAIL: "mailto:", Way.OPEN: "", Way.READ: None}


@dataclass(frozen=True, slots=True)
class Fact:
    """One number or address. `name` is a proper name in `name_lang`; empty, the kind says enough.

    `languages` are those in which somebody answers, as far as the source says. `checked_on` is the day on
    which a person dialled or opened it, or None. `note` and `evidence` are for editors.
    """

    country: str
    region: str
    kind: Kind
    name: str
    name_lang: str
    value: str
    hours: Hours | None
    costs: tuple[str, ...]
    languages: tuple[str, ...]
    certainty: Certainty
    source: str
    source_date: str
    checked_on: date | None
    evidence: str
    note: str

    @property
    def group(self) -> Group:
        """The part of a page in which it stands."""
        return group_of(self.kind)

    @property
    def single(self) -> bool:
        """Whether only one source names it, which every page says beside it."""
        return self.certainty is Certainty.SINGLE

    @property
    def shown(self) -> bool:
        """Whether it may stand on a page: a source names it, and there is something to dial or open."""
        return bool(self.value and self.source) and self.certainty in (Certainty.CONFIRMED, Certainty.SINGLE)

    @property
    def way(self) -> Way:
        """How a reader uses it."""
        return _way(self.kind, self.value)

    @property
    def href(self) -> str:
        """Where its link leads; empty where there is nothing but to read it."""
        prefix = _PREFIXES[self.way]
        if prefix is None:
            return ""
        return prefix + (digits(self.value) if self.way in (Way.CALL, Way.TEXT) else self.value)

    def days_unchecked(self, today: date) -> int | None:
        """How many days ago a person last looked; None if nobody has."""
        return (today - self.checked_on).days if self.checked_on else None


def group_of(kind: Kind) -> Group:
    """The part of a page in which facts of a kind stand."""
    return _GROUP_OF[kind]


@cache
def _way(kind: Kind, value: str) -> Way:
    if is_mail(value):
        return Way.MAIL
    if is_link(value):
        return Way.OPEN
    if kind in TEXTS:
        return Way.TEXT if is_number(value) else Way.READ
    return Way.CALL
