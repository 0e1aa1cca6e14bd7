"""Which pages the site has, what each consists of, and how a page becomes HTML."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.resources import files
from urllib.parse import urlsplit

from jinja2 import DictLoader, Environment, StrictUndefined

from mozaik.campaign.catalogue import Catalogue
from mozaik.campaign.film import Chapter
from mozaik.campaign.languages import base_language, own_name, sort_key
from mozaik.campaign.reporting import EU_SOURCE, EUROPEAN_UNION, ReportingPoint, digits
from mozaik.campaign.settings import Settings
from mozaik.campaign.texts import Texts, language_names, numbered, rich

MENU = ("help", "report", "children", "parents", "teachers", "video", "lesson", "handout", "about")
"""The pages of the menu, what is needed most first."""

_PLACES = {"start": "index.html", "report": "report/index.html"}
_TEMPLATES = (
    "base",
    "parts",
    "article",
    "index",
    "help",
    "video",
    "report",
    "country",
    "handout",
    "weather",
    "languages",
)


@dataclass(frozen=True, slots=True)
class Section:
    """A part of an article: the key of its title, of its paragraphs and of its list (`ul` or `ol`)."""

    title: str
    texts: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    list: str = "ul"


@dataclass(frozen=True, slots=True)
class Article:
    """A page of plain sections: the keys of its title and lead, and the pages it leads on to."""

    title: str
    lead: str
    sections: tuple[Section, ...]
    links: tuple[tuple[str, str], ...] = (("help", "help.html"), ("report", "report/index.html"))
    labels: Mapping[str, str] = field(default_factory=dict)


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
class Site:
    """What all pages share: settings, catalogues, reporting points and the day of the build."""

    settings: Settings
    catalogues: Mapping[str, Catalogue]
    points: tuple[ReportingPoint, ...]
    today: date

    @property
    def base_url(self) -> str:
        """Where the site will be served."""
        return self.settings.base_url

    @property
    def max_age_days(self) -> int:
        """After how many days a reporting point is flagged as old."""
        return self.settings.max_age_days

    @property
    def languages(self) -> list[tuple[str, str]]:
        """Every language as (tag, own name), sorted by own name."""
        return language_names(self.catalogues)

    @property
    def menu(self) -> list[tuple[str, str]]:
        """The menu as (name, path within the language)."""
        return [(name, place_of(name)) for name in MENU]

    @property
    def country_count(self) -> int:
        """How many countries there are reporting points for."""
        return len(self.points)

    @property
    def language_count(self) -> int:
        """How many languages have texts of their own; Serbian in two scripts is one language."""
        own = (one.tag for one in self.catalogues.values() if not one.falls_back)
        return len({base_language(tag) for tag in own})


def place_of(name: str) -> str:
    """The path of a page within its language."""
    return _PLACES.get(name, f"{name}.html")


def site_tags(catalogue_tags: Iterable[str], points: Iterable[ReportingPoint]) -> list[str]:
    """The languages of the site: those with a catalogue and those that a country names, sorted."""
    return sorted({*catalogue_tags, *(tag for point in points for tag in point.languages)})


def language_pages(site: Site, catalogue: Catalogue, film: FilmPage) -> Iterator[tuple[str, str]]:
    """Every page of one language as (path within the language, HTML)."""
    texts = Texts(catalogue)
    shared = {
        "t": texts,
        "site": site,
        "film": film,
        "site_countries": sorted(
            ((point.code, texts.country(point.code)) for point in site.points),
            key=lambda one: sort_key(one[1], texts.tag),
        ),
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
        }
        return path, environment().get_template(template).render(page=details, **shared, **more)

    yield page("index", "index", "index.html", texts.plain("site.name") + " " + texts.plain("site.tagline"))
    for name in ("help", "video", "handout"):
        yield page(name, name, place_of(name), texts.plain(f"{name}.title"))
    yield page("weather", "weather", "weather.html", texts.plain("exit.neutral_title"))
    for name, article in articles().items():
        yield page("article", name, place_of(name), texts.plain(article.title), article=article)
    yield page("report", "report", place_of("report"), texts.plain("report.title"))
    for point in site.points:
        title = texts.plain("report.country_title", country=texts.country(point.code))
        yield page(
            "country", "country", f"report/{point.code}.html", title, point=_country(site, texts, point)
        )


def page_paths(site: Site) -> list[str]:
    """The path of every page that each language has."""
    names = ("start", "help", "video", "handout", "weather", "report", *articles())
    return [*(place_of(name) for name in names), *(f"report/{point.code}.html" for point in site.points)]


def chooser_page(site: Site) -> str:
    """The root page: every language by its own name."""
    english = Texts(site.catalogues["en"])
    chooser = [
        (tag, name, Texts(site.catalogues[tag]).plain("site.name"), site.catalogues[tag].text_tag)
        for tag, name in site.languages
    ]
    return environment().get_template("languages").render(t=english, site=site, chooser=chooser)


def _country(site: Site, texts: Texts, point: ReportingPoint) -> dict[str, object]:
    """What a country's page needs besides the texts."""
    return {
        "row": point,
        "days": point.days_unchecked(site.today),
        "day": texts.day(point.checked_on) if point.checked_on else "",
        "source_112": EU_SOURCE if point.code in EUROPEAN_UNION else point.shown_source,
        "languages": [(tag, own_name(tag)) for tag in dict.fromkeys((*point.languages, "en"))],
    }


