"""What all pages of a build share: settings, catalogues, countries with their facts, and the day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from mozaik.campaign.catalogue import Catalogue
from mozaik.campaign.countries import Country
from mozaik.campaign.facts import Fact
from mozaik.campaign.languages import base_language
from mozaik.campaign.settings import Settings
from mozaik.campaign.texts import language_names

MENU = (
    "help", "report", "takedown", "children", "parents", "teachers", "video", "lesson", "handout", "about",
)  # fmt: skip
"""The pages of the menu, what is needed most first."""

_PLACES = {"start": "index.html", "report": "report/index.html"}


@dataclass(frozen=True, slots=True)
class Site:
    """The whole input of a build but the film; `today` is the day of the build."""

    settings: Settings
    catalogues: Mapping[str, Catalogue]
    countries: tuple[Country, ...]
    facts: tuple[Fact, ...]
    today: date

    @property
    def base_url(self) -> str:
        """Where the site will be served."""
        return self.settings.base_url

    @property
    def max_age_days(self) -> int:
        """After how many days a checked fact is flagged as old."""
        return self.settings.max_age_days

    @property
    def languages(self) -> tuple[tuple[str, str], ...]:
        """Every language as (tag, own name), sorted by own name."""
        return language_names(tuple(self.catalogues))

    @property
    def menu(self) -> list[tuple[str, str]]:
        """The menu as (name, path within the language)."""
        return [(name, place_of(name)) for name in MENU]

    @property
    def country_count(self) -> int:
        """How many countries there are."""
        return len(self.countries)

    @property
    def language_count(self) -> int:
        """How many languages have texts of their own; Serbian in two scripts is one language."""
        own = (catalogue.tag for catalogue in self.catalogues.values() if not catalogue.falls_back)
        return len({base_language(tag) for tag in own})

    def home_of(self, tag: str) -> Country | None:
        """The only country of a language, which then needs no choice; None if there are several or none."""
        homes = [country for country in self.countries if tag in country.languages]
        return homes[0] if len(homes) == 1 else None


def place_of(name: str) -> str:
    """The path of a page within its language."""
    return _PLACES.get(name, f"{name}.html")


def site_tags(catalogue_tags: Iterable[str], countries: Iterable[Country]) -> list[str]:
    """The languages of the site: those with a catalogue and those that a country names, sorted."""
    return sorted({*catalogue_tags, *(tag for country in countries for tag in country.languages)})
