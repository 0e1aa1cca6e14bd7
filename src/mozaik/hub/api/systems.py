"""Who asks: the system that holds the token of a request, and what it may do."""

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from ninja.security import HttpBearer

from mozaik.desk import Asking
from mozaik.errors import InvalidInputError, RefusedError
from mozaik.hub import clock, floor
from mozaik.hub.models import Account, System

REASON_HEADER = "Reason"
_SHORTEST, _LONGEST = 4, 200


class HeldToken(HttpBearer):
    """The token of a system, in the header `Authorization: Bearer ...`."""

    def authenticate(self, request: HttpRequest, token: str) -> System | None:
        """The system that holds the token; a browser's session counts for nothing here."""
        request.user = AnonymousUser()
        system = System.of_token(token, clock.now())
        if system is not None:
            request.user = system.account
        return system


def system_of(request: HttpRequest) -> System:
    """The system that makes a request."""
    system: System = request.auth  # type: ignore[attr-defined] # ninja keeps there who asks
    return system


def sender_of(request: HttpRequest) -> Account:
    """The account of a system that sends and fetches files; RefusedError for one that does not."""
    system = system_of(request)
    if not system.sends:
        raise RefusedError(
            "this system neither sends nor fetches files",
            remedy="ask a coordinator of your authority to open a token for that",
        )
    return system.account


def asking_of(request: HttpRequest) -> Asking:
    """For whom, by what and why a system reads: the reason of the request, else the one it was opened for.

    RefusedError for a system that does not read.
    """
    system = system_of(request)
    if not system.reads:
        raise RefusedError(
            "this system reads no hits", remedy="ask a coordinator of your authority to open a token for that"
        )
    reason = request.headers.get(REASON_HEADER, "").strip() or system.reason
    if not _SHORTEST <= len(reason) <= _LONGEST:
        raise InvalidInputError(
            "this is no reason",
            where=f"header {REASON_HEADER}",
            remedy=f"say in {_SHORTEST} to {_LONGEST} characters for which case the system reads",
        )
    return floor.asking_of(request, clock.now(), reason)
