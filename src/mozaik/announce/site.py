"""What is published: a folder of files, from approved versions alone, each version kept at its own address.

The folder is written beside its place and put there whole. A version before its embargo is refused, and so is
one whose earlier version is not among those given: what was published stays published.
"""

import hashlib
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from importlib.resources import files
from pathlib import Path

from mozaik.announce.feed import Entry, feed
from mozaik.announce.renderings.web_page import environment
from mozaik.announce.sealed import SealedAnnouncement
from mozaik.announce.words import Words, own_name, words_of
from mozaik.errors import RefusedError
from mozaik.files import storage_errors
from mozaik.moments import moment_from_text
from mozaik.typeset import web_fonts

SUMS = "SHA256SUMS"
"""The list of all files of a folder of ours and their digests; it marks a folder as one."""
SEALED = "sealed.announcement"
"""The name of the sealed file of a version within its folder."""
Put = Callable[[str, bytes], None]


@dataclass(frozen=True, slots=True)
class Published:
    """What was written: how many versions, pages and files."""

    folder: Path
    versions: int
    pages: int
    files: int


@dataclass(frozen=True, slots=True)
class _Version:
    folder: str
    name: str
    published: str
    sealed: str
    language: str


@dataclass(frozen=True, slots=True)
class _Issue:
    title: str
    versions: tuple[_Version, ...]


def publish(versions: Sequence[SealedAnnouncement], target: Path, now: datetime, base_url: str) -> Published:
    """Write the folder; the same versions and address give the same bytes.

    RefusedError before an embargo, for a version that both have not approved, for one given twice or without
    its earlier one, and where something else is in the folder.
    """
    ordered = sorted(versions, key=lambda each: (each.announcement.id, each.announcement.version))
    _check(ordered, now)
    target = target.resolve()
    if target.exists() and (not target.is_dir() or (any(target.iterdir()) and not (target / SUMS).is_file())):
        raise RefusedError(
            "there is something else in the folder", where=str(target),
            remedy="name a new folder, or that of an earlier publication",
        )  # fmt: skip
    with storage_errors(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        part = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
        try:
            sums = _write(ordered, part, base_url)
            part.chmod(0o755)
            if target.exists():
                shutil.rmtree(target)
            part.rename(target)
        finally:
            shutil.rmtree(part, ignore_errors=True)
    return Published(target, len(ordered), sum(name.endswith(".html") for name in sums), len(sums) + 1)


def _check(versions: Sequence[SealedAnnouncement], now: datetime) -> None:
    known = {(each.announcement.id, each.announcement.version): each.sha256 for each in versions}
    if len(known) != len(versions):
        raise RefusedError(
            "one version is given twice", where="the announcements", remedy="give each version once"
        )
    for each in versions:
        announcement = each.announcement
        if not each.is_complete:
            raise RefusedError(
                "a person of the other authority has not approved it", where=str(each.path),
                remedy="have it approved: mozaik announce approve",
            )  # fmt: skip
        if now < moment_from_text(announcement.embargo):
            raise RefusedError(
                "the embargo holds", where=str(each.path), why=f"it ends at {announcement.embargo}",
                remedy="publish it then",
            )  # fmt: skip
        earlier = announcement.earlier
        if earlier and known.get((announcement.id, earlier.version)) != earlier.digest:
            raise RefusedError(
                "its earlier version is not among those given", where=str(each.path),
                why="what was published stays published", remedy="give every version, as it was approved",
            )  # fmt: skip


def _write(versions: Sequence[SealedAnnouncement], folder: Path, base_url: str) -> dict[str, str]:
    sums: dict[str, str] = {}

    def put(path: str, content: bytes) -> None:
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
        place.chmod(0o644)
        sums[path] = hashlib.sha256(content).hexdigest()

    put("static/style.css", files("mozaik.announce").joinpath("static", "style.css").read_bytes())
    for name, content in web_fonts().items():
        put(f"static/fonts/{name}", content)
    for each in versions:
        for name in each.verified.names:
            put(f"{folder_of(each)}/{name}", each.verified.read_member(name))
        put(f"{folder_of(each)}/{SEALED}", each.path.read_bytes())
    languages = list(dict.fromkeys(text.language for each in versions for text in each.announcement.texts))
    for language in languages or ["en"]:
        _put_listing(put, versions, language, languages or ["en"], base_url)
    if "index.en.html" in sums:
        put("index.html", (folder / "index.en.html").read_bytes())
    listing = "".join(f"{digest}  {path}\n" for path, digest in sorted(sums.items()))
    (folder / SUMS).write_text(listing, encoding="utf-8")
    for made in folder.rglob("*"):
        if made.is_dir():
            made.chmod(0o755)
    return sums


def folder_of(version: SealedAnnouncement) -> str:
    """The folder of a version within what is published."""
    return f"{version.announcement.id}/{version.announcement.version}"


def _put_listing(
    put: Put, versions: Sequence[SealedAnnouncement], language: str, languages: Sequence[str], base_url: str
) -> None:
    words = words_of(language)
    issues = tuple(_issues(versions, words))
    html = environment().get_template("listing").render(
        issues=issues, w=words, lang=language, root="", title=words.say("page.all"),
        languages=[(tag, own_name(tag)) for tag in languages],
    )  # fmt: skip
    put(f"index.{language}.html", html.encode())
    entries = [_entry(each, language, words) for each in versions]
    put(f"feed.{language}.atom", feed(words.say("page.all"), language, base_url, entries))


def _issues(versions: Sequence[SealedAnnouncement], words: Words) -> Iterator[_Issue]:
    for name in dict.fromkeys(each.announcement.id for each in versions):
        own = [each for each in versions if each.announcement.id == name]
        newest = own[-1].announcement.text(_shown(own[-1], words.tag))
        yield _Issue(newest.title, tuple(_listed(each, words) for each in reversed(own)))


def _listed(version: SealedAnnouncement, words: Words) -> _Version:
    announcement = version.announcement
    day = date.fromisoformat(announcement.embargo[:10])
    return _Version(
        folder_of(version),
        words.say("page.version", number=announcement.version),
        words.say("page.published", day=words.day(day)),
        SEALED,
        _shown(version, words.tag),
    )


def _shown(version: SealedAnnouncement, language: str) -> str:
    """The language in which a version is shown to readers of a language: theirs, or English."""
    return language if any(text.language == language for text in version.announcement.texts) else "en"


def _entry(version: SealedAnnouncement, language: str, words: Words) -> Entry:
    announcement, shown = version.announcement, _shown(version, language)
    text = announcement.text(shown)
    names = {named.authority: named.name for named in announcement.authorities}
    return Entry(
        path=f"{folder_of(version)}/{shown}.html",
        language=shown,
        title=f"{text.title} ({words.say('page.version', number=announcement.version)})",
        summary=text.lead,
        at=announcement.embargo,
        authors=tuple(names.get(authority, authority) for authority in announcement.publishers),
    )
