"""What a built site refers to: every link leads somewhere, and nothing is fetched from elsewhere."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

_FETCHING = {"src", "srcset", "poster", "data", "action"}
_FETCHED_BY_CLASS = {"mermaid", "pyodide", "glightbox"}
"""Classes for which the theme's script would fetch a library from another host."""
_CSS_ADDRESS = re.compile(r"""url\(\s*['"]?([^'")]+)|@import\s+['"]([^'"]+)""")


class _Page(HTMLParser):
    """The ids of a page, what it links to, and what it has fetched."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.links: list[str] = []
        self.fetched: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what one element says."""
        for name, value in attrs:
            if value is None:
                continue
            if name == "id" or (name == "name" and tag == "a"):
                self.ids.add(value)
            elif name == "href":
                (self.links if tag == "a" else self.fetched).append(value)
            elif name in _FETCHING:
                parts = value.split(",") if name == "srcset" else [value]
                self.fetched += [part.split()[0] for part in parts if part.split()]
            elif name == "class":
                self.fetched += [
                    f"https://unpkg.com/{word}" for word in value.split() if word in _FETCHED_BY_CLASS
                ]
            elif name == "style":
                self.fetched += addresses_in_css(value)


def addresses_in_css(text: str) -> list[str]:
    """What a style sheet has fetched."""
    return [first or second for first, second in _CSS_ADDRESS.findall(text)]


def faults_of(site: Path) -> list[str]:
    """What is wrong with the references of a site, a line a fault; a link to another site is none."""
    pages = {path: _read(path) for path in sorted(site.rglob("*.html"))}
    return [*_faults_of_pages(pages, site), *_faults_of_styles(site)]


def _faults_of_pages(pages: dict[Path, _Page], site: Path) -> Iterator[str]:
    for path, page in pages.items():
        place = path.relative_to(site)
        for address in page.fetched:
            if is_foreign(address):
                yield f"{place}: fetches {address} from elsewhere"
        for address in (*page.links, *page.fetched):
            if not is_foreign(address) and not _leads_somewhere(address, path, pages):
                yield f"{place}: {address} leads nowhere"


def _faults_of_styles(site: Path) -> Iterator[str]:
    for path in sorted([*site.rglob("*.css"), *site.rglob("*.svg")]):
        place = path.relative_to(site)
        for address in addresses_in_css(path.read_text(encoding="utf-8")):
            file = path.parent / address.partition("?")[0]
            if is_foreign(address):
                yield f"{place}: fetches {address} from elsewhere"
            elif not address.startswith(("#", "data:")) and not file.is_file():
                yield f"{place}: {address} leads nowhere"


def is_foreign(address: str) -> bool:
    """Whether an address is one of another host."""
    parts = urlsplit(address)
    return bool(parts.netloc) or parts.scheme in ("http", "https")


def _leads_somewhere(address: str, path: Path, pages: dict[Path, _Page]) -> bool:
    parts = urlsplit(address)
    if parts.scheme in ("mailto", "data", "javascript"):
        return parts.scheme != "javascript"
    target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
    target = target / "index.html" if target.is_dir() else target
    if not target.is_file():
        return False
    return not parts.fragment or target not in pages or unquote(parts.fragment) in pages[target].ids


def _read(path: Path) -> _Page:
    page = _Page()
    page.feed(path.read_text(encoding="utf-8"))
    return page
