"""The check of what a site is made from: catalogues, countries with their facts, and who signs.

What keeps a build from being final is told by country and by language: a country needs an emergency number,
a helpline and the police that a person has dialled or opened lately; a language needs a signed review.
"""

from collections.abc import Iterator

from mozaik.campaign.build import captions_of
from mozaik.campaign.catalogue import Catalogue
from mozaik.campaign.countries import Country
from mozaik.campaign.facts import Fact, Group, Kind
from mozaik.campaign.film import cue_faults
from mozaik.campaign.languages import FALLBACKS
from mozaik.campaign.numbers import NEEDED, POLICE
from mozaik.campaign.problems import Problem, Severity, error, not_final, note
from mozaik.campaign.site import Site
from mozaik.errors import RefusedError
from mozaik.wording import check_wording, checked_languages


def check_inputs(site: Site) -> list[Problem]:
    """What is wrong with the input of a site, keeps it from being final, or is worth knowing."""
    return [*check_settings(site), *check_facts(site), *check_catalogues(site)]


def require_final(site: Site) -> None:
    """RefusedError, with every reason, unless the site is signed, reviewed and checked by persons."""
    reasons: dict[str, list[str]] = {}
    for problem in check_inputs(site):
        if problem.severity is not Severity.NOTE:
            reasons.setdefault(problem.what, []).append(problem.where.rpartition(" ")[2])
    if reasons:
        raise RefusedError(
            "the site is not final",
            why="; ".join(f"{what} ({', '.join(places)})" for what, places in reasons.items()),
            remedy="see docs/campaign.md, section Publish; mozaik campaign check --final lists the same",
        )


def check_settings(site: Site) -> Iterator[Problem]:
    """Whether somebody signs for the site."""
    if site.settings.signature is None:
        yield not_final("settings", "nobody signs: fill in [signature] of campaign.toml")


def check_facts(site: Site) -> Iterator[Problem]:
    """What is missing, unchecked or checked too long ago, country by country."""
    for country in site.countries:
        facts = [fact for fact in site.facts if fact.country == country.code]
        yield from _country_problems(site, country, facts)


def check_catalogues(site: Site) -> Iterator[Problem]:
    """Every language complete, in form and without a denied word, and reviewed by a person."""
    for tag, catalogue in site.catalogues.items():
        where = f"language {tag}"
        if catalogue.falls_back and tag not in FALLBACKS:
            yield not_final(where, f"it has no catalogue and shows {catalogue.text_tag}")
            continue
        for key, fault in catalogue.faults.items():
            yield error(where, f"{key}: {fault}")
        yield from _review_problems(where, catalogue)
        if catalogue.text_tag not in checked_languages():
            yield note(where, "there is no list of denied words for it")
        if not catalogue.falls_back:
            for fault in cue_faults(*captions_of(site, catalogue)):
                yield error(where, fault)
        for key, forms in catalogue.texts.items():
            for text in forms:
                yield from wording_problems(f"{where}, {key}", text, catalogue.text_tag)


def wording_problems(where: str, text: str, language: str) -> Iterator[Problem]:
    """Denied words in one text; a language without a list has been noted."""
    for finding in check_wording(text, language) if language in checked_languages() else ():
        remedy = f"write {finding.use}" if finding.use else "delete it"
        yield error(where, f"the word {finding.word} is not used ({finding.why}): {remedy}")


def _country_problems(site: Site, country: Country, facts: list[Fact]) -> Iterator[Problem]:
    where = f"country {country.code}"
    for group in NEEDED:
        fault = _needed_fault(site, _of_group(facts, group))
        if fault:
            yield not_final(where, f"{group}: {fault}")
    if not any(fact.shown for fact in facts if fact.group is Group.HOTLINE):
        yield note(where, "hotline: no fact is shown")
    for fact in facts:
        yield from _fact_notes(where, fact)


def _needed_fault(site: Site, facts: list[Fact]) -> str:
    """Why a part that every country needs does not suffice, or an empty text."""
    shown = [fact for fact in facts if fact.shown]
    ages = [age for fact in shown if (age := fact.days_unchecked(site.today)) is not None]
    if not shown:
        return "no fact is known that can be shown"
    if not ages:
        return "no person has dialled or opened it and filled in checked_on"
    if min(ages) > site.max_age_days:
        return f"checked {min(ages)} days ago, more than {site.max_age_days}"
    return ""


def _of_group(facts: list[Fact], group: Group) -> list[Fact]:
    """The facts of a part for the whole country; the emergency number of the police is one of the police."""
    whole = [fact for fact in facts if not fact.region and fact.kind is not Kind.EMERGENCY_TEXT]
    if group is Group.POLICE:
        return [fact for fact in whole if fact.kind in POLICE]
    return [fact for fact in whole if fact.group is group]


def _fact_notes(where: str, fact: Fact) -> Iterator[Problem]:
    name = f"{fact.kind} {fact.name}".strip()
    if fact.single:
        yield note(where, f"{name}: only one source names it; the page says so")
    if fact.shown and fact.value.startswith("http:"):
        yield note(where, f"{name}: its address is not https")
    if not fact.value:
        yield note(where, f"{name}: its number or address is not known, so it is on no page")
    elif not fact.shown:
        yield note(where, f"{name}: {fact.certainty}, so it is on no page")


def _review_problems(where: str, catalogue: Catalogue) -> Iterator[Problem]:
    if catalogue.falls_back:
        yield note(where, f"it has no complete catalogue of its own and shows {catalogue.text_tag}")
    elif catalogue.review_fault:
        yield not_final(where, catalogue.review_fault)
    elif not catalogue.reviewer:
        yield not_final(where, "machine-assisted, awaiting native review")
