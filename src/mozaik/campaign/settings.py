"""The settings of a build, read once from `campaign.toml` and checked."""

import hashlib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from pathlib import Path
from urllib.parse import urlsplit

from mozaik.campaign.addresses import is_web_address
from mozaik.errors import InvalidInputError, RefusedError

_KEYS = {"base_url", "text_date", "max_age_days", "film", "signature"}
_SIGNATURE_KEYS = ("publisher", "contact", "imprint", "licence", "accessibility", "partners")
_FILM_KEYS = {"file", "sha256", "poster", "captions", "minutes"}


@dataclass(frozen=True, slots=True)
class RealFilm:
    """The film of its owner: file and digest, poster (PNG), a folder of captions, length in minutes."""

    file: Path
    sha256: str
    poster: Path
    captions: Path
    minutes: int

    def checked(self) -> bytes:
        """The film's bytes; RefusedError if they are not those that the settings name."""
        try:
            content = self.file.read_bytes()
        except OSError as error:
            raise InvalidInputError(
                "the film cannot be read",
                where=str(self.file),
                why=str(error.strerror),
                remedy="name a file that you may read under [film]",
            ) from error
        if hashlib.sha256(content).hexdigest() != self.sha256:
            raise RefusedError(
                "the film is not the one that the settings name",
                where=str(self.file),
                why="its SHA-256 is another one",
                remedy="get the file from its owner again, or correct sha256 after checking with the owner",
            )
        return content


@dataclass(frozen=True, slots=True)
class Signature:
    """Who answers for the published site: plain texts that stand on the page about it."""

    publisher: str
    contact: str
    imprint: str
    licence: str
    accessibility: str
    partners: str

    @property
    def lines(self) -> list[tuple[str, str]]:
        """Each entry as (name, text), in the order of the page."""
        return [(name, getattr(self, name)) for name in _SIGNATURE_KEYS]


@dataclass(frozen=True, slots=True)
class Settings:
    """What a build takes from `campaign.toml`.

    `film` is None while the drawn stand-in is shown, `signature` while nobody has signed for the site.
    """

    base_url: str
    text_date: date
    max_age_days: int
    film: RealFilm | None = None
    signature: Signature | None = None

    @property
    def base_path(self) -> str:
        """The path of the site on its server, without a slash at the end; mostly empty."""
        return urlsplit(self.base_url).path


def settings_path() -> Path:
    """The settings that apply where no others are given."""
    return Path(str(files("mozaik.campaign").joinpath("campaign.toml")))


def read_settings(path: Path) -> Settings:
    """The settings in a file; InvalidInputError names the entry that cannot be used."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:  # of TOML, of UTF-8, of a number without end
        raise InvalidInputError(
            "the settings cannot be read",
            where=str(path),
            why=str(error),
            remedy="name a TOML file that you may read, with --settings",
        ) from error
    _only(table, _KEYS, path)
    base_url, text_date, days = (
        table.get("base_url", ""),
        table.get("text_date"),
        table.get("max_age_days", 180),
    )
    if not isinstance(base_url, str) or not is_web_address(base_url) or base_url.endswith("/"):
        raise _bad(path, "base_url", "give an https address without a / at its end")
    if type(text_date) is not date:
        raise _bad(path, "text_date", "give a day, such as 2026-11-01")
    if type(days) is not int or days < 1:
        raise _bad(path, "max_age_days", "give a number of days")
    return Settings(
        base_url,
        text_date,
        days,
        _film(table["film"], path) if "film" in table else None,
        _signature(table["signature"], path) if "signature" in table else None,
    )


def _signature(table: Mapping[str, object], path: Path) -> Signature:
    _only(table, set(_SIGNATURE_KEYS), path)
    texts = []
    for key in _SIGNATURE_KEYS:
        value = table.get(key)
        if not isinstance(value, str) or not value.strip() or not value.isprintable():
            raise _bad(path, f"signature.{key}", "give one line of text; all entries are needed")
        texts.append(value.strip())
    return Signature(*texts)


def _film(table: Mapping[str, object], path: Path) -> RealFilm:
    _only(table, _FILM_KEYS, path)
    texts = {}
    for key in ("file", "sha256", "poster", "captions"):
        value = table.get(key)
        if not isinstance(value, str) or not value:
            raise _bad(path, f"film.{key}", "give it; a film without captions or poster is not shown")
        texts[key] = value
    minutes = table.get("minutes")
    if type(minutes) is not int or minutes < 1:
        raise _bad(path, "film.minutes", "give the length in whole minutes")
    if not re.fullmatch(r"[0-9a-f]{64}", texts["sha256"]):
        raise _bad(path, "film.sha256", "give 64 hexadecimal digits")
    base = path.parent
    return RealFilm(
        base / texts["file"], texts["sha256"], base / texts["poster"], base / texts["captions"], minutes
    )


def _only(table: Mapping[str, object], known: set[str], path: Path) -> None:
    for key in sorted(set(table) - known):
        raise _bad(path, key, f"known entries: {', '.join(sorted(known))}")


def _bad(path: Path, key: str, remedy: str) -> InvalidInputError:
    return InvalidInputError(f"the entry {key} cannot be used", where=str(path), remedy=remedy)
