"""The script of the drawn stand-in: what each shot shows and for how long, and its captions in a language."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from mozaik.campaign.catalogue import Catalogue
from mozaik.campaign.film.captions import Cue


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture that moves while its caption is read.

    `people` are (name, mood, place), `things` (name, place, amount); a place lies between 0 left and 1 right.
    """

    cue: str
    seconds: float
    place: str
    people: tuple[tuple[str, str, float], ...]
    things: tuple[tuple[str, float, int], ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """A part of the film: the key of its title and when it begins and ends, in seconds."""

    key: str
    start: float
    end: float


def script_text() -> str:
    """The script as it is written; part of the key under which the drawn film is kept."""
    return files("mozaik.campaign.film").joinpath("film.toml").read_text(encoding="utf-8")


@cache
def shots() -> tuple[Shot, ...]:
    """The shots in order."""
    return tuple(
        Shot(
            shot["cue"],
            float(shot["seconds"]),
            shot["place"],
            tuple(
                (name, mood, float(place))
                for name, mood, place in (person.split(":") for person in shot["people"])
            ),
            tuple(
                (name, float(place), int(amount or 0))
                for name, place, amount in ((*prop.split(":"), "")[:3] for prop in shot["things"])
            ),
        )
        for shot in tomllib.loads(script_text())["shot"]
    )


def film_seconds() -> float:
    """How long the drawn film is."""
    return sum(shot.seconds for shot in shots())


def chapters() -> tuple[Chapter, ...]:
    """The parts of the film."""
    begins = dict(zip((shot.cue for shot in shots()), _begins(), strict=True))
    parts = tomllib.loads(script_text())["chapter"]
    starts = [begins[part["cue"]] for part in parts]
    return tuple(
        Chapter(f"video.{part['title']}", start, end)
        for part, start, end in zip(parts, starts, [*starts[1:], film_seconds()], strict=True)
    )


def film_cues(catalogue: Catalogue) -> list[Cue]:
    """The captions of the film in a language; one that is missing there is English."""
    return [
        Cue(start, start + shot.seconds, catalogue.text(f"film.{shot.cue}")[0].replace("**", ""))
        for shot, start in zip(shots(), _begins(), strict=True)
    ]


def _begins() -> list[float]:
    begins = [0.0]
    for shot in shots():
        begins.append(begins[-1] + shot.seconds)
    return begins[:-1]
