"""Signing in: once by a link, then by password and code; locked when idle; closed to all others."""

import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver

from mozaik.hub import clock
from mozaik.hub.people import invite
from mozaik.hub.roles import HUB_RIGHTS, HubRole
from tests.hub.house import SI, Hub
from tests.hub.visitors import PASSWORD, code_of, plain, visitor, with_factor

ANA = f"{SI}/ana"
OPEN = {
    "first_visit",
    "choose_language",
    "account_login",
    "account_logout",
    "mfa_authenticate",
    "account_signup",
    "account_inactive",
    "mfa_deactivate_totp",
}


def addresses() -> dict[str, str]:
    """Every address of the hub by name, its parts filled with what nobody has."""
    patterns = [entry for entry in get_resolver().url_patterns if isinstance(entry, URLPattern)]
    filled = {
        "reference": "H-AAAAAAAAAAAAAAAA",
        "key_id": "0" * 64,
        "token": "nothing",
        "transfer": "nothing",
        "package": "HR-MUP.0001",
        "set_id": "HR-MUP.package.0001.00000000",
        "draft": "1",
    }

    def address(pattern: URLPattern) -> str:
        text = str(pattern.pattern)
        for name, value in filled.items():
            text = text.replace(f"<str:{name}>", value).replace(f"<int:{name}>", value)
        return f"/{text}"

    return {str(pattern.name): address(pattern) for pattern in patterns}


def test_every_role_has_a_row() -> None:
    assert set(HUB_RIGHTS) == set(HubRole)


def test_every_address_but_the_sign_in_sends_a_stranger_to_the_sign_in(accounts: None) -> None:
    for method in ("get", "post", "put", "delete"):
        for name, address in addresses().items():
            answer = getattr(Client(), method)(address)
            sent = answer.status_code, answer.headers.get("Location", "")[:9]
            assert name in OPEN or sent == (302, "/sign-in/"), name


def test_every_page_says_the_same_closed_headers(signed_in: Callable[..., Client]) -> None:
    client = signed_in(ANA)
    for name, address in addresses().items():
        answer = client.get(address)
        policy = answer.headers.get("Content-Security-Policy", "")
        assert "default-src 'none'" in policy, name
        assert "unsafe" not in policy, name
        assert answer.headers["Cache-Control"].find("no-store") >= 0, name
        assert answer.headers["X-Frame-Options"] == "DENY", name
        assert answer.headers["Referrer-Policy"] == "same-origin", name


def test_a_first_visit_is_good_once_and_ends_with_a_second_factor(accounts: None) -> None:
    link, client = invite(ANA, HubRole.ANALYST), Client()
    assert client.get(link).status_code == 200
    assert client.post(link).headers["Location"] == "/sign-in/password/"
    assert client.get("/").headers["Location"].startswith("/sign-in/password/")
    client.post("/sign-in/password/", {"new_password1": PASSWORD, "new_password2": PASSWORD})
    assert client.get("/").headers["Location"].startswith("/sign-in/telephone/")
    assert client.get("/hits/").headers["Location"].startswith("/sign-in/telephone/")
    assert Client().post(link).status_code == 409


def test_a_first_visit_grows_old_and_a_new_one_ends_the_last(
    accounts: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = invite(ANA, HubRole.ANALYST)
    second = invite(ANA, HubRole.ANALYST)
    assert Client().post(first).status_code == 409
    later = clock.now() + timedelta(days=3)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert Client().post(second).status_code == 409


def test_who_is_invited_again_begins_anew(accounts: None) -> None:
    account = with_factor(ANA)
    client = Client()
    client.post(invite(ANA, HubRole.ANALYST))
    account.refresh_from_db()
    assert not account.has_usable_password()
    assert client.get("/").headers["Location"].startswith("/sign-in/password/")


def test_a_password_alone_lets_nobody_in_and_a_code_is_good_once(accounts: None) -> None:
    account = with_factor(ANA)
    client = Client()
    answer = client.post("/sign-in/", {"login": ANA, "password": PASSWORD})
    assert answer.headers["Location"].startswith("/sign-in/code/")
    assert client.get("/").status_code == 302
    code = code_of(account)
    assert client.post("/sign-in/code/", {"code": code}).status_code == 302
    assert client.get("/").headers["Location"].startswith("/reason/")
    other = Client()
    other.post("/sign-in/", {"login": ANA, "password": PASSWORD})
    assert other.post("/sign-in/code/", {"code": code}).status_code == 200


def test_wrong_passwords_are_counted_and_say_the_same_for_everybody(accounts: None) -> None:
    with_factor(ANA)
    pages = [
        plain(Client().post("/sign-in/", {"login": name, "password": "wrong"}).content).replace(
            f'value="{name}"', ""
        )
        for name in (ANA, f"{SI}/nobody")
    ]
    assert pages[0] == pages[1]
    for _ in range(6):
        last = Client().post("/sign-in/", {"login": ANA, "password": "wrong"})
    right = Client().post("/sign-in/", {"login": ANA, "password": PASSWORD})
    assert last.status_code in (200, 429)
    assert "Location" not in right.headers


def test_an_idle_session_is_locked_until_its_person_shows_itself(
    signed_in: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    client = signed_in(ANA)
    assert client.get("/").status_code == 200
    began = clock.seconds()
    monkeypatch.setattr(time, "time", lambda: began + 9 * 60)
    assert client.get("/").status_code == 200
    monkeypatch.setattr(time, "time", lambda: began + 30 * 60)
    assert client.get("/hits/").headers["Location"].startswith("/sign-in/again/")
    monkeypatch.setattr(time, "time", lambda: began + 30 * 60 + 1)
    assert client.get("/hits/").headers["Location"].startswith("/sign-in/again/")
    assert client.post("/sign-in/again/", {"password": "wrong"}).status_code == 200
    assert client.get("/").status_code == 302
    client.post("/sign-in/again/", {"password": PASSWORD})
    assert client.get("/").status_code == 200


def test_a_form_from_elsewhere_is_refused(accounts: None) -> None:
    with_factor(ANA)
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/sign-in/", {"login": ANA, "password": PASSWORD}).status_code == 403


def test_an_account_that_was_closed_signs_nobody_in(hub: Hub, accounts: None) -> None:
    client = visitor(ANA)
    account = with_factor(f"{SI}/ivo")
    for closed in (account, type(account).objects.get(reference=ANA)):
        closed.is_active = False
        closed.save()
    assert client.get("/").headers["Location"].startswith("/sign-in/")
    refused = Client().post("/sign-in/", {"login": f"{SI}/ivo", "password": PASSWORD})
    assert not refused.headers.get("Location", "").startswith("/sign-in/code/")


def test_a_lock_stays_whatever_another_page_does_meanwhile(
    signed_in: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page that began before its person locked the session does not open it again when it is done."""
    client, other = signed_in(ANA), Client()
    other.cookies["session"] = client.cookies["session"].value

    def lock_meanwhile(_: object) -> str:
        assert other.post("/lock/").status_code == 302
        return "/hits/"

    monkeypatch.setattr("mozaik.hub.views.reason._back", lock_meanwhile)
    client.post("/reason/", {"reason": "case 115"})
    assert client.get("/hits/").headers["Location"].startswith("/sign-in/again/")
