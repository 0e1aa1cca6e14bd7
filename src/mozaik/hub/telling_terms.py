"""Terms as pages say them: whom they tell what, for what, about whom, until when."""

from collections.abc import Iterator
from dataclasses import dataclass

from mozaik.desk import OwnerTerms
from mozaik.terms import EVERYONE, PUBLIC, Purpose, Terms
from mozaik.wording import say


@dataclass(frozen=True, slots=True)
class ToldTerms:
    """Terms of a sheet: their name, and the same in a sentence."""

    name: str
    sentence: str


def told_terms(terms: OwnerTerms) -> tuple[ToldTerms, ...]:
    """The terms of a sheet, in its order."""
    return tuple(ToldTerms(each.name, _sentence(each)) for each in terms.sheet.terms)


def _sentence(terms: Terms) -> str:
    codes = "+".join(sorted(terms.handling))
    purposes = ", ".join(say(f"hub.purpose.{word}") for word in Purpose if word in terms.purposes)
    parts = [
        say(f"hub.subject.{terms.subject}"),
        *_disclosed(terms),
        purposes or say("hub.terms.quarantined"),
        say("hub.terms.graded", codes=codes, grade=terms.grade),
        say("hub.terms.review", day=terms.review_on),
    ]
    return "; ".join(parts)


def _disclosed(terms: Terms) -> Iterator[str]:
    groups = {EVERYONE: say("hub.terms.everyone"), PUBLIC: say("hub.terms.public")}
    for named in terms.disclosures:
        who, level = groups.get(named.reader, named.reader), say(f"hub.level.{named.level.word}")
        if named.until:
            yield say("hub.terms.told_until", who=who, level=level, day=named.until)
        else:
            yield say("hub.terms.told", who=who, level=level)
    yield say("hub.terms.told", who=say("hub.terms.others"), level=say(f"hub.level.{terms.disclosure.word}"))
