"""The region and beyond: countries to which facts point and that hold no contribution themselves.

Such a country has no hits, because a hit needs a holder on its side; it gets a package of pointers, read
by the country's own code (`AT` is Austria's contact authority) under the same rule as any reader.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from mozaik.errors import RefusedError
from mozaik.package.draft import Draft, draft_package
from mozaik.package.drafting import Drafting
from mozaik.package.transfer import WITHOUT_TERRITORY, is_third_country
from mozaik.parties import Authority
from mozaik.release import Work, read_pointer_countries
from mozaik.seal import SigningKey
from mozaik.wording import country_name


@dataclass(frozen=True, slots=True)
class Beyond:
    """A country without a contribution.

    `pointers` counts the facts that point to it and that the reader sees in full; `needs_ground` says
    whether a package to it must state a transfer ground.
    """

    country: str
    name: str
    pointers: int
    needs_ground: bool


def countries_beyond(work: Work, reader: str, reason: str, person: str, now: datetime) -> tuple[Beyond, ...]:
    """The countries to which facts point that `reader`, such as the coordinator, sees in full.

    A country whose contribution is disclosed to the reader is not among them. The most pointed to comes
    first. Logged in the reader's chain; raises as the release room does.
    """
    counts = read_pointer_countries(work, reader, reason, person, now)
    beyond = [
        Beyond(country, country_name(country), pointers, is_third_country(Authority(country)))
        for country, pointers in counts.pointers.items()
        if country not in {name.country for name in counts.contributors} | WITHOUT_TERRITORY
    ]
    return tuple(sorted(beyond, key=lambda country: (-country.pointers, country.country)))


def draft_beyond(work: Work, drafting: Drafting, key: SigningKey, target: Path) -> Draft:
    """Draft the package of a country without a contribution; otherwise as `draft_package`.

    RefusedError for a recipient that is not a bare country code.
    """
    if drafting.recipient.is_unit or drafting.recipient in WITHOUT_TERRITORY:
        raise RefusedError(
            "a package beyond the operation is for a country",
            why="the recipient is not a country code",
            remedy="give a country such as AT, or leave out --beyond for an authority",
        )
    return draft_package(work, drafting, key, target)
