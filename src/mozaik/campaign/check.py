"""The check of a built site: every page and file of it, read again from the folder."""

import hashlib
import posixpath
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from mozaik.campaign.addresses import is_link
from mozaik.campaign.build import SUMS, captions_of, read_sums
from mozaik.campaign.catalogue import Catalogue
from mozaik.campaign.check_inputs import wording_problems
from mozaik.campaign.facts import Way
from mozaik.campaign.film import read_vtt
from mozaik.campaign.markup import Page, parse_page
from mozaik.campaign.pages import page_paths
from mozaik.campaign.problems import Problem, error
from mozaik.campaign.site import Site
from mozaik.errors import MozaikError
from mozaik.progress import Step, unseen

PAGE_LIMIT = 150_000
"""The most bytes of a page with its style, script and pictures, without film and fonts."""

_HEAVY = (".webm", ".woff2", ".vtt")
_ONE_PAGE = re.compile(rb"/Type\s*/Pages\s*/Count 1\b")
_CALL = re.compile(r"(?:tel|sms):\+?[0-9]{2,15}|mailto:[A-Za-z0-9._-]+@[a-z0-9.-]+")
_USE = re.compile(r"(?:tel|sms|mailto):")


def check_site(folder: Path, site: Site, step: Step = unseen) -> list[Problem]:
    """Everything that is wrong with a built site; InvalidInputError if the folder is no build."""
    sums = read_sums(folder)
    problems = list(_file_problems(folder, sums))
    pages: dict[str, Page] = {}
    names = [path for path in sums if path.endswith(".html") and (folder / path).is_file()]
    for done, path in enumerate(names):
        step(done, len(names))
        pages[path] = parse_page((folder / path).read_text(encoding="utf-8"))
    step(len(names), len(names))
    sizes = {path: (folder / path).stat().st_size for path in sums if (folder / path).is_file()}
    for path, page in pages.items():
        problems += _page_problems(path, page, site)
        problems += _link_problems(path, page, pages, sizes, site)
        problems += _weight_problems(path, page, sizes, site)
    for tag, catalogue in site.catalogues.items():
        problems += _language_problems(folder, tag, catalogue, site, pages)
    problems += _call_problems(pages, site)
    style = folder / "static" / "style.css"
    if not style.is_file() or "@media print" not in style.read_text(encoding="utf-8"):
        problems.append(error("static/style.css", "it says nothing about printing"))
    return problems + list(_text_problems(pages))


def _file_problems(folder: Path, sums: object) -> Iterator[Problem]:
    """Files that are missing, changed or not part of the build."""
    known = dict(sums) if isinstance(sums, dict) else {}
    for path, digest in known.items():
        place = folder / path
        if not place.is_file():
            yield error(path, "the file is missing")
        elif hashlib.sha256(place.read_bytes()).hexdigest() != digest:
            yield error(path, f"the file is not the one that {SUMS} lists")
    for place in sorted(folder.rglob("*")):
        path = place.relative_to(folder).as_posix()
        if place.is_file() and path not in known and path != SUMS:
            yield error(path, "the file is not part of the build")


def _page_problems(path: str, page: Page, site: Site) -> Iterator[Problem]:
    """Faults of structure, and the language that the page should say it is in."""
    for fault in page.faults:
        yield error(path, fault)
    catalogue = site.catalogues.get(path.partition("/")[0])
    if catalogue and page.lang != catalogue.text_tag:
        yield error(path, f"the page says it is in {page.lang}")
    if not path.endswith(("weather.html", "404.html")) and set(page.alternates) != {
        *site.catalogues,
        "x-default",
        "canonical",
    }:
        yield error(path, "the page does not name itself in every language")


