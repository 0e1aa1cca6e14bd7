"""The pages at the root: the choice of a country in its own words, and the page for what is not there."""

import unicodedata
from dataclasses import dataclass

from mozaik.campaign.countries import Country
from mozaik.campaign.languages import country_name_in, own_name, sort_key
from mozaik.campaign.pages import environment
from mozaik.campaign.site import Site
from mozaik.campaign.texts import Texts

_SCRIPTS = ("LATIN", "GREEK", "CYRILLIC")


@dataclass(frozen=True, slots=True)
class Choice:
    """A country in one of its languages: where it leads, its name there, and what a search finds it by.

    `language` is the language's own name where the country has several; `search` is in small letters.
    """

    code: str
    tag: str
    name: str
    language: str
    operation: bool
    search: str


def choices(site: Site) -> list[Choice]:
    """Every country in each of its languages: those of the operation first, by script, then by name."""
    made = (_choice(country, tag) for country in site.countries for tag in country.languages)
    return sorted(made, key=_order)


def chooser_page(site: Site) -> str:
    """The root page: every country by its own name, and every language below."""
    shown = choices(site)
    titles = [
        (site.catalogues[tag].text_tag, Texts(site.catalogues[tag]).plain("choose.title"))
        for tag in dict.fromkeys(choice.tag for choice in shown if choice.operation)
    ]
    return (
        environment()
        .get_template("chooser")
        .render(
            t=Texts(site.catalogues["en"]),
            site=site,
            near=[choice for choice in shown if choice.operation],
            far=[choice for choice in shown if not choice.operation],
            titles=list(dict.fromkeys(titles)),
        )
    )


def gone_page(site: Site) -> str:
    """The page that a server shows for an address that is not there; its links hold from any address."""
    starts = [
        (tag, name, Texts(site.catalogues[tag]).plain("site.back_to_start"), site.catalogues[tag].text_tag)
        for tag, name in site.languages
    ]
    return (
        environment()
        .get_template("gone")
        .render(t=Texts(site.catalogues["en"]), site=site, starts=starts, root=site.settings.base_path)
    )


def _choice(country: Country, tag: str) -> Choice:
    name = country_name_in(country.code, tag)
    language = own_name(tag) if len(country.languages) > 1 else ""
    words = (name, _bare(name), language, country.name, country.code)
    return Choice(
        country.code,
        tag,
        name,
        language,
        country.operation,
        " ".join(dict.fromkeys(word.casefold() for word in words if word)),
    )


def _order(choice: Choice) -> tuple[bool, int, object, str]:
    return not choice.operation, _script(choice.name), sort_key(choice.name, "en"), choice.language


def _script(name: str) -> int:
    """The place of the script that a name begins in."""
    script = unicodedata.name(name[0]).split()[0]
    return _SCRIPTS.index(script) if script in _SCRIPTS else len(_SCRIPTS)


def _bare(name: str) -> str:
    """A name without accents, as it is typed on any keyboard."""
    return "".join(
        letter for letter in unicodedata.normalize("NFKD", name) if not unicodedata.combining(letter)
    )
