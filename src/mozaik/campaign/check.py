"""The check of a site: catalogues, reporting points, and every page of a build, read again from its files."""

import hashlib
import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from mozaik.campaign.build import SUMS, captions_of, read_sums
from mozaik.campaign.catalogue import Catalogue
from mozaik.campaign.film import cue_faults, read_vtt
from mozaik.campaign.markup import Page, parse_page
from mozaik.campaign.pages import Site, page_paths
from mozaik.campaign.reporting import ReportingPoint, digits, is_web_address
from mozaik.errors import MozaikError
from mozaik.progress import Step, unseen
from mozaik.wording import check_wording, checked_languages

PAGE_LIMIT = 150_000
"""The most bytes of a page with its style, script and pictures, without film and fonts."""

_HEAVY = (".webm", ".woff2", ".vtt")
_ONE_PAGE = re.compile(rb"/Type\s*/Pages\s*/Count 1\b")
_CALL = re.compile(r"tel:[0-9]{3,15}")


@dataclass(frozen=True, slots=True)
class Problem:
    """Something to mend (`severe`) or to know; `where` is a language, a country or a file."""

    severe: bool
    where: str
    what: str


_error = partial(Problem, True)
_warning = partial(Problem, False)


def check_catalogues(site: Site) -> Iterator[Problem]:
    """Every language complete, in form and without a denied word; those that nobody reviewed are warnings."""
    for tag, catalogue in site.catalogues.items():
        where = f"language {tag}"
        for key, fault in catalogue.faults.items():
            yield _error(where, f"{key}: {fault}")
        if catalogue.falls_back and not catalogue.faults:
            yield _warning(where, f"it has no complete catalogue of its own and shows {catalogue.text_tag}")
        elif not catalogue.reviewer:
            yield _warning(where, "machine-assisted, awaiting native review")
        if catalogue.text_tag not in checked_languages():
            yield _warning(where, "there is no list of denied words for it")
        if not catalogue.falls_back:
            for fault in cue_faults(*captions_of(site, catalogue)):
                yield _error(where, fault)
        for key, forms in catalogue.texts.items():
            for text in forms:
                yield from _wording(f"{where}, {key}", text, catalogue.text_tag)


def check_points(site: Site) -> Iterator[Problem]:
    """Rows that are not verified, that nobody has checked, or that were checked too long ago: warnings."""
    for point in site.points:
        where = f"country {point.code}"
        if not point.verified:
            yield _warning(where, "the row is not verified")
        age = point.days_unchecked(site.today)
        if age is None:
            yield _warning(where, "no person has opened the page and filled in checked_on")
        elif age > site.max_age_days:
            yield _warning(where, f"checked {age} days ago, more than {site.max_age_days}")
        if not point.hotlines:
            yield _warning(where, "no hotline is known")


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
        problems += _weight_problems(path, page, sizes)
    for tag, catalogue in site.catalogues.items():
        problems += _language_problems(folder, tag, catalogue, site, pages)
    problems += _call_problems(pages, site)
    style = folder / "static" / "style.css"
    if not style.is_file() or "@media print" not in style.read_text(encoding="utf-8"):
        problems.append(_error("static/style.css", "it says nothing about printing"))
    return problems + list(_text_problems(pages))


def _file_problems(folder: Path, sums: object) -> Iterator[Problem]:
    """Files that are missing, changed or not part of the build."""
    known = dict(sums) if isinstance(sums, dict) else {}
    for path, digest in known.items():
        place = folder / path
        if not place.is_file():
            yield _error(path, "the file is missing")
        elif hashlib.sha256(place.read_bytes()).hexdigest() != digest:
            yield _error(path, f"the file is not the one that {SUMS} lists")
    for place in sorted(folder.rglob("*")):
        path = place.relative_to(folder).as_posix()
        if place.is_file() and path not in known and path != SUMS:
            yield _error(path, "the file is not part of the build")


def _page_problems(path: str, page: Page, site: Site) -> Iterator[Problem]:
    """Faults of structure, and the language that the page should say it is in."""
    for fault in page.faults:
        yield _error(path, fault)
    catalogue = site.catalogues.get(path.partition("/")[0])
    if catalogue and page.lang != catalogue.text_tag:
        yield _error(path, f"the page says it is in {page.lang}")
    if not path.endswith("weather.html") and set(page.alternates) != {
        *site.catalogues,
        "x-default",
        "canonical",
    }:
        yield _error(path, "the page does not name itself in every language")


