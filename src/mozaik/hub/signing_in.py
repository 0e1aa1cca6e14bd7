"""How people sign in: nobody signs up, and the first visit is by a link that is good once."""

from datetime import datetime

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from django.contrib.auth import login
from django.http import HttpRequest

from mozaik.hub.models import Account, FirstVisit


class ClosedAccounts(DefaultAccountAdapter):  # type: ignore[misc] # the library has no types
    """Accounts are opened by an administrator, and by nobody who comes to the page."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up."""
        return False

    def add_message(self, *args: object, **kwargs: object) -> None:
        """Pages say themselves what happened."""

    def send_mail(self, template_prefix: str, email: str, context: object) -> None:
        """Nothing is sent: there is no outbound call."""


def admit_first_visit(request: HttpRequest, token: str, now: datetime) -> bool:
    """Let the person of a token in, whose password is chosen next; whether the token was good."""
    account = FirstVisit.admitted(token, now)
    if account is None or not account.is_active:
        return False
    _forget_earlier_factors(account)
    login(request, account, backend="allauth.account.auth_backends.AuthenticationBackend")
    record_authentication(request, account, method="first-visit")
    return True


def note_first_code(request: HttpRequest, user: Account, **_: object) -> None:
    """Setting up one-time codes shows one of them: it counts as one that was asked for."""
    record_authentication(request, user, method="mfa", type="totp")


def _forget_earlier_factors(account: Account) -> None:
    """Who is invited again begins anew: a lost telephone keeps nobody out, and a found one lets nobody in."""
    Authenticator.objects.filter(user=account).delete()
    account.set_unusable_password()
    account.save(update_fields=["password"])


def has_second_factor(account: Account) -> bool:
    """Whether the person has set up one-time codes."""
    return bool(Authenticator.objects.filter(user=account, type=Authenticator.Type.TOTP).exists())
