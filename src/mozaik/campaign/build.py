"""The build: settings, catalogues and reporting points in, one folder of files out.

The folder is written beside its place and put there whole, so a site is never half new. The same input and
the same day give the same bytes. What was there before is replaced only if it is a build of ours.
"""

import hashlib
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from pathlib import Path

from mozaik.campaign.catalogue import Catalogue, catalogue_folder, catalogue_tags, read_catalogue
from mozaik.campaign.chooser import chooser_page, gone_page
from mozaik.campaign.countries import countries_path, read_countries
from mozaik.campaign.fact_rows import facts_path, read_facts
from mozaik.campaign.film import (
    Cue,
    chapters,
    cues_script,
    film_bundle,
    film_cues,
    film_seconds,
    read_vtt,
    vtt,
)
from mozaik.campaign.handout import handout, report_address
from mozaik.campaign.languages import own_name
from mozaik.campaign.pages import FilmPage, TranscriptPart, language_pages
from mozaik.campaign.paper import paper
from mozaik.campaign.root import robots, sitemap
from mozaik.campaign.settings import read_settings, settings_path
from mozaik.campaign.site import Site, site_tags
from mozaik.campaign.texts import Texts
from mozaik.errors import InvalidInputError, RefusedError
from mozaik.files import storage_errors
from mozaik.progress import Step, unseen
from mozaik.seal import TrustStore
from mozaik.typeset import qr_svg, web_fonts

