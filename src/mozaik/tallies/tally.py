"""One tally: how often a partner showed the film and, where it says so, how many persons it reached.

A tally says who counted and between which days, and nothing about who watched.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from pathlib import Path
from typing import cast

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
_REACH = "reach"
"""A field that a tally may have beside those it must have."""


@dataclass(frozen=True, slots=True)
class Tally:
    """A partner's count from the first to the last day, both included; `id` names the file.

    `reach` is how many persons it reached, None where it did not count them.
    """

    id: str
    partner: str
    screenings: int
    since: date
    until: date
    reach: int | None = None


def make_tally(
    path: Path,
    screenings: int,
    days: tuple[date, date],
    key: SigningKey,
    edition: str,
    now: datetime,
    reach: int | None = None,
) -> Manifest:
    """Seal a count of screenings, and of persons reached, into `path`, signed by the key of the partner."""
    since, until = days
    if until < since or until > now.date() or screenings < 0 or (reach is not None and reach < 0):
        raise InvalidInputError(
            "the tally counts nothing that can be",
            remedy="give days in order that have passed, and a count from 0",
        )
    facts: dict[str, JsonValue] = {"screenings": screenings, "since": str(since), "until": str(until)}
    if reach is not None:
        facts[_REACH] = reach
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
    if not isinstance(value, dict) or set(value) - {_REACH} != _FIELDS:
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
    screenings, reach = value["screenings"], value.get(_REACH)
    if not _is_count(screenings) or (_REACH in value and not _is_count(reach)) or until < since:
        raise InvalidInputError(
            "the tally counts nothing that can be",
            where=str(path),
            remedy="ask its partner to seal it again with whole numbers",
        )
    return Tally(manifest.id, manifest.sender, cast(int, screenings), since, until, cast("int | None", reach))


def _is_count(value: JsonValue) -> bool:
    return type(value) is int and value >= 0


def _day(value: JsonValue) -> date:
    """The day of a text such as 2023-11-20; ValueError for a number or any other writing."""
    day = date.fromisoformat(value if isinstance(value, str) else "")
    if day.isoformat() != value:
        raise ValueError
    return day


def sum_tallies(tallies: Sequence[Tally]) -> int:
    """All screenings; raises as `require_days_once`."""
    require_days_once(tallies)
    return sum(tally.screenings for tally in tallies)


def sum_reach(tallies: Sequence[Tally]) -> int:
    """All persons reached, where they were counted; raises as `require_days_once`."""
    require_days_once(tallies)
    return sum(tally.reach or 0 for tally in tallies)


def require_days_once(tallies: Sequence[Tally]) -> None:
    """InvalidInputError for a file given twice or for days of a partner that overlap."""
    ordered = sorted(tallies, key=lambda tally: (tally.partner, tally.since))
    for before, after in pairwise(ordered):
        if before.partner == after.partner and after.since <= before.until:
            raise InvalidInputError(
                "two tallies count the same days",
                where=after.id,
                why=f"so does {before.id}",
                remedy="give one of them",
            )
