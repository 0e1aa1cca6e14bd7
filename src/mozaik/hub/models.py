"""What the hub itself keeps: who may sign in, first visits, and browser keys that wait for a vouch.

All of it is working state: lost, people are invited again, and no evidence is gone.
"""

import hashlib
import json
import secrets
from datetime import datetime, timedelta
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.http import HttpRequest

from mozaik.hub.roles import HUB_RIGHTS, HubRights, HubRole
from mozaik.parties import Authority, PersonRef, is_person

FIRST_VISIT = timedelta(days=2)
"""How long the link for a first visit is good."""


class Accounts(BaseUserManager["Account"]):
    """Makes accounts: of a person of an authority, in one role."""

    def open(self, person: str, role: HubRole) -> "Account":
        """The account of a person, without a password until the first visit; ValueError for no person."""
        if not is_person(person):
            raise ValueError("not a person of an authority, such as SI-GPD/ana")
        account = Account(reference=person, role=role)
        account.set_unusable_password()
        account.save()
        return account


class Account(AbstractBaseUser):
    """One person who signs in: `SI-GPD/ana`, in one role."""

    reference = models.CharField(max_length=120, unique=True)
    role = models.CharField(max_length=32, choices=[(str(role), str(role)) for role in HubRole])
    is_active = models.BooleanField(default=True)
    language = models.CharField(max_length=8, default="en")
    opened_at = models.DateTimeField(auto_now_add=True)
    home_seen_at = models.DateTimeField(null=True)

    objects: ClassVar[Accounts] = Accounts()
    USERNAME_FIELD = "reference"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["role"]

    @property
    def person(self) -> PersonRef:
        """The person as records name it."""
        return PersonRef(self.reference)

    @property
    def authority(self) -> Authority:
        """The authority of the person."""
        return self.person.authority

    @property
    def rights(self) -> HubRights:
        """What the person's role may do."""
        return HUB_RIGHTS[HubRole(self.role)]

    def close(self) -> None:
        """Let the person in no more, whose sessions and links end at once; what it signed stays."""
        FirstVisit.objects.filter(account=self).delete()
        self.is_active = False
        self.save()

    @property
    def short_name(self) -> str:
        """The person within its authority."""
        return self.person.name


class FirstVisit(models.Model):
    """A link that lets a person in once, to choose a password; only its digest is kept."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE)
    token_hash = models.CharField(max_length=64, unique=True)
    until = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    @staticmethod
    def invite(account: Account, now: datetime) -> str:
        """A new token for an account; earlier ones are good no more."""
        FirstVisit.objects.filter(account=account, used_at=None).delete()
        token = secrets.token_urlsafe(32)
        FirstVisit.objects.create(account=account, token_hash=_digest(token), until=now + FIRST_VISIT)
        return token

    @staticmethod
    def admitted(token: str, now: datetime) -> Account | None:
        """Use a token up: its account, or None for one that is unknown, used, or too old."""
        used = FirstVisit.objects.filter(token_hash=_digest(token), used_at=None, until__gte=now)
        if not used.update(used_at=now):
            return None
        return FirstVisit.objects.select_related("account").get(token_hash=_digest(token)).account


class System(models.Model):
    """Another system of an authority, which asks by the API: what it may do, why, and until when.

    Its account names it in the chain and cannot sign in; of its token only the digest is kept.
    """

    account = models.OneToOneField(Account, on_delete=models.CASCADE)
    opened_by = models.CharField(max_length=120)
    reason = models.CharField(max_length=200)
    reads = models.BooleanField()
    sends = models.BooleanField()
    token_hash = models.CharField(max_length=64, unique=True)
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    @staticmethod
    def of_token(token: str, now: datetime) -> "System | None":
        """The system that holds a token, or None for one that is unknown, too old or ended."""
        holding = System.objects.filter(
            token_hash=_digest(token), ended_at=None, until__gte=now,
            account__role=HubRole.SYSTEM, account__is_active=True,
        )  # fmt: skip
        return holding.select_related("account").first()

    def renew_token(self) -> str:
        """A new token in place of the one before; shown once, and kept nowhere."""
        token = secrets.token_urlsafe(32)
        self.token_hash = _digest(token)
        return token


class BrowserKey(models.Model):
    """A key that a person made in a browser: its public half, until somebody vouches for it and after."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE)
    key_id = models.CharField(max_length=64, unique=True)
    public_key = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    given_up_at = models.DateTimeField(null=True)

    class Meta:
        """The newest key first."""

        ordering: ClassVar[list[str]] = ["-made_at", "key_id"]


class Upload(models.Model):
    """A sealed file that a person sent in: under which name, and the digest by which the node knows it."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE)
    name = models.CharField(max_length=200)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    at = models.DateTimeField()


class TypedTerms(models.Model):
    """The terms sheet under which an authority enters records, as its person typed it last."""

    authority = models.CharField(max_length=32, unique=True)
    text = models.TextField()
    by = models.CharField(max_length=120)
    at = models.DateTimeField()


class RecordDraft(models.Model):
    """Rows that an authority enters until they are sealed; `version` grows with each change.

    `set_id` is the id of what is sealed next, `supersedes` the ids that this then replaces, and `sealing` the
    numbers of the rows that were last shown to be signed: by both a seal that broke off midway is completed.
    """

    authority = models.CharField(max_length=32, db_index=True)
    set_id = models.CharField(max_length=120, unique=True)
    supersedes = models.JSONField(default=list)
    sealing = models.JSONField(default=list)
    version = models.IntegerField(default=0)
    opened_by = models.CharField(max_length=120)
    opened_at = models.DateTimeField()


class DraftRow(models.Model):
    """A row as it was entered: the fields of its table by name, as text; removed ones can be put back."""

    draft = models.ForeignKey(RecordDraft, on_delete=models.CASCADE, related_name="rows")
    number = models.IntegerField()
    table = models.CharField(max_length=32)
    fields = models.JSONField()
    entered_by = models.CharField(max_length=120)
    entered_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        """In the order in which they were entered; no two of a draft have one number."""

        ordering: ClassVar[list[str]] = ["number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["draft", "number"], name="one_number_a_row")
        ]

    @property
    def mark(self) -> str:
        """Which state of the row a person saw: entered by whom, when, and what."""
        said = json.dumps([self.entered_by, self.entered_at.isoformat(), self.fields], sort_keys=True)
        return hashlib.sha256(said.encode()).hexdigest()[:16]


class Transfer(models.Model):
    """A sealed file on its way in by pieces: of whom, under which name, how large, and by which mark.

    What came of it lies in the hub's state under its token; lost, the file is sent again.
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE)
    token = models.CharField(max_length=32, unique=True)
    name = models.CharField(max_length=200)
    size = models.BigIntegerField()
    mark = models.CharField(max_length=64)
    begun_at = models.DateTimeField()


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def account_of(request: HttpRequest) -> Account:
    """The account that makes a request; every page but those of the sign-in is closed to all others."""
    account = request.user
    if not isinstance(account, Account):
        raise TypeError("nobody is signed in")
    return account
