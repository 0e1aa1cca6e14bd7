"""A page as the check sees it: parsed once, with what is wrong in its structure."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = frozenset(("br", "hr", "img", "input", "link", "meta", "source", "track"))
_LOADS = {"img": "src", "script": "src", "video": "src", "source": "src", "track": "src", "iframe": "src"}
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_NAMED = frozenset({"a", "button", "summary", "h1", "h2", "h3", "title", "li"})
_SILENT = frozenset({"script", "style"})


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


@dataclass(slots=True)
class _Open:
    """An element that is not closed yet: its language, whether it is a proper name, and its text so far."""

    tag: str
    lang: str
    exempt: bool
    text: str = ""


def parse_page(html: str) -> Page:
    """The page behind the HTML; its faults are told, never raised."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.finished()


class _Reader(HTMLParser):
    """Walks through a page, keeping the elements that are open."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = Page()
        self._open: list[_Open] = []
        self._level = 0
        self._h1 = 0
        self._mains = 0
        self._doctype = False

    def updatepos(self, i: int, j: int) -> int:
        """Keep no line numbers: nobody asks for them, and a site has some twenty million characters."""
        return j

    def handle_decl(self, decl: str) -> None:
        """The doctype."""
        self._doctype = decl.lower() == "doctype html" and not self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element begins."""
        values = {name: value or "" for name, value in attrs}
        self._check_attributes(tag, values)
        lang = values.get("lang", self._open[-1].lang if self._open else "")
        if tag == "html":
            self.page.lang = lang
        if "id" in values:
            if values["id"] in self.page.ids:
                self.page.faults.append(f"the id {values['id']} stands twice")
            self.page.ids.add(values["id"])
        self._note(tag, values)
        if tag not in _VOID:
            exempt = (
                "data-name" in values
                or "data-source" in values
                or values.get("rel", "").startswith("external")
            )
            self._open.append(_Open(tag, lang, exempt or bool(self._open and self._open[-1].exempt)))

    def handle_endtag(self, tag: str) -> None:
        """An element ends; its text belongs to what it stands in."""
        if not self._open or self._open[-1].tag != tag:
            self.page.faults.append(f"the element {tag} ends where it is not open")
            return
        closed = self._open.pop()
        text = " ".join(closed.text.split())
        if tag in _NAMED and not text:
            self.page.faults.append(f"the element {tag} is empty")
        if tag == "title":
            self.page.title = text
        if self._open:
            self._open[-1].text += closed.text

    def handle_data(self, data: str) -> None:
        """Text, noted in the language it is in unless it is a name or a source of others."""
        if self._open:
            inner = self._open[-1]
            inner.text += data
            if data.strip() and not inner.exempt and inner.tag not in _SILENT:
                self.page.texts.add((inner.lang, " ".join(data.split())))

    def finished(self) -> Page:
        """The page once everything is read."""
        faults = self.page.faults
        if not self._doctype:
            faults.append("the page has no doctype")
        if self._open:
            faults.append(f"the element {self._open[-1].tag} never ends")
        if self._h1 != 1:
            faults.append(f"the page has {self._h1} first headings")
        if self._mains != 1:
            faults.append("the page has not one main part")
        if not self.page.lang:
            faults.append("the page has no language")
        if not self.page.title:
            faults.append("the page has no title")
        if not self.page.policy.startswith("default-src 'self'"):
            faults.append("the page has no content security policy")
        return self.page

    def _check_attributes(self, tag: str, values: dict[str, str]) -> None:
        faults = self.page.faults
        if "style" in values or tag == "style":
            faults.append("the page has an inline style")
        if any(name.startswith("on") for name in values) or (tag == "script" and "src" not in values):
            faults.append("the page has an inline script")
        if tag == "img":
            if "alt" not in values:
                faults.append("a picture has no text instead")
            if "width" not in values or "height" not in values:
                faults.append("a picture has no size")
        if tag in ("iframe", "form", "object", "embed"):
            faults.append(f"the page has an element {tag}")

    def _note(self, tag: str, values: dict[str, str]) -> None:
        if tag in _HEADINGS:
            level = _HEADINGS[tag]
            if level > self._level + 1:
                self.page.faults.append(f"a heading {tag} follows one that is too high")
            self._level = level
            self._h1 += level == 1
        self._mains += tag == "main"
        if tag == "a":
            self.page.links.append((values.get("href", ""), values.get("rel", "")))
        if values.get(_LOADS.get(tag, "")):
            self.page.loads.append(values[_LOADS[tag]])
        if values.get("poster"):
            self.page.loads.append(values["poster"])
        if tag == "link":
            if values.get("rel") in ("alternate", "canonical"):
                self.page.alternates[values.get("hreflang", "canonical")] = values.get("href", "")
            else:
                self.page.loads.append(values.get("href", ""))
        if tag == "meta" and values.get("http-equiv", "").lower() == "content-security-policy":
            self.page.policy = values.get("content", "")
