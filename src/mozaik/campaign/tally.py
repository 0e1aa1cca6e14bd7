"""Tallies: how often a partner showed the film, as one sealed number; the only count of the campaign.

A tally says who counted, how many screenings and between which days, and nothing about who watched.
"""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from pathlib import Path

from mozaik.errors import InvalidInputError
from mozaik.moments import utc_text
from mozaik.seal import (
    JsonValue,
    Kind,
    Manifest,
    Role,
    SigningKey,
    TrustStore,
    from_canonical,
    to_canonical,
    verify_sealed,
    write_sealed,
)

_MEMBER = "tally.json"
_FIELDS = {"screenings", "since", "until"}


@dataclass(frozen=True, slots=True)
class Tally:
    """A partner's count: screenings from the first to the last day, both included; `id` names the file."""

    id: str
    partner: str
    screenings: int
    since: date
    until: date


def make_tally(
    path: Path, screenings: int, days: tuple[date, date], key: SigningKey, edition: str, now: datetime
) -> Manifest:
    """Seal a count of screenings into `path`, signed by the partner whose key it is."""
    since, until = days
    if until < since or until > now.date() or screenings < 0:
        raise InvalidInputError(
            "the tally counts nothing that can be",
            remedy="give days in order that have passed, and a count from 0",
        )
    facts: dict[str, JsonValue] = {"screenings": screenings, "since": str(since), "until": str(until)}
    name = f"{key.authority}.tally.{since:%Y%m%d}-{until:%Y%m%d}"
    manifest = Manifest(Kind.TALLY, name, edition, key.authority, utc_text(now))
    return write_sealed(path, manifest, {_MEMBER: to_canonical(facts)}, [(key, Role.OWNER)])


def read_tally(path: Path, trust: TrustStore) -> Tally:
    """A tally whose seal holds; raises what verification raises, InvalidInputError for another content."""
    verified = verify_sealed(path, trust)
    manifest = verified.manifest
    if manifest.kind is not Kind.TALLY:
        raise InvalidInputError(
            "the file is no tally",
            where=str(path),
            why=f"it is a {manifest.kind}",
            remedy="give a tally, as `mozaik campaign tally` seals it",
        )
    value = from_canonical(verified.read_member(_MEMBER), f"{path}: {_MEMBER}")
    if not isinstance(value, dict) or set(value) != _FIELDS:
        raise InvalidInputError(
            "the tally has other fields than it may",
            where=str(path),
            remedy="ask its partner to seal it again with this version",
        )
    try:
        since, until = (_day(value[name]) for name in ("since", "until"))
    except ValueError as error:
        raise InvalidInputError(
            "the tally names no days",
            where=str(path),
            remedy="ask its partner to seal it again with its first and last day",
        ) from error
    screenings = value["screenings"]
    if type(screenings) is not int or screenings < 0 or until < since:
        raise InvalidInputError(
            "the tally counts nothing that can be",
            where=str(path),
            remedy="ask its partner to seal it again with whole numbers",
        )
    return Tally(manifest.id, manifest.sender, screenings, since, until)


def _day(value: JsonValue) -> date:
    """The day of a text such as 2023-11-20; ValueError for a number or any other writing."""
    day = date.fromisoformat(value if isinstance(value, str) else "")
    if day.isoformat() != value:
        raise ValueError
    return day


def sum_tallies(tallies: list[Tally]) -> int:
    """All screenings; InvalidInputError for a file given twice or for days of a partner that overlap."""
    ordered = sorted(tallies, key=lambda tally: (tally.partner, tally.since))
    for before, after in pairwise(ordered):
        if before.partner == after.partner and after.since <= before.until:
            raise InvalidInputError(
                "two tallies count the same days",
                where=after.id,
                why=f"so does {before.id}",
                remedy="give one of them",
            )
    return sum(tally.screenings for tally in tallies)