def _link_problems(
    path: str, page: Page, pages: dict[str, Page], sizes: dict[str, int], site: Site
) -> Iterator[Problem]:
    """Links and loads that lead nowhere, or elsewhere without saying so."""
    for load in page.loads:
        if _target(path, load, site) not in sizes:
            yield error(path, f"it loads what is not there or is elsewhere: {load}")
    for name, address in page.alternates.items():
        if address.removeprefix(f"{site.base_url}/") not in pages:
            yield error(path, f"the address for {name} leads to no page")
    for href, rel in page.links:
        if ":" in href.partition("/")[0]:
            if _USE.match(href):
                if not _CALL.fullmatch(href):
                    yield error(path, "a call link is malformed")
            elif not is_link(href) or "noreferrer" not in rel:
                yield error(path, f"a link to elsewhere is malformed: {href}")
            continue
        place, _, anchor = href.partition("#")
        target = _target(path, place, site) if place else path
        if target not in sizes:
            yield error(path, f"a link leads nowhere: {href}")
        elif anchor and target in pages and anchor not in pages[target].ids:
            yield error(path, f"a link leads to no such part: {href}")


def _target(path: str, href: str, site: Site) -> str:
    """Where an address leads from a page, as a path within the site; one from the root holds anywhere."""
    place = href.partition("#")[0]
    if place.startswith("/"):
        return place.removeprefix(site.settings.base_path).removeprefix("/")
    return _joined(posixpath.dirname(path), place)


@cache
def _joined(folder: str, place: str) -> str:
    return posixpath.normpath(posixpath.join(folder, place))


def _weight_problems(path: str, page: Page, sizes: dict[str, int], site: Site) -> Iterator[Problem]:
    loads = {_target(path, load, site) for load in page.loads if not load.endswith(_HEAVY)}
    weight = sizes[path] + sum(sizes.get(load, 0) for load in loads)
    if weight > PAGE_LIMIT:
        yield error(path, f"it weighs {weight} bytes, more than {PAGE_LIMIT}")


def _language_problems(
    folder: Path, tag: str, catalogue: Catalogue, site: Site, pages: dict[str, Page]
) -> Iterator[Problem]:
    """Pages that a language lacks, its handout and its captions."""
    for path in page_paths(site):
        if f"{tag}/{path}" not in pages:
            yield error(f"{tag}/{path}", "the page is missing")
    handout = folder / tag / "handout.pdf"
    content = handout.read_bytes() if handout.is_file() else b""
    if not content.startswith(b"%PDF-") or not _ONE_PAGE.search(content):
        yield error(f"{tag}/handout.pdf", "the handout is not one printable page")
    captions = folder / tag / "captions.vtt"
    try:
        cues = read_vtt(captions.read_text(encoding="utf-8"), f"{tag}/captions.vtt")
    except (OSError, MozaikError) as cause:
        yield error(f"{tag}/captions.vtt", f"the captions cannot be read: {cause}")
        return
    if cues != captions_of(site, catalogue)[0]:
        yield error(f"{tag}/captions.vtt", "the captions are not those of the film")


def _call_problems(pages: dict[str, Page], site: Site) -> Iterator[Problem]:
    """Numbers on a country's page that no fact gives, and numbers of the country that it lacks."""
    for country in site.countries:
        shown = [fact for fact in site.facts if fact.country == country.code and fact.shown]
        allowed = {fact.href for fact in shown if fact.way is not Way.OPEN}
        for tag in site.catalogues:
            path = f"{tag}/report/{country.code}.html"
            uses = {href for href, _ in pages[path].links if _USE.match(href)} if path in pages else allowed
            for href in sorted(uses - allowed - {""}):
                yield error(path, f"it offers a call that no fact gives: {href}")
            for href in sorted(allowed - uses - {""}):
                yield error(path, f"it lacks a number of this country: {href}")


def _text_problems(pages: dict[str, Page]) -> Iterator[Problem]:
    """Denied words on the pages, each text of a language once."""
    seen: dict[tuple[str, str], str] = {}
    for path, page in pages.items():
        for spoken in page.texts:
            seen.setdefault(spoken, path)
    for (language, text), path in seen.items():
        yield from wording_problems(path, text, language)
