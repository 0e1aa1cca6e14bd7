"""A page as the check sees it: read once, with what is wrong in its structure.

Pages have one plain form: names in small letters, values in double quotes, no comment, no mark left open.
What has another form is a fault, so that nothing hides where a browser would read more than this reader.
"""

import re
from dataclasses import dataclass, field
from functools import cache
from html import unescape

_VOID = frozenset(("br", "hr", "img", "input", "link", "meta", "source", "track"))
_LOADS = {"img": "src", "script": "src", "video": "src", "source": "src", "track": "src", "iframe": "src"}
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_NAMED = frozenset({"a", "button", "summary", "h1", "h2", "h3", "title", "li"})
_BARRED = frozenset({"iframe", "form", "object", "embed"})
_DOCTYPE = "<!doctype html>"
_TAG = re.compile(r'<(/?)([a-z][a-z0-9]*)((?: [a-z-]+(?:="[^"<>]*")?)*)>([^<]*)')
_ATTRIBUTE = re.compile(r' ([a-z-]+)(?:="([^"]*)")?')


@dataclass(slots=True)
class Page:
    """What a page holds: its language, links, what it loads, ids, texts by language, and its faults."""

    lang: str = ""
    title: str = ""
    links: list[tuple[str, str]] = field(default_factory=list)
    loads: list[str] = field(default_factory=list)
    alternates: dict[str, str] = field(default_factory=dict)
    policy: str = ""
    ids: set[str] = field(default_factory=set)
    texts: set[tuple[str, str]] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Start:
    """What a start tag says by itself; what is `exempt` holds names and sources of others."""

    lang: str
    id: str
    exempt: bool
    links: tuple[tuple[str, str], ...]
    loads: tuple[str, ...]
    alternates: tuple[tuple[str, str], ...]
    policy: str
    faults: tuple[str, ...]


@dataclass(slots=True)
class _Open:
    """An element that is not closed yet: its language, whether it is exempt, and the last text in it."""

    tag: str
    lang: str
    exempt: bool
    text: str = ""


def parse_page(html: str) -> Page:
    """The page behind the HTML; its faults are told, never raised."""
    reader = _Reader()
    body = html.removeprefix(_DOCTYPE)
    if body == html:
        reader.page.faults.append("the page has no doctype")
    tags = _TAG.findall(body)
    if len(tags) < body.count("<"):
        reader.page.faults.append("the page has markup of another form than the check reads")
    for end, tag, attributes, text in tags:
        if end:
            reader.close(tag)
        else:
            reader.open(tag, _start(tag, attributes))
        if not text.isspace():
            reader.say(" ".join(unescape(text).split()))
    return reader.finished()


class _Reader:
    """Walks through a page, keeping the elements that are open."""

    def __init__(self) -> None:
        self.page = Page()
        self._open = [_Open("", "", exempt=False)]
        self._level = 0
        self._h1 = 0
        self._mains = 0

    def open(self, tag: str, start: _Start) -> None:
        """An element begins; it is in the language of what it stands in unless it says another."""
        outer = self._open[-1]
        lang = start.lang or outer.lang
        if tag == "html":
            self.page.lang = lang
        self._note(start)
        self._count(tag)
        if tag not in _VOID:
            self._open.append(_Open(tag, lang, start.exempt or outer.exempt))

    def close(self, tag: str) -> None:
        """An element ends; its text belongs to what it stands in."""
        if self._open[-1].tag != tag:
            self.page.faults.append(f"the element {tag} ends where it is not open")
            return
        closed = self._open.pop()
        if tag in _NAMED and not closed.text:
            self.page.faults.append(f"the element {tag} is empty")
        if tag == "title":
            self.page.title = closed.text
        self._open[-1].text = closed.text or self._open[-1].text

    def say(self, text: str) -> None:
        """Text, noted in the language it is in unless it is a name or a source of others."""
        inner = self._open[-1]
        inner.text = text or inner.text
        if text and not inner.exempt:
            self.page.texts.add((inner.lang, text))

    def finished(self) -> Page:
        """The page once everything is read."""
        page = self.page
        wrong = {
            f"the element {self._open[-1].tag} never ends": len(self._open) > 1,
            f"the page has {self._h1} first headings": self._h1 != 1,
            "the page has not one main part": self._mains != 1,
            "the page has no language": not page.lang,
            "the page has no title": not page.title,
            "the page has no content security policy": not page.policy.startswith("default-src 'self'"),
        }
        page.faults += [fault for fault, holds in wrong.items() if holds]
        return page

    def _note(self, start: _Start) -> None:
        page = self.page
        if start.id:
            if start.id in page.ids:
                page.faults.append(f"the id {start.id} stands twice")
            page.ids.add(start.id)
        page.links += start.links
        page.loads += start.loads
        page.alternates.update(start.alternates)
        page.policy = start.policy or page.policy
        page.faults += start.faults

    def _count(self, tag: str) -> None:
        """Headings, which go down by one level at a time, and main parts."""
        self._mains += tag == "main"
        if level := _HEADINGS.get(tag, 0):
            if level > self._level + 1:
                self.page.faults.append(f"a heading {tag} follows one that is too high")
            self._level = level
            self._h1 += level == 1


@cache
def _start(tag: str, attributes: str) -> _Start:
    """What a start tag says; the same few thousand stand on all pages."""
    values = {name: unescape(value) for name, value in _ATTRIBUTE.findall(attributes)}
    link = tag == "link"
    alternate = link and values.get("rel") in ("alternate", "canonical")
    loads = [values.get(_LOADS.get(tag, ""), ""), values.get("poster", "")]
    policy = tag == "meta" and values.get("http-equiv", "").lower() == "content-security-policy"
    return _Start(
        values.get("lang", ""),
        values.get("id", ""),
        bool({"data-name", "data-source"} & set(values)) or values.get("rel", "").startswith("external"),
        ((values.get("href", ""), values.get("rel", "")),) if tag == "a" else (),
        (*filter(None, loads), *((values.get("href", ""),) if link and not alternate else ())),
        ((values.get("hreflang", "canonical"), values.get("href", "")),) if alternate else (),
        values.get("content", "") if policy else "",
        tuple(_start_faults(tag, values)),
    )


def _start_faults(tag: str, values: dict[str, str]) -> list[str]:
    """What a start tag must not have, or lacks."""
    wrong = {
        "the page has an inline style": "style" in values or tag == "style",
        "the page has an inline script": any(name.startswith("on") for name in values)
        or (tag == "script" and "src" not in values),
        "a picture has no text instead": tag == "img" and "alt" not in values,
        "a picture has no size": tag == "img" and not {"width", "height"} <= set(values),
        f"the page has an element {tag}": tag in _BARRED,
    }
    return [fault for fault, holds in wrong.items() if holds]