SUMS = "SHA256SUMS"
"""The list of all files of a build and their digests; it marks a folder as a build."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """Where a build takes its input from; what is not given is the site's own.

    Reviews of translations count only if a key of `trust` has signed them.
    """

    settings: Path | None = None
    catalogues: Path | None = None
    points: Path | None = None
    countries: Path | None = None
    trust: TrustStore | None = None


@dataclass(frozen=True, slots=True)
class Built:
    """What a build made: how many pages, files and bytes, for how many languages and countries."""

    folder: Path
    pages: int
    files: int
    size: int
    languages: int
    countries: int


def read_site(inputs: Inputs, today: date) -> Site:
    """Everything that a build needs but the film; InvalidInputError for the first input that is bad."""
    settings = read_settings(inputs.settings or settings_path())
    countries = read_countries(inputs.countries or countries_path())
    barred = {country.code: country.barred for country in countries}
    facts = read_facts(inputs.points or facts_path(), barred, today)
    folder = inputs.catalogues or catalogue_folder()
    tags = site_tags(catalogue_tags(folder), countries)
    return Site(
        settings, {tag: read_catalogue(folder, tag, inputs.trust) for tag in tags}, countries, facts, today
    )


def build_site(site: Site, target: Path, *, with_film: bool = True, step: Step = unseen) -> Built:
    """Build the site into `target`; RefusedError if something else is there.

    MissingPartError if the film has to be drawn and the extra `video` is missing.
    """
    target = target.resolve()
    if target.exists() and (not target.is_dir() or (any(target.iterdir()) and not (target / SUMS).is_file())):
        raise RefusedError(
            "there is something else in the folder",
            where=str(target),
            remedy="name a new folder or an old build",
        )
    with storage_errors(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        part = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
        try:
            built = _build_into(site, part, with_film, step)
            part.chmod(0o755)
            if target.exists():
                shutil.rmtree(target)
            part.rename(target)
        finally:
            shutil.rmtree(part, ignore_errors=True)
    return Built(target, *built, len(site.catalogues), len(site.countries))


def _build_into(site: Site, folder: Path, with_film: bool, step: Step) -> tuple[int, int, int]:
    """Write all files; returns how many pages and files there are and their size in bytes."""
    total = len(site.catalogues) + 1
    sums = {}

    def put(path: str, content: bytes) -> None:
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
        sums[path] = (hashlib.sha256(content).hexdigest(), len(content))

    step(0, total)
    for path, content in _shared_files(site, with_film):
        put(path, content)
    for done, catalogue in enumerate(site.catalogues.values(), start=1):
        step(done, total)
        for path, content in _language_files(site, catalogue, with_film):
            put(f"{catalogue.tag}/{path}", content)
    put("index.html", chooser_page(site).encode())
    put("404.html", gone_page(site).encode())
    put("robots.txt", robots(site).encode())
    shown = [
        path for path in sums if path.endswith(".html") and not path.endswith(("weather.html", "404.html"))
    ]
    put("sitemap.xml", sitemap(site, shown).encode())
    listing = "".join(f"{digest}  {path}\n" for path, (digest, _) in sorted(sums.items()))
    (folder / SUMS).write_text(listing, encoding="utf-8")
    step(total, total)
    pages = sum(path.endswith(".html") for path in sums)
    return pages, len(sums) + 1, sum(size for _, size in sums.values()) + len(listing.encode())


def _shared_files(site: Site, with_film: bool) -> Iterator[tuple[str, bytes]]:
    """What all languages share: style, script, fonts, marks, poster and film."""
    static = Path(str(files("mozaik.campaign").joinpath("static")))
    for path in sorted(path for path in static.rglob("*") if path.is_file()):
        yield f"static/{path.relative_to(static).as_posix()}", path.read_bytes()
    yield from ((f"static/fonts/{name}", data) for name, data in web_fonts().items())
    film = site.settings.film
    if film:
        yield "film/poster.png", _read(film.poster)
        if with_film:
            yield from _film_files(site, film.checked())
        return
    from mozaik.campaign.film.draw import poster  # Pillow is loaded only to draw

    yield "film/poster.png", poster()
    if with_film:
        from mozaik.campaign.film.encode import drawn_film  # needs the extra `video`

        yield from _film_files(site, drawn_film().read_bytes())


def _film_files(site: Site, film: bytes) -> Iterator[tuple[str, bytes]]:
    """The film to play, and the film with its captions to take along."""
    yield "film/say-no.webm", film
    captions = {catalogue.text_tag: captions_of(site, catalogue)[0] for catalogue in site.catalogues.values()}
    yield "film/say-no.zip", film_bundle(film, captions)


def _language_files(site: Site, catalogue: Catalogue, with_film: bool) -> Iterator[tuple[str, bytes]]:
    """Everything of one language: pages, handout, code, captions and chapters."""
    cues, _ = captions_of(site, catalogue)
    page = _film_page(site, cues, with_film)
    for path, html in language_pages(site, catalogue, page):
        yield path, html.encode()
    texts = Texts(catalogue)
    yield "handout.pdf", handout(texts, site.settings)
    yield "qr.svg", qr_svg(report_address(site.settings, catalogue.tag)).encode()
    yield "captions.vtt", vtt(cues, catalogue.text_tag).encode()
    yield "captions.js", cues_script(cues, catalogue.text_tag, own_name(catalogue.text_tag)).encode()
    for country in site.countries:
        if catalogue.tag in country.languages:
            yield f"print/{country.code}.pdf", paper(site, texts, country)
    if page.chapters:
        titles = [Cue(part.start, part.end, texts.plain(part.key)) for part in page.chapters]
        yield "chapters.vtt", vtt(titles, catalogue.text_tag).encode()


def captions_of(site: Site, catalogue: Catalogue) -> tuple[list[Cue], float]:
    """The captions of the film in a language, and how long the film is in seconds.

    Those of the real film came with it, and it ends where they do; InvalidInputError if they are missing.
    """
    film = site.settings.film
    if film is None:
        return film_cues(catalogue), film_seconds()
    path = film.captions / f"{catalogue.text_tag}.vtt"
    cues = read_vtt(_read(path).decode("utf-8", "replace"), str(path))
    return cues, max((cue.end for cue in cues), default=0.0)


def _film_page(site: Site, cues: list[Cue], with_film: bool) -> FilmPage:
    film = site.settings.film
    if film:
        lines = tuple(cue.text for cue in cues)
        return FilmPage(with_film, False, film.minutes, (), (TranscriptPart("", lines),))
    parts = chapters()
    transcript = tuple(
        TranscriptPart(part.key, tuple(cue.text for cue in cues if part.start <= cue.start < part.end))
        for part in parts
    )
    return FilmPage(with_film, True, max(1, round(film_seconds() / 60)), parts, transcript)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise InvalidInputError(
            "a file of the film cannot be read",
            where=str(path),
            why=str(error.strerror),
            remedy="name a file that you may read, or build with --without-film",
        ) from error


def read_sums(folder: Path) -> Mapping[str, str]:
    """The digests of all files of a build by path; InvalidInputError if the folder is no build."""
    try:
        lines = (folder / SUMS).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidInputError(
            "the folder is no build", where=str(folder), remedy="build it first"
        ) from error
    return {path: digest for digest, _, path in (line.partition("  ") for line in lines)}
