"""A package said in another language: every sentence said anew from what it tells, nothing else changed.

package.json states its sentences in English; in English this gives the package as it is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from mozaik.package.content import statement_of
from mozaik.package.first import first_steps
from mozaik.package.lead_words import LeadWords, pointer_words, steps_of, title_of, why_of
from mozaik.package.model import Compared, Hit, Lead, Package, Pointer, Topic
from mozaik.terms import Use
from mozaik.wording import country_name, explain_grade, explain_handling, explain_hit, explain_obstacle


def say_again(package: Package) -> Package:
    """The package with its sentences in the language of the moment (`wording.speaking`)."""
    told = {each.reference: each for each in package.told}
    leads = tuple(_lead(lead, told, package.recipient.country) for lead in package.leads)
    country, handling, grade = package.recipient.country, package.handling, package.grade
    return replace(
        package,
        recipient=replace(package.recipient, country_name=country_name(country)),
        handling=replace(handling, texts=tuple(explain_handling(code) for code in handling.codes)),
        grade=replace(grade, text=explain_grade(grade.worst)) if grade else None,
        first=first_steps(leads, package.counts),
        leads=leads,
        hits=tuple(replace(hit, kind_text=explain_hit(hit.kind).title) for hit in package.hits),
        statement=statement_of(package.use or Use.ANALYSIS),
        compared=tuple(map(_compared, package.compared)),
        not_compared=tuple(map(_compared, package.not_compared)),
    )


def _lead(lead: Lead, told: Mapping[str, Hit | Pointer], country: str) -> Lead:
    held = [told[reference] for reference in lead.references]
    hits = [each for each in held if isinstance(each, Hit)]
    if hits:
        words = _hit_words(lead, hits)
    else:
        words = _pointer_words(lead, [each for each in held if isinstance(each, Pointer)], country)
    return replace(lead, title=words.title, why=words.why, next_steps=words.next_steps)


def _hit_words(lead: Lead, hits: Sequence[Hit]) -> LeadWords:
    own = bool(lead.own_units)
    return LeadWords(
        title_of(lead.topic, lead.authorities, hits, own),
        why_of(lead.topic, lead.authorities, hits, own),
        steps_of(lead.topic, lead.authorities, lead.own_units, lead.ask, hits),
    )


def _pointer_words(lead: Lead, pointers: Sequence[Pointer], country: str) -> LeadWords:
    told = any(pointer.told for pointer in pointers)
    return pointer_words(
        lead.topic is Topic.COMMON, lead.authorities, pointers, lead.ask, country, told
    )  # fmt: skip


def _compared(line: Compared) -> Compared:
    return replace(line, reason=explain_obstacle(line.reason) if line.reason else None)
