"""Sessions, forms and attempts: closed cookies, tokens in forms, wrong answers counted, sessions ended."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from mozaik.hub.people import invite
from mozaik.hub.roles import HubRole
from tests.hub.house import SI
from tests.hub.test_signing_in import OPEN, addresses
from tests.hub.visitors import PASSWORD, code_of, with_factor

ANA = f"{SI}/ana"
_ASK = """
import json, sys
from pathlib import Path
from mozaik.hub import serving
serving.set_up(Path(sys.argv[1]))
from django.conf import settings
names = ["SESSION_COOKIE_NAME", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_HSTS_SECONDS", "DEBUG"]
print(json.dumps({name: getattr(settings, name) for name in names}))
"""


def sign_in(account_code: str, client: Client) -> None:
    client.post("/sign-in/", {"login": ANA, "password": PASSWORD})
    client.post("/sign-in/code/", {"code": account_code})


def test_every_form_is_refused_without_the_token_of_its_session(signed_in: Callable[..., Client]) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies["session"] = signed_in(ANA).cookies["session"].value
    refused = {name: strict.post(path).status_code for name, path in addresses().items() if name not in OPEN}
    assert {name: status for name, status in refused.items() if status != 403} == {}
    assert len(refused) > 40


def test_the_cookie_of_a_session_is_closed_and_ends_with_the_browser(accounts: None) -> None:
    client = Client()
    sign_in(code_of(with_factor(ANA)), client)
    cookie = client.cookies["session"]
    assert (bool(cookie["httponly"]), cookie["samesite"], cookie["path"]) == (True, "Strict", "/")
    assert (cookie["expires"], cookie["max-age"], cookie["domain"]) == ("", "", "")


def test_by_tls_the_cookie_goes_nowhere_else(tmp_path: Path) -> None:
    config = tmp_path / "hub.toml"
    config.write_text('node = "node"\nstate = "state"\ntrust = "trust.json"\nnames = ["hub.example"]\n')
    asked = subprocess.run([sys.executable, "-c", _ASK, config], check=True, capture_output=True, text=True)
    told = json.loads(asked.stdout)
    assert told.pop("SECURE_HSTS_SECONDS") > 0
    assert told == {
        "SESSION_COOKIE_NAME": "__Host-session", "SESSION_COOKIE_SECURE": True, "CSRF_COOKIE_SECURE": True,
        "DEBUG": False,
    }  # fmt: skip


def test_a_session_is_another_one_after_the_sign_in_and_none_after_the_sign_out(accounts: None) -> None:
    account, client = with_factor(ANA), Client()
    client.get("/sign-in/")
    client.post("/sign-in/", {"login": ANA, "password": PASSWORD})
    before = client.cookies["session"].value
    client.post("/sign-in/code/", {"code": code_of(account)})
    after = client.cookies["session"].value
    assert before != after
    stolen = Client()
    stolen.cookies["session"] = after
    assert stolen.get("/reason/").status_code == 200
    client.post("/sign-out/")
    assert stolen.get("/reason/").headers["Location"].startswith("/sign-in/")
    assert not Session.objects.filter(session_key__in=[before, after]).exists()


def test_who_is_invited_again_is_signed_in_nowhere_else(signed_in: Callable[..., Client]) -> None:
    with_factor(ANA)
    elsewhere = signed_in(ANA)
    assert elsewhere.get("/reason/").status_code == 200
    Client().post(invite(ANA, HubRole.ANALYST))
    assert elsewhere.get("/reason/").headers["Location"].startswith("/sign-in/")


def test_wrong_codes_are_counted(accounts: None) -> None:
    account, client = with_factor(ANA), Client()
    client.post("/sign-in/", {"login": ANA, "password": PASSWORD})
    for number in range(6):
        client.post("/sign-in/code/", {"code": f"x{number}"})
    client.post("/sign-in/code/", {"code": code_of(account)})
    assert client.get("/reason/").headers["Location"].startswith("/sign-in/")


@pytest.mark.parametrize("path", ["/sign-in/again/", "/sign-in/again/code/"])
def test_wrong_answers_of_somebody_signed_in_are_counted(signed_in: Callable[..., Client], path: str) -> None:
    """Whoever finds an open page does not try passwords or codes there for ever."""
    account = with_factor(ANA)
    client, is_code = signed_in(ANA), path.endswith("code/")
    for number in range(11):
        client.post(path, {"code": f"x{number}"} if is_code else {"password": "wrong"})
    right = client.post(path, {"code": code_of(account)} if is_code else {"password": PASSWORD})
    assert "Location" not in right.headers
