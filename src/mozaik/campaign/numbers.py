"""Which numbers a reader of a country and language sees, what comes first, and what helps instead."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from mozaik.campaign.countries import Country
from mozaik.campaign.facts import EVERYWHERE, Certainty, Fact, Group, Kind, Way
from mozaik.campaign.languages import understood

NEEDED = (Group.EMERGENCY, Group.HELPLINE, Group.POLICE)
"""What a page opens with, and what every country has to have before a build is final."""

POLICE = frozenset((Kind.POLICE_EMERGENCY, Kind.POLICE_PHONE, Kind.POLICE_FORM, Kind.POLICE_PAGE))
"""What leads to the police; their emergency number stands among the emergency numbers too."""

_FIRST = 2
"""How many ways of one sort stand at the top of a page."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """What a country's page says first: emergency, helpline and police, each with the best ways first.

    `borrowed` are web chats of other countries in the reader's language, where the country has no helpline.
    `barred_112` says that 112 does not work there, which a page without an emergency number tells.
    """

    country: Country
    emergency: tuple[Fact, ...]
    helpline: tuple[Fact, ...]
    police: tuple[Fact, ...]
    borrowed: tuple[Fact, ...]
    crisis: tuple[Fact, ...]
    details: tuple[tuple[Group, tuple[Fact, ...]], ...]

    @property
    def barred_112(self) -> bool:
        """Whether 112 is known not to work in the country."""
        return "112" in self.country.barred

    @property
    def confirmed_112(self) -> bool:
        """Whether 112 is confirmed for the country."""
        return any(fact.value == "112" and fact.certainty is Certainty.CONFIRMED for fact in self.emergency)

    def instead(self, group: Group) -> tuple[str, ...]:
        """The sentences, by key, where a part has no number: that it is not known, and the next best."""
        told: dict[Group, tuple[tuple[str, bool], ...]] = {
            Group.EMERGENCY: (("next.no_112", self.barred_112),),
            Group.HELPLINE: (("next.call_112", self.confirmed_112), ("next.chat", bool(self.borrowed))),
            Group.POLICE: (("next.call_112", self.confirmed_112),),
        }
        return (f"next.{group}", *(key for key, holds in told[group] if holds))

    @property
    def nearest(self) -> tuple[Fact, ...]:
        """Whom to call where no crisis line is known: the emergency number and the helpline."""
        return (*self.emergency[:1], *self.helpline[:1])

    @property
    def facts(self) -> tuple[Fact, ...]:
        """Every fact of the country that is shown, by part of the page."""
        return tuple(fact for _, facts in self.details for fact in facts)


def numbers_of(country: Country, facts: Collection[Fact], tag: str) -> Numbers:
    """What the page of a country shows to a reader of the language `tag`."""
    own = ordered((fact for fact in facts if fact.country == country.code and fact.shown), tag)
    parts = {group: tuple(fact for fact in own if fact.group is group) for group in Group}
    calls = _widest(fact for fact in parts[Group.EMERGENCY] if fact.way is Way.CALL)
    return Numbers(
        country,
        emergency=tuple(fact for fact in calls if fact.region) or calls[:_FIRST],
        helpline=_voices(_widest(parts[Group.HELPLINE])),
        police=_police(_widest(fact for fact in own if fact.kind in POLICE)),
        borrowed=() if parts[Group.HELPLINE] else _borrowed(facts, tag),
        crisis=parts[Group.CRISIS],
        details=tuple((group, part) for group, part in parts.items() if part),
    )


def removals_of(facts: Iterable[Fact], code: str, tag: str) -> tuple[Fact, ...]:
    """The services that take pictures down for a country (or `*`): the country's own first."""
    wanted = (
        fact
        for fact in facts
        if fact.shown and fact.group is Group.REMOVAL and fact.country in (code, EVERYWHERE)
    )
    return tuple(sorted(ordered(wanted, tag), key=lambda fact: (fact.country == EVERYWHERE, fact.kind)))


def ordered(facts: Iterable[Fact], tag: str) -> list[Fact]:
    """The best facts first: whole country, reader's language, confirmed, day and night, as in the file."""
    return sorted(facts, key=lambda fact: _rank(fact, tag))


def answers_in(fact: Fact, tag: str) -> bool:
    """Whether somebody answers there in a language that readers of `tag` understand, as far as it says."""
    return not fact.languages or any(understood(language, tag) for language in fact.languages)


def _rank(fact: Fact, tag: str) -> tuple[bool, bool, bool, bool]:
    return (
        bool(fact.region),
        not answers_in(fact, tag),
        fact.certainty is not Certainty.CONFIRMED,
        fact.hours is None or not fact.hours.always,
    )


def _widest(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """Those that hold in the whole country; those of its parts, which say so, only where there is no such."""
    known = tuple(facts)
    return tuple(fact for fact in known if not fact.region) or known


def _voices(helplines: tuple[Fact, ...]) -> tuple[Fact, ...]:
    """The best number and the best way to write; a second number where nobody can be written to."""
    calls = [fact for fact in helplines if fact.way is Way.CALL]
    writes = [fact for fact in helplines if fact.way is not Way.CALL]
    writes.sort(key=lambda fact: fact.kind is not Kind.HELPLINE_CHAT)
    return (*calls[:1], *writes[:1]) if calls and writes else (*calls[:_FIRST], *writes[:1])


def _police(facts: tuple[Fact, ...]) -> tuple[Fact, ...]:
    """One number and one form or page; the emergency number of the police where there is no other number."""
    calls = [fact for fact in facts if fact.kind is Kind.POLICE_PHONE]
    urgent = [fact for fact in facts if fact.kind is Kind.POLICE_EMERGENCY]
    writes = [fact for fact in facts if fact.kind in (Kind.POLICE_FORM, Kind.POLICE_PAGE)]
    writes.sort(key=lambda fact: fact.kind is not Kind.POLICE_FORM)
    return (*(calls or urgent)[:1], *writes[:1])


def _borrowed(facts: Iterable[Fact], tag: str) -> tuple[Fact, ...]:
    """Web chats of other countries whose people answer in the reader's language."""
    chats = (fact for fact in facts if fact.shown and fact.kind is Kind.HELPLINE_CHAT and fact.languages)
    return tuple(fact for fact in ordered(chats, tag) if answers_in(fact, tag))[:_FIRST]
