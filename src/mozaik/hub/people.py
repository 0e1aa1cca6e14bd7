"""Opening accounts from the command line, where nobody can sign in yet."""

from django.urls import reverse

from mozaik.errors import RefusedError
from mozaik.hub import clock
from mozaik.hub.database import one_writer
from mozaik.hub.models import Account, FirstVisit
from mozaik.hub.roles import HubRole


def invite(person: str, role: HubRole) -> str:
    """The path of the first visit of a person, whose account is opened if there is none.

    RefusedError where another system has this name: it never becomes a person.
    """
    with one_writer():
        account = Account.objects.filter(reference=person).first() or Account.objects.open(person, role)
        if HubRole.SYSTEM in (role, account.role):
            raise RefusedError("this is the name of a system, not of a person", remedy="give another name")
        account.role, account.is_active = role, True
        account.save(update_fields=["role", "is_active"])
        token = FirstVisit.invite(account, clock.now())
    return reverse("first_visit", args=[token])
