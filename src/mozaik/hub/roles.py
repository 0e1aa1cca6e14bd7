"""What each role of the hub may do: one table, asked by every page.

A role narrows what its authority may do, and never widens it: that stands in the operation file.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from mozaik.seal import Role
from mozaik.terms import Use


class HubRole(StrEnum):
    """In which role a person signs in."""

    ANALYST = "analyst"
    INVESTIGATOR = "investigator"
    COORDINATOR = "coordinator"
    RELEASE_OFFICER = "release-officer"
    PROSECUTOR = "prosecutor"
    PROTECTION_OFFICER = "data-protection-officer"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"
    SYSTEM = "system"
    """No person: another system of the authority, which asks by the API and never signs in."""


PERSONAL_ROLES = tuple(role for role in HubRole if role is not HubRole.SYSTEM)
"""The roles in which people sign in."""


@dataclass(frozen=True, slots=True)
class HubRights:
    """For which use the role reads hits (None: it reads none), what its keys may sign, and what it keeps.

    Who may sign as owner judges hits; who may sign as releaser releases packages. Who keeps systems says
    which other systems of its own authority may ask by the API, and for what.
    """

    use: Use | None
    signs: tuple[Role, ...] = ()
    keeps_accounts: bool = False
    keeps_systems: bool = False

    @property
    def judges(self) -> bool:
        """Whether a person in this role judges hits."""
        return Role.OWNER in self.signs


HUB_RIGHTS: Mapping[HubRole, HubRights] = {
    HubRole.ANALYST: HubRights(Use.ANALYSIS, (Role.OWNER,)),
    HubRole.INVESTIGATOR: HubRights(Use.ANALYSIS, (Role.OWNER,)),
    HubRole.COORDINATOR: HubRights(Use.ANALYSIS, (Role.OWNER,), keeps_systems=True),
    HubRole.RELEASE_OFFICER: HubRights(Use.ANALYSIS, (Role.RELEASER,)),
    HubRole.PROSECUTOR: HubRights(Use.COURT),
    HubRole.PROTECTION_OFFICER: HubRights(Use.OVERSIGHT),
    HubRole.AUDITOR: HubRights(Use.OVERSIGHT),
    HubRole.ADMINISTRATOR: HubRights(None, keeps_accounts=True),
    HubRole.SYSTEM: HubRights(Use.ANALYSIS),
}
"""Every role has a row; a role without one is a fault that a test names."""
