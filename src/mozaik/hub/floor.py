"""What the pages stand on: the node, its operation, the keys that count, and who asks."""

from datetime import datetime

from django.conf import settings
from django.http import HttpRequest

from mozaik.desk import Asking, Operation
from mozaik.errors import RefusedError
from mozaik.hub.models import Account, account_of
from mozaik.hub.roles import HubRole
from mozaik.node import Node, open_node
from mozaik.seal import TrustStore

REASON = "reason"
"""Where a session keeps why its person reads."""


def node() -> Node:
    """The node that this hub serves."""
    return open_node(settings.CONFIG.node)


def trust() -> TrustStore:
    """The keys that count now."""
    return TrustStore.load(settings.CONFIG.trust)


def operation() -> Operation:
    """The operation in force on the node."""
    return node().operation


def is_synthetic() -> bool:
    """Whether the operation in force is an invented one."""
    return node().is_synthetic


def asking_of(request: HttpRequest, moment: datetime, reason: str = "") -> Asking:
    """Who reads, for what and why: the signed-in person, in its role, for the reason of its session.

    RefusedError for a role that reads no hits, or without a reason.
    """
    account = account_of(request)
    if account.rights.use is None:
        raise RefusedError(
            f"a person who signs in as {account.role} reads no hits",
            remedy="sign in as somebody who does, or ask the administrator",
        )
    why = reason or request.session.get(REASON, "")
    return Asking.of(operation(), account.authority, account.reference, why, moment, account.rights.use)


def runs_the_node(account: Account) -> bool:
    """Whether a person administers or coordinates at the authority whose node this is."""
    roles = (HubRole.ADMINISTRATOR, HubRole.COORDINATOR)
    return account.role in roles and account.authority == node().authority