@cache
def articles() -> Mapping[str, Article]:
    """The pages that consist of plain sections, by name."""
    return {
        "children": _advice("children", "sign no safe friend", {}, ("already",)),
        "parents": _advice("parents", "know talk notice act", {"act": "ol"}),
        "teachers": Article(
            "teachers.title",
            "teachers.lead",
            (_listed("teachers", "first", "ol"), _listed("teachers", "class")),
            (("lesson", "lesson.html"), ("help", "help.html"), ("report", "report/index.html")),
            {"lesson": "teachers.lesson_link"},
        ),
        "lesson": Article(
            "lesson.title",
            "lesson.for_whom",
            tuple(
                _listed("lesson", name, "ol" if name == "plan" else "ul")
                for name in ("before", "plan", "after")
            ),
            (("video", "video.html"), ("teachers", "teachers.html"), ("handout", "handout.html")),
        ),
        "about": Article(
            "about.title",
            "about.lead",
            (
                *(_told("about", name) for name in ("who", "privacy")),
                Section("more.tally_title", ("more.tally",)),
                *(_told("about", name) for name in ("sources", "words", "reuse")),
            ),
            (("handout", "handout.html"), ("lesson", "lesson.html"), ("video", "video.html")),
        ),
        "exit": Article(
            "exit.what_it_does",
            "",
            (Section("exit.button", ("exit.does", "exit.keys", "exit.cannot", "exit.safer")),),
            (("leave", "weather.html"), ("start", "index.html")),
            {"leave": "exit.link"},
        ),
    }


def _advice(name: str, lists: str, kinds: Mapping[str, str], told: tuple[str, ...] = ()) -> Article:
    sections = [_listed(name, one, kinds.get(one, "ul")) for one in lists.split()]
    return Article(f"{name}.title", f"{name}.lead", (*sections, *(_told(name, one) for one in told)))


def _listed(page: str, name: str, kind: str = "ul") -> Section:
    title = f"{page}.signs_title" if name == "sign" else f"{page}.{name}_title"
    return Section(title, items=tuple(numbered(f"{page}.{name}")), list=kind)


def _told(page: str, name: str) -> Section:
    return Section(f"{page}.{name}_title", (f"{page}.{name}",))


@cache
def environment() -> Environment:
    """The templates; whatever reaches them is escaped, and an unknown name is an error."""
    folder = files("mozaik.campaign").joinpath("templates")
    sources = {name: folder.joinpath(f"{name}.html").read_text(encoding="utf-8") for name in _TEMPLATES}
    sources |= {f"{name}.html": sources[name] for name in ("base", "parts")}
    made = Environment(
        loader=DictLoader(sources),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=False,
        auto_reload=False,
    )
    made.filters["host"] = lambda url: str(urlsplit(url).hostname).removeprefix("www.")
    made.filters["digits"] = digits
    made.filters["rich"] = rich
    return made
