"""The pages of the handbook: `docs/` as it is, the root's documents, and the files they name as links."""

import re
import shutil
from collections.abc import Iterator
from os.path import relpath
from pathlib import Path

Navigation = list[str | dict[str, "str | Navigation"]]

ROOT_DOCUMENTS = ("README", "ARCHITECTURE", "GLOSSARY", "CONTRIBUTING", "SECURITY", "CHANGELOG")
_SOURCE = "src/mozaik/"
_TITLE = re.compile(r"^# (.+)$", re.MULTILINE)
_NAMED = re.compile(r"(?<!\[)`([\w./-]+\.(?:md|mjs|json))`(?!\])")
_LINKED = re.compile(r"\]\((?!https?:|#|mailto:)([^)#\s]+)(#[^)]*)?\)")
_CODE = re.compile(r"^(?:```|    )")


def gather(root: Path, pages: Path) -> Navigation:
    """Copy every document below `pages`, its links made for the site; the navigation over all of them."""
    shutil.copytree(root / "docs", pages)
    for name in ROOT_DOCUMENTS:
        shutil.copyfile(root / f"{name}.md", pages / f"{name.lower()}.md")
    for path in sorted(pages.rglob("*.md")):
        path.write_text("".join(_with_links(path, pages)), encoding="utf-8")
    return _navigation(pages)


def _with_links(path: Path, pages: Path) -> Iterator[str]:
    """The lines of a page; files that it names or links to are links to the pages of the site."""

    def link(found: re.Match[str]) -> str:
        return f"]({_address(found[1], path, pages) or found[1]}{found[2] or ''})"

    is_fenced = False
    for line in path.read_text(encoding="utf-8").splitlines(keepends=True):
        if line.startswith("```"):
            is_fenced = not is_fenced
        if is_fenced or _CODE.match(line) or line.startswith("#"):
            yield line
        else:
            yield _NAMED.sub(lambda found: _named(found, path, pages), _LINKED.sub(link, line))


def _named(found: re.Match[str], path: Path, pages: Path) -> str:
    """A file that is named, as a link where it is a page of the site and not this one."""
    address = _address(found[1], path, pages)
    return f"[{found[0]}]({address})" if address and address != path.name else found[0]


def _address(name: str, path: Path, pages: Path) -> str:
    """Where a file lies on the site, seen from a page; empty for what is not on it."""
    if _SOURCE in name:
        return relpath(pages / _page_of_source(name.partition(_SOURCE)[2]), path.parent)
    places = [
        path.parent / name,
        pages / name.removeprefix("docs/"),
        pages / Path(name).name.lower(),
        pages / "formats" / name,
    ]
    target = next((place.resolve() for place in places if place.is_file()), None)
    return relpath(target, path.parent) if target and target.is_relative_to(pages) else ""


def _page_of_source(place: str) -> str:
    """The page of a folder or module of the source: of a room, of the ground, or of all rooms."""
    room = place.partition("/")[0]
    return f"rooms/{'ground' if room.endswith('.py') else room or 'index'}.md"


CHAPTERS = {
    "Use it": ("readme", "installing", "tutorial", "hub", "environment", "campaign"),
    "Find your way": ("who", "where", "glossary"),
    "How it works": ("architecture", "triage", "selectors", "names", "security"),
    "Work on it": ("contributing", "performance", "changelog"),
}
"""What a newcomer needs first stands first."""


def _navigation(pages: Path) -> Navigation:
    """Every page once, those that `CHAPTERS` does not name under "More"."""
    named = {"index", *(name for names in CHAPTERS.values() for name in names)}
    others = [path.stem for path in sorted(pages.glob("*.md")) if path.stem not in named]
    groups = {**CHAPTERS, **({"More": tuple(others)} if others else {})}
    chapters: Navigation = [{title: _titled(pages, *names)} for title, names in groups.items()]
    for title, folder in (("File formats", "formats"), ("Decisions", "adr")):
        names = [f"{folder}/{path.stem}" for path in sorted((pages / folder).glob("*.md"))]
        chapters += [{title: _titled(pages, *names)}] if names else []
    return [{"Start": "index.md"}, *chapters]


def _titled(pages: Path, *names: str) -> Navigation:
    """Pages under their own titles."""
    return [{_title(pages / f"{name}.md"): f"{name}.md"} for name in names]


def _title(page: Path) -> str:
    found = _TITLE.search(page.read_text(encoding="utf-8"))
    if found is None:
        raise ValueError(f"{page.name} has no title")
    return "The readme" if page.stem == "readme" else found[1].replace("`", "").partition(":")[0]
