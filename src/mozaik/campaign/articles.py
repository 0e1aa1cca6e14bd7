"""The pages that consist of plain sections: which texts stand on them, and where they lead on to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from mozaik.campaign.texts import numbered

CLAIMS = {
    "parents.know_1": "thinkuknow.co.uk",
    "parents.know_2": "thinkuknow.co.uk",
    "about.who": "english.nmhh.hu, 2017; europeantimes.news, 2021",
    "about.lead": "europeantimes.news, 2021",
}
"""Texts that claim a number or a date, with the source that stands beside them."""


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
            (("press", "press.html"), ("handout", "handout.html"), ("lesson", "lesson.html")),
            {"press": "press.title"},
        ),
        "exit": Article(
            "exit.what_it_does",
            "",
            (Section("exit.button", ("exit.does", "exit.back", "exit.keys", "exit.cannot", "exit.safer")),),
            (("leave", "weather.html"), ("start", "index.html")),
            {"leave": "exit.link"},
        ),
        "easy": Article(
            "easy.title",
            "",
            (Section("", tuple(numbered("easy.line"))),),
            (("help", "help.html"), ("report", "report/index.html")),
        ),
    }


def _advice(name: str, lists: str, kinds: Mapping[str, str], told: tuple[str, ...] = ()) -> Article:
    sections = [_listed(name, part, kinds.get(part, "ul")) for part in lists.split()]
    return Article(f"{name}.title", f"{name}.lead", (*sections, *(_told(name, part) for part in told)))


def _listed(page: str, name: str, kind: str = "ul") -> Section:
    title = f"{page}.signs_title" if name == "sign" else f"{page}.{name}_title"
    return Section(title, items=tuple(numbered(f"{page}.{name}")), list=kind)


def _told(page: str, name: str) -> Section:
    return Section(f"{page}.{name}_title", (f"{page}.{name}",))
