"""The region and beyond: countries to which facts point and that hold no contribution themselves.

Such a country has no hits, because a hit needs a holder on its side; it gets a package of pointers, read
by the country's own code (`AT` is Austria's contact authority) under the same rule as any reader, once the
operation file names it as a recipient.
"""

from dataclasses import dataclass
from pathlib import Path

from mozaik.errors import RefusedError
from mozaik.operation import OperationRole, recipients_on
from mozaik.package.draft import Draft, asking_of, draft_package
from mozaik.package.drafting import Drafting
from mozaik.package.transfer import WITHOUT_TERRITORY, is_third_country
from mozaik.parties import Authority
from mozaik.release import Asking, Work, read_pointer_countries
from mozaik.seal import SigningKey
from mozaik.wording import country_name, in_english


@dataclass(frozen=True, slots=True)
class Beyond:
    """A country without a contribution.

    `pointers` counts the facts that point to it and that the reader sees in full; `needs_ground` says
    whether a package to it must state a transfer ground, `is_named` whether the operation file names it as a
    recipient that day.
    """

    country: str
    name: str
    pointers: int
    needs_ground: bool
    is_named: bool


def countries_beyond(work: Work, asking: Asking) -> tuple[Beyond, ...]:
    """The countries to which facts point that who asks, such as the coordinator, sees in full.

    A country whose contribution is disclosed to the reader is not among them. The most pointed to comes
    first. Logged in the reader's chain; raises as the release room does.
    """
    counts = read_pointer_countries(work, asking)
    named = {each.authority for each in recipients_on(work.operation, asking.day)}
    beyond = [
        Beyond(
            country, country_name(country), pointers, is_third_country(Authority(country)), country in named
        )
        for country, pointers in counts.pointers.items()
        if country not in {name.country for name in counts.contributors} | WITHOUT_TERRITORY
    ]
    return tuple(sorted(beyond, key=lambda entry: (-entry.pointers, entry.country)))


@in_english
def draft_beyond(work: Work, drafting: Drafting, key: SigningKey, target: Path) -> Draft:
    """Draft the package of a recipient beyond the operation; otherwise as `draft_package`.

    Raises as `require_beyond`.
    """
    require_beyond(work, drafting)
    return draft_package(work, drafting, key, target)


def require_beyond(work: Work, drafting: Drafting) -> None:
    """RefusedError for an authority that takes part itself."""
    if asking_of(work, drafting).participant.role is not OperationRole.RECIPIENT:
        raise RefusedError(
            "a package beyond the operation is for a recipient",
            why="this authority takes part itself",
            remedy="name a recipient of the operation file, such as AT, or leave out --beyond",
        )