def _link_problems(
    path: str, page: Page, pages: dict[str, Page], sizes: dict[str, int], site: Site
) -> Iterator[Problem]:
    """Links and loads that lead nowhere, or elsewhere without saying so."""
    for load in page.loads:
        if _target(path, load) not in sizes:
            yield _error(path, f"it loads what is not there or is elsewhere: {load}")
    for name, address in page.alternates.items():
        if address.removeprefix(f"{site.base_url}/") not in pages:
            yield _error(path, f"the address for {name} leads to no page")
    for href, rel in page.links:
        if ":" in href.partition("/")[0]:
            if href.startswith("tel:"):
                if not _CALL.fullmatch(href):
                    yield _error(path, "a call link is malformed")
            elif not is_web_address(href) or "noreferrer" not in rel:
                yield _error(path, f"a link to elsewhere is malformed: {href}")
            continue
        place, _, anchor = href.partition("#")
        target = _target(path, place) if place else path
        if target not in sizes:
            yield _error(path, f"a link leads nowhere: {href}")
        elif anchor and target in pages and anchor not in pages[target].ids:
            yield _error(path, f"a link leads to no such part: {href}")


def _target(path: str, href: str) -> str:
    """Where a relative address leads from a page, as a path within the site."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), href.partition("#")[0]))


def _weight_problems(path: str, page: Page, sizes: dict[str, int]) -> Iterator[Problem]:
    loads = {_target(path, load) for load in page.loads if not load.endswith(_HEAVY)}
    weight = sizes[path] + sum(sizes.get(load, 0) for load in loads)
    if weight > PAGE_LIMIT:
        yield _error(path, f"it weighs {weight} bytes, more than {PAGE_LIMIT}")


def _language_problems(
    folder: Path, tag: str, catalogue: Catalogue, site: Site, pages: dict[str, Page]
) -> Iterator[Problem]:
    """Pages that a language lacks, its handout and its captions."""
    for path in page_paths(site):
        if f"{tag}/{path}" not in pages:
            yield _error(f"{tag}/{path}", "the page is missing")
    handout = folder / tag / "handout.pdf"
    content = handout.read_bytes() if handout.is_file() else b""
    if not content.startswith(b"%PDF-") or not _ONE_PAGE.search(content):
        yield _error(f"{tag}/handout.pdf", "the handout is not one printable page")
    captions = folder / tag / "captions.vtt"
    try:
        cues = read_vtt(captions.read_text(encoding="utf-8"), f"{tag}/captions.vtt")
    except (OSError, MozaikError) as error:
        yield _error(f"{tag}/captions.vtt", f"the captions cannot be read: {error}")
        return
    if cues != captions_of(site, catalogue)[0]:
        yield _error(f"{tag}/captions.vtt", "the captions are not those of the film")


def _call_problems(pages: dict[str, Page], site: Site) -> Iterator[Problem]:
    """Call links that the row does not allow."""
    for point in site.points:
        allowed = _allowed_calls(point)
        for tag in site.catalogues:
            path = f"{tag}/report/{point.code}.html"
            calls = (
                {href for href, _ in pages[path].links if href.startswith("tel:")} if path in pages else set()
            )
            for call in sorted(calls - allowed):
                yield _error(path, f"it offers a call that is not confirmed: {call}")


def _allowed_calls(point: ReportingPoint) -> set[str]:
    allowed = {f"tel:{digits(phone.text)}" for phone in point.phones} if point.verified else set()
    return allowed | ({"tel:112"} if point.has_112 else set())


def _text_problems(pages: dict[str, Page]) -> Iterator[Problem]:
    """Denied words on the pages, each text of a language once."""
    seen: dict[tuple[str, str], str] = {}
    for path, page in pages.items():
        for spoken in page.texts:
            seen.setdefault(spoken, path)
    for (language, text), path in seen.items():
        yield from _wording(path, text, language)


def _wording(where: str, text: str, language: str) -> Iterator[Problem]:
    """Denied words in one text; a language without a list has been warned about."""
    for finding in check_wording(text, language) if language in checked_languages() else ():
        remedy = f"write {finding.use}" if finding.use else "delete it"
        yield _error(where, f"the word {finding.found} is not used ({finding.why}): {remedy}")
