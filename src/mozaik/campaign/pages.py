"""Which pages the site has, what each consists of, and how a page becomes HTML."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from urllib.parse import urlsplit

from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup

from mozaik.campaign.articles import CLAIMS, articles
from mozaik.campaign.catalogue import Catalogue
from mozaik.campaign.countries import Country
from mozaik.campaign.facts import EVERYWHERE, Fact
from mozaik.campaign.film import Chapter
from mozaik.campaign.languages import own_name, sort_key
from mozaik.campaign.numbers import Numbers, answers_in, numbers_of, removals_of
from mozaik.campaign.site import Site, place_of
from mozaik.campaign.texts import Texts, rich

_TEMPLATES = (
    "base", "parts", "article", "index", "help", "takedown", "video", "report", "country", "handout",
    "press", "sign", "weather", "chooser", "gone", "alternates",
    "languages",
)  # fmt: skip
_PLAIN = ("help", "takedown", "video", "handout", "press")
"""Pages with a template and a title of their own name."""


@dataclass(frozen=True, slots=True)
class TranscriptPart:
    """A part of the film as text: the key of its title (empty if it has none) and its lines."""

    key: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FilmPage:
    """What the film's page shows: whether a film, whether the stand-in, its length, parts and text."""

    shown: bool
    stand_in: bool
    minutes: int
    chapters: tuple[Chapter, ...]
    transcript: tuple[TranscriptPart, ...]


@dataclass(frozen=True, slots=True)
class Help:
    """One country as a page of one language shows it: numbers, and who takes pictures down."""

    code: str
    name: str
    numbers: Numbers
    removals: tuple[Fact, ...]


def language_pages(site: Site, catalogue: Catalogue, film: FilmPage) -> Iterator[tuple[str, str]]:
    """Every page of one language as (path within the language, HTML)."""
    texts = Texts(catalogue)
    helps = sorted(
        (_help(site, texts, country) for country in site.countries),
        key=lambda help: sort_key(help.name, texts.tag),
    )
    home = site.home_of(catalogue.tag)
    shared = {
        "t": texts,
        "site": site,
        "film": film,
        "claims": CLAIMS,
        "helps": _nearest_first(helps, catalogue.tag),
        "home": next((help for help in helps if home and help.code == home.code), None),
        "everywhere": removals_of(site.facts, EVERYWHERE, catalogue.tag),
        "answers_in": answers_in,
    }

    def page(template: str, name: str, path: str, title: str, **more: object) -> tuple[str, str]:
        here = "../" * path.count("/")
        details = {
            "name": name,
            "path": path,
            "title": title,
            "here": here,
            "root": f"../{here}",
            "own_name": own_name(catalogue.tag),
            "text_name": own_name(catalogue.text_tag),
            "country": "",
            "anchored": (),
            "alternates": _alternates(site.languages, site.base_url, path),
            "languages_of_page": _language_choice(site.languages, f"../{here}", path, catalogue.tag),
        }
        return path, environment().get_template(template).render(page=details | more, **shared)

    yield page("index", "index", "index.html", texts.plain("site.name") + " " + texts.plain("site.tagline"))
    for name in _PLAIN:
        yield page(name, name, place_of(name), texts.plain(f"{name}.title"))
    yield page("weather", "weather", "weather.html", texts.plain("exit.neutral_title"))
    for name, article in articles().items():
        yield page("article", name, place_of(name), texts.plain(article.title), article=article)
    yield page("report", "report", place_of("report"), texts.plain("report.title"))
    for help in helps:
        yield page(
            "country",
            "country",
            f"report/{help.code}.html",
            texts.plain("report.country_title", country=help.name),
            country=help.code,
            anchored=_anchored(help),
            help=help,
            languages=[(tag, own_name(tag)) for tag in _languages_of(help.numbers.country)],
        )


def page_paths(site: Site) -> list[str]:
    """The path of every page that each language has."""
    names = ("start", *_PLAIN, "weather", "report", *articles())
    countries = (f"report/{country.code}.html" for country in site.countries)
    return [*(place_of(name) for name in names), *countries]


@cache
def environment() -> Environment:
    """The templates; whatever reaches them is escaped, and an unknown name is an error."""
    folder = files("mozaik.campaign").joinpath("templates")
    sources = {name: folder.joinpath(f"{name}.html").read_text(encoding="utf-8") for name in _TEMPLATES}
    sources |= {f"{name}.html": sources[name] for name in ("base", "parts", "sign")}
    made = Environment(
        loader=DictLoader(sources),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=False,
        auto_reload=False,
    )
    made.filters["host"] = lambda url: str(urlsplit(url).hostname).removeprefix("www.")
    made.filters["rich"] = rich
    return made


@cache
def _alternates(languages: tuple[tuple[str, str], ...], base_url: str, path: str) -> Markup:
    """A page in every language, for search engines; the same in each of them."""
    template = environment().get_template("alternates")
    return Markup(template.render(languages=languages, base_url=base_url, path=path))  # noqa: S704


@cache
def _language_links(languages: tuple[tuple[str, str], ...], root: str, path: str) -> str:
    """The links to a page in every language."""
    return environment().get_template("languages").render(languages=languages, root=root, path=path)


def _language_choice(languages: tuple[tuple[str, str], ...], root: str, path: str, tag: str) -> Markup:
    """The links to a page in every language, the present one marked."""
    links = _language_links(languages, root, path)
    marked = links.replace(f' lang="{tag}">', f' lang="{tag}" aria-current="true">')
    return Markup(marked)  # noqa: S704  # escaped by the template


def _anchored(help: Help) -> tuple[str, ...]:
    """The pages that have a part for this country."""
    national = any(fact.country != EVERYWHERE for fact in help.removals)
    return ("help", "takedown") if national else ("help",)


def _help(site: Site, texts: Texts, country: Country) -> Help:
    tag = texts.catalogue.tag
    return Help(
        country.code,
        texts.country(country.code),
        numbers_of(country, site.facts, tag),
        removals_of(site.facts, country.code, tag),
    )


def _nearest_first(helps: list[Help], tag: str) -> list[Help]:
    """The countries of the language first, then those of the operation, then the others; each by name."""

    def nearness(help: Help) -> tuple[bool, bool]:
        country = help.numbers.country
        return tag not in country.languages, not country.operation

    return sorted(helps, key=nearness)


def _languages_of(country: Country) -> list[str]:
    """The languages in which the country's page is offered there: its own, and English."""
    return list(dict.fromkeys((*country.languages, "en")))
