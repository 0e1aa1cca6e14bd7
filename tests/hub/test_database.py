"""Both databases keep the same promises: what is good once is good once, however many ask at one moment."""

import threading
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

import pytest
from allauth.core.internal import ratelimit
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection, connections, models
from django.db.migrations.executor import MigrationExecutor
from django.test import Client, RequestFactory

from mozaik.errors import InvalidInputError, RefusedError
from mozaik.hub import clock
from mozaik.hub.config import read_config
from mozaik.hub.database import postgresql_settings, sqlite_settings
from mozaik.hub.models import Account, FirstVisit, System
from mozaik.hub.people import invite
from mozaik.hub.roles import HubRole
from mozaik.hub.views.systems import SystemForm, _opened
from tests.hub.databases import POSTGRESQL, SQLITE, asking, make_database, settings_of
from tests.hub.house import SI
from tests.hub.visitors import visitor, with_factor

ANA, KAJA = f"{SI}/ana", f"{SI}/kaja"
AT_ONCE = 6
SECONDS = 60
"""Nothing here takes so long; a lock that is never given back fails the test."""
Told = TypeVar("Told")


def together(act: Callable[[], Told]) -> list[Told]:
    """What an act tells each of several threads that do it at one moment, each by a connection of its own."""
    told: list[Told] = []
    begin = threading.Barrier(AT_ONCE)

    def run() -> None:
        begin.wait(SECONDS)
        try:
            told.append(act())
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(SECONDS)
    assert len(told) == AT_ONCE
    return told


def test_a_first_visit_lets_one_in_of_those_who_come_at_once(accounts: None) -> None:
    token = invite(ANA, HubRole.ANALYST).rstrip("/").rpartition("/")[2]
    admitted = together(lambda: FirstVisit.admitted(token, clock.now()))
    assert [account.reference for account in admitted if account] == [ANA]


def test_invitations_at_once_open_one_account_with_one_link(accounts: None) -> None:
    together(lambda: invite(ANA, HubRole.ANALYST))
    assert Account.objects.filter(reference=ANA).count() == 1
    assert FirstVisit.objects.filter(account__reference=ANA, used_at=None).count() == 1


def test_a_system_that_is_opened_at_once_has_one_token(accounts: None) -> None:
    kaja = with_factor(KAJA, HubRole.COORDINATOR)
    fields = {"name": "gateway", "reads": "on", "reason": "nightly", "days": "30"}

    def open_it() -> str:
        form = SystemForm(fields)
        assert form.is_valid()
        return _opened(kaja, form)

    tokens = together(open_it)
    assert System.objects.count() == 1
    assert sum(System.of_token(token, clock.now()) is not None for token in tokens) == 1


def test_an_entry_that_is_too_old_is_taken_by_one(accounts: None) -> None:
    """So a one-time code is good once, also where one like it was used long ago."""
    for number in range(5):
        cache.set(f"code-{number}", "used", timeout=-1)
        assert together(lambda: cache.add(f"code-{number}", "used", timeout=90)).count(True) == 1  # noqa: B023


def test_attempts_at_once_are_all_counted(accounts: None) -> None:
    request = RequestFactory().post("/sign-in/")
    counted = together(
        lambda: ratelimit.consume(
            request, app="allauth.account", action="login_failed", key="k", config=RATES
        )
    )
    assert sum(usage is not None for usage in counted) == 3


RATES = {"login_failed": "3/5m/key"}


def test_a_recovery_code_is_good_once(accounts: None) -> None:
    account = with_factor(ANA)
    (code, *_) = RecoveryCodes.activate(account).generate_codes()

    def use() -> bool:
        kept = Authenticator.objects.get(user=account, type=Authenticator.Type.RECOVERY_CODES)
        return bool(RecoveryCodes(kept).validate_code(code))

    assert together(use).count(True) == 1


