"""Which recipients stand outside the Union's law, and the ground that a transfer to them must state.

Directive (EU) 2016/680, chapter V: a transfer to a third country needs an adequacy decision, a safeguard
or a derogation (wording not verified: check before quoting). Who is not known to be inside is outside.
"""

from mozaik.errors import RefusedError
from mozaik.parties import Authority

INSIDE = frozenset(
    {
        "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "EU", "FI", "FR", "GR", "HR", "HU", "IE", "IT",
        "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
    }
)  # fmt: skip
"""The member states, and the Union's own bodies."""


WITHOUT_TERRITORY = frozenset({"EU", "XX"})
"""Codes that no fact can point to: the Union's own bodies, and a country that the source does not name."""


def is_third_country(authority: Authority) -> bool:
    """Whether a package to this authority leaves the Union."""
    return authority.country not in INSIDE


def checked_ground(recipient: Authority, ground: str | None) -> str | None:
    """The ground as it is to be written; RefusedError for a third country without one."""
    stated = (ground or "").strip() or None
    if stated is None and is_third_country(recipient):
        raise RefusedError(
            f"a package to {recipient} needs a transfer ground",
            why=f"{recipient.country} is outside the European Union",
            remedy="state adequacy decision, safeguard or derogation with --transfer-ground TEXT",
        )
    return stated