def test_inviting_again_leaves_a_password_that_was_chosen_meanwhile(
    accounts: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An invitation changes role and openness alone, and nothing that it read a moment before."""
    account = with_factor(ANA)
    stale = Account.objects.get(reference=ANA)
    monkeypatch.setattr(type(Account.objects.all()), "first", lambda _: stale)
    Account.objects.filter(pk=account.pk).update(password="chosen meanwhile")
    invite(ANA, HubRole.INVESTIGATOR)
    account.refresh_from_db()
    assert (account.password, account.role) == ("chosen meanwhile", HubRole.INVESTIGATOR)


@pytest.mark.parametrize(
    ("method", "path", "fields"),
    [
        ("get", "/keys/a%00.pub", {}),
        ("get", "/hits/?item=%00", {}),
        ("post", "/keys/vouch/", {"key_id": "a\0"}),
        ("post", "/systems/", {"end": "\0"}),
        ("post", "/sign-in/", {"login": "\0", "password": "x"}),
        ("post", "/first-visit/%00/", {}),
    ],
)
def test_a_nul_is_no_text(accounts: None, method: str, path: str, fields: dict[str, str]) -> None:
    client = visitor(KAJA, HubRole.COORDINATOR)
    assert getattr(client, method)(path, fields).status_code == 400


def test_a_nul_in_a_cookie_or_for_the_api_is_refused(accounts: None) -> None:
    assert Client(headers={"cookie": r'session="\000aaaaaaaaaaaaaaaa"'}).get("/").status_code == 400
    answer = Client().get("/api/v1/hits?item=%00")
    assert (answer.status_code, "error" in answer.json()) == (422, True)


def test_another_host_name_is_refused_in_plain_words(accounts: None) -> None:
    answer = Client(headers={"host": "elsewhere.example"}).get("/")
    assert (answer.status_code, b"request cannot be read" in answer.content) == (400, True)


def test_a_database_that_is_gone_is_said_on_a_page(accounts: None, tmp_path: Path) -> None:
    client = visitor(ANA)
    client.raise_request_exception = False
    gone = {
        SQLITE: sqlite_settings(tmp_path / "no folder" / "hub.sqlite"),
        POSTGRESQL: postgresql_settings(f"postgresql:///hub?host={tmp_path}"),
    }
    for stated in gone.values():
        with asking(stated):
            answer = client.get("/")
        assert (answer.status_code, b"Mozaik" in answer.content) == (500, True)


@pytest.mark.parametrize(
    ("address", "error", "says"),
    [
        ("postgresql://hub:secret@/hub?host=/run", RefusedError, "password"),
        ("postgresql://hub@db.example/hub", RefusedError, "certificate"),
        ("postgresql://hub@/hub?host=/run,db.example", RefusedError, "certificate"),
        ("postgresql://hub@localhost/hub?hostaddr=192.0.2.1", RefusedError, "certificate"),
        ("postgresql://hub@db.example/hub?sslmode=require", RefusedError, "certificate"),
        ("postgresql://hub@/hub", InvalidInputError, "host"),
        ("postgresql://hub@/?host=/run", InvalidInputError, "name"),
        ("postgresql:///hub?service=x", InvalidInputError, "does not know"),
        ("postgresql:///hub?host=/run&options=-c%20fsync%3Doff", InvalidInputError, "does not know"),
        ("postgresql://[", InvalidInputError, "cannot be read"),
        ("mysql:///hub", InvalidInputError, "does not fit"),
    ],
)
def test_an_address_that_is_unsafe_or_says_too_little_is_refused(
    tmp_path: Path, address: str, error: type[Exception], says: str
) -> None:
    path = tmp_path / "hub.toml"
    path.write_text(f'node = "n"\nstate = "s"\ntrust = "t"\ndatabase = "{address}"\n')
    with pytest.raises(error, match=says) as raised:
        read_config(path)
    assert "secret" not in str(raised.value)


def test_another_machine_is_asked_by_tls_with_its_certificate_checked() -> None:
    stated = postgresql_settings(
        "postgresql://hub@db.example:5433/hub?sslmode=verify-full&sslrootcert=ca.pem"
    )
    assert (stated["HOST"], stated["PORT"], stated["NAME"], stated["USER"]) == (
        "db.example",
        "5433",
        "hub",
        "hub",
    )
    assert stated["OPTIONS"]["sslmode"] == "verify-full"


@pytest.fixture(params=[SQLITE, POSTGRESQL])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[None]:
    """A database with nothing in it."""
    stated = sqlite_settings(tmp_path / "empty.sqlite")
    if request.param == POSTGRESQL:
        server, name = request.getfixturevalue("postgres"), f"empty-{uuid.uuid4().hex}"
        make_database(server, name)
        stated = settings_of(server, name)
    with asking(stated):
        yield


def test_changes_of_tables_take_every_row_along(empty: None) -> None:
    """From the first migration to the last; each table gets a row as soon as there is one."""
    executor = MigrationExecutor(connection)
    steps = [step for step, _ in executor.migration_plan(executor.loader.graph.leaf_nodes())]
    kept: dict[str, dict[str, object]] = {}
    for name in [step.name for step in steps if step.app_label == "hub"]:
        executor = MigrationExecutor(connection)
        executor.migrate([("hub", name)])
        state = executor.loader.project_state([("hub", name)])
        for model in state.apps.get_app_config("hub").get_models():
            if model.__name__ in kept:
                _require_kept(model, kept[model.__name__])
            kept[model.__name__] = _row(model)
    assert len(kept) >= 5
    call_command("migrate", verbosity=0, interactive=False)
    for model in (Account, FirstVisit, System):
        _require_kept(model, kept[model.__name__])


def test_models_and_migrations_say_the_same() -> None:
    call_command("makemigrations", "hub", check=True, dry_run=True, verbosity=0)


def _row(model: type[models.Model]) -> dict[str, object]:
    """The row of a table as it stands, made where there is none."""
    manager = model._base_manager
    if not manager.exists():
        fields = [field for field in model._meta.concrete_fields if not field.primary_key]
        manager.create(**{field.attname: _value(field) for field in fields})
    return dict(manager.values().get())


def _value(field: models.Field) -> object:  # type: ignore[type-arg] # of any type
    """Something that a field may hold."""
    if isinstance(field, models.ForeignKey):
        return _row(field.related_model)["id"]
    if field.choices:
        return field.choices[0][0]
    if isinstance(field, models.CharField | models.TextField):
        return "\u0160 \u0436 x"
    if isinstance(field, models.BooleanField):
        return True
    if isinstance(field, models.DateTimeField):
        return datetime(2023, 11, 20, 9, tzinfo=UTC) + timedelta(microseconds=7)
    if isinstance(field, models.BinaryField):
        return b"\x00\xff"
    if isinstance(field, models.JSONField):
        return {"a": [1, None]}
    assert isinstance(field, models.IntegerField), field
    return 2**31 - 1


def _require_kept(model: type[models.Model], before: dict[str, object]) -> None:
    now = _row(model)
    assert {name: now[name] for name in before if name in now} == {
        name: value for name, value in before.items() if name in now
    }
